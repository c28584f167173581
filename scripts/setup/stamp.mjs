import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { writeWhole } from './files.mjs';
import { inRoot, messageOf, root, sha256 } from './paths.mjs';

/**
 * What a finished part of the set-up was made from (facts), and every file it consists of: those of large trees with size, time
 * (seconds: archives keep no more) and rights, those of few bytes with a hash. To look at 25,000 files takes 0.1 s.
 * @typedef {object} Stamp
 * @property {Record<string, string>} facts
 * @property {Record<string, (string | number)[]>} trees folder: name, size, time, rights, name, ...
 * @property {Record<string, string>} contents file: hash
 */

/** Documentation, and what Python makes anew by itself. */
const unimportant = /\.(map|md|markdown|pyi|pyc)$/i;

/**
 * Written when a part is complete: its last act.
 * @param {string} stamp
 * @param {{facts: Record<string, string>, trees?: string[], contents?: string[], skip?: (path: string) => boolean}} part
 */
export function writeStamp(stamp, { facts, trees = [], contents = [], skip = () => false }) {
  /** @type {Stamp} */
  const made = { facts, trees: {}, contents: {} };
  /** @param {string} folder */
  const add = folder => {
    /** @type {(string | number)[]} */
    const list = [];
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (path === stamp || skip(path)) continue;
      if (entry.isDirectory()) {
        if (entry.name !== '__pycache__') add(path);
      } else if (!unimportant.test(entry.name)) list.push(entry.name, ...look(lstatSync(path)));
    }
    if (list.length > 0) made.trees[relative(root, folder)] = list;
  };
  trees.forEach(add);
  for (const file of contents) made.contents[relative(root, file)] = sha256(file);
  writeWhole(stamp, JSON.stringify(made));
}

/**
 * Why a part is not right, in a few words; null where it is. Cheap, and called by every command.
 * @param {string} stamp
 * @param {Record<string, string>} facts
 * @param {Record<string, string>} [words] what it means that a fact is another one
 */
export function stampFault(stamp, facts, words = {}) {
  if (!existsSync(stamp)) return 'not installed yet';
  const made = readStamp(stamp);
  const damaged = `its record ${relative(root, stamp)} is damaged, or of another version`;
  if (!made) return damaged;
  for (const [name, value] of Object.entries(facts)) {
    if (made.facts[name] !== value) return words[name] ?? `made with another ${name}`;
  }
  try {
    return changedFile(made);
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code ? messageOf(error) : damaged;
  }
}

/**
 * The stamp of a finished part, or null where there is none that can be read.
 * @param {string} stamp
 * @returns {Stamp | null}
 */
export function readStamp(stamp) {
  try {
    const made = /** @type {Partial<Stamp> | null} */ (JSON.parse(readFileSync(stamp, 'utf8')));
    const whole = [made?.facts, made?.trees, made?.contents].every(each => each && typeof each === 'object');
    return whole ? /** @type {Stamp} */ (made) : null;
  } catch {
    return null;
  }
}

/** @param {Stamp} stamp */
function changedFile({ trees, contents }) {
  for (const [folder, list] of Object.entries(trees)) {
    const base = inRoot(folder);
    for (let i = 0; i < list.length; i += 4) {
      const path = join(base, String(list[i]));
      const found = lstatSync(path, { throwIfNoEntry: false });
      if (!found) return `${missing(path)} is missing`;
      const [size, time, rights] = look(found);
      if (size !== list[i + 1]) return `${relative(root, path)} has another size than when it was installed`;
      if (time !== list[i + 2] || rights !== list[i + 3])
        return `${relative(root, path)} was changed after it was installed`;
    }
  }
  for (const [file, hash] of Object.entries(contents)) {
    const path = inRoot(file);
    if (!existsSync(path)) return `${missing(path)} is missing`;
    if (createHash('sha256').update(readFileSync(path)).digest('hex') !== hash)
      return `${file} is not what was made`;
  }
  return null;
}

/**
 * The uppermost folder that is not there, for one file of a deleted package says less than the package.
 * @param {string} path
 */
function missing(path) {
  let top = path;
  while (top !== root && !existsSync(dirname(top))) top = dirname(top);
  return relative(root, top);
}

/**
 * Size, time in seconds, and whether the owner may read and execute it.
 * @param {import('node:fs').Stats} stats
 * @returns {[number, number, number]}
 */
function look({ size, mtimeMs, mode }) {
  return [size, Math.floor(mtimeMs / 1000), mode & 0o500];
}
