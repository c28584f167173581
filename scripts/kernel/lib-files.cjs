// An edited file of lib is seen when the next cell runs, however soon: tslab waits for news from the file system, which come
// late or, when two edits are close together, not at all. Here the files that TypeScript watches are looked at before
// each cell, and when an import fails, whether its file is there by now.
const { statSync } = require('node:fs');
const path = require('node:path');
const ts = require('./typescript.cjs');

/** @type {Map<string, { state: string, tell: import('typescript').FileWatcherCallback }>} */
const watched = new Map();

/** @param {string} file */
function stateOf(file) {
  const stat = statSync(file, { throwIfNoEntry: false, bigint: true });
  return stat ? [stat.mtimeNs, stat.ctimeNs, stat.size, stat.ino].join(' ') : '';
}

/** @type {Set<{ folder: string, tell: (file: string) => void }>} */
const folders = new Set();

/** Replaces the watcher that tslab uses; called before its converter is made. */
function watchFilesOurselves() {
  const { watchDirectory } = ts.sys;
  if (watchDirectory)
    ts.sys.watchDirectory = (folder, tell, ...rest) => {
      const entry = { folder, tell };
      folders.add(entry);
      const watcher = watchDirectory(folder, tell, ...rest);
      return {
        close() {
          folders.delete(entry);
          watcher.close();
        },
      };
    };
  const { watchFile } = ts.sys;
  if (!watchFile) return;
  const packages = path.join(process.cwd(), 'node_modules') + path.sep;
  ts.sys.watchFile = (file, tell, ...rest) => {
    if (path.normalize(file).startsWith(packages)) return watchFile(file, tell, ...rest);
    watched.set(file, { state: stateOf(file), tell });
    return { close: () => watched.delete(file) };
  };
}

/** Tells TypeScript of every file that changed, came or went since the last call. @returns {string[]} Their names. */
function tellOfChanges() {
  /** @type {string[]} */
  const changed = [];
  for (const [file, entry] of [...watched]) {
    const state = stateOf(file);
    if (state === entry.state) continue;
    const kind = !entry.state ? 'Created' : state ? 'Changed' : 'Deleted';
    entry.state = state;
    entry.tell(file, ts.FileWatcherEventKind[kind]);
    changed.push(file);
  }
  return changed;
}

/**
 * After a relative import that failed: is its file there by now? TypeScript's own news of a folder take a second.
 *
 * @param {string} from The importing file.
 * @param {string} specifier
 * @returns {boolean} True when TypeScript has been told and may try again.
 */
function tellOfNewFile(from, specifier) {
  if (!/^\.\.?\//.test(specifier)) return false;
  const base = path.posix.join(path.posix.dirname(from), specifier);
  const found = ['.ts', '.tsx', '.d.ts', '.js', ''].map(end => base + end).find(file => stateOf(file) !== '');
  if (found === undefined) return false;
  for (const { folder, tell } of [...folders]) if (found.startsWith(`${folder}/`)) tell(found);
  return true;
}

/**
 * Tells TypeScript, and tslab, that a file is to be compiled again.
 * @param {string} file
 */
function compileAgain(file) {
  watched.get(file)?.tell(file, ts.FileWatcherEventKind.Changed);
}

module.exports = { compileAgain, tellOfChanges, tellOfNewFile, watchFilesOurselves };
