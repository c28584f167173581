import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cache, inRoot, readJson, sha256 } from './paths.mjs';
import { SetupError, run, tail } from './run.mjs';

const stamp = inRoot('node_modules', '.ready.json');

/** @type {import('./steps.mjs').Step} */
export const nodePackages = {
  name: 'JavaScript packages',
  isReady: () => readJson(stamp)?.lock === sha256(inRoot('package-lock.json')),
  async work(say) {
    say('npm ci, about 720 MB on disk');
    // Under `npm run`, npm tells where it is; started by hand, the one on the PATH serves.
    const npm = process.env.npm_execpath;
    const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    const windows = process.platform === 'win32';
    const { code, output } = npm
      ? await run(process.execPath, [npm, ...args])
      : await run(windows ? 'npm.cmd' : 'npm', args);
    if (code !== 0) {
      throw new SetupError(
        'The JavaScript packages could not be installed.',
        tail(output),
        'Check that the npm registry is reachable (npm ping), then run: npm run setup',
      );
    }
    rmSync(join(cache, 'npm'), { recursive: true, force: true });
    writeFileSync(stamp, JSON.stringify({ lock: sha256(inRoot('package-lock.json')) }));
  },
};
