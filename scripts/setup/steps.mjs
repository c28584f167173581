import { engine } from './engine.mjs';
import { SetupError, explain, shorten } from './failure.mjs';
import { log, logPlace } from './files.mjs';
import { kernelSpec } from './kernel-spec.mjs';
import { releaseLock, takeLock } from './lock.mjs';
import { nodePackages } from './node-packages.mjs';
import { endOrphans } from './processes.mjs';
import { pythonEnvironment } from './python.mjs';
import { reportAssets } from './report-assets.mjs';
import { removeTemporary } from './run.mjs';
import { stopOnSignals } from './signals.mjs';
import { tensorflow } from './tensorflow.mjs';

/**
 * @typedef {object} Step one part of the set-up; safe to repeat after an interruption at any point
 * @property {string} name
 * @property {() => string | null | Promise<string | null>} fault why it is not right, in a few words, or null; it is cheap, and
 *   changes nothing
 * @property {(say: (text: string) => void, detail: (text: string) => void) => Promise<void>} work throws SetupError;
 *   `say` is for milestones, `detail` for what only a live terminal shows
 */

/** In the order of need: the kernel's file lies inside the Python environment, TensorFlow uses both package managers. */
export const steps = [nodePackages, pythonEnvironment, tensorflow, kernelSpec, reportAssets, engine];

/**
 * Brings the clone to the state that every command needs; quiet and quick when it is there already.
 * @param {{verbose?: boolean}} [options] verbose: also name the parts that were right already
 */
export async function setUp({ verbose = false } = {}) {
  checkNode();
  // Python answers while the files of the others are looked at.
  // One that cannot be told (a file of the clone is missing) is told when its turn comes.
  const faults = await Promise.all(steps.map(step => faultOf(step).catch(() => 'unknown')));
  if (faults.every(fault => fault === null)) {
    if (verbose) for (const { name } of steps) console.log(`  ✓ ${name}: already right`);
    return;
  }
  const start = Date.now();
  await withLock(async () => {
    for (const step of steps) {
      // Asked again: another set-up may have done it while this one waited, and one part may undo another.
      const fault = await faultOf(step);
      if (fault !== null) await runStep(step, fault);
      else if (verbose) console.log(`  ✓ ${step.name}: already right`);
    }
  });
  const seconds = (Date.now() - start) / 1000;
  if (seconds > 1) console.log(`  Set-up finished in ${seconds.toFixed(0)} s.\n`);
}

/**
 * Does what only one process of this clone may do at a time; a signal ends it with its programs, and lets the lock go.
 * @template T
 * @param {() => Promise<T>} work
 */
export async function withLock(work) {
  const listenNoMore = stopOnSignals();
  try {
    await takeLock(text => console.log(text));
    log(`\n== ${new Date().toISOString()} ==\n`);
    const ended = await endOrphans();
    if (ended > 0)
      console.log(`  An interrupted set-up had left ${ended} of its programs running; they were ended.`);
    return await work();
  } finally {
    removeTemporary();
    releaseLock();
    listenNoMore();
  }
}

/** Runs the set-up, and on failure says what failed, why and what mends it, then ends the process. */
export async function setUpOrExit(options = {}) {
  await orExit(() => setUp(options));
}

/**
 * @template T
 * @param {() => Promise<T>} work
 */
export async function orExit(work) {
  try {
    return await work();
  } catch (error) {
    const { message, why, fix } = explain(error);
    console.error(`\n✗ ${message}`);
    if (why) console.error(`\nWhy:\n${why.replace(/^/gm, '  ')}\n`);
    console.error(`To mend it: ${fix}`);
    const place = logPlace();
    if (place) console.error(place);
    process.exit(1);
  }
}

/**
 * A step's fault; that a file of the clone cannot be read is told with the step's name.
 * @param {Step} step
 */
async function faultOf(step) {
  try {
    return await step.fault();
  } catch (error) {
    throw explain(error, step.name);
  }
}

/**
 * @param {Step} step
 * @param {string} fault
 */
async function runStep(step, fault) {
  const start = Date.now();
  const live = process.stdout.isTTY;
  let saying = '';
  const seconds = () => `${((Date.now() - start) / 1000).toFixed(0)} s`;
  const draw = () => {
    const width = (process.stdout.columns ?? 80) - 1;
    process.stdout.write(`\r\x1b[K${`  … ${step.name} (${seconds()}) ${saying}`.slice(0, width)}`);
  };
  const timer = live ? setInterval(draw, 500) : undefined;
  if (fault !== 'not installed yet') console.log(`  … ${step.name}: ${shorten(fault)}; making it anew`);
  try {
    const detail = (/** @type {string} */ text) => (saying = text);
    await step.work(live ? detail : text => console.log(`  … ${step.name}: ${text}`), detail);
  } catch (error) {
    throw explain(error, step.name);
  } finally {
    clearInterval(timer);
    if (live) process.stdout.write('\r\x1b[K');
  }
  const left = await faultOf(step);
  if (left !== null) {
    throw new SetupError(
      `${step.name}: made anew, and yet not right: ${left}.`,
      '',
      'Look for what changes it meanwhile (another set-up? a virus scanner?), then: npm run setup',
    );
  }
  console.log(`  ✓ ${step.name}: done in ${seconds()}`);
}

function checkNode() {
  const [major = 0] = process.versions.node.split('.').map(Number);
  if (major >= 20) return;
  throw new SetupError(
    'Node 20 or newer is needed.',
    `This is Node ${process.versions.node}.`,
    'Install Node 20, 22 or 24.',
  );
}
