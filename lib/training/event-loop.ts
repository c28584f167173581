import { setImmediate } from 'timers/promises';

/**
 * Lets Node's event loop turn when it has not for a while: messages go out (a live display), signals come in.
 *
 * @returns a function to await often; it yields at most once in `interval` milliseconds.
 */
export function occasionalYield(interval = 50): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < interval) return;
    await setImmediate();
    last = performance.now();
  };
}
