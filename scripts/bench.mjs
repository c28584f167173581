import { execFile, spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { nodeOptions, startContestants } from './bench/contestants.mjs';
import {
  circumstances,
  printEngine,
  printResults,
  spread,
  writeChart,
  writeResults,
} from './bench/results.mjs';
import { commandLine, readNumber, refuse, shortened } from './command-line.mjs';
import { workFolder } from './report/work-folder.mjs';
import { cache, environment, inRoot, messageOf, root } from './setup/paths.mjs';
import { setUpOrExit } from './setup/steps.mjs';
import { onStop } from './stop.mjs';

const { values, tokens } = commandLine({
  usage: 'npm run bench -- [--python PATH] [--rounds N] [--epochs N] [--reviews N]',
  about: `Measures the text CNN with its bottleneck, side by side and in turns: the engine with one thread and two, the engine as an
operation of tfjs, the plain tfjs model and, where a Python is given that has them, Keras and PyTorch. Steps and evaluated
batches of 32 are timed in rounds, then whole epochs with validation. Writes data/results/bench.json and bench.svg.`,
  notes: `  --python PATH   a Python with the packages of scripts/bench/requirements.txt; without it Keras and PyTorch are left out
  --rounds N      turns of steps, 7
  --epochs N      epochs with validation, 5; 0 leaves them out
  --reviews N     training reviews, and as many test reviews, 25000
  --engine-only   only the engine's ceiling, parts and growth, two minutes; the rest of bench.json stays
All of it takes about a quarter of an hour on two cores. Let nothing else run meanwhile.`,
  options: {
    python: { type: 'string' },
    rounds: { type: 'string', default: '7' },
    epochs: { type: 'string', default: '5' },
    reviews: { type: 'string', default: '25000' },
    'engine-only': { type: 'boolean', default: false },
  },
});
const rounds = whole('rounds', 1, 1000);
const epochs = whole('epochs', 0, 100);
const reviews = whole('reviews', 320, 25000);
const [batch, lambda] = [32, 0.1];
if (values['engine-only']) {
  const idle = tokens.flatMap(token => ('name' in token && token.name !== 'engine-only' ? [token.name] : []));
  const others = idle.filter(name => name !== 'reviews').map(name => `--${name}`);
  if (others.length > 0)
    refuse(`--engine-only measures the engine alone: leave ${others.join(' and ')} out.`);
}
if (values.python !== undefined) checkPython(values.python);

await setUpOrExit();
const folder = workFolder(join(cache, 'bench'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
/** @type {Set<{kill: (signal?: NodeJS.Signals) => boolean}>} */
const running = new Set();
onStop(code => {
  for (const one of running) one.kill('SIGKILL');
  console.error('\nStopped. The results of before stay.');
  process.exit(code);
});
const data = await child('reviews.cjs', [folder, String(reviews)]);
console.log(`${data.source}\n`);
if (!values['engine-only']) await contest();
if (process.exitCode !== 1) await measureEngine();

async function contest() {
  const contestants = startContestants(folder, { batch, lambda, python: values.python });
  for (const one of contestants) running.add(one.child);
  try {
    await bench(contestants);
  } catch (error) {
    console.error(messageOf(error));
    process.exitCode = 1;
  } finally {
    for (const one of contestants) one.end();
    running.clear();
  }
}

/** @param {import('./bench/contestants.mjs').Contestant[]} contestants */
async function bench(contestants) {
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
  const results = list.map(({ one, versions, steps, evaluations, epochs: done, peakBytes }) => ({
    name: one.name,
    versions,
    step: spread(steps),
    evaluatedBatch: spread(evaluations),
    epochs: done,
    run: done.length > 0 ? done.reduce((sum, epoch) => sum + epoch.train + epoch.validation, 0) : null,
    peakMegabytes: peakBytes / 1e6,
  }));
  say('');
  const settings = { reviews, batch, lambda, rounds, epochs, spread: 'median and quartiles' };
  printResults(results, epochs);
  writeResults({ contest: { ...circumstances(data.source), settings, results } });
  writeChart(results, settings);
}

async function measureEngine() {
  say('the engine alone');
  const engine = await child('engine.cjs', [folder]);
  say('');
  printEngine(engine);
  writeResults({ engine: { ...circumstances(data.source), ...engine } });
}

/**
 * Runs a script of scripts/bench to its end; its last line is JSON.
 * @param {string} script
 * @param {string[]} args
 * @returns {Promise<any>}
 */
function child(script, args) {
  return new Promise(done => {
    const program = execFile(
      process.execPath,
      [...nodeOptions, inRoot('scripts', 'bench', script), ...args],
      { cwd: root, env: environment(), maxBuffer: 1e8 },
      (error, stdout, stderr) => {
        running.delete(program);
        if (error) {
          const why = stderr.trim() || (error.signal ? `it was ended by ${error.signal}` : error.message);
          refuse(`${script} failed:\n${why.split('\n').slice(-8).join('\n')}`);
        }
        done(JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}'));
      },
    );
    running.add(program);
  });
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
  const text = String(values[name]);
  const number = readNumber(text);
  if (number?.whole && number.value >= least && number.value <= most) return number.value;
  return refuse(`--${name} ${shortened(text)}: a whole number from ${least} to ${most} is needed`);
}

/**
 * Refuses a Python that is none, or that lacks what it is to be compared with, before an hour goes by.
 * @param {string} python
 */
function checkPython(python) {
  const how = 'scripts/bench/requirements.txt says how to make one.';
  const code =
    "from importlib.util import find_spec as f; print(*(m for m in ('keras', 'tensorflow', 'torch', 'numpy') if not f(m)))";
  const { status, stdout } =
    python.trim() === '' ? { status: 1, stdout: '' } : spawnSync(python, ['-c', code], { encoding: 'utf8' });
  if (status !== 0) refuse(`There is no Python at ${shortened(python) || '""'}. ${how}`);
  if (stdout.trim() !== '')
    refuse(`The Python at ${shortened(python)} lacks ${stdout.trim().split(' ').join(', ')}; ${how}`);
}
