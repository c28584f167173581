import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { browserMissing, launchBrowser } from '../support/browser';
import { hostileFigures } from '../support/hostile';
import { parametersOf, readCells, textOf } from '../support/notebooks';
import { proseBundle } from '../../lib/show/conclusion';
import { noticeBundle } from '../../lib/show/notice';
import { say } from '../../lib/show/say';
import { tableBundle } from '../../lib/show/table';

// A copy, so that the run leaves the committed notebook as it is.
const folder = 'reports/lab-test';
const copy = `${folder}/03_vib_loss.ipynb`;
const name = '03_vib_loss';

let lab: ChildProcess;
let browser: Browser;
let addressOf: (file: string) => string;

function freePort(): Promise<number> {
  return new Promise(done => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => done(port));
    });
  });
}

/** The notebook with the values of a quick run in its parameters cell, and no outputs. */
function writeQuickCopy() {
  const notebook = JSON.parse(readFileSync(`notebooks/${name}.ipynb`, 'utf8')) as {
    cells: ReturnType<typeof readCells>;
  };
  for (const cell of notebook.cells) {
    if (cell.cell_type === 'code') Object.assign(cell, { outputs: [], execution_count: null });
    if (!cell.metadata.tags?.includes('parameters')) continue;
    let source = textOf(cell);
    for (const [key, { quick }] of Object.entries(parametersOf(name))) {
      if (quick !== undefined)
        source = source.replace(new RegExp(`^let ${key} = .*?;`, 'm'), `let ${key} = ${quick};`);
    }
    cell.source = source;
  }
  mkdirSync(folder, { recursive: true });
  writeFileSync(copy, JSON.stringify(notebook));
}

const values = `${folder}/values.ipynb`;

/** A notebook of cells that end in a value. */
function writeValues() {
  const sources = [
    `import { lines, table } from './lib/show';
import { tf } from './lib/tf';
lines({ title: 'A line', x: { label: 'x' }, y: { label: 'y' }, series: [{ name: 'a', x: [1, 2], y: [3, 4] }] })`,
    "table(Array.from({ length: 1000 }, (_, i) => ({ i, half: i / 2, name: '<b>bold</b>' })))",
    'tf.tensor2d([[1, 2], [3, 0.5]])',
    'new Promise(() => undefined)',
    "'long '.repeat(40000)",
    'new Float32Array(1000)',
  ];
  writeCells(values, sources);
}

function writeCells(file: string, sources: string[]) {
  const cells = sources.map((source, i) => ({
    ...{ cell_type: 'code', id: `cell-${i}`, source, metadata: {}, outputs: [], execution_count: null },
  }));
  const metadata = { kernelspec: { name: 'tslab', display_name: 'TypeScript', language: 'typescript' } };
  writeFileSync(file, JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata, cells }));
}

