import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { browserMissing, launchBrowser } from '../support/browser';
import { script } from '../support/conversion';
import { checkPage } from '../support/pages';
import { someFacts, someRecord, writeReport } from '../support/report-pages';

const folder = mkdtempSync(join(tmpdir(), 'vib-comparison-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const run = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/report.mjs', ...args], {
    encoding: 'utf8',
    env: { ...process.env, INIT_CWD: folder },
  });
  return { code: status, output: stdout + stderr };
};

describe('several values of one setting', () => {
  let combinationsOf: (settings: string[], notebooks: string[]) => string[][];
  before(async () => {
    ({ combinationsOf } = await script<{ combinationsOf: typeof combinationsOf }>('report/sweep.mjs'));
  });
  const imdb = ['04_imdb_experiment'];
  test('give a run for each combination, each once', () => {
    assert.deepEqual(combinationsOf(['lambda=0,0.1,0.1', 'seed=1,2,3'], imdb).length, 6);
    assert.deepEqual(combinationsOf(['seed=1,2'], imdb), [['seed=1'], ['seed=2']]);
    assert.deepEqual(combinationsOf([], imdb), [[]]);
  });
  test('are not read into a decimal comma, a path or a word that is no number', () => {
    for (const setting of ['lambda=0,3', 'data=a,b', 'lambda=0.1,x', 'lambda=0.1,', 'other=1,2,3'])
      assert.deepEqual(combinationsOf([setting], imdb), [[setting]]);
  });
});

describe('numbers of tables', () => {
  test('are read with their intervals and compared', async () => {
    const { measured, difference, areApart } = await script<{
      measured: (text: string) => { text: string; value: number; low?: number; high?: number } | null;
      difference: (a: object, b: object) => string;
      areApart: (a: object, b: object) => boolean;
    }>('report/compare-numbers.mjs');
    const one = measured('88.2 [87.8, 88.6]')!;
    assert.deepEqual([one.value, one.low, one.high], [88.2, 87.8, 88.6]);
    assert.deepEqual(measured('−1,234.5 ± 1')?.high, -1233.5);
    for (const text of ['', 'two', '3 of 4', '2018-11-27']) assert.equal(measured(text), null, text);
    assert.equal(difference(measured('1.2')!, measured('1.25')!), '−0.05');
    assert.equal(areApart(one, measured('89 [88.7, 89.3]')!), true);
    assert.equal(areApart(one, measured('89 [88.5, 89.5]')!), false);
    assert.equal(areApart(one, measured('99')!), false);
  });
});

describe('a comparison of two reports', () => {
  const hostile = '<script>alert(1)</script>';
  const of = (shown: string, rate: string, y: number[]) => ({
    ...someFacts,
    runTime: hostile,
    parameters: [{ name: 'lambda', shown, default: 0.03, changed: shown !== '0.03' }],
    record: {
      ...someRecord,
      tables: [{ ...someRecord.tables[0], rows: [['VIB', rate, '88.6 ± 0.2']] }],
      figures: someRecord.figures.map(figure => ({
        ...figure,
        panels: figure.panels.map(panel => ({ ...panel, series: panel.series.map(one => ({ ...one, y })) })),
      })),
    },
  });
  let page = '';
  let target = '';
  test('shows the parameters, numbers and curves that differ, and no others', () => {
    writeReport(folder, '03_vib_loss.html', of('0.03', '1.25 [1.2, 1.3]', [2, 1, 0.5]));
    writeReport(folder, '03_vib_loss.lambda=0.3.html', of('0.3', '0.75 [0.7, 0.8]', [1, 0.5, 0.2]));
    const { code, output } = run('--compare', '03_vib_loss.html', '03_vib_loss.lambda=0.3.html');
    assert.equal(code, 0, output);
    target = readdirSync(folder).find(file => file.includes('comparison'))!;
    page = readFileSync(join(folder, target), 'utf8');
    assert.match(page, /<h1>The VIB loss: lambda = 0\.03, 0\.3<\/h1>/);
    assert.match(
      page,
      /VIB, rate \(nats\)<\/th>.*1\.25 \[1\.2, 1\.3\].*0\.75 \[0\.7, 0\.8\]<br><small>−0\.50<\/small> <small>intervals apart/,
    );
    assert.doesNotMatch(page, /88\.6 ± 0\.2/);
    assert.equal(
      page.match(/<svg class="chart"[\s\S]*?<\/svg><\/g><\/svg>/)?.[0].match(/class="curve c[01]"/g)?.length,
      2,
    );
    assert.doesNotMatch(page, /<script>|NaN|undefined/);
    assert.match(readFileSync(join(folder, 'index.html'), 'utf8'), /comparison of 2 reports/);
  });

  test(
    'fits a phone, follows the dark, asks for nothing, and axe finds nothing',
    { skip: browserMissing },
    async () => {
      const browser = await launchBrowser();
      try {
        await checkPage(browser, pathToFileURL(join(folder, target)).href);
      } finally {
        await browser.close();
      }
    },
  );

  test('is refused for what cannot be compared', () => {
    writeReport(folder, '01_vae_objective.html', { ...someFacts, notebook: '01_vae_objective' });
    writeReport(folder, '03_vib_loss.old.html', { ...someFacts, record: undefined });
    writeFileSync(join(folder, 'other.html'), 'x');
    for (const [files, expected] of [
      [['03_vib_loss.html'], /needs two reports/],
      [['03_vib_loss.html', 'nowhere.html'], /There is no file .*nowhere\.html/],
      [['03_vib_loss.html', 'other.html'], /other\.html is no report/],
      [['03_vib_loss.html', '01_vae_objective.html'], /different notebooks/],
      [['03_vib_loss.html', '03_vib_loss.old.html'], /make it anew/],
      [['03_vib_loss.html', '03_vib_loss.lambda=0.3.html', '--quick'], /runs nothing/],
    ] as const) {
      const { code, output } = run('--compare', ...files);
      assert.equal(code, 2, output);
      assert.match(output, expected);
    }
  });
});
