import { constants } from 'node:os';
import { releaseLock } from './lock.mjs';
import { killChildren, removeTemporary, stopChildren } from './run.mjs';

const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/**
 * On a signal: ends the programs, lets the lock go, says how to go on, and ends as a program does that a signal has ended. A second
 * signal does not wait for the programs.
 * @returns {() => void} from then on signals do what they did before
 */
export function stopOnSignals() {
  let stopping = false;
  /** @param {'SIGINT' | 'SIGTERM' | 'SIGHUP'} signal */
  const stop = signal => {
    const code = 128 + constants.signals[signal];
    if (stopping) killChildren();
    else void stopChildren().then(() => leave(code));
    stopping = true;
  };
  for (const signal of signals) process.on(signal, stop);
  return () => {
    if (!stopping) for (const signal of signals) process.off(signal, stop);
  };
}

/** @param {number} code */
function leave(code) {
  removeTemporary();
  releaseLock();
  // After the terminal is gone nothing can be said.
  process.stderr.on('error', () => process.exit(code));
  console.error('\nStopped. What was finished is kept; the same command goes on from here.');
  process.exit(code);
}
