import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { runCells, type Executed } from '../support/kernel-session';

// A burst is lost beyond some 500 messages where a kernel sends one for each write and does not see the refusals.
const lines = (n: number, prefix = '') => Array.from({ length: n }, (_, i) => `${prefix}${i}\n`).join('');
let answers: Executed[];

before(async () => {
  answers = await runCells([
    'for (let i = 0; i < 900; i++) console.log(i);',
    'for (let i = 0; i < 20000; i++) console.log(i);',
    'for (let i = 0; i < 3000; i++) console.error(i);',
    "for (let i = 0; i < 3000; i++) console.log(i);\nthrow new Error('after it');",
    `import { showBundle } from './lib/show/display';
for (let i = 0; i < 2000; i++) showBundle({ 'text/plain': String(i) });`,
    `for (let i = 0; i < 200; i++) { console.log('o' + i); console.error('e' + i); showBundle({ 'text/plain': 'd' }); }
console.log('last');
5`,
    "process.stdout.write('x'.repeat(10_000_000));\nconsole.log();",
    'setTimeout(() => { for (let i = 0; i < 3000; i++) console.log(i); }, 200);\nconst ended = true;',
    { wait: 2 },
    `await new Promise<void>(done => process.stdout.write('told\\n', () => done()));
for (const byte of Buffer.from('é')) process.stdout.write(Buffer.from([byte]));
process.stdout.write('6869', 'hex');
const written = process.stdout.write('');`,
    // The event loop does not turn in between.
    `const until = (ms: number) => { const start = Date.now(); while (Date.now() - start < ms); };
for (let i = 0; i < 4; i++) { console.log(i); until(100); }`,
  ]);
});

test('every line of a burst arrives, few messages carry them, and the cell ends', () => {
  const [few, many, toError] = answers;
  assert.equal(few?.text, lines(900));
  assert.equal(many?.text, lines(20000));
  assert.ok(many.streams < 2000, `${many.streams} messages`);
  assert.equal(toError?.errors, lines(3000));
});

test('a cell that throws after a burst loses neither the lines nor the error', () => {
  assert.equal(answers[3]?.text, lines(3000));
  assert.equal(answers[3]?.order.at(-1), 'error');
  assert.equal(answers[3]?.error[0]?.evalue, 'after it');
});

test('2000 displays in a loop all arrive, in their order', () => {
  assert.deepEqual(
    answers[4]?.data.map(one => one.data['text/plain']),
    Array.from({ length: 2000 }, (_, i) => String(i)),
  );
});

test('standard output, standard error, displays and the result keep their order', () => {
  const expected = Array.from({ length: 200 }, (_, i) => [
    `stdout:o${i}\n`,
    `stderr:e${i}\n`,
    'display_data',
  ]);
  assert.deepEqual(answers[5]?.order, [...expected.flat(), 'stdout:last\n', 'execute_result']);
});

test('ten million characters in one write arrive', () => {
  assert.equal(answers[6]?.text.length, 10_000_001);
});

test('what a timer prints after its cell has ended arrives', () => {
  assert.equal(answers[7]?.status, 'ok');
  assert.equal(answers[7]?.text, lines(3000));
});

test('write calls back, joins the halves of a character and knows encodings', () => {
  assert.equal(answers[8]?.text, 'told\néhi', answers[8]?.errors);
});

test('a computation without a pause is heard while it goes on', () => {
  assert.equal(answers[9]?.text, lines(4));
  assert.ok(answers[9].streams > 1, 'all came at the end');
});
