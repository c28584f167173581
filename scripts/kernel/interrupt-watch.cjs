// A thread that waits for SIGINT: see interrupt.cjs. `vm` gives a signal to the call with `breakOnSigint` that began last, in
// whatever thread that is, at once.
const inspector = require('node:inspector');
const vm = require('node:vm');
const { parentPort, workerData } = require('node:worker_threads');

/** @type {{ flags: Int32Array, at: typeof import('./interrupt.cjs').PLACES, patience: number }} */
const { flags, at, patience } = workerData;
/** How long a loop may keep the event loop from turning, in milliseconds. */
const LIMIT = 400;

const wait = vm.runInThisContext('(flags, place) => { for (;;) Atomics.wait(flags, place, 0); }');
Object.assign(globalThis, { waitForSignal: () => wait(flags, at.never) });

for (;;) {
  try {
    vm.runInThisContext('waitForSignal()', { breakOnSigint: true });
  } catch {
    Atomics.add(flags, at.asked, 1);
    parentPort?.postMessage('interrupt');
    // One thread looks after it; the other one waits for the next signal.
    if (Atomics.compareExchange(flags, at.busy, 0, 1) === 0) {
      seeItAnswered();
      Atomics.store(flags, at.busy, 0);
    }
  }
}

function seeItAnswered() {
  const started = Date.now();
  for (;;) {
    Atomics.wait(flags, at.answered, Atomics.load(flags, at.answered), 50);
    if (isAnswered()) return;
    const limit = Atomics.load(flags, at.listeners) > 0 ? patience : LIMIT;
    if (Date.now() - started > limit) endByForce();
  }
}

function isAnswered() {
  return Atomics.load(flags, at.answered) === Atomics.load(flags, at.asked);
}

function endByForce() {
  Atomics.store(flags, at.ending, 1);
  // From here on the main thread begins nothing that must not be ended.
  if (Atomics.load(flags, at.guarded) > 0 || isAnswered()) {
    Atomics.store(flags, at.ending, 0);
    return;
  }
  const session = new inspector.Session();
  session.connectToMainThread();
  session.post('Runtime.terminateExecution'); // Again and again: what is ended may be what listens to this.
  while (Atomics.load(flags, at.ending) === 1) {
    parentPort?.postMessage('ended');
    Atomics.wait(flags, at.ending, 1, 100);
  }
  session.disconnect();
}
