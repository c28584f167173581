import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * A folder for what one run writes on its way; those of runs that were killed are removed.
 * @param {string} parent
 */
export function workFolder(parent) {
  mkdirSync(parent, { recursive: true });
  removeLeft(parent);
  return mkdtempSync(join(parent, `run-${process.pid}-`));
}

/**
 * Puts a finished file in its place at one stroke, also on another disk.
 * @param {string} file
 * @param {string} target
 */
export function moveInto(file, target) {
  try {
    renameSync(file, target);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EXDEV') throw error;
    viaBeside(target, beside => copyFileSync(file, beside));
    rmSync(file);
  }
}

/**
 * Writes a file whole or not at all.
 * @param {string} target
 * @param {string} text
 */
export function writeWhole(target, text) {
  viaBeside(target, beside => writeFileSync(beside, text));
}

/**
 * @param {string} target
 * @param {(beside: string) => void} write to a temporary name in the target's folder, which tells whose it is
 */
function viaBeside(target, write) {
  const beside = join(dirname(target), `.run-${process.pid}-${process.hrtime.bigint()}.partial`);
  try {
    write(beside);
    renameSync(beside, target);
  } finally {
    rmSync(beside, { force: true });
  }
}

/**
 * Removes what runs that are gone have left in a folder.
 * @param {string} folder
 */
export function removeLeft(folder) {
  for (const name of readdirSync(folder)) {
    const pid = Number(/^(?:run-(\d+)-\w{6}|\.run-(\d+)-\d+\.partial)$/.exec(name)?.slice(1).find(Boolean));
    if (pid && !isAlive(pid)) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code !== 'ESRCH';
  }
}
