import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { writeWhole } from './files.mjs';
import { inRoot, root, venv } from './paths.mjs';

const settings = join(venv, 'share', 'jupyter', 'lab', 'settings', 'overrides.json');
const spec = join(venv, 'share', 'jupyter', 'kernels', 'tslab', 'kernel.json');

/** @type {Record<string, () => string>} */
const files = {
  [spec]: () =>
    JSON.stringify({
      argv: [process.execPath, inRoot('scripts', 'kernel.cjs'), '{connection_file}'],
      display_name: 'TypeScript',
      language: 'typescript',
    }),
  // JupyterLab asks for news and updates over the network unless told not to.
  [settings]: () =>
    JSON.stringify({
      '@jupyterlab/apputils-extension:notification': { checkForUpdates: false, fetchNews: 'false' },
    }),
};

/** @type {import('./steps.mjs').Step} */
export const kernelSpec = {
  name: 'TypeScript kernel for Jupyter',
  fault() {
    for (const [file, text] of Object.entries(files)) {
      if (!existsSync(file)) return 'not installed yet';
      if (read(file) !== text())
        return `${relative(root, file)} is that of another Node or folder, or damaged`;
    }
    return null;
  },
  work() {
    for (const [file, text] of Object.entries(files)) writeWhole(file, text());
    return Promise.resolve();
  },
};

/** @param {string} file */
function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
