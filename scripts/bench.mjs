import { spawnSync } from 'node:child_process';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join, relative } from 'node:path';
import { barChart } from './bench/chart.mjs';
import { startContestants } from './bench/contestants.mjs';
import { commandLine, refuse } from './command-line.mjs';
import { cache, environment, inRoot, messageOf, root } from './setup/paths.mjs';
import { setUpOrExit } from './setup/steps.mjs';

const { values } = commandLine({
  usage: 'npm run bench -- [--python PATH] [--rounds N] [--epochs N] [--reviews N]',
  about: `Measures the text CNN with its bottleneck, side by side and in turns: the engine with one thread and two, the engine as an
operation of tfjs, the plain tfjs model and, where a Python is given that has them, Keras and PyTorch. Steps and evaluated
batches of 32 are timed in rounds, then whole epochs with validation. Writes data/results/bench.json and bench.svg.`,
  notes: `  --python PATH   a Python with the packages of scripts/bench/requirements.txt; without it Keras and PyTorch are left out
  --rounds N      turns of steps, 7
  --epochs N      epochs with validation, 5; 0 leaves them out
  --reviews N     training reviews, and as many test reviews, 25000
All of it takes about a quarter of an hour on two cores. Let nothing else run meanwhile.`,
  options: {
    python: { type: 'string' },
    rounds: { type: 'string', default: '7' },
    epochs: { type: 'string', default: '5' },
    reviews: { type: 'string', default: '25000' },
  },
});
const rounds = whole('rounds', 1, 1000);
const epochs = whole('epochs', 0, 100);
const reviews = whole('reviews', 320, 25000);
const [batch, lambda] = [32, 0.1];
if (values.python !== undefined && spawnSync(values.python, ['--version']).status !== 0)
  refuse(`There is no Python at ${values.python}. scripts/bench/requirements.txt says how to make one.`);

await setUpOrExit();
const folder = join(cache, 'bench');
const data = child('reviews.cjs', [folder, String(reviews)]);
console.log(`${data.source}\n`);
const contestants = startContestants(folder, { batch, lambda, python: values.python });
try {
  await bench();
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
} finally {
  for (const one of contestants) one.end();
}

async function bench() {
  const list = contestants.map(one => ({
    one,
    versions: '',
    steps: /** @type {number[]} */ ([]),
    evaluations: /** @type {number[]} */ ([]),
    epochs: /** @type {{train: number, validation: number, accuracy: number}[]} */ ([]),
    peakBytes: 0,
  }));
  for (const entry of list) {
    const { versions = '' } = await entry.one.ask({ do: 'info' });
    entry.versions = versions;
    await entry.one.ask({ do: 'steps', count: 10 });
    await entry.one.ask({ do: 'steps', count: 10 });
    await entry.one.ask({ do: 'evaluate', count: 10 });
  }
  for (let round = 1; round <= rounds; round++) {
    for (const { one, steps, evaluations } of list) {
      say(`round ${round} of ${rounds}: ${one.name}`);
      // The first step after a pause finds cold caches.
      steps.push(...((await one.ask({ do: 'steps', count: 13 })).ms ?? []).slice(1));
      evaluations.push(...((await one.ask({ do: 'evaluate', count: 40 })).ms ?? []));
    }
  }
  for (let epoch = 1; epoch <= epochs; epoch++) {
    for (const entry of list) {
      say(`epoch ${epoch} of ${epochs}: ${entry.one.name}`);
      const { train = NaN, validation = NaN, accuracy = NaN } = await entry.one.ask({ do: 'epoch' });
      entry.epochs.push({ train, validation, accuracy });
    }
  }
  for (const entry of list) entry.peakBytes = (await entry.one.ask({ do: 'info' })).peakBytes;
  for (const { one } of list) one.end();
  say('the engine alone');
  const engine = child('engine.cjs', [folder]);
  say('');
  report(list, engine);
}

/**
 * @param {{one: {name: string}, versions: string, steps: number[], evaluations: number[], epochs: {train: number, validation: number, accuracy: number}[], peakBytes: number}[]} list
 * @param {{roofline: {ceiling: number, table: number}, parts: {part: string, ms: number}[], growth: Record<string, {value: number, ms: number}[]>, megabytes: number}} engine
 */
