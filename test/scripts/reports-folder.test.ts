import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { temporaryFolder, tinyNotebooks } from '../support/tiny-notebooks';

const VIB_NOTEBOOKS = tinyNotebooks();
const folder = temporaryFolder();
let made = 0;
/** A folder with some files in it. */
function folderWith(files: Record<string, string>): string {
  const path = join(folder, `${made++}`);
  mkdirSync(path);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
  return path;
}

function report(...args: string[]): { code: number | null; output: string } {
  const env = { ...process.env, VIB_NOTEBOOKS };
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/report.mjs', ...args], {
    encoding: 'utf8',
    env,
    timeout: 600_000,
  });
  return { code: status, output: stdout + stderr };
}

const facts = {
  notebook: '10_tiny',
  title: 'Tiny',
  date: '2026-01-01 00:00 UTC',
  runTime: '1 s',
  quick: false,
  answer: '',
  parameters: [{ name: 'wait', shown: '0', changed: false }],
  notices: [] as { kind: string; text: string }[],
};
const pageWith = (text: string): string =>
  `<html><head><script type="application/json" id="report-facts">${text}</script></head></html>`;
const pageOf = (some: object): string => pageWith(JSON.stringify(some).replace(/</g, '\\u003c'));

describe('report refuses a folder it cannot or should not write to, before anything runs', () => {
  const file = join(folderWith({ file: 'text' }), 'file');
  const cases: Record<string, [to: string, ...expected: RegExp[]]> = {
    'no name': ['', /--to needs the path of a folder/],
    'a file': [file, /Reports cannot be written to .*: .*file is a file\./, /--to FOLDER/],
    'below a file': [join(file, 'sub'), /a part of .* is a file/],
    'a name that is too long': [join(folder, 'x'.repeat(300)), /the name is too long/],
    'links in a circle': [
      (() => {
        const path = folderWith({});
        symlinkSync(join(path, 'b'), join(path, 'a'));
        symlinkSync(join(path, 'a'), join(path, 'b'));
        return join(path, 'a');
      })(),
      /Reports cannot be written to/,
    ],
    "another program's index.html": [
      folderWith({ 'index.html': pageOf(facts) }),
      /index\.html is no file of ours; a report's run would overwrite it/,
    ],
    'a folder index.html': [
      (() => {
        const path = folderWith({});
        mkdirSync(join(path, 'index.html'));
        return path;
      })(),
      /index\.html is a folder/,
    ],
    "another program's page of the report's name": [
      folderWith({ '10_tiny.html': '<!DOCTYPE html><p>mine' }),
      /10_tiny\.html is no file of ours/,
    ],
    'a page of that name with facts of nothing': [
      folderWith({ '10_tiny.html': pageWith('{"notebook": "10_tiny"}') }),
      /10_tiny\.html is no file of ours/,
    ],
  };
  if (existsSync('/proc/self'))
    cases['a place where no folder can be made'] = ['/proc/reports', /cannot be written/];
  if (process.getuid?.() !== 0 && process.platform !== 'win32') {
    const path = folderWith({});
    chmodSync(path, 0o500);
    cases['a read-only folder'] = [path, /is not yours to write to/];
  }
  for (const [name, [to, ...expected]] of Object.entries(cases)) {
    test(name, () => {
      const before = existsSync(join(to, 'index.html')) ? readdirSync(to) : [];
      const { code, output } = report(`--to=${to}`);
      assert.equal(code, 2, output);
      for (const pattern of expected) assert.match(output, pattern);
      assert.doesNotMatch(output, /\[1\/1\]|^ {4}at /m);
      if (before.length > 0) assert.deepEqual(readdirSync(to), before);
    });
  }
});

/** Runs a module's text in the clone. */
function node(code: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '-e', code, ...args],
    { encoding: 'utf8', env: { ...process.env, VIB_NOTEBOOKS } },
  );
  assert.equal(status, 0, stderr);
  return stdout;
}

const writeIndex = `import { writeIndex } from './scripts/report/index-page.mjs';`;

