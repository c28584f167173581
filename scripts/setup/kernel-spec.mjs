import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inRoot, venv } from './paths.mjs';

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
  isReady: () =>
    Object.entries(files).every(([file, text]) => existsSync(file) && readFileSync(file, 'utf8') === text()),
  work() {
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text());
    }
    return Promise.resolve();
  },
};