function report(list, engine) {
  const results = list.map(({ one, versions, steps, evaluations, epochs: done, peakBytes }) => ({
    name: one.name,
    versions,
    step: spread(steps),
    evaluatedBatch: spread(evaluations),
    epochs: done,
    run: done.length > 0 ? done.reduce((sum, epoch) => sum + epoch.train + epoch.validation, 0) : null,
    peakMegabytes: peakBytes / 1e6,
  }));
  const cell = (/** @type {ReturnType<typeof spread>} */ s) =>
    `${s.median.toFixed(2)} [${s.low.toFixed(2)}, ${s.high.toFixed(2)}]`;
  const columns = ['', 'ms a step', 'ms an evaluated batch', `s for ${epochs} epochs`, 'peak MB'];
  const rows = results.map(one => [
    one.name,
    cell(one.step),
    cell(one.evaluatedBatch),
    one.run?.toFixed(1) ?? '-',
    one.peakMegabytes.toFixed(0),
  ]);
  const widths = columns.map((column, i) =>
    Math.max(column.length, ...rows.map(row => (row[i] ?? '').length)),
  );
  for (const row of [columns, ...rows])
    console.log(row.map((text, i) => text.padEnd(widths[i] ?? 0)).join('  '));
  console.log('Median [quartiles]; the steps are of batches of 32, with the bottleneck.\n');
  const { ceiling, table } = engine.roofline;
  const share = ((100 * table) / ceiling).toFixed(0);
  console.log(
    `The table's product: ${table.toFixed(1)} billion operations a second, ${share}% of the ${ceiling.toFixed(1)} that one core does with nothing to read.`,
  );
  console.log(
    `Parts of a step, 1 thread: ${engine.parts.map(({ part, ms }) => `${part} ${ms.toFixed(2)} ms`).join('; ')}`,
  );
  for (const [name, times] of Object.entries(engine.growth)) {
    console.log(`By ${name}: ${times.map(({ value, ms }) => `${value}: ${ms.toFixed(1)} ms`).join(', ')}`);
  }
  const machine = {
    processor: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    gigabytes: Math.round(totalmem() / 1e9),
    system: `${process.platform} ${process.arch}`,
  };
  const commit = spawnSync('git', ['rev-parse', '--short', 'HEAD'], {
    cwd: root,
    encoding: 'utf8',
  }).stdout.trim();
  const settings = { reviews, batch, lambda, rounds, epochs, spread: 'median and quartiles' };
  const result = {
    date: new Date().toISOString(),
    commit,
    machine,
    data: data.source,
    settings,
    results,
    engine,
  };
  write('bench.json', `${JSON.stringify(result, null, 2)}\n`);
  const whole = results.filter(one => one.run !== null);
  const bars =
    whole.length > 0
      ? whole.map(one => ({ name: one.name, value: one.run ?? 0, note: `${one.run?.toFixed(0)} s` }))
      : results.map(one => ({
          name: one.name,
          value: one.step.median,
          note: `${one.step.median.toFixed(1)} ms`,
        }));
  const what =
    whole.length > 0 ? `${epochs} epochs of ${reviews} reviews, with validation` : 'One training step';
  write('bench.svg', barChart(`${what}: ${machine.cores} cores`, bars));
}

/**
 * @param {string} name
 * @param {string} text
 */
function write(name, text) {
  const target = inRoot('data', 'results', name);
  mkdirSync(inRoot('data', 'results'), { recursive: true });
  writeFileSync(`${target}.partial`, text);
  renameSync(`${target}.partial`, target);
  console.log(`Wrote ${relative(root, target)}`);
}

/** @param {number[]} times */
function spread(times) {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (/** @type {number} */ part) => sorted[Math.floor(part * (sorted.length - 1))] ?? NaN;
  return { median: at(0.5), low: at(0.25), high: at(0.75), least: at(0), n: sorted.length };
}

/**
 * Runs a script of scripts/bench to its end; its last line is JSON.
 * @param {string} script
 * @param {string[]} args
 */
function child(script, args) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', inRoot('scripts', 'bench', script), ...args],
    { cwd: root, env: environment(), encoding: 'utf8', maxBuffer: 1e8 },
  );
  if (status !== 0) refuse(`${script} failed:\n${stderr.trim().split('\n').slice(-8).join('\n')}`);
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}');
}

/** @param {string} text */
function say(text) {
  if (process.stdout.isTTY) process.stdout.write(`\r\x1b[K${text}`);
  else if (text.startsWith('epoch')) console.log(text);
}

/**
 * @param {'rounds' | 'epochs' | 'reviews'} name
 * @param {number} least
 * @param {number} most
 */
function whole(name, least, most) {
  const value = Number(values[name]);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  return refuse(`--${name} ${String(values[name])}: a whole number from ${least} to ${most} is needed`);
}
