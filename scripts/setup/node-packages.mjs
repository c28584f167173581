import { join } from 'node:path';
import { programFailure } from './failure.mjs';
import { removeTree } from './files.mjs';
import { cache, inRoot, sha256, tfjsNode } from './paths.mjs';
import { run } from './run.mjs';
import { stampFault, writeStamp } from './stamp.mjs';

const folder = inRoot('node_modules');
const stamp = join(folder, '.ready.json');
/** What TensorFlow's part of the set-up puts there, and where tools keep what they like. */
const others = [join(tfjsNode, 'lib'), join(tfjsNode, 'deps'), join(folder, '.cache')];

const facts = () => ({
  lock: sha256(inRoot('package-lock.json')),
  platform: `${process.platform}-${process.arch}`,
});

/** @type {import('./steps.mjs').Step} */
export const nodePackages = {
  name: 'JavaScript packages',
  fault: () =>
    stampFault(stamp, facts(), {
      lock: 'package-lock.json has changed',
      platform: 'installed on another kind of machine',
    }),
  async work(say) {
    say('npm ci, about 720 MB on disk');
    // npm removes the folder, too, but gives up where another program still writes into it.
    await removeTree(folder);
    // Under `npm run`, npm tells where it is; started by hand, the one on the PATH serves.
    const npm = process.env.npm_execpath;
    const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    // Also where NODE_ENV=production or npm's settings leave them out: the compilers are among them.
    args.push('--include=dev', '--include=optional');
    const windows = process.platform === 'win32';
    const { code, output } = npm
      ? await run(process.execPath, [npm, ...args])
      : await run(windows ? 'npm.cmd' : 'npm', args);
    if (code !== 0) {
      throw programFailure(
        'The JavaScript packages could not be installed',
        code === 127 && !npm ? `npm was not found on the PATH\n${output}` : output,
        'Check that npm works and its registry is reachable (npm ping), then run: npm run setup',
      );
    }
    await removeTree(join(cache, 'npm'));
    writeStamp(stamp, { facts: facts(), trees: [folder], skip: path => others.includes(path) });
  },
};
