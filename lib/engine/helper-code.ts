import { planStart, Slot } from './assembly/plan';

/**
 * What a helping thread runs, as plain JavaScript: it makes its own instance over the shared memory, works while there is
 * work, and sleeps until there is more. `start` is called with what `EngineHost.startHelper` was given.
 */
export const helperCode = `
function start({ module, memory, thread }) {
  const { help } = new WebAssembly.Instance(module, { env: { memory } }).exports;
  const plan = new Int32Array(memory.buffer, ${planStart});
  for (let seen = 0; (seen = help(thread, seen)) >= 0; ) Atomics.wait(plan, ${Slot.generation}, seen);
}
`;
