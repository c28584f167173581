import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { runCells, traceOf, type Executed } from '../support/kernel-session';

/** The cell's line that the traceback shows first, and all of lib's places. */
const cellLine = (one: Executed | undefined) => /^Cell \[\d+\], line \d+/m.exec(traceOf(one))?.[0];

function assertError(one: Executed | undefined, ename: string, evalue: string | RegExp) {
  assert.equal(one?.status, 'error');
  assert.equal(one?.error.length, 1, 'shown once');
  assert.equal(one?.errors, '', 'nothing on standard error');
  assert.equal(one?.error[0]?.ename, ename);
  if (typeof evalue === 'string') assert.equal(one?.error[0]?.evalue, evalue);
  else assert.match(one?.error[0]?.evalue ?? '', evalue);
  const { ename: name, evalue: value, traceback } = one.reply;
  assert.deepEqual({ ename: name, evalue: value, traceback }, one.error[0]);
  assert.doesNotMatch(traceOf(one), /tslab|node:|evalmachine|scripts\/kernel|tsLastExpr|\.js:|__/);
}

test('what a cell throws is an error of Jupyter, with the line of the cell and of lib', async () => {
  const [thrown, awaited, inLib, asyncLib, fromEarlier, deep, ...others] = await runCells([
    "const a = 1;\nthrow new RangeError('boom');",
    "async function later() {\n  await null;\n  throw new TypeError('later');\n}\nawait later();",
    "import { checkCount } from './lib/checks';\nconst f = (n: number) =>\n  checkCount(n, 'epochs');\nf(-1);",
    `import { train } from './lib/training';
import { DenseVib } from './lib/models';
import { twoGaussians } from './lib/data';
const model = new DenseVib({ lambda: 0.1, seed: 1 });

await train(model, twoGaussians({ n: 10, seed: 1 }), { epochs: -1, seed: 1 });`,
    '\n\nf(-2);',
    'function down(n: number): number {\n  return down(n + 1) + 1;\n}\ndown(0);',
    "throw 'text';",
    'throw undefined;',
    'throw { code: 3 };',
    "throw Object.freeze(new Error('icy'));",
    "throw new Error('outer', { cause: new RangeError('inner') });",
    "throw new AggregateError([new Error('one'), 'two'], 'several');",
    "throw new Proxy(new Error('behind'), { get() { throw new Error('trap'); } });",
    'const o = { field: undefined as unknown as { x: number } };\no.field.x',
    "const { b } = { b: 2 };\n// a comment\n\nconst fail = () => { throw new Error('in shorthand'); }; ({ a, b, c: fail() });",
  ]);
  assertError(thrown, 'RangeError', 'boom');
  assert.equal(cellLine(thrown), 'Cell [1], line 2');
  assert.match(traceOf(thrown), /^ {2}> 2 \| throw new RangeError\('boom'\);$/m);
  assertError(awaited, 'TypeError', 'later');
  assert.equal(cellLine(awaited), 'Cell [2], line 3');
  assert.match(traceOf(awaited), /at later \(Cell \[2\], line 3\)\n.*at async Cell \[2\], line 5/);
  const lineOf = (file: string, text: string) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .findIndex(line => line.includes(text)) + 1;
  assertError(inLib, 'RangeError', /^epochs must be/);
  assert.equal(cellLine(inLib), 'Cell [3], line 3');
  assert.match(traceOf(inLib), /at (?:\w+ \()?lib\/checks\.ts:\d+:\d+/);
  assertError(asyncLib, 'RangeError', /^epochs must be/);
  assert.equal(cellLine(asyncLib), 'Cell [4], line 6');
  const called = lineOf('lib/training/train.ts', "checkCount(epochs, 'epochs');");
  assert.match(traceOf(asyncLib), new RegExp(`at train \\(lib/training/train\\.ts:${called}:\\d+\\)`));
  assertError(fromEarlier, 'RangeError', /^epochs must be/);
  assert.match(traceOf(fromEarlier), /Cell \[3\], line 3[^]*Cell \[5\], line 3/);
  assertError(deep, 'RangeError', 'Maximum call stack size exceeded');
  assert.ok(traceOf(deep).split('\n').length < 60);
  const [text, nothing, object, icy, cause, several, behind, field, shorthand] = others;
  assertError(text, 'Thrown', "'text' was thrown, which is not an Error");
  assertError(nothing, 'Thrown', /^undefined was thrown/);
  assertError(object, 'Thrown', /^\{ code: 3 \} was thrown/);
  assertError(icy, 'Error', 'icy');
  assert.match(traceOf(cause), /outer[^]*Caused by RangeError: inner/);
  assert.match(traceOf(several), /several[^]*\[1 of 2\] Error: one[^]*\[2 of 2\] 'two'/);
  assert.equal(behind?.status, 'error');
  assertError(field, 'TypeError', /Cannot read properties of undefined/);
  assert.equal(cellLine(field), 'Cell [14], line 2');
  assert.equal(cellLine(shorthand), 'Cell [15], line 4');
});

test('errors of types and syntax show the place in the cell, and nothing that the cell does not hold', async () => {
  const [types, meant, syntax, open, twice, method, lib, fine] = await runCells([
    'const n = 1;\nconst text: string = n;',
    'consle.log(1);',
    'const x = 1 +;\nlet y = 2;',
    'function f() {',
    'let z = 1;\nlet z = 2;',
    'const o = { m() { await 3; } };',
    "import { nothing } from './lib/gaussian';",
    'const s = `${await Promise.resolve(1)}`;\nfor (const one of [1, 2]) { if (one > 1) console.log(s, await one); }',
  ]);
  assertError(types, 'TypeScriptError', "Type 'number' is not assignable to type 'string'.");
  assert.match(traceOf(types), /Cell \[1\], line 2, column 7 - [^]*const text: string = n;\n +~~~~$/m);
  assert.match(traceOf(meant), /Did you mean 'console'\?/);
  assertError(syntax, 'SyntaxError', 'Expression expected.');
  assert.doesNotMatch(traceOf(syntax), /line [23]|export/);
  assertError(open, 'SyntaxError', "'}' expected.");
  assert.doesNotMatch(traceOf(open), /export/);
  assert.match(traceOf(twice), /Cannot redeclare block-scoped variable 'z'/);
  assertError(method, 'SyntaxError', /^'await' expressions are only allowed/);
  assertError(lib, 'TypeScriptError', /has no exported member 'nothing'/);
  assert.equal(fine?.text, '1 2\n', traceOf(fine));
});

test('what a failing cell had declared stays, also names and types of before; the next cell runs at once', async () => {
  const [, failed, kept, missing, , interrupted] = await runCells([
    "let lambda = 'old';\nlet other = 1;\ntype Pair = [number, number];",
    `import * as fs from 'fs';
const one = 1;
const { two, rest: [three] } = { two: 2, rest: [3] };
function four() { return 4; }
class Five { five = 5; }
type Six = 6;
other = 7;
throw new Error('here');
let lambda = 8;
const nine = 9;`,
    'const six: Six = 6;\nconst pair: Pair = [1, 2];\nconsole.log(one, two, three, four(), new Five().five, six, other, pair.length, lambda, typeof fs.readFileSync);',
    'nine',
    "lambda.toUpperCase() + (await null ?? '');",
    'let counted = 0;\nconst fails = async () => { await null; counted = 3; throw new Error("x"); };\nawait fails();',
  ]);
  assert.equal(failed?.status, 'error');
  assert.equal(kept?.text, '1 2 3 4 5 6 7 2 old function\n', traceOf(kept));
  assert.match(traceOf(missing), /Cannot find name 'nine'/);
  assert.equal(interrupted?.status, 'error');
});

test('after an error what was asked for with it is not run, and answered as aborted', async () => {
  const statuses = await runCells([
    { executeAll: ['1', "throw new Error('x');", '2', '3'] },
    '4',
    { executeAll: ['const t: string = 1;', '5'] },
    '6',
  ]);
  assert.deepEqual(
    statuses.map(one => one.status),
    ['ok', 'error', 'aborted', 'aborted', 'ok', 'error', 'aborted', 'ok'],
  );
});

test('an error that nobody waits for marks the cell that caused it, once, and stops what runs after it', async () => {
  const [atOnce, kept, fromFunction, caught, later, running, notRun, timer, next, several, half] =
    await runCells([
      "Promise.reject(new Error('nobody'));\nconst stays = 1;",
      'stays',
      "async function f() {\n  await null;\n  throw new Error('from f');\n}\nf();\nawait new Promise(done => setTimeout(done, 50));",
      "const p = Promise.reject(new Error('in time'));\nawait new Promise(done => setTimeout(done, 20));\nawait p.catch(() => 'caught');",
      "setTimeout(() => { void Promise.reject(new Error('late')); }, 300);\nlet done1 = 1;",
      {
        executeAll: ["await new Promise(done => setTimeout(done, 1000));\nconsole.log('ran');", '"not run"'],
      },
      "setTimeout(() => {\n  throw new Error('timer');\n}, 100);\nlet done2 = 1;",
      { wait: 1 },
      '"next"',
      "for (const i of [1, 2]) void (async () => { await null; throw new Error(`one ${i}`); })();\nthrow new Error('own');",
      'const caughtLater = [1, 2].map(async i => { throw new Error(`two ${i}`); });\nawait new Promise(done => setTimeout(done, 20));\nvoid caughtLater[0]!.catch(() => 0);',
    ]);
  assertError(atOnce, 'Error', 'nobody');
  assert.equal(cellLine(atOnce), 'Cell [1], line 1');
  assert.equal(kept?.results[0]?.data['text/plain'], '1');
  assertError(fromFunction, 'Error', 'from f');
  assert.equal(cellLine(fromFunction), 'Cell [3], line 3');
  assert.equal(caught?.status, 'ok', traceOf(caught));
  assert.equal(later?.status, 'ok');
  assert.equal(later?.error.length, 1, 'the error belongs to its cell');
  assert.equal(cellLine(later), 'Cell [5], line 1');
  assert.deepEqual([running?.status, running?.text, running?.error], ['error', 'ran\n', []]);
  assert.equal(running?.reply.evalue, 'late');
  assert.equal(notRun?.status, 'aborted');
  assert.equal(timer?.error[0]?.evalue, 'timer');
  assert.equal(cellLine(timer), 'Cell [7], line 2');
  assert.equal(next?.status, 'ok');
  assert.deepEqual(
    several?.error.map(one => one.evalue),
    ['own', 'one 1', 'one 2'],
  );
  assertError(half, 'Error', 'two 2');
});

test('a report that fails says which cell, as the reader counts them, with the message and the line', () => {
  const folder = 'reports/kernel-errors-test';
  mkdirSync(folder, { recursive: true });
  const cell = (source: string, tags: string[] = []) => ({
    cell_type: 'code',
    execution_count: null,
    id: `cell-${source.length}`,
    metadata: { tags },
    outputs: [],
    source,
  });
  const run = (...cells: object[]) => {
    const notebook = {
      cells: [{ cell_type: 'markdown', id: 'text', metadata: {}, source: '# Title' }, ...cells],
      metadata: { kernelspec: { name: 'tslab', display_name: 'TypeScript', language: 'typescript' } },
      nbformat: 4,
      nbformat_minor: 5,
    };
    writeFileSync(`${folder}/in.ipynb`, JSON.stringify(notebook));
    const script = 'scripts/python/execute.py';
    const args = [script, `${folder}/in.ipynb`, `${folder}/out.ipynb`, '{"lambda": 0.5}'];
    return spawnSync('.venv/bin/python', args, { encoding: 'utf8', timeout: 180_000 });
  };
  try {
    const parameters = cell('let lambda = 0.1;', ['parameters']);
    const failing = 'const y = lambda;\nthrow new Error(`lambda is ${y}`);';
    const { status, stderr } = run(parameters, cell(failing), cell('"after"'));
    assert.equal(status, 1);
    assert.match(
      stderr,
      /^Cell \[2\], which begins with `const y = lambda;`, failed:\nError: lambda is 0\.5\nCell \[2\], line 2:/,
    );
    assert.doesNotMatch(stderr, /\u001b|Traceback/);
    const late = "setTimeout(() => { throw new Error('late'); }, 200);\nlet x = 1;";
    const second = run(
      parameters,
      cell(late),
      cell('await new Promise(done => setTimeout(done, 800));'),
      cell('"x"'),
    );
    assert.equal(second.status, 1);
    assert.match(
      second.stderr,
      /^Cell \[3\], which begins with `await new Promise.*`, failed:\nError: late\nCell \[2\], line 1:/,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