before(async () => {
  if (browserMissing) return;
  writeQuickCopy();
  writeValues();
  const port = await freePort();
  lab = spawn(
    process.execPath,
    ['scripts/lab.mjs', '--no-browser', `--port=${port}`, '--IdentityProvider.token=test'],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  await new Promise<void>((ready, fail) => {
    let log = '';
    lab.stderr?.on('data', (bytes: Buffer) => {
      log += bytes.toString();
      if (log.includes('is running at')) ready();
    });
    lab.on('close', () => fail(new Error(log)));
    // A line that never comes is a failure, not a test without an end.
    setTimeout(() => fail(new Error(`JupyterLab told no address in ten minutes:\n${log}`)), 600_000).unref();
  });
  addressOf = file => `http://127.0.0.1:${port}/lab/tree/${file}?token=test&reset`;
  browser = await launchBrowser();
});

after(async () => {
  await browser?.close();
  lab?.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
});

/** What stands before each code cell: "[*]:" while it waits or runs, then its number. */
const prompts = `[...document.querySelectorAll('.jp-CodeCell .jp-InputArea-prompt')].map(e => e.textContent.trim())`;

const pause = (milliseconds: number) => new Promise(done => setTimeout(done, milliseconds));

/** Runs every cell through the menu, and waits until nothing waits or runs any more for some seconds. */
async function runAll(page: Page) {
  // Asked before it is connected, JupyterLab would open a dialog for the choice of a kernel.
  await page.waitForFunction(`document.body.innerText.includes('TypeScript | Idle')`, undefined, {
    timeout: 60_000,
  });
  const before = JSON.stringify(await page.evaluate<string[]>(prompts));
  await page.click('text="Run"');
  await page.click('.lm-Menu-itemLabel:text-is("Run All Cells")');
  await page.waitForFunction(`${prompts}.some((p, i) => p.includes('*') || p !== ${before}[i])`, undefined, {
    timeout: 60_000,
  });
  const deadline = Date.now() + 300_000;
  for (let quiet = 0; quiet < 4;) {
    assert.ok(Date.now() < deadline, 'the notebook did not finish in 5 minutes');
    await pause(1000);
    const busy = `!document.body.innerText.includes('TypeScript | Idle') || ${prompts}.some(p => p.includes('*'))`;
    quiet = (await page.evaluate<boolean>(busy)) ? 0 : quiet + 1;
  }
}

/** The text of the outputs, and how many plots the Lab renderer drew; walks down the page, as Lab draws what is near. */
async function outputs(page: Page): Promise<{ text: string; plots: number; errors: number }> {
  return page.evaluate(async () => {
    const scroller = document.querySelector('.jp-WindowedPanel-outer') ?? document.body;
    const texts = new Map<string, string>();
    const plots = new Set<string>();
    let errors = 0;
    for (let y = 0; y <= scroller.scrollHeight; y += 500) {
      scroller.scrollTop = y;
      await new Promise(resolve => setTimeout(resolve, 250));
      for (const cell of document.querySelectorAll('.jp-CodeCell')) {
        const key = cell.getAttribute('data-windowed-list-index') ?? '';
        const output = cell.querySelector<HTMLElement>('.jp-OutputArea');
        if (output?.innerText) texts.set(key, output.innerText);
        if (cell.querySelector('.js-plotly-plot .main-svg')) plots.add(key);
        // Errors of cells, too.
        errors += cell.querySelectorAll('[data-mime-type="application/vnd.jupyter.stderr"]').length;
      }
    }
    return { text: [...texts.values()].join('\n'), plots: plots.size, errors };
  });
}

test(
  'JupyterLab: run all of 03, change lambda, run again, and see the numbers change',
  { skip: browserMissing },
  async () => {
    const page = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
    await page.goto(addressOf(copy));
    await page.waitForSelector('.jp-Notebook .jp-CodeCell', { timeout: 60_000 });
    await page.waitForSelector('.jp-Notebook-ExecutionIndicator[data-status="idle"]', {
      timeout: 60_000,
      state: 'attached',
    });
    await runAll(page);
    const first = await outputs(page);
    assert.equal(first.errors, 0, first.text);
    assert.ok(first.plots >= 1, 'no plot was drawn');
    const rate = (text: string) => /The chain \(3\.6\)[^]*?\brate R\s+([\d.]+)/.exec(text)?.[1];
    assert.ok(rate(first.text), 'the notebook prints no "rate R"');

    await page.evaluate(() => document.querySelector('.jp-WindowedPanel-outer')?.scrollTo(0, 0));
    const cell = page.locator('.jp-CodeCell', { hasText: 'let lambda' }).first();
    await cell.locator('.cm-content').click();
    const source = await cell.locator('.cm-content').innerText();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.insertText(source.replace(/let lambda = [\d.e-]+;/, 'let lambda = 1.5;'));
    await runAll(page);
    const second = await outputs(page);
    assert.equal(second.errors, 0, second.text);
    assert.notEqual(rate(second.text), rate(first.text), 'the rate did not change with lambda');
    assert.ok(Number(rate(second.text)) < Number(rate(first.text)), 'a larger lambda should lower the rate');
  },
);

test(
  'JupyterLab: the first click on a reference opens the other notebook at its equation',
  { skip: browserMissing },
  async () => {
    const other = '02_mutual_information_bound.ipynb';
    const { cells, ...rest } = JSON.parse(readFileSync('notebooks/00_start_here.ipynb', 'utf8')) as {
      cells: ReturnType<typeof readCells>;
    };
    const cell = cells.find(one => textOf(one).includes(`[(2.10)](${other}#`))!;
    const paragraph = textOf(cell)
      .split('\n')
      .find(line => line.includes('[(2.10)]'))!;
    mkdirSync(folder, { recursive: true });
    const one = { ...cell, source: paragraph };
    writeFileSync(`${folder}/reference.ipynb`, JSON.stringify({ ...rest, cells: [one] }));
    writeFileSync(`${folder}/${other}`, readFileSync(`notebooks/${other}`));
    const page = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
    await page.goto(addressOf(`${folder}/reference.ipynb`));
    await page.click('.jp-MarkdownCell a:text-is("(2.10)")', { timeout: 60_000 });
    const top = `document.querySelector('[data-jupyter-id="eq-2-10"], #eq-2-10')?.getBoundingClientRect().top ?? -1`;
    await page.waitForFunction(`(top => top > 0 && top < 1000)(${top})`, undefined, { timeout: 60_000 });
    await page.close();
  },
);

test(
  'JupyterLab: a dollar in a table, a notice or a figure is a dollar, and no figure has a button that sends it away',
  { skip: browserMissing },
  async () => {
    const text = 'between $5 and $10, $\\href{javascript:alert(1)}{x}$ <b>b</b>';
    const bundles = [
      tableBundle([{ [text]: text }], { caption: text }),
      noticeBundle('data', text, { [text]: text }),
      proseBundle(say`It says ${text}.`),
      ...hostileFigures(text).map(figure => figure.bundle()),
    ];
    const cells = [
      { cell_type: 'markdown', id: 'prose', metadata: {}, source: 'A formula $x^2$.' },
      ...bundles.map((data, i) => ({
        cell_type: 'code',
        id: `cell-${i}`,
        metadata: {},
        execution_count: 1,
        source: '',
        outputs: [{ output_type: 'display_data', metadata: {}, data }],
      })),
    ];
    const metadata = { kernelspec: { name: 'tslab', display_name: 'TypeScript', language: 'typescript' } };
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      `${folder}/data.ipynb`,
      JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata, cells }),
    );
    const page = await browser.newPage({ viewport: { width: 1400, height: 6000 } });
    await page.goto(addressOf(`${folder}/data.ipynb`));
    await page.waitForSelector('.jp-MarkdownCell mjx-container', { timeout: 60_000 });
    const count = bundles.length - 3;
    await page.waitForFunction(
      `document.querySelectorAll('.js-plotly-plot .modebar-container').length >= ${count}`,
      undefined,
      { timeout: 60_000 },
    );
    const outputs = page.locator('.jp-OutputArea-output');
    assert.equal(await outputs.locator('mjx-container').count(), 0);
    assert.equal(await outputs.locator('svg a, a[href]').count(), 0);
    for (const output of (await outputs.allTextContents()).slice(0, 3))
      assert.ok(output.includes(text), output);
    const titles = await page.$$eval('.modebar-btn', all =>
      all.map(one => one.getAttribute('data-title') ?? ''),
    );
    assert.ok(titles.length > count);
    assert.deepEqual(
      titles.filter(title => /share|cloud|studio|plotly/i.test(title)),
      [],
    );
    await page.close();
  },
);

