import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { browserMissing, launchBrowser } from '../support/browser';
import { script } from '../support/conversion';
import { checkPage } from '../support/pages';
import { someFacts, someRecord, writeReport } from '../support/report-pages';

const folder = mkdtempSync(join(tmpdir(), 'vib-front-page-'));
after(() => rmSync(folder, { recursive: true, force: true }));
let browser: Browser | undefined;
before(async () => {
  if (!browserMissing) browser = await launchBrowser();
});
after(() => browser?.close());

async function index(): Promise<string> {
  const { writeIndex } = await script<{ writeIndex: (folder: string) => Promise<string> }>(
    'report/index-page.mjs',
  );
  return readFileSync(await writeIndex(folder), 'utf8');
}
/** The card of one notebook. */
const cardIn = (page: string, number: string): string =>
  page.split('<article').find(part => part.includes(`<span class="number">${number}</span>`)) ?? '';

describe('the front page', () => {
  test('of a folder without reports answers nothing, and says how each notebook is run', async () => {
    const page = await index();
    assert.match(page, /No report in this folder has printed a key result yet/);
    assert.match(cardIn(page, '05'), /Not run with its defaults yet: <code>npm run report -- 05<\/code>/);
    assert.doesNotMatch(page, /class="report"/);
  });

  test('answers by what the runs printed, and by nothing else', async () => {
    writeReport(folder, '03_vib_loss.html', someFacts);
    const [answer = ''] = /<section class="answer"[\s\S]*?<\/section>/.exec(await index()) ?? [];
    assert.match(answer, /The code keeps <strong>1\.25<\/strong> \[1\.20, 1\.30\] nats/);
    assert.match(answer, /href="03_vib_loss\.html#eq-3-1"/);
    assert.equal(answer.match(/<li>/g)?.length, 1, 'of one notebook that was run');
  });

  test('gives a notebook its picture, question, key result, run time and what it builds on', async () => {
    const card = cardIn(await index(), '03');
    assert.match(card, /<svg class="chart"[^>]*aria-label="The rate falls"/);
    assert.match(card, /What does a nat cost, at <math[^>]*><mi>&#x3BB;<\/mi>/);
    assert.match(card, /What its run printed<\/span> The code keeps/);
    assert.match(card, /1 s · 2026-01-01/);
    assert.match(card, /Builds on 01</);
  });

  test('lists other runs under their notebook with what differs, and says which are not whole', async () => {
    const parameters = [{ name: 'lambda', shown: '0.3', default: 0.03, changed: true }];
    writeReport(folder, '03_vib_loss.lambda=0.3.html', { ...someFacts, parameters, runTime: '7 s' });
    writeReport(folder, '04_imdb_experiment.quick.html', {
      ...someFacts,
      notebook: '04_imdb_experiment',
      title: 'IMDB',
      quick: true,
      record: { ...someRecord, keyResult: 'Quick and small.' },
    });
    const page = await index();
    const others = /<details>[\s\S]*<\/details>/.exec(cardIn(page, '03'))?.[0] ?? '';
    assert.match(others, /1 other run/);
    assert.match(others, /lambda = 0\.3<\/code> <small>instead of 0\.03/);
    assert.match(others, /7 s/);
    assert.match(page, /Quick and small\. \(<a [^>]*>04<\/a>\) <span class="less">not the full run/);
  });

  test('takes hostile texts of a record as text, and passes over what has another shape', async () => {
    const hostile = `"'><script>alert(1)</script><img src=x onerror=alert(2)>[x](javascript:alert(3)) $\\href{javascript:alert(4)}{y}$`;
    writeReport(folder, '90_mistakes.html', {
      ...someFacts,
      notebook: '90_mistakes',
      record: {
        question: hostile,
        keyResult: hostile,
        keyFigure: 'c',
        buildsOn: ['90_mistakes', '../../etc', 7],
        sections: 'none',
        tables: [null],
        figures: [
          {
            cell: 'c',
            title: hostile,
            panels: [
              null,
              {
                title: hostile,
                x: { title: hostile, categories: [hostile] },
                y: { title: hostile },
                image: `data:image/png;base64,"><script>alert(5)</script>`,
                series: [
                  { name: hostile, kind: 'bars', colour: hostile, x: [0, '1', {}], y: [1, null, NaN] },
                  { kind: hostile },
                ],
              },
            ],
          },
        ],
      },
    });
    const page = await index();
    assert.doesNotMatch(page, /<script|<img|javascript:alert\(\d\)"|href="javascript/);
    assert.match(cardIn(page, '90'), /&lt;script&gt;/);
    assert.doesNotMatch(page, /NaN|undefined|Infinity/);
    rmSync(join(folder, '90_mistakes.html'));
  });

  test(
    'fits a phone, follows the dark, asks for nothing, and axe finds nothing',
    { skip: browserMissing },
    async () => {
      await index();
      await checkPage(browser!, pathToFileURL(join(folder, 'index.html')).href);
    },
  );
});