describe('the index', () => {
  const links = (text: string): string[] =>
    [...text.matchAll(/<a class="report" href="([^"]*)"/g)].map(([, href]) => decodeURIComponent(href!));

  test('lists reports, and passes over whatever else lies in the folder', () => {
    const path = folderWith({
      '10_tiny.html': pageOf(facts),
      "10_tiny.o'n e&.html": pageOf({ ...facts, title: 'Odd name' }),
      'foreign.html': '<!DOCTYPE html><p>mine',
      'cut.html': pageOf(facts).slice(0, 120),
      'not-json.html': pageWith('{'),
      'null.html': pageWith('null'),
      'list.html': pageWith('[]'),
      'no-parameters.html': pageOf({ ...facts, parameters: undefined }),
      'odd-parameters.html': pageOf({ ...facts, parameters: [null, 3, { name: {}, shown: [] }] }),
      'odd-notices.html': pageOf({ ...facts, notices: 'none' }),
      'odd-title.html': pageOf({ ...facts, title: { toString: 1 } }),
      'odd-notebook.html': pageOf({ ...facts, notebook: '../../etc' }),
      'empty.html': '',
    });
    mkdirSync(join(path, 'folder.html'));
    if (process.platform !== 'win32') {
      symlinkSync('nowhere', join(path, 'dangling.html'));
      spawnSync('mkfifo', [join(path, 'pipe.html')]);
    }
    node(`${writeIndex} await writeIndex(process.argv[1])`, path);
    assert.deepEqual(links(readFileSync(join(path, 'index.html'), 'utf8')), [
      '10_tiny.html',
      "10_tiny.o'n e&.html",
    ]);
  });

  test('shows forged facts as text', () => {
    const hostile = `"'><script>alert(1)</script><img src=x onerror=alert(2)>`;
    const path = folderWith({
      'forged.html': pageOf({
        ...facts,
        title: hostile,
        runTime: hostile,
        date: hostile,
        answer: hostile,
        parameters: [{ name: hostile, shown: hostile, changed: true }],
        notices: [{ kind: `warning" onclick="alert(3)`, text: hostile }],
      }),
    });
    node(`${writeIndex} await writeIndex(process.argv[1])`, path);
    const text = readFileSync(join(path, 'index.html'), 'utf8');
    assert.deepEqual(links(text), ['forged.html']);
    assert.doesNotMatch(text, /<script(?! type="application)|<img|onclick="/);
    assert.match(text, /Content-Security-Policy" content="default-src 'none'/);
  });

  test('written again, is known as ours; so is that of the version before', () => {
    const path = folderWith({});
    node(`${writeIndex} await writeIndex(process.argv[1])`, path);
    const check = `import { isOurIndex } from './scripts/report/index-page.mjs'; console.log(isOurIndex(process.argv[1]))`;
    assert.equal(node(check, join(path, 'index.html')), 'true\n');
    const before = '<!DOCTYPE html>\n<html lang="en">\n<head>\n<title>VIB notebooks: reports</title>';
    assert.equal(node(check, join(folderWith({ 'index.html': before }), 'index.html')), 'true\n');
  });

  test('holds every report when several runs write it at once', async () => {
    const path = folderWith({ 'page.txt': pageOf(facts) });
    const code = `${writeIndex}
import { copyFileSync } from 'node:fs';
const [path, who] = process.argv.slice(1);
for (let i = 0; i < 40; i++) {
  copyFileSync(path + '/page.txt', path + '/10_tiny.' + who + '-' + i + '.html');
  await writeIndex(path);
}`;
    const runs = Array.from({ length: 5 }, (_, who) => {
      const child = spawn(process.execPath, ['--input-type=module', '-e', code, path, String(who)]);
      let errors = '';
      child.stderr.on('data', (bytes: Buffer) => (errors += bytes.toString()));
      return new Promise<string>(done => child.on('close', () => done(errors)));
    });
    assert.deepEqual(await Promise.all(runs), ['', '', '', '', '']);
    assert.equal(links(readFileSync(join(path, 'index.html'), 'utf8')).length, 200);
    assert.deepEqual(
      readdirSync(path).filter(name => name.includes('partial')),
      [],
    );
  });
});

describe("a report's name", () => {
  const code = `import { reportName } from './scripts/report/make.mjs';
const jobs = JSON.parse(process.argv[1]);
console.log(JSON.stringify(jobs.map(chosen => reportName({ name: '10_tiny', chosen }))));`;
  const namesOf = (...chosen: object[]): string[] =>
    JSON.parse(node(code, JSON.stringify(chosen))) as string[];

  test('says what differs from the defaults', () => {
    assert.deepEqual(namesOf({}, { wait: 0.3, fail: 2 }, { wait: 1e-7 }, { data: 'synthetic' }), [
      '10_tiny',
      '10_tiny.wait=0.3.fail=2',
      '10_tiny.wait=1e-7',
      '10_tiny.data=synthetic',
    ]);
  });

  test('is another for another path, also where letter case does not count; short, safe and without the folders', () => {
    const paths = [
      '/a/评论.tar.gz',
      '/a/电影.tar.gz',
      '/one/x',
      '/two/x',
      '/one/X',
      '/One/x',
      '/one/synthetic',
      '/one/x y',
      '/one/x_y',
      '/one/x%y',
      '/one/con',
      '/one/NUL.html',
      '/one/..x',
      '/one/-rf',
      '/one/x.',
      '/one/é',
      '/one/e\u0301',
      `/one/${'x'.repeat(200)}`,
      `/one/${'x'.repeat(199)}y`,
      '/one/`$(id)`"\'\n<script>&',
    ];
    const names = namesOf(...paths.map(data => ({ data })), { data: 'synthetic' }, { data: '' });
    assert.equal(new Set(names.map(name => name.toLowerCase())).size, names.length, names.join('\n'));
    for (const name of names) {
      assert.match(name, /^10_tiny\.data=(?:[A-Za-z0-9][\w.-]*)?$/);
      assert.ok(name.length < 80, name);
      assert.doesNotMatch(name, /one|two|\.$/i);
    }
    assert.match(names[2]!, /^10_tiny\.data=x-[0-9a-f]{8}$/);
  });
});
