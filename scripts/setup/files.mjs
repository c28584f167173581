import { appendFileSync, existsSync, lstatSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { cache } from './paths.mjs';

export const setupLog = join(cache, 'setup.log');

/**
 * Writes a file under a temporary name and renames it: whoever reads it finds the old or the new one, never a half.
 * @param {string} file
 * @param {string} text
 */
export function writeWhole(file, text) {
  mkdirSync(dirname(file), { recursive: true });
  const partial = `${file}.${process.pid}.partial`;
  try {
    writeFileSync(partial, text);
    putInPlace(partial, file);
  } catch (error) {
    remove(partial);
    throw error;
  }
}

/**
 * @param {string} partial a file that is complete
 * @param {string} file its place; a folder that lies there by mistake goes
 */
export function putInPlace(partial, file) {
  if (lstatSync(file, { throwIfNoEntry: false })?.isDirectory()) remove(file);
  renameSync(partial, file);
}

/**
 * Removes a file or a folder; where something still writes into it, a few times.
 * @param {string} path
 */
export function remove(path) {
  rmSync(path, { recursive: true, force: true, maxRetries: 6, retryDelay: 200 });
}

/**
 * The same for a large folder: signals and the lock's signs of life go on meanwhile.
 * @param {string} folder
 */
export const removeTree = folder =>
  rm(folder, { recursive: true, force: true, maxRetries: 6, retryDelay: 200 });

let problem = '';

/**
 * Adds to `.cache/setup.log`. A log that cannot be written stops nothing: `logPlace` tells of it.
 * @param {string} text
 */
export function log(text) {
  if (problem) return;
  try {
    mkdirSync(cache, { recursive: true });
    appendFileSync(setupLog, text);
  } catch (error) {
    problem = error instanceof Error ? error.message : String(error);
  }
}

/** Where the log is, in one sentence; nothing where it was not begun. */
export function logPlace() {
  if (problem) return `There is no log (${problem}).`;
  return existsSync(setupLog) ? 'The full log is .cache/setup.log. What was finished is kept.' : '';
}
