import { existsSync, readdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { archiveProblem } from '../report/check-archive.mjs';
import { explain } from '../setup/failure.mjs';
import { inRoot, messageOf, readJson, root, venv } from '../setup/paths.mjs';
import { heading, row, wrong, wrongIn } from './findings.mjs';

export function kernel() {
  heading('Jupyter');
  const argv = readJson(join(venv, 'share', 'jupyter', 'kernels', 'tslab', 'kernel.json'))?.argv;
  const words = Array.isArray(argv) ? argv.map(String) : [];
  row('Kernel', words.length > 0 ? `tslab: ${words.slice(0, 2).join(' ')}` : 'missing');
  if (words.length === 0 || !words.slice(0, 2).every(file => existsSync(file)))
    wrongIn(
      'TypeScript kernel for Jupyter',
      'The kernel that Jupyter knows is missing.',
      '.venv/share/jupyter/kernels',
    );
}

export function data() {
  heading('Data');
  const given = process.env.VIB_IMDB;
  row('VIB_IMDB', given || 'not set');
  // That word asks notebook 04 for its synthetic reviews.
  if (given && given !== 'synthetic') archive(given);
  const folder = inRoot('data', 'cache');
  try {
    const files = existsSync(folder) ? readdirSync(folder) : [];
    row('data/cache', files.length === 0 ? 'empty (notebook 04 fills it)' : '');
    for (const file of files) {
      const size = statSync(join(folder, file), { throwIfNoEntry: false })?.size;
      row('', size === undefined ? `${file}, a link to nowhere` : `${file}, ${(size / 1e6).toFixed(1)} MB`);
    }
  } catch (error) {
    row('data/cache', 'cannot be read');
    wrong(`data/cache cannot be read: ${messageOf(error)}.`, 'rm -rf data/cache (notebook 04 fills it anew)');
  }
}

/** @param {string} given */
function archive(given) {
  try {
    const file = resolve(root, given.replace(/^~(?=[/\\])/, homedir()));
    if (!existsSync(file))
      return wrong(`VIB_IMDB names ${given}, which does not exist.`, 'Correct it, or: unset VIB_IMDB');
    if (!statSync(file).isFile())
      return wrong(
        `VIB_IMDB names ${given}, which is a folder.`,
        'Name the archive aclImdb_v1.tar.gz itself.',
      );
    const [what, ...fix] = archiveProblem(file)?.split(/(?<=\.) (?=[A-Z])/) ?? [];
    if (what)
      wrong(`VIB_IMDB names ${given}, which ${what}`, fix.join(' ') || 'Correct it, or: unset VIB_IMDB');
  } catch (error) {
    const { message, fix } = explain(error, `VIB_IMDB names ${given}, and it cannot be looked at`);
    wrong(message, fix);
  }
}
