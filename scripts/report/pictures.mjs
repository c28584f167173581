import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { inRoot } from '../setup/paths.mjs';
import { FIGURE } from './record-figures.mjs';
import { indexedPng } from './indexed-png.mjs';
import { browserPath, launchBrowser, openReport } from './browser.mjs';

/** Of a picture, in pixels: what GitHub and VS Code have room for. */
const WIDTH = 720;

/**
 * Puts a picture (PNG) beside every figure of a notebook, for where nothing draws Plotly's JSON: GitHub, VS Code, a notebook that is
 * not trusted. Where no browser is installed, they keep their words alone.
 * @param {import('./collection.mjs').Notebook} notebook
 * @param {string} report the same run's report
 * @returns {Promise<number>} how many
 */
export async function addPictures(notebook, report) {
  const bundles = notebook.cells.flatMap(({ outputs }) =>
    /** @type {any[]} */ (outputs ?? []).flatMap(({ data }) => (data?.[FIGURE] === undefined ? [] : [data])),
  );
  if (bundles.length === 0 || browserPath() === undefined) return 0;
  const pixelsOf = readFileSync(inRoot('scripts', 'report', 'template', 'pages', 'pixels.js'), 'utf8');
  const browser = await launchBrowser();
  try {
    const page = await openReport(browser, pathToFileURL(report).href, { width: 1200, height: 900 });
    const count = await page.locator('.js-plotly-plot').count();
    if (count !== bundles.length)
      throw new Error(`The report draws ${count} figures, and its notebook has ${bundles.length}.`);
    await page.evaluate(pixelsOf);
    for (const [i, data] of bundles.entries()) {
      const { width, height, rgba } = /** @type {{width: number, height: number, rgba: string}} */ (
        await page.evaluate(`vibPixels(${i}, ${WIDTH})`)
      );
      data['image/png'] = indexedPng(Buffer.from(rgba, 'base64'), width, height).toString('base64');
    }
    return count;
  } finally {
    await browser.close();
  }
}
