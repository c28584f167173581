import { planStart, Slot } from './assembly/plan';

/**
 * What a helping thread runs, as plain JavaScript. `start` is called once, with a `HelperStart`; the function that it gives
 * is called with every `HelperMessage`. It makes an instance of its own over the memory, works while there is work, sleeps
 * until there is more, and comes back when it is told to leave: then the next message may name another memory.
 */
export const helperCode = `
function start({ module, control, thread }) {
  const seats = new Map();
  return ({ seat, memory, ticket, seen }) => {
    if (memory) {
      const { help } = new WebAssembly.Instance(module, { env: { memory } }).exports;
      seats.set(seat, { help, plan: new Int32Array(memory.buffer, ${planStart}, ${Slot.count}) });
    }
    // Called back before it came: the memory may be in other hands by now.
    if (Atomics.compareExchange(control, thread, ticket, -ticket) !== ticket) return;
    const { help, plan } = seats.get(seat);
    while ((seen = help(thread, seen)) >= 0) Atomics.wait(plan, ${Slot.generation}, seen);
    Atomics.store(control, thread, 0);
    Atomics.notify(control, thread);
  };
}
`;
