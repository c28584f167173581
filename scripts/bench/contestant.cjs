/**
 * The engine or tfjs as a contestant of `npm run bench`: reads commands, a JSON object a line, and answers each with one.
 * node --import tsx contestant.cjs engine-1|engine-2|tfjs-op|tfjs FOLDER BATCH LAMBDA
 */
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { createInterface } = require('node:readline');
const { TextCnnEngine } = require('../../lib/engine');
const { engineHost, VibTextCnn } = require('../../lib/models');
const { Random } = require('../../lib/random');
const { evaluate, examplesFor, stepper } = require('../../lib/training');

const [kind = '', folder = '', batchText = '', lambdaText = ''] = process.argv.slice(2);
const [batch, lambda] = [Number(batchText), Number(lambdaText)];

/** @param {string} part */
function read(part) {
  /** @param {string} what */
  const integers = what => {
    const bytes = readFileSync(join(folder, `${part}.${what}`));
    return new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  };
  return { tokens: integers('tokens'), labels: integers('labels') };
}

function makeModel() {
  if (kind.startsWith('engine')) {
    const threads = Number(kind.slice('engine-'.length));
    return new TextCnnEngine({ head: 'vib', seed: 1, lambda, batch, threads }, engineHost());
  }
  return new VibTextCnn({ seed: 1, lambda, pool: kind === 'tfjs-op' ? 'engine' : 'tfjs' });
}

const model = makeModel();
const [train, test] = [read('train'), read('test')];
const examples = examplesFor(model, train, 'the training data');
const step = stepper(model, 1e-3);
const order = new Random(1).permutation(examples.size);
let at = 0;

/** One step on the next rows, in milliseconds. */
function nextStep() {
  const started = performance.now();
  const rows = order.subarray(at, at + batch);
  step(examples, rows, () => undefined);
  at = at + 2 * batch > order.length ? 0 : at + batch;
  return performance.now() - started;
}

/** @param {{do: string, count: number}} command */
async function answer(command) {
  if (command.do === 'steps') return { ms: Array.from({ length: command.count }, nextStep) };
  if (command.do === 'evaluate') {
    const n = command.count * batch;
    const part = { tokens: test.tokens.subarray(0, n * 400), labels: test.labels.subarray(0, n) };
    const started = performance.now();
    await evaluate(model, part);
    return { ms: [(performance.now() - started) / command.count] };
  }
  if (command.do === 'epoch') {
    const started = performance.now();
    for (let from = 0; from < order.length; from += batch) {
      step(examples, order.subarray(from, from + batch), () => undefined);
    }
    const trained = performance.now();
    const { accuracy } = await evaluate(model, test);
    return { train: (trained - started) / 1000, validation: (performance.now() - trained) / 1000, accuracy };
  }
  return { versions: `Node ${process.versions.node}, V8 ${process.versions.v8}` };
}

createInterface({ input: process.stdin }).on('line', line => {
  void answer(JSON.parse(line)).then(result =>
    console.log(JSON.stringify({ ...result, peakBytes: 1024 * process.resourceUsage().maxRSS })),
  );
});
