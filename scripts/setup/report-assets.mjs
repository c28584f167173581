import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cache, inRoot, readJson } from './paths.mjs';
import { SetupError, run, tail } from './run.mjs';

export const mathjax = inRoot('node_modules', 'mathjax', 'es5', 'tex-svg-full.js');
const plotlyPackage = inRoot('node_modules', 'plotly.js-dist');

/** plotly.js minified, to be written into each report: 10 MB become 5. */
export function plotlyBundle() {
  return join(
    cache,
    'report',
    `plotly-${String(readJson(join(plotlyPackage, 'package.json'))?.version)}.min.js`,
  );
}

/** @type {import('./steps.mjs').Step} */
export const reportAssets = {
  name: 'plotly.js for the reports',
  isReady: () => existsSync(plotlyBundle()),
  async work() {
    const bundle = plotlyBundle();
    mkdirSync(dirname(bundle), { recursive: true });
    const { code, output } = await run(process.execPath, [
      inRoot('node_modules', 'esbuild', 'bin', 'esbuild'),
      ...[
        join(plotlyPackage, 'plotly.js'),
        '--minify',
        '--charset=utf8',
        '--log-level=error',
        `--outfile=${bundle}.partial`,
      ],
    ]);
    if (code !== 0)
      throw new SetupError(
        'plotly.js could not be minified.',
        tail(output),
        'rm -rf node_modules && npm run setup',
      );
    renameSync(`${bundle}.partial`, bundle);
  },
};
