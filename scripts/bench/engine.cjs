/** What concerns the engine alone: its ceiling, its parts, and how a step grows. node --import tsx engine.cjs FOLDER */
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { roofline, TextCnnEngine } = require('../../lib/engine');
const { engineParts } = require('../../lib/experiments');
const { engineHost } = require('../../lib/models');
const { Random } = require('../../lib/random');

const [folder = ''] = process.argv.slice(2);
/** @param {string} what */
const integers = what => {
  const bytes = readFileSync(join(folder, `train.${what}`));
  return new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
};
const data = { tokens: integers('tokens'), labels: integers('labels') };
const words = data.tokens.filter(token => token > 1);
const usual = { words: 5000, length: 400, filters: 250, batch: 32 };

/** @param {number[]} values */
const median = values => values.sort((a, b) => a - b)[values.length >> 1] ?? NaN;

/**
 * A network of other sizes with texts of its own: the same word frequencies, drawn anew.
 * @param {Partial<typeof usual>} change
 */
function stepsOf(change) {
  const sizes = { ...usual, ...change };
  const engine = new TextCnnEngine({ head: 'vib', seed: 1, threads: 1, ...sizes }, engineHost());
  const random = new Random(1);
  const batches = Array.from({ length: 6 }, () => ({
    // In a larger vocabulary each word is split into several.
    tokens: Int32Array.from({ length: sizes.batch * sizes.length }, () => {
      const word = words[random.integer(words.length)] ?? 0;
      const copies = Math.max(1, sizes.words / usual.words);
      return Math.min(sizes.words - 1, Math.floor(((word + random.uniform()) * copies) % sizes.words));
    }),
    labels: Int32Array.from({ length: sizes.batch }, (_, i) => i % 2),
  }));
  /** @type {number[]} */
  const times = [];
  /** @param {number} count */
  const walk = count => {
    for (let step = 0; step < count; step++) {
      const batch = /** @type {(typeof batches)[number]} */ (batches[step % batches.length]);
      const started = performance.now();
      engine.step(batch);
      // The first step after a pause finds cold caches.
      if (step > 0) times.push(performance.now() - started);
    }
  };
  return { walk, times, end: () => engine.dispose() };
}

/** @type {Record<keyof typeof usual, number[]>} */
const grids = {
  words: [1250, 2500, 5000, 10000, 20000],
  length: [100, 200, 400, 800],
  filters: [64, 128, 250, 500],
  batch: [8, 16, 32, 64, 128],
};
const runs = Object.entries(grids).flatMap(([name, values]) =>
  values.map(value => ({ name, value, ...stepsOf({ [name]: value }) })),
);
for (const run of runs) run.walk(6);
for (const run of runs) run.times.length = 0;
// In turns, so that a busy minute of the machine falls on all sizes alike.
for (let round = 0; round < 12; round++) for (const run of runs) run.walk(7);
const growth = Object.fromEntries(
  Object.keys(grids).map(name => [
    name,
    runs.filter(run => run.name === name).map(({ value, times }) => ({ value, ms: median(times) })),
  ]),
);
for (const run of runs) run.end();
const engine = new TextCnnEngine({ head: 'vib', seed: 1, threads: 1 }, engineHost());
const parts = engineParts(engine, data, { steps: 200 }).map(({ part, milliseconds }) => ({
  part,
  ms: milliseconds.value,
  low: milliseconds.low,
  high: milliseconds.high,
}));
const megabytes = engine.bytes / 1e6;
engine.dispose();
console.log(JSON.stringify({ roofline: roofline(engineHost()), parts, growth, megabytes }));
