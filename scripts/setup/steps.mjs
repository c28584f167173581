import { appendFileSync, mkdirSync } from 'node:fs';
import { engine } from './engine.mjs';
import { kernelSpec } from './kernel-spec.mjs';
import { releaseLock, takeLock } from './lock.mjs';
import { nodePackages } from './node-packages.mjs';
import { cache } from './paths.mjs';
import { pythonEnvironment } from './python.mjs';
import { reportAssets } from './report-assets.mjs';
import { SetupError, setupLog, stopChildren } from './run.mjs';
import { tensorflow } from './tensorflow.mjs';

/**
 * @typedef {object} Step one part of the set-up; safe to repeat after an interruption at any point
 * @property {string} name
 * @property {() => boolean} isReady cheap: it reads small files only
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
  if (!verbose && steps.every(step => step.isReady())) return;
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  await takeLock(() => console.log('Another set-up of this clone is running; waiting for it.'));
  mkdirSync(cache, { recursive: true });
  appendFileSync(setupLog, `\n== set-up of ${new Date().toISOString()} ==\n`);
  const start = Date.now();
  for (const step of steps) {
    if (step.isReady()) {
      if (verbose) console.log(`  ✓ ${step.name}: already right`);
      continue;
    }
    await runStep(step);
  }
  releaseLock();
  process.off('SIGINT', stop);
  process.off('SIGTERM', stop);
  const seconds = (Date.now() - start) / 1000;
  if (seconds > 1) console.log(`  Set-up finished in ${seconds.toFixed(0)} s.\n`);
}

/** Runs the set-up, and on failure says what failed, why and what mends it, then ends the process. */
export async function setUpOrExit(options = {}) {
  try {
    await setUp(options);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(
      `\n✗ ${error.message}\n\nWhy:\n${indent(error.why)}\n\nTo mend it:\n${indent(error.fix)}\n`,
    );
    console.error('The full log is .cache/setup.log. What was finished is kept.');
    process.exit(1);
  }
}

/** @param {Step} step */
async function runStep(step) {
  const start = Date.now();
  const live = process.stdout.isTTY;
  let saying = '';
  const seconds = () => `${((Date.now() - start) / 1000).toFixed(0)} s`;
  const draw = () => {
    const width = (process.stdout.columns ?? 80) - 1;
    process.stdout.write(`\r\x1b[K${`  … ${step.name} (${seconds()}) ${saying}`.slice(0, width)}`);
  };
  const timer = live ? setInterval(draw, 500) : undefined;
  try {
    const detail = (/** @type {string} */ text) => (saying = text);
    await step.work(live ? detail : text => console.log(`  … ${step.name}: ${text}`), detail);
  } finally {
    clearInterval(timer);
    if (live) process.stdout.write('\r\x1b[K');
  }
  console.log(`  ✓ ${step.name}: done in ${seconds()}`);
}

function stop() {
  stopChildren();
  releaseLock();
  console.error('\nStopped. What was finished is kept; the same command goes on from here.');
  process.exit(130);
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

/** @param {string} text */
function indent(text) {
  return text.replace(/^/gm, '  ');
}
