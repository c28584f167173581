import { mkdirSync, rmSync, statSync, statfsSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { refuse } from '../command-line.mjs';
import { inRoot, messageOf, root } from '../setup/paths.mjs';
import { factsOf } from './facts.mjs';
import { isOurIndex } from './index-page.mjs';
import { removeLeft } from './work-folder.mjs';

const BYTES_OF_A_REPORT = 9e6;

/**
 * The folder for the reports, which can be written into and where nothing of others is overwritten; or a refusal, before
 * anything runs.
 * @param {string | undefined} to what the person said
 * @param {string[]} files the names of the reports to come
 */
export function reportsFolder(to, files) {
  if (to?.trim() === '') refuse('--to needs the path of a folder, as in --to my-reports.');
  const folder = to === undefined ? inRoot('reports') : resolve(process.env.INIT_CWD ?? root, to);
  const elsewhere = `Choose another folder: --to FOLDER.`;
  try {
    makeFolder(folder);
    const trial = join(folder, `.run-${process.pid}-0.partial`);
    writeFileSync(trial, 'x'.repeat(10_000));
    rmSync(trial);
    removeLeft(folder);
  } catch (error) {
    refuse(`Reports cannot be written to ${folder}: ${reasonOf(error, folder)}.\n${elsewhere}`);
  }
  const { blocks, bavail, bsize } = statfsSync(folder);
  const needed = BYTES_OF_A_REPORT * files.length;
  // Some file systems count nothing.
  if (blocks > 0 && bavail * bsize < needed) {
    const [has, needs] = [bavail * bsize, needed].map(bytes => `${(bytes / 1e6).toFixed(0)} MB`);
    refuse(
      `Reports cannot be written to ${folder}: its disk has ${has} left, and ${needs} may be needed.\n${elsewhere}`,
    );
  }
  for (const name of ['index.html', ...files]) {
    const file = join(folder, name);
    const there = statSync(file, { throwIfNoEntry: false });
    if (!there) continue;
    const ours =
      there.isFile() &&
      (name === 'index.html' ? isOurIndex(file) : factsOf(file)?.notebook === notebookOf(name));
    if (!ours) {
      refuse(
        `${file} is ${there.isDirectory() ? 'a folder' : 'no file of ours'}; a report's run would overwrite it.\n${elsewhere}`,
      );
    }
  }
  return folder;
}

/**
 * Makes a folder with its parents. (Node's own way to do so never ends below /proc.)
 * @param {string} folder
 */
function makeFolder(folder) {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
  if (dirname(folder) !== folder) makeFolder(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another run may have made it meanwhile.
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
}

/** @param {string} report */
const notebookOf = report => basename(report).split('.')[0];

/**
 * @param {unknown} error
 * @param {string} folder
 */
function reasonOf(error, folder) {
  const { code, path = folder } = /** @type {NodeJS.ErrnoException} */ (error);
  /** @type {Record<string, string>} */
  const reasons = {
    EEXIST: `${path} is a file`,
    ENOTDIR: `a part of ${path} is a file`,
    EACCES: `${path} is not yours to write to`,
    EPERM: `${path} is not yours to write to`,
    EROFS: 'it lies on a read-only disk',
    ENOSPC: 'its disk is full',
    EDQUOT: 'your share of its disk is used up',
    ENAMETOOLONG: 'the name is too long',
    ENOENT: `there is no ${path}`,
    ELOOP: `the links of ${path} lead in a circle`,
  };
  return (code && reasons[code]) ?? messageOf(error);
}
