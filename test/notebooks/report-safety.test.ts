import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { browserMissing, launchBrowser } from '../support/browser';
import { convert, script } from '../support/conversion';
import { hostileNotebook, hostileTexts, prose } from '../support/hostile';

// Data is never markup, mathematics or a script: a notebook full of texts that could be, as a report in a browser.
const folder = resolve('.cache/test-report-safety');

const header = {
  title: hostileTexts.join(' '),
  parameters: hostileTexts.map((text, i) => ({
    name: text,
    shown: text,
    default: text,
    changed: i % 2 === 0,
  })),
  runTime: hostileTexts[0],
  versions: hostileTexts[1],
};

interface Opened {
  page: Page;
  requests: string[];
  errors: string[];
  dialogs: string[];
}

async function open(browser: Browser, file: string, javaScriptEnabled = true): Promise<Opened> {
  const context = await browser.newContext({ viewport: { width: 1300, height: 900 }, javaScriptEnabled });
  const page = await context.newPage();
  const [requests, errors, dialogs]: [string[], string[], string[]] = [[], [], []];
  // What the policy holds back is announced too, and fails with this word.
  const blocked = (text = '') => /csp/i.test(text);
  page.on('requestfailed', request => !blocked(request.failure()?.errorText) && requests.push(request.url()));
  page.on('requestfinished', request => requests.push(request.url()));
  page.on('pageerror', error => errors.push(error.message));
  // Plotly, laying out pictures beside a long name, passes through a height of 0 and says so.
  const passing = /<text> attribute y: Expected length, "-Infinity"/;
  page.on('console', message => {
    if (message.type() === 'error' && !passing.test(message.text())) errors.push(message.text());
  });
  page.on('dialog', dialog => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', event =>
      console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`),
    );
  });
  await page.goto(pathToFileURL(file).href);
  if (javaScriptEnabled) {
    await page.waitForSelector('html[data-figures="ready"]', { timeout: 120_000 });
  }
  return { page, requests, errors, dialogs };
}

/** Without blanks: lines are broken for the eye. */
const dense = (text: string | null | undefined) => (text ?? '').replace(/[\s\u200b]+/g, '');

let browser: Browser;
let file: string;
let opened: Opened;
before(async () => {
  if (browserMissing) return;
  rmSync(folder, { recursive: true, force: true });
  file = await convert(folder, 'hostile', hostileNotebook(), header);
  browser = await launchBrowser();
  opened = await open(browser, file);
});
after(() => browser?.close());

describe('a report of hostile texts', { skip: browserMissing }, () => {
  test('shows each of them as it is, wherever it stands', async () => {
    const { page } = opened;
    const places = {
      title: 'title',
      warning: '.report-warning',
      facts: '.report-facts',
      caption: 'table.vib-table caption',
      head: 'table.vib-table thead',
      cells: 'table.vib-table tbody',
      notice: '.vib-notice-data',
      progress: '.vib-progress',
      stdout: '[data-mime-type="text/plain"] pre',
      stderr: '[data-mime-type="application/vnd.jupyter.stderr"] pre',
      error:
        '.jp-OutputArea-child:has([data-mime-type="application/vnd.jupyter.stderr"]) ~ .jp-OutputArea-child pre',
      code: '.highlight pre',
      conclusion: '.report-prose',
      markdown: '.jp-OutputArea [data-mime-type="text/markdown"]:not(.report-prose)',
    };
    for (const [place, selector] of Object.entries(places)) {
      const found = await page.$$eval(selector, all => all.map(one => one.textContent).join('\n'));
      const missing = hostileTexts.filter(text => !dense(found).includes(dense(text)));
      // Markdown that was displayed may set words in bold; it holds no HTML and no formula.
      if (place === 'markdown')
        assert.ok(
          missing.every(text => /[*`|\\&]|--|^\{|</.test(text)),
          missing.join('\n'),
        );
      else assert.deepEqual(missing, [], place);
    }
  });

  test('shows them in every kind of figure', async () => {
    const figures = await opened.page.$$eval('.js-plotly-plot', plots =>
      plots.map(plot => [...plot.querySelectorAll('text')].map(text => text.textContent).join('\n')),
    );
    assert.ok(figures.length > hostileTexts.length, `${figures.length} figures`);
    const all = dense(figures.join('\n'));
    assert.deepEqual(
      hostileTexts.filter(text => !all.includes(dense(text))),
      [],
    );
    for (const figure of figures) {
      const whole = hostileTexts.filter(text => dense(figure).includes(dense(text)));
      assert.ok(whole.length > 0, figure);
    }
    assert.equal(
      await opened.page.$$eval('.js-plotly-plot svg a, .js-plotly-plot mjx-container', all => all.length),
      0,
    );
  });

  test('shows them when the pointer is over a point', async () => {
    const { page } = opened;
    const names = await page.evaluate(async () => {
      const seen: string[] = [];
      for (const plot of document.querySelectorAll<HTMLElement>('.js-plotly-plot')) {
        const { Fx } = (window as unknown as { Plotly: { Fx: { hover: (...values: unknown[]) => void } } })
          .Plotly;
        const { type } = (plot as unknown as { data: { type: string }[] }).data[0]!;
        if (type === 'image') continue;
        Fx.hover(plot, { xval: type === 'bar' ? 0 : 1, yval: 1 });
        await new Promise(done => setTimeout(done, 60));
        seen.push(
          ...[...plot.querySelectorAll('.hoverlayer text, .hoverlayer .hovertext')].map(
            text => text.textContent ?? '',
          ),
        );
      }
      return seen;
    });
    const all = dense(names.join('\n'));
    // A picture has nothing to say under the pointer, and a map or the only curve of a figure no more than its numbers.
    const mute = [1, 3, 4, 5].map(kind => kind % 7);
    const missing = hostileTexts.filter((text, i) => !mute.includes(i % 7) && !all.includes(dense(text)));
    assert.deepEqual(missing, []);
  });

  test('typesets the formulas of its author and no other', async () => {
    const { page } = opened;
    // The heading stands in the table of contents too.
    const concluded = hostileTexts.length;
    assert.equal(await page.$$eval('.report-prose mjx-container', all => all.length), concluded);
    assert.equal(await page.$$eval('main mjx-container', all => all.length), prose.formulas + concluded);
    assert.equal(
      await page.$$eval('.jp-MarkdownCell mjx-container:has(svg)', all => all.length),
      prose.formulas,
    );
    assert.equal(await page.$$eval('.report-contents mjx-container', all => all.length), 1);
    assert.equal(await page.$$eval('mjx-container a, mjx-container [href^="java"]', all => all.length), 0);
    const text = await page.$eval('.jp-MarkdownCell', cell => cell.textContent ?? '');
    assert.match(text, /\$5 and \$6, between \$5 and \$10, \$code\$/);
    assert.match(text, /const price = `\$5 and \$10`/);
    const cells = await page.$$eval('.jp-MarkdownCell td', all =>
      all.map(cell => cell.querySelectorAll('mjx-container').length),
    );
    assert.deepEqual(cells, [1, 1]);
  });

  test('runs nothing, breaks its policy nowhere, fetches nothing', async () => {
    const { page, requests, errors, dialogs } = opened;
    // Every link that a reader could follow from an output.
    const links = await page.$$eval('.jp-OutputArea a, .report-facts a, .report-warning a', all =>
      all.map(link => link.getAttribute('href')),
    );
    assert.deepEqual(
      links.filter(link => link !== null && link !== '#harmful-link'),
      [],
    );
    await page.click('.report-toggle');
    await page.click('.report-toggle');
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    assert.deepEqual(dialogs, []);
    assert.deepEqual(errors, []);
    assert.deepEqual(
      requests.filter(url => !/^(data|blob):/.test(url)),
      [page.url()],
    );
    assert.equal(
      await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth),
      true,
      'a long word makes the page wider than the window',
    );
  });

  test('has no button that sends a figure away; one saves it as PNG', async () => {
    const { page } = opened;
    const plot = page.locator('.js-plotly-plot').first();
    await plot.scrollIntoViewIfNeeded();
    await plot.hover();
    const titles = await page.$$eval('.modebar-btn', all =>
      all.map(one => one.getAttribute('data-title') ?? ''),
    );
    assert.deepEqual(
      titles.filter(title => /share|cloud|studio|plotly/i.test(title)),
      [],
    );
    assert.equal(await page.$$eval('.modebar a[href]', all => all.length), 0);
    const saved = page.waitForEvent('download', { timeout: 60_000 });
    await plot
      .locator('.modebar-btn[data-title*="PNG" i], .modebar-btn[data-title^="Download" i]')
      .first()
      .click();
    const path = await (await saved).path();
    assert.deepEqual([...readFileSync(path).subarray(1, 4)], [...Buffer.from('PNG')]);
    assert.deepEqual(opened.errors, []);
  });

  test('leaves out the folder of its data', () => {
    const html = readFileSync(file, 'utf8');
    assert.doesNotMatch(html, /home\/someone|someone\/private/);
    assert.match(html.replace(/<[^>]*>/g, ''), /data\s+=\s+"x\$1\$\.tar\.gz"/);
  });

  test('without JavaScript holds the words of its figures, its formulas and its contents', async () => {
    const { page, errors } = await open(browser, file, false);
    assert.equal(
      await page.locator('main mjx-container > svg').count(),
      prose.formulas + hostileTexts.length,
    );
    assert.equal(await page.locator('.report-contents li').count(), 1);
    assert.equal(
      await page.locator('.report-words[open] pre').count(),
      await opened.page.locator('.js-plotly-plot').count(),
    );
    assert.deepEqual(errors, []);
    await page.context().close();
  });
});

