import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { programFailure } from './failure.mjs';
import { putInPlace, remove } from './files.mjs';
import { cache, inRoot, readJson } from './paths.mjs';
import { run } from './run.mjs';
import { stampFault, writeStamp } from './stamp.mjs';

const plotlyPackage = inRoot('node_modules', 'plotly.js-dist');
const stamp = join(cache, 'report', 'plotly.json');

/**
 * What is written into each report: a part of plotly.js that draws lines, bars, maps and pictures (1.5 MB), or the whole of it
 * (5 MB) for a notebook that shows something else.
 */
export const plotlyBundles = () => ({
  part: inRoot('node_modules', 'plotly.js-cartesian-dist-min', 'plotly-cartesian.min.js'),
  whole: plotlyBundle(),
});

/** The whole of plotly.js minified: 10 MB become 5. */
function plotlyBundle() {
  return join(cache, 'report', `plotly-${plotlyVersion()}.min.js`);
}

const plotlyVersion = () => String(readJson(join(plotlyPackage, 'package.json'))?.version);

/** @type {import('./steps.mjs').Step} */
export const reportAssets = {
  name: 'plotly.js for the reports',
  fault: () =>
    stampFault(stamp, { version: plotlyVersion() }, { version: 'another version of plotly.js is installed' }),
  async work() {
    const bundle = plotlyBundle();
    const partial = `${bundle}.partial`;
    mkdirSync(dirname(bundle), { recursive: true });
    remove(partial);
    const { code, output } = await run(process.execPath, [
      inRoot('node_modules', 'esbuild', 'bin', 'esbuild'),
      ...[join(plotlyPackage, 'plotly.js'), '--minify', '--charset=utf8', '--log-level=error'],
      `--outfile=${partial}`,
    ]);
    if (code !== 0 || !isFilled(partial)) {
      remove(partial);
      throw programFailure('plotly.js could not be minified', output, 'rm -rf node_modules && npm run setup');
    }
    putInPlace(partial, bundle);
    writeStamp(stamp, { facts: { version: plotlyVersion() }, contents: [bundle] });
  },
};

/** @param {string} file */
function isFilled(file) {
  try {
    return readFileSync(file).length > 0;
  } catch {
    return false;
  }
}