test('JupyterLab: the last value of a cell is drawn, tabled or told', { skip: browserMissing }, async () => {
  const page = await browser.newPage({ viewport: { width: 1100, height: 2600 } });
  await page.goto(addressOf(values));
  await page.waitForSelector('.jp-Notebook .jp-CodeCell', { timeout: 60_000 });
  await runAll(page);
  const { text, plots, errors } = await outputs(page);
  assert.equal(errors, 0, text);
  assert.equal(plots, 1, 'the figure was not drawn');
  const cellsOf = (row: string) => page.locator(`.jp-OutputArea-executeResult table tr:nth-child(${row})`);
  assert.deepEqual(await cellsOf('1').first().locator('th').allInnerTexts(), ['', 'i', 'half', 'name']);
  assert.match(text, /\.\.\. 980 more rows/);
  assert.match(text, /<b>bold<\/b>/);
  assert.match(text, /Tensor float32 \[2, 2\]\n\[\[1, 2\],\n \[3, 0\.5\]\]/);
  assert.match(text, /a Promise that is pending: write `await` before it/);
  assert.match(text, /\(200000 characters in all\)/);
  assert.match(text, /Float32Array\(1000\) \[/);
  assert.equal(await page.locator('.jp-OutputArea-executeResult').count(), 6);
  await page.close();
});

test(
  'JupyterLab: all lines of a burst, an edited file of lib, an interrupt in one line, an error with its line',
  { skip: browserMissing },
  async () => {
    const file = `${folder}/kernel.ipynb`;
    const edited = (text: string) => writeFileSync(`${folder}/deep.ts`, `export const word = '${text}';\n`);
    edited('before');
    writeFileSync(`${folder}/gather.ts`, "export * from './deep';\n");
    const imports = `import { word } from './${folder}/gather';\nconsole.log('the word is', word);`;
    writeCells(file, [
      "for (let i = 0; i < 900; i++) console.log('line ' + i);",
      imports,
      "const kept = 7;\nconsole.log('begun');\nfor (;;) await null;",
      "console.log('not run');",
      "// a comment\nthrow new RangeError('this went wrong');",
      "let n = 0;\nfor await (const one of [1, 2]) n += one;\nconsole.log('kept', kept, n);",
    ]);
    const page = await browser.newPage({ viewport: { width: 1100, height: 2600 } });
    await page.goto(addressOf(file));
    await page.waitForSelector('.jp-Notebook .jp-CodeCell', { timeout: 60_000 });
    await page.waitForFunction(`document.body.innerText.includes('TypeScript | Idle')`, undefined, {
      timeout: 120_000,
    });
    const cell = (index: number) => page.locator('.jp-CodeCell').nth(index);
    const promptsAre = (test: string) =>
      page.waitForFunction(`(prompts => ${test})(${prompts})`, undefined, { timeout: 120_000 });
    /** Waits for what stands under a cell, which the page draws a moment after the prompt. */
    const shows = (index: number, text: RegExp) =>
      cell(index).locator('.jp-OutputArea').filter({ hasText: text }).waitFor({ timeout: 60_000 });
    const run = async (index: number, text: RegExp) => {
      const before = JSON.stringify((await page.evaluate<string[]>(prompts))[index]);
      await cell(index).locator('.cm-content').click();
      await page.keyboard.press('Control+Enter');
      await promptsAre(`/\\d/.test(prompts[${index}]) && prompts[${index}] !== ${before}`);
      await shows(index, text);
    };
    await page.click('text="Run"');
    await page.click('.lm-Menu-itemLabel:text-is("Run All Cells")');
    // The third runs for ever, the others wait.
    await promptsAre(`/\\d/.test(prompts[1]) && prompts.slice(2).every(one => one.includes('*'))`);
    await shows(2, /begun/);
    await shows(0, /line 899/);
    const burst = await cell(0).locator('.jp-OutputArea').innerText();
    assert.equal(burst.match(/^line \d+$/gm)?.length, 900);
    await page.click('.lm-MenuBar-itemLabel:text-is("Kernel")');
    await page.click('.lm-Menu-itemLabel:text-is("Interrupt Kernel")');
    await promptsAre(`!prompts.some(one => one.includes('*'))`);
    await shows(2, /^begun\s*Interrupted\.\s*$/);
    assert.equal(
      await cell(3).locator('.jp-OutputArea-output').count(),
      0,
      'a cell after the interrupted one ran',
    );
    await run(4, /RangeError: this went wrong\s+Cell \[\d+\], line 2:[^]*> 2 \| throw new RangeError/);
    await run(5, /^kept 7 3\s*$/);
    await shows(1, /^the word is before\s*$/);
    edited('after');
    await run(1, /^the word is after\s*$/);
    await page.close();
  },
);
