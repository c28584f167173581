import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { after, before, describe, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { browserMissing, launchBrowser } from '../support/browser';
import { errorsOf, mimeTypes, notebookNames, readCells } from '../support/notebooks';

const folder = resolve('.cache/test-reports');
const real = process.env.VIB_IMDB !== undefined;

function report(...args: string[]): Promise<{ code: number | null; output: string }> {
  return new Promise(done => {
    const child = spawn(process.execPath, ['scripts/report.mjs', '--to', folder, ...args]);
    let output = '';
    const collect = (bytes: Buffer) => (output += bytes.toString());
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('close', code => done({ code, output }));
  });
}

/** Opens a report with the network cut; what it asked for, and what went wrong in the page. */
async function open(
  browser: Browser,
  file: string,
): Promise<{ page: Page; requests: string[]; errors: string[] }> {
  const context = await browser.newContext({ offline: true, viewport: { width: 1300, height: 900 } });
  const page = await context.newPage();
  const requests: string[] = [];
  const errors: string[] = [];
  page.on('request', request => requests.push(request.url()));
  page.on('pageerror', error => errors.push(error.message));
  page.on('console', message => message.type() === 'error' && errors.push(message.text()));
  await page.goto(pathToFileURL(join(folder, file)).href);
  await page.waitForSelector('html[data-figures="ready"]', { timeout: 120_000 });
  return { page, requests, errors };
}

/** What a reader would see: drawn plots, typeset formulas, error texts. Runs inside the page. */
const inspect = `(() => {
  const plots = [...document.querySelectorAll('.js-plotly-plot')];
  const drawn = plots.filter(plot => {
    const box = plot.querySelector('.main-svg')?.getBoundingClientRect();
    const marks = plot.querySelectorAll('.cartesianlayer path, .cartesianlayer image, .cartesianlayer rect, .gl-canvas, .imagelayer image');
    return box && box.width > 200 && box.height > 100 && marks.length > 0;
  });
  const formulas = [...document.querySelectorAll('mjx-container')];
  const prose = [...document.querySelectorAll('.jp-MarkdownOutput')].map(e => {
    const copy = e.cloneNode(true);
    for (const code of copy.querySelectorAll('code, pre, mjx-container')) code.remove();
    return copy.textContent;
  });
  return {
    plots: plots.length, drawn: drawn.length,
    formulas: formulas.length, typeset: formulas.filter(f => f.querySelector('svg')).length,
    mathErrors: [...document.querySelectorAll('mjx-merror, [data-mml-node="merror"]')].map(e => e.textContent),
    untypeset: prose.filter(text => /\\$|\\\\[a-z]+\\{/.test(text)),
    stderr: [...document.querySelectorAll('[data-mime-type="application/vnd.jupyter.stderr"]')].map(e => e.textContent),
    warning: document.querySelector('.report-warning')?.textContent ?? '',
    warningColour: document.querySelector('.report-warning') && getComputedStyle(document.querySelector('.report-warning')).backgroundColor,
    facts: document.querySelector('.report-facts')?.textContent ?? '',
    contents: document.querySelectorAll('.report-contents li').length,
    toNotebooks: [...document.querySelectorAll('a[href*=".ipynb"]')].map(link => link.href),
    equationLinks: document.querySelectorAll('a[href*="#eq-"]').length,
    toNoEquation: [...document.querySelectorAll('a[href^="#eq-"]')].map(link => link.hash.slice(1)).filter(id => !document.getElementById(id)),
  };
})()`;

interface Seen {
  plots: number;
  drawn: number;
  formulas: number;
  typeset: number;
  mathErrors: string[];
  untypeset: string[];
  stderr: string[];
  warning: string;
  warningColour: string | null;
  facts: string;
  contents: number;
  toNotebooks: string[];
  equationLinks: number;
  toNoEquation: string[];
}

let browser: Browser | undefined;
before(async () => {
  rmSync(folder, { recursive: true, force: true });
  if (!browserMissing) browser = await launchBrowser();
});
after(() => browser?.close());

for (const name of notebookNames) {
  describe(name, () => {
    const executed = `.cache/report/${name}.quick.ipynb`;
    const needsData = name.startsWith('04');
    const file = needsData && !real ? `${name}.data=synthetic.quick.html` : `${name}.quick.html`;

    test('runs at reduced sizes without an error', async () => {
      const { code, output } = await report(
        name,
        '--quick',
        ...(needsData && !real ? ['--set', 'data=synthetic'] : []),
      );
      assert.equal(code, 0, output);
      if (existsSync(executed)) assert.deepEqual(readCells(executed).flatMap(errorsOf), []);
    });

    test(
      'its report is one file that asks for nothing and shows every plot and formula',
      { skip: browserMissing },
      async () => {
        const { page, requests, errors } = await open(browser!, file);
        const expected = readCells(`.cache/report/${file.replace('.html', '.ipynb')}`).filter(cell =>
          mimeTypes(cell).includes('application/vnd.plotly.v1+json'),
        ).length;
        await page.waitForFunction(
          `document.querySelectorAll('.js-plotly-plot').length >= ${expected}`,
          undefined,
          { timeout: 60_000 },
        );
        const seen: Seen = await page.evaluate(inspect);
        assert.deepEqual(
          requests.filter(url => !url.startsWith('data:') && !url.startsWith('blob:')),
          [page.url()],
        );
        assert.deepEqual(errors, []);
        assert.ok(expected > 0, 'the notebook has no figure');
        assert.ok(
          seen.plots >= expected && seen.drawn === seen.plots,
          `${seen.drawn} of ${seen.plots} plots drawn`,
        );
        assert.ok(
          seen.formulas > 5 && seen.typeset === seen.formulas,
          `${seen.typeset} of ${seen.formulas} formulas typeset`,
        );
        assert.deepEqual(seen.mathErrors, []);
        assert.deepEqual(seen.untypeset, []);
        assert.deepEqual(seen.stderr, []);
        assert.deepEqual(seen.toNotebooks, [], 'reports lead to reports');
        assert.ok(seen.equationLinks > 0, 'no link to an equation');
        assert.deepEqual(seen.toNoEquation, []);
        assert.ok(seen.contents > 3, 'the table of contents is empty');
        assert.match(
          seen.facts,
          /Parameters.*lambda.*Data.*Run time.*Versions.*tfjs-node 4\.22\.0.*TensorFlow/s,
        );
        await page.context().close();
      },
    );

    test('its report stays below 3 MB', () => assert.ok(statSync(join(folder, file)).size < 3e6));
  });
}

describe('a report with other parameters', () => {
  test(
    'says so in its name and header, and leaves the other report alone',
    { skip: browserMissing },
    async () => {
      const { code, output } = await report('02', '--quick', '--set', 'lambda=0.5', '--set', 'seed=7');
      assert.equal(code, 0, output);
      const { page } = await open(browser!, '02_mutual_information_bound.lambda=0.5.seed=7.quick.html');
      const changed = await page.$$eval('.report-changed', marks => marks.map(mark => mark.textContent));
      assert.ok(changed.includes('lambda = 0.5') && changed.includes('seed = 7'), changed.join());
      assert.match((await page.textContent('.report-run')) ?? '', /its own parameters/);
      assert.equal(
        await page.textContent('.report-command'),
        'npm run report -- 02 --set lambda=0.5 --set seed=7 --quick',
      );
      assert.ok(existsSync(join(folder, '02_mutual_information_bound.quick.html')));
      await page.context().close();
    },
  );

  test(
    'of a worked answer shows what was changed, and says whose answer it is',
    { skip: browserMissing },
    async () => {
      const record = 'notebooks/answers/00.2.md';
      const kept = readFileSync(record, 'utf8');
      const { code, output } = await report('00', '--answer', '2');
      assert.equal(code, 0, output);
      assert.equal(readFileSync(record, 'utf8'), kept, 'only --save-outputs writes records');
      const { page } = await open(browser!, '00_start_here.answer=2.html');
      assert.match((await page.textContent('.report-run')) ?? '', /worked answer \(2\)/);
      const text = (await page.textContent('main')) ?? '';
      assert.match(text, /Changed for the answer.*\/\/ const rho = 0\.9\s*const rho = 0\.5/s);
      // What it prints is what was kept.
      const values = kept.match(/\d\.\d{3,}/g)!;
      assert.ok(values.length === 2 && values.every(value => text.includes(value)), kept);
      await page.context().close();
    },
  );

  test('made on the synthetic corpus carries a red banner at the top', { skip: browserMissing }, async () => {
    const { code, output } = await report('04', '--quick', '--set', 'data=synthetic', '--set', 'seed=3');
    assert.equal(code, 0, output);
    const { page } = await open(browser!, '04_imdb_experiment.data=synthetic.seed=3.quick.html');
    const seen: Seen = await page.evaluate(inspect);
    assert.match(seen.warning, /synthetic/i);
    const [red = 0, green = 0, blue = 0] = (seen.warningColour ?? '').match(/\d+/g)?.map(Number) ?? [];
    assert.ok(red > 150 && green < 90 && blue < 90, `its colour is ${seen.warningColour}`);
    const top = await page.locator('.report-warning').evaluate(e => e.getBoundingClientRect().top);
    assert.ok(top < 200, `it stands ${top} px below the top`);
    await page.context().close();
  });

  test('a notebook that fails leaves no report and says which cell failed', async () => {
    const broken = resolve('.cache/no-such-archive.tar.gz');
    const { code, output } = await report('04', '--quick', '--set', `data=${broken}`);
    assert.equal(code, 2, output);
    assert.match(output, /there is no file/);
    assert.deepEqual(
      readdirSync(folder).filter(file => file.includes('partial') || file.includes('no-such')),
      [],
    );
  });
});

test('the index lists every report', { skip: browserMissing }, async () => {
  const reports = readdirSync(folder).filter(file => file.endsWith('.html') && file !== 'index.html');
  const page = await browser!.newPage();
  await page.goto(pathToFileURL(join(folder, 'index.html')).href);
  const links = await page.$$eval('a.report', anchors =>
    anchors.map(a => decodeURIComponent(a.getAttribute('href') ?? '')),
  );
  assert.deepEqual(links.sort(), reports.sort());
  assert.match(readFileSync(join(folder, 'index.html'), 'utf8'), /class="warning"/);
  await page.close();
});
