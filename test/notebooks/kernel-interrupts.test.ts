import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runCells, traceOf, type Executed, type Step } from '../support/kernel-session';

function assertStopped(executed: Executed | undefined) {
  assert.equal(executed?.status, 'error');
  assert.deepEqual([traceOf(executed), executed?.errors], ['Interrupted.', '']);
  assert.equal(executed?.error[0]?.ename, 'KeyboardInterrupt');
}

test('a training that is stopped is kept with its epochs, the one after it never begins', async () => {
  const [, stopped, kept, none, later] = await runCells([
    `import { twoGaussians } from './lib/data';
import { trainWatched } from './lib/experiments';
import { DenseVib } from './lib/models';
const model = new DenseVib({ lambda: 0.1, seed: 1 });
let steps = 0;
let others = 0;`,
    {
      execute: `const reviews = twoGaussians({ n: 100, seed: 1 });
const first = await trainWatched('first', model, reviews, {
  epochs: 100000, seed: 1, onProgress: () => { if (++steps === 20) console.log('twenty'); },
});
console.log('goes on');
const second = await trainWatched('second', model, reviews, { epochs: 1, seed: 1, onProgress: () => { others++; } });`,
      interruptAt: 'twenty',
    },
    'console.log(first.interrupted, first.epochs.length > 0, reviews.inputs.length > 0);\nlet seen = steps;',
    'second',
    'await new Promise(done => setTimeout(done, 500));\nconsole.log(steps - seen, others);',
  ]);
  assertStopped(stopped);
  assert.equal(stopped?.text, 'twenty\n');
  assert.equal(kept?.text, 'true true true\n', traceOf(kept));
  assert.match(traceOf(none), /Cannot find name 'second'/);
  assert.equal(later?.text, '0 0\n', 'it trains on');
});

// What a cell counts with `n`, and whether it counts on afterwards.
const endless: Record<string, string> = {
  'a loop of await null': 'for (;;) { await null; n++; }',
  'a loop of await null that catches all': 'for (;;) { try { await null; } catch {} n++; }',
  'a loop without await': 'for (;;) n++;',
  'a loop without await after one': 'await null;\nwhile (true) n++;',
  'a loop that waits for timers': 'for (;;) { await new Promise(done => setTimeout(done, 5)); n++; }',
  'a loop of lib that waits':
    "import { occasionalYield } from './lib/training/event-loop';\nconst pause = occasionalYield(0);\nfor (;;) { await pause(); n++; }",
  'functions, several at once': `async function count() { for (;;) { await new Promise(done => setTimeout(done, 5)); n++; } }
const arrow = async (): Promise<void> => { await new Promise(done => setTimeout(done, 5)); n++; return await arrow(); };
await Promise.all([count(), arrow()]);`,
  'for await': `async function* forever() { for (;;) { await new Promise(done => setTimeout(done, 5)); yield 1; } }
for await (const one of forever()) n += one;`,
  'an interval': 'setInterval(() => n++, 5);\nawait new Promise(() => {});',
  'a timer that never returns': 'setTimeout(() => { for (;;) n++; }, 50);\nawait new Promise(() => {});',
  'promises without await':
    'const again = (): Promise<void> => Promise.resolve().then(() => { n++; return again(); });\nawait again();',
  setImmediate:
    'const again2 = () => { n++; setImmediate(again2); };\nagain2();\nawait new Promise(() => {});',
};

test('whatever a cell does, an interrupt ends it, and nothing of it goes on', async () => {
  const count = `const before = n;
await new Promise(done => setTimeout(done, 150));
console.log(n - before, before > 0, kept);`;
  const steps: (string | Step)[] = Object.values(endless).flatMap(code => [
    'let n = 0;',
    { execute: `const kept = 7;\n${code}\nconsole.log('never');`, interrupts: [1] },
    count,
  ]);
  const answers = await runCells(steps);
  Object.keys(endless).forEach((title, i) => {
    const [, stopped, after] = answers.slice(3 * i, 3 * i + 3);
    assert.equal(stopped?.text, '', title);
    assertStopped(stopped);
    assert.equal(after?.text, '0 true 7\n', `${title}: ${traceOf(after)}`);
  });
});

test('interrupts when nothing runs, twice, and during an import harm nothing; queued cells are not run', async () => {
  const answers = await runCells([
    '1',
    { interrupt: true },
    { interrupt: true },
    { interrupt: true },
    // A signal takes a while to be heard, and what comes meanwhile is meant by it.
    { wait: 2 },
    'await null;\n"runs"',
    { execute: 'await new Promise(done => setTimeout(done, 60000));', interrupts: [0.8, 0.82, 0.84, 0.9] },
    { wait: 2 },
    '"alive"',
    ...[0.1, 0.6, 1.2].map(at => ({
      execute: "import { tf } from './lib/tf';\nawait new Promise(done => setTimeout(done, 60000));",
      interrupts: [at],
    })),
    "import { tf } from './lib/tf';\ntf.tensor([1, 2]).sum().dataSync()[0]",
    { execute: 'for (;;) tf.tidy(() => tf.ones([10]).add(1).dataSync());', interrupts: [0.5] },
    '(await tf.ones([3]).data()).length',
    {
      executeAll: ['await new Promise(done => setTimeout(done, 60000));', '"two"', '"three"'],
      interrupts: [0.8],
    },
    '"at once"',
  ]);
  const [, runs, twice, alive, ...rest] = answers;
  assert.equal(runs?.status, 'ok');
  assertStopped(twice);
  assert.equal(alive?.status, 'ok');
  const [one, two, three, sum, loop, length, stopped, second, third, atOnce] = rest;
  [one, two, three, loop, stopped].forEach(assertStopped);
  assert.deepEqual(
    [sum, length, second, third, atOnce].map(answer => answer?.status),
    ['ok', 'ok', 'aborted', 'aborted', 'ok'],
    traceOf(sum) + traceOf(length),
  );
});

test('a cell that is interrupted before it begins has declared nothing', async () => {
  const cells = Array.from({ length: 6 }, (_, i) => [
    { execute: `const early${i} = ${i} + 1;\nawait new Promise(() => {});`, interrupts: [i * 0.01, 2] },
    `console.log(early${i});`,
  ]).flat();
  const answers = await runCells(cells);
  answers.forEach((one, i) => {
    if (i % 2 === 0) assertStopped(one);
    else if (one.status === 'ok') assert.equal(one.text, `${(i + 1) / 2}\n`);
    else assert.match(traceOf(one), /Cannot find name 'early/);
  });
});
