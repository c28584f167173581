import assert from 'node:assert/strict';
import { readFileSync, rmSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { browserMissing, launchBrowser } from '../support/browser';
import { convert } from '../support/conversion';
import { readCells } from '../support/notebooks';

// The page of a report as its readers meet it: on a phone, in the dark, on paper, by keyboard, without scripts.
const folder = resolve('.cache/test-report-page');
/** The two with the most figures and formulas. */
const names = ['01_vae_objective', '03_vib_loss'];

let browser: Browser;
let files: string[];
/** One wide page, which several tests look at: drawing all figures takes seconds. */
let desk: Page;
before(async () => {
  if (browserMissing) return;
  rmSync(folder, { recursive: true, force: true });
  files = await Promise.all(
    names.map(name =>
      convert(folder, name, JSON.parse(readFileSync(`notebooks/${name}.ipynb`, 'utf8')) as object, {
        title: 'A title',
        named: true,
        author: 'An Author',
        previous: { file: '02_before.html', title: 'Before' },
        next: { file: '04_after.html', title: 'After' },
      }),
    ),
  );
  browser = await launchBrowser();
  desk = await open(files[1]!, {});
});
after(() => browser?.close());

async function open(file: string, options: BrowserContextOptions): Promise<Page> {
  const context = await browser.newContext({
    offline: true,
    viewport: { width: 1300, height: 900 },
    ...options,
  });
  const page = await context.newPage();
  await page.goto(pathToFileURL(file).href);
  if (options.javaScriptEnabled !== false)
    await page.waitForSelector('html[data-figures="ready"]', { timeout: 120_000 });
  return page;
}
const phone: BrowserContextOptions = { viewport: { width: 390, height: 844 } };

/** The parts of figures that reach beyond their picture, and words of titles that lie on others. */
const cutWords = `[...document.querySelectorAll('.js-plotly-plot')].flatMap((plot, i) => {
  const frame = plot.getBoundingClientRect();
  const boxes = [...plot.querySelectorAll('.gtitle, .xtitle, .ytitle, .legendtext, .annotation-text')].map(e => [e, e.getBoundingClientRect()]);
  const cut = boxes.filter(([, box]) => box.width > 0 && (box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 || box.bottom > frame.bottom + 1));
  const title = plot.querySelector('.gtitle')?.getBoundingClientRect();
  const over = [...plot.querySelectorAll('.legend .legendtext')].filter(e => title && e.getBoundingClientRect().top < title.bottom && e.getBoundingClientRect().left < title.right);
  return [...cut.map(([e]) => i + 1 + ' cut: ' + e.textContent), ...over.map(e => i + 1 + ' under the title: ' + e.textContent)];
})`;

/** Of what axe found, what is looked at. */
interface Found {
  violations: { impact: string; id: string; nodes: { html: string }[] }[];
}

describe('the page of a report', { skip: browserMissing }, () => {
  test('stops a Tab at what can be used alone, first at the way past the contents', async () => {
    const page = desk;
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate('document.activeElement.className'), 'report-skip');
    const useless = await page.$$eval('[tabindex="0"]', all =>
      all
        .filter(one => one.getClientRects().length > 0 && one.scrollWidth <= one.clientWidth + 1)
        .map(one => one.outerHTML.slice(0, 100))
        .filter(html => !html.includes('modebar-btn')),
    );
    assert.deepEqual(useless, []);
    // Of a figure's tools one is a stop; the arrows go on from there.
    const perFigure = await page.$$eval('.js-plotly-plot', plots =>
      plots.map(plot => plot.querySelectorAll('.modebar-btn[tabindex="0"]').length),
    );
    assert.ok(
      perFigure.every(stops => stops === 1),
      perFigure.join(),
    );
    await page.focus('.js-plotly-plot .modebar-btn[tabindex="0"]');
    await page.keyboard.press('ArrowRight');
    assert.notEqual(
      await page.evaluate('document.activeElement'),
      await page.$('.js-plotly-plot .modebar-btn'),
    );
  });

  test('is below 3 MB with all its figures and formulas', () => {
    for (const file of files) assert.ok(statSync(file).size < 3e6, `${file}: ${statSync(file).size}`);
  });

  test('has its title, author, neighbours and the line that makes it anew', async () => {
    const page = desk;
    assert.equal(await page.title(), 'A title');
    assert.match((await page.textContent('.report-collection')) ?? '', /A title.*An Author/);
    const turns = await page.$$eval('.report-turn a', links => links.map(link => link.getAttribute('href')));
    const all = ['index.html', '02_before.html', '04_after.html'];
    assert.deepEqual(turns, [...all, ...all]);
    assert.equal(await page.textContent('.report-command'), 'npm run report -- 99');
  });

  test('folds code until asked, and remembers', async () => {
    const page = await open(files[1]!, {});
    const shown = () => page.$$eval('details.report-code[open]', all => all.length);
    const parameters = await page.$$eval('.report-parameters', all => all.length);
    assert.equal(await shown(), parameters);
    await page.click('.report-toggle');
    assert.ok((await shown()) > 40);
    await page.reload();
    await page.waitForSelector('html[data-figures="ready"]', { timeout: 120_000 });
    assert.ok((await shown()) > 40);
    assert.equal(await page.getAttribute('.report-toggle', 'aria-pressed'), 'true');
    await page.context().close();
  });

  test('marks in the contents where one is, on the way down and up again', async () => {
    const page = desk;
    const here = async (to: string) => {
      await page.evaluate(id => document.getElementById(id)!.scrollIntoView(), to);
      await page.waitForFunction(
        id => document.querySelector('.report-contents a.here')?.getAttribute('href') === `#${id}`,
        to,
        { timeout: 10_000 },
      );
    };
    const ids = await page.$$eval('.report-contents a', links =>
      links.map(link => decodeURIComponent(link.getAttribute('href')!.slice(1))),
    );
    assert.ok(ids.length > 10);
    // The last sections share the last screen.
    for (const id of [ids[2]!, ids[6]!, ids[3]!, ids[8]!, ids[0]!]) await here(id);
  });

  test('fits a phone: nothing is cut, nothing wider than the page, the contents in a drawer', async () => {
    for (const file of files) {
      const page = await open(file, phone);
      assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 390);
      assert.deepEqual(await page.evaluate(cutWords), []);
      const narrow = await page.evaluate(
        `[...document.querySelectorAll('.cartesianlayer .subplot .plot, .cartesianlayer .plot')].map(e => e.getBoundingClientRect().width).filter(width => width > 0 && width < 20)`,
      );
      assert.deepEqual(narrow, []);
      assert.equal(await page.locator('.report-contents details[open]').count(), 0);
      await page.click('.report-contents summary');
      await page.click('.report-contents li:nth-child(3) a');
      assert.equal(await page.locator('.report-contents details[open]').count(), 0, 'closed by choosing');
      await page.context().close();
    }
  });

  test('cuts no word of a figure on a wide page either', async () => {
    assert.deepEqual(await desk.evaluate(cutWords), []);
    const page = await open(files[0]!, {});
    assert.deepEqual(await page.evaluate(cutWords), []);
    await page.context().close();
  });

  test('has figures in the dark, by the choice of the system or the reader', async () => {
    const paper = (page: Page) =>
      page.$eval('.js-plotly-plot .main-svg', svg => getComputedStyle(svg).backgroundColor);
    const page = await open(files[1]!, { colorScheme: 'dark' });
    assert.equal(await paper(page), 'rgb(20, 24, 29)');
    await page.click('.report-theme');
    await page.waitForFunction(
      `getComputedStyle(document.querySelector('.js-plotly-plot .main-svg')).backgroundColor === 'rgb(255, 255, 255)'`,
    );
    await page.context().close();
  });

  test('has no serious fault by axe: in the dark and on a phone, its code open', async () => {
    const axe = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');
    for (const options of [{ colorScheme: 'dark' as const }, phone]) {
      const page = await open(files[1]!, { ...options, bypassCSP: true });
      await page.click('.report-toggle');
      await page.evaluate(axe);
      const found = await page.evaluate<Found>(
        // The drawings themselves are thousands of elements of Plotly's and MathJax's without a word of ours.
        `axe.run({ exclude: [['.main-svg'], ['mjx-container svg']] }, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'] })`,
      );
      assert.deepEqual(
        found.violations
          .filter(({ impact }) => ['serious', 'critical'].includes(impact))
          .map(({ id, nodes }) => `${id}: ${nodes.length} as ${nodes[0]!.html.slice(0, 200)}`),
        [],
      );
      await page.context().close();
    }
  });

  test('gives each figure words and numbers', async () => {
    const page = desk;
    const figures = page.locator('figure.report-figure');
    const shown = readCells(`notebooks/${names[1]}.ipynb`).flatMap(cell =>
      (cell.outputs ?? []).filter(output => 'application/vnd.plotly.v1+json' in (output.data ?? {})),
    ).length;
    assert.equal(await figures.count(), shown);
    for (const name of await page.$$eval('figure.report-figure', all =>
      all.map(one => document.getElementById(one.getAttribute('aria-labelledby')!)?.textContent ?? ''),
    ))
      assert.match(name, /^Figure \d+: \S/);
    const curve = figures.nth(9);
    await curve.locator('summary').click();
    const saved = page.waitForEvent('download', { timeout: 60_000 });
    await curve.locator('button', { hasText: 'CSV' }).click();
    const rows = readFileSync(await (await saved).path(), 'utf8')
      .trim()
      .split('\n');
    assert.match(rows[0]!, /^series,x: .+,y: .+,z,low,high$/);
    const points = await curve
      .locator('script')
      .evaluate(script =>
        (JSON.parse(script.textContent ?? '') as { data: { x?: unknown[] }[] }).data.reduce(
          (sum, trace) => sum + (trace.x?.length ?? 0),
          0,
        ),
      );
    assert.equal(rows.length - 1, points);
  });

  test('on paper fits, its worked answers open', async () => {
    const page = await open(files[1]!, { viewport: { width: 700, height: 1000 } });
    await page.emulateMedia({ media: 'print' });
    await page.evaluate(`dispatchEvent(new Event('beforeprint'))`);
    await page.waitForSelector('html[data-figures="on paper"]', { timeout: 120_000 });
    const wide = await page.evaluate(
      `[...document.querySelectorAll('main pre, main .main-svg, main table, main mjx-container')].filter(e => e.getClientRects().length > 0 && e.getBoundingClientRect().right > 702).map(e => e.outerHTML.slice(0, 80) + Math.round(e.getBoundingClientRect().right))`,
    );
    assert.deepEqual(wide, []);
    assert.equal(await page.locator('.jp-RenderedHTMLCommon details:not([open])').count(), 0);
    await page.context().close();
  });

  test('without scripts has its formulas, its contents, and its figures in words', async () => {
    const page = await open(files[1]!, { javaScriptEnabled: false });
    assert.ok((await page.locator('main mjx-container > svg').count()) > 200);
    assert.ok((await page.locator('.report-contents li').count()) > 10);
    assert.equal(await page.locator('.report-words[open] pre').count(), await page.locator('figure').count());
    assert.equal(await page.locator('.report-tools').isVisible(), false);
    await page.context().close();
  });
});
