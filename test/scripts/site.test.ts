import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { browserMissing, launchBrowser } from '../support/browser';
import { convert, script } from '../support/conversion';
import { someFacts, writeReport } from '../support/report-pages';

const folder = resolve('.cache/test-site');
const [reports, site] = [join(folder, 'reports'), join(folder, 'site')];
type WriteSite = (from: string, to: string) => Promise<{ pages: number; bytes: number }>;
let writeSite: WriteSite;

before(async () => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(reports, { recursive: true });
  ({ writeSite } = await script<{ writeSite: WriteSite }>('site/write.mjs'));
});

const figure = {
  output_type: 'display_data',
  metadata: {},
  data: {
    'application/vnd.plotly.v1+json': {
      data: [{ type: 'scatter', x: [1, 2, 3], y: [2, 1, 3], name: 'rate' }],
      layout: { title: { text: '<b>A curve</b>' }, height: 300 },
      config: {},
    },
    'text/plain': 'A curve',
  },
};
const notebook = (words: string) => ({
  nbformat: 4,
  nbformat_minor: 5,
  metadata: {},
  cells: [
    {
      cell_type: 'markdown',
      id: 'first',
      metadata: {},
      source: `# ${words}\n\n## A part\n\nThe rate $R\\ge0$.`,
    },
    { cell_type: 'code', id: 'curve', metadata: {}, execution_count: 1, source: 'show()', outputs: [figure] },
  ],
});

describe('a site of reports', () => {
  let browser: Browser | undefined;
  after(() => browser?.close());

  test('shares its styles and scripts, and is smaller than its reports', async () => {
    const names = ['03_vib_loss', '90_mistakes'];
    const files = [];
    for (const name of names)
      files.push(await convert(reports, name, notebook(name), { ...someFacts, notebook: name }));
    for (const end of ['ipynb', 'json'])
      for (const name of names) rmSync(join(reports, `${name}.${end}`), { force: true });
    const { pages, bytes } = await writeSite(reports, site);
    assert.equal(pages, 5);
    const alone = files.reduce((sum, file) => sum + statSync(file).size, 0);
    assert.ok(bytes < 0.75 * alone, `${bytes} of ${alone}`);
    const page = readFileSync(join(site, '03_vib_loss.html'), 'utf8');
    assert.doesNotMatch(page, /<script>/);
    assert.ok(readdirSync(join(site, 'assets')).length >= 6);
  });

  test('removes what an earlier site left, and nothing of anybody else', async () => {
    writeFileSync(join(site, 'old.html'), 'old');
    await writeSite(reports, site);
    assert.equal(existsSync(join(site, 'old.html')), false);
    const own = join(folder, 'own');
    mkdirSync(own);
    writeFileSync(join(own, 'thesis.txt'), 'mine');
    await assert.rejects(writeSite(reports, own), /own holds files that are no site of ours.*--to/);
    assert.equal(readFileSync(join(own, 'thesis.txt'), 'utf8'), 'mine');
    const empty = join(folder, 'empty');
    mkdirSync(empty);
    await assert.rejects(writeSite(empty, join(folder, 'other')), /holds no report: run npm run report/);
    assert.equal(existsSync(join(folder, 'other')), false);
    assert.deepEqual(
      readdirSync(folder).filter(name => name.startsWith('.run')),
      [],
    );
  });

  test('finds words and equations, and leads to the place', { skip: browserMissing }, async () => {
    browser = await launchBrowser();
    const context = await browser.newContext({ offline: true, viewport: { width: 1200, height: 900 } });
    const page = await context.newPage();
    const errors: string[] = [];
    page.on('pageerror', error => errors.push(error.message));
    page.on('console', message => message.type() === 'error' && errors.push(message.text()));
    const go = (name: string) => page.goto(pathToFileURL(join(site, name)).href);
    await go('index.html');
    await page.fill('.site-bar input', 'networks forgetful');
    await page.keyboard.press('Enter');
    await page.waitForURL(/search\.html\?q=networks\+forgetful/);
    assert.match(
      (await page.textContent('#found')) ?? '',
      /^No place holds all of these words\. \d+ places?\.$/,
    );
    await page.fill('.site-bar input', 'price forget');
    assert.match((await page.textContent('#found')) ?? '', /^2 places\.$/);
    assert.match(
      (await page.textContent('#results li')) ?? '',
      /Prices.*A price makes the network forget\./s,
    );
    await page.fill('.site-bar input', 'mathrm KL Vert');
    assert.equal(await page.locator('#results math').count(), 2);
    await page.click('#results a');
    await page.waitForURL(/0?3_vib_loss\.html#eq-3-1$|90_mistakes\.html#eq-3-1$/);
    await page.waitForSelector('html[data-figures="ready"]', { timeout: 60_000 });
    assert.equal(await page.locator('.js-plotly-plot').count(), 1);
    await hasNoSideways(page);
    await page.click('.site-bar a:text-is("Notation")');
    assert.match((await page.textContent('main')) ?? '', /Symbol.*Meaning.*price/s);
    await page.setViewportSize({ width: 390, height: 800 });
    for (const name of ['index.html', 'search.html?q=price', 'notation.html', '03_vib_loss.html']) {
      await go(name.split('?')[0]!);
      await hasNoSideways(page);
    }
    assert.deepEqual(errors, []);
    await context.close();
  });

  test('refuses to be its own source', async () => {
    writeReport(reports, '03_vib_loss.lambda=1.html', { ...someFacts });
    const { spawnSync } = await import('node:child_process');
    const run = spawnSync(process.execPath, ['scripts/site.mjs', '--from', reports, '--to', reports], {
      encoding: 'utf8',
    });
    assert.equal(run.status, 2);
    assert.match(run.stderr, /one folder/);
  });
});

async function hasNoSideways(page: Page) {
  assert.ok(
    await page.evaluate('document.documentElement.scrollWidth <= innerWidth'),
    `${page.url()} is wider than its window`,
  );
}
