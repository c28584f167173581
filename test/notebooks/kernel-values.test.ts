import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Executed, session } from '../support/kernel-session';

const cells: [string, RegExp][] = [
  ["'abc'.repeat(100_000)", /\(300000 characters in all\)$/],
  ['new Float32Array(1000)', /^Float32Array\(1000\) \[\n +0, [^]* \.\.\. 900 more\n\]$/],
  ["new Map([['a', 1]])", /^Map\(1\) \{ 'a' => 1 \}$/],
  ['(x: number) => x', /^\[Function \(anonymous\)\]$/],
  ['new Promise(() => undefined)', /^a Promise that is pending: write `await` before it$/],
  ['Promise.resolve(1)', /^a Promise that is fulfilled: write `await` before it to have its value$/],
  [
    "import { tf } from './lib/tf';\ntf.tensor2d([[1, 2], [3, 0.5]])",
    /^Tensor float32 \[2, 2\]\n\[\[1, 2\],\n \[3, 0\.5\]\]$/,
  ],
  [
    "import { DenseVib } from './lib/models';\nnew DenseVib({ lambda: 0.1, seed: 1 })",
    /^DenseVib, 458 parameters\n {2}inputType='float32'/,
  ],
  ['setTimeout(() => undefined, 5)', /^Timeout of 5 ms, waiting/],
  ['({ get broken() { throw new Error("no"); } })', /^\{ broken: \[Getter\] \}$/],
];

test('the last value of a cell is an execute_result that says what it is', async () => {
  const figure = `import { lines, table } from './lib/show';
lines({ title: 'A line', x: { label: 'x' }, y: { label: 'y' }, series: [{ name: 'a', x: [1, 2], y: [3, 4] }] })`;
  const frame = "table(Array.from({ length: 1000 }, (_, i) => ({ i, name: '<b>' })))";
  const answers = (await session([
    { execute: figure },
    { execute: frame },
    ...cells.map(([code]) => ({ execute: code })),
    { execute: 'null' },
    { execute: 'undefined' },
    { execute: 'const quiet = 5;' },
  ])) as Executed[];
  answers.forEach(answer => assert.deepEqual([answer.status, answer.errors, answer.text], ['ok', '', '']));
  const [drawn, tabled, ...others] = answers.map(answer => answer.results[0]);
  assert.deepEqual(Object.keys(drawn?.data ?? {}).sort(), ['application/vnd.plotly.v1+json', 'text/plain']);
  assert.match(String(drawn?.data['text/plain']), /^A line\n {2}a: 2 points/);
  assert.match(String(tabled?.data['text/html']), /<td[^>]*>int32<\/td>.*\.\.\. 980 more rows/s);
  assert.doesNotMatch(String(tabled?.data['text/html']), /<b>/);
  cells.forEach(([code, said], i) => assert.match(String(others[i]?.data['text/plain']), said, code));
  assert.deepEqual(
    answers.map(answer => answer.results.map(result => result.execution_count)),
    [...cells, 0, 0].map((_, i) => [i + 1]).concat([[], [], []]),
  );
});