describe('the policy of a report', { skip: browserMissing }, () => {
  test('stands before every script, and names scripts by hash alone', () => {
    const html = readFileSync(file, 'utf8');
    const [, content = ''] =
      /<meta content="([^"]*)" http-equiv="Content-Security-Policy"\/?>/.exec(html) ?? [];
    assert.ok(html.indexOf(content) < html.indexOf('<script'));
    const rules = new Map(content.split('; ').map(rule => [rule.split(' ')[0], rule.split(' ').slice(1)]));
    assert.deepEqual(rules.get('default-src'), ["'none'"]);
    for (const name of ['connect-src', 'base-uri', 'form-action', 'object-src', 'frame-src'])
      assert.deepEqual(rules.get(name), ["'none'"], name);
    const scripts = rules.get('script-src') ?? [];
    assert.ok(
      scripts.length > 0 && scripts.every(one => /^'sha256-[\w+/]{43}='$/.test(one)),
      scripts.join(' '),
    );
    assert.doesNotMatch(
      html.replace(/<script>[^]*?<\/script>/g, ''),
      /<script(?! (?:id="report-facts" )?type="application\/json")/,
    );
  });

  test('holds against scripts that got into the page all the same', async () => {
    const added = join(folder, 'added.html');
    const attack = `<script>window.ran = 1</script><img src="x" onerror="window.ran = 2"><a id="go" href="javascript:window.ran=3">go</a>
<iframe src="https://example.org"></iframe><base href="https://example.org/"><img src="https://example.org/a.png">`;
    writeFileSync(added, readFileSync(file, 'utf8').replace('</main>', `${attack}</main>`));
    const { page, requests } = await open(browser, added);
    await page.evaluate(() => document.getElementById('go')?.click());
    await page.evaluate(() => new Promise(done => setTimeout(done, 300)));
    assert.equal(await page.evaluate('typeof window.ran'), 'undefined');
    assert.equal(await page.evaluate('document.baseURI'), page.url());
    assert.deepEqual(
      requests.filter(url => !/^(data|blob):/.test(url)),
      [page.url()],
    );
    await page.context().close();
  });
});

test(
  'the index shows what reports say of themselves as it is, under a policy of its own',
  { skip: browserMissing },
  async () => {
    const { writeIndex } = await script<{ writeIndex: (folder: string) => Promise<string> }>(
      'report/index-page.mjs',
    );
    const { page, requests, errors, dialogs } = await open(browser, await writeIndex(folder), false);
    const text = dense(await page.textContent('body'));
    assert.deepEqual(
      hostileTexts.filter(one => !text.includes(dense(one))),
      [],
    );
    assert.match(
      (await page.getAttribute('meta[http-equiv]', 'content')) ?? '',
      /^default-src 'none'; script-src 'none'; style-src 'sha256-/,
    );
    assert.notEqual(
      await page.evaluate("getComputedStyle(document.querySelector('article')).borderBottomWidth"),
      '0px',
    );
    assert.equal(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), true);
    assert.deepEqual(
      [requests.filter(url => !url.startsWith('data:')), errors, dialogs],
      [[page.url()], [], []],
    );
    await page.context().close();
  },
);
