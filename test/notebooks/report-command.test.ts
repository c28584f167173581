import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, test } from 'node:test';
import { browserMissing } from '../support/browser';
import { endLeft, start, temporaryFolder, tinyNotebooks } from '../support/tiny-notebooks';

const VIB_NOTEBOOKS = tinyNotebooks();
afterEach(endLeft);

const report = (folder: string, ...args: string[]) =>
  start(process.execPath, ['scripts/report.mjs', '--to', folder, ...args], { VIB_NOTEBOOKS }).ended;

describe('a report that fails', () => {
  test('says which cell, as the reader counts, and its message alone; it leaves nothing, and points to nothing', async () => {
    const folder = temporaryFolder();
    const { code, output } = await report(folder, '--set', 'fail=1');
    assert.equal(code, 1, output);
    // The notebook's third code cell; the one that sets the parameters does not count.
    assert.match(
      output,
      /✗ no report: Cell \[3\], which begins with `if \(fail === 1\).*`, failed:\n *RangeError: fail is 1, and 0 was hoped for\n/,
    );
    assert.doesNotMatch(output, /^ *at (?!Cell \[3\])|evalmachine|Traceback|papermill|Open /m);
    assert.match(output, /Failed: 10_tiny\. To look into it: npm run lab\n$/);
    assert.deepEqual(readdirSync(folder), []);
  });

  test('because its kernel ended says where that was', async () => {
    const folder = temporaryFolder();
    const { code, output } = await report(folder, '--set', 'fail=2');
    assert.equal(code, 1, output);
    assert.match(output, /Cell \[3\], .* was running when this happened: the kernel ended; .*memory\.\n/);
    assert.doesNotMatch(output, /Traceback|DeadKernel|Kernel died|Open /);
    assert.deepEqual(readdirSync(folder), []);
  });

  test('leaves the report of before as it was, and says so', async () => {
    const folder = temporaryFolder();
    const first = await report(folder, '--set', 'wait=0.001');
    assert.equal(first.code, 0, first.output);
    const name = readdirSync(folder).find(file => file.startsWith('10_tiny'))!;
    const file = join(folder, name);
    // What a run with `fail=1` had left, were it possible: a report under the name of the failing run.
    const failing = join(folder, '10_tiny.fail=1.html');
    writeFileSync(failing, readFileSync(file));
    utimesSync(failing, 1, 1);
    const { code, output } = await report(folder, '--set', 'fail=1');
    assert.equal(code, 1, output);
    assert.match(output, /✗ no new report: /);
    assert.match(output, /The report of that name is still the one of before\./);
    assert.equal(statSync(failing).mtimeMs, 1000);
    assert.doesNotMatch(output, /Open /);
  });
});

test('two equal reports at once both come out whole, and the index lists them and a third', async () => {
  const folder = temporaryFolder();
  const ends = await Promise.all([report(folder), report(folder), report(folder, '--set', 'wait=0.5')]);
  for (const { code, output } of ends) assert.equal(code, 0, output);
  assert.deepEqual(readdirSync(folder).sort(), ['10_tiny.html', '10_tiny.wait=0.5.html', 'index.html']);
  for (const name of ['10_tiny.html', '10_tiny.wait=0.5.html']) {
    const text = readFileSync(join(folder, name), 'utf8');
    assert.match(text, /done/);
    assert.match(text.slice(-20), /<\/html>\s*$/);
  }
  const index = readFileSync(join(folder, 'index.html'), 'utf8');
  assert.deepEqual(
    [...index.matchAll(/<a class="report" href="([^"]*)"/g)].map(([, href]) => decodeURIComponent(href!)),
    ['10_tiny.html', '10_tiny.wait=0.5.html'],
  );
});

test('no folder of a file that a run was given stands in its report, the index or what is kept', async () => {
  const folder = temporaryFolder();
  const secret = join(temporaryFolder(), `zq7 "zq8" & 'zq9' <zq10> é`);
  mkdirSync(secret);
  const data = join(secret, '评论.tar.gz');
  writeFileSync(data, gzipSync('some bytes'));
  const { code, output } = await report(folder, '--set', `data=${data}`);
  assert.equal(code, 0, output);
  const [name = ''] = readdirSync(folder).filter(file => file.startsWith('10_tiny'));
  assert.match(name, /^10_tiny\.data=tar\.gz-[0-9a-f]{8}\.html$/);
  const kept = `.cache/report/${name.replace('.html', '.ipynb')}`;
  for (const file of [join(folder, name), join(folder, 'index.html'), kept]) {
    const text = readFileSync(file, 'utf8');
    assert.ok(/评论\.tar\.gz|\\u8bc4\\u8bba\.tar\.gz/.test(text), file);
    assert.equal(/.{0,30}(?:zq(?:[789]|10)|vib-commands-).{0,30}/.exec(text)?.[0], undefined, file);
  }
});

test('several runs go at a time, the index grows with them, and a comparison ends them', async () => {
  const folder = temporaryFolder();
  const { code, output } = await report(folder, '--set', 'wait=0.2,0.1,0.3', '--jobs', '2');
  assert.equal(code, 0, output);
  assert.match(output, /^3 runs, 2 at a time\.$/m);
  assert.match(output, /index\.html can be opened now; it grows with each report\.\n/);
  for (const ended of [1, 2]) assert.match(output, new RegExp(`${ended} of 3 done, about .+ left`));
  assert.match(output, /Comparison: .*\n\nOpen .*index\.html\n$/);
  const reports = readdirSync(folder).filter(file => /wait=0\.\d\.html$/.test(file));
  assert.equal(reports.length, 3);
  assert.match(readFileSync(join(folder, reports[0]!), 'utf8'), /, beside other runs\s*<\/dd>/);
  const refused = await report(folder, '--jobs', '0');
  assert.equal(refused.code, 2);
  assert.match(refused.output, /--jobs 0 is no number of runs/);
});

test('a report has the title and author that were asked for, no code, and other forms', async () => {
  const folder = temporaryFolder();
  const { code, output } = await report(
    folder,
    ...['--title', 'Prices & <nats>', '--author', 'A. Name', '--no-code', '--markdown'],
    ...(browserMissing ? [] : ['--pdf']),
  );
  assert.equal(code, 0, output);
  const name = '10_tiny.no-code';
  const html = readFileSync(join(folder, `${name}.html`), 'utf8');
  assert.match(html, /<title>Prices &amp; &lt;nats&gt;<\/title>/);
  assert.match(html, /<meta (?=[^>]*name="author")[^>]*content="A\. Name"/);
  assert.doesNotMatch(html, /<details class="report-code/);
  assert.match(html, /npm run report -- 10 --no-code</);
  const markdown = readFileSync(join(folder, `${name}.md`), 'utf8');
  assert.match(markdown, /^# /);
  assert.doesNotMatch(markdown, /```ts/);
  assert.match(markdown, /done/);
  if (!browserMissing) {
    const pdf = readFileSync(join(folder, `${name}.pdf`));
    assert.equal(pdf.subarray(0, 5).toString('latin1'), '%PDF-');
    assert.ok(pdf.length > 5000);
  }
  const withCode = await report(folder, '--markdown');
  assert.equal(withCode.code, 0, withCode.output);
  assert.match(readFileSync(join(folder, '10_tiny.md'), 'utf8'), /```ts\n/);
});
