// Jupyter's interrupt (SIGINT) reaches the kernel whatever it does. Node hands a signal to JavaScript only when its event
// loop turns, and tslab's way through `vm` ends with the first `await`. Here two threads wait for the signal
// (interrupt-watch.cjs: while one has just been woken, the other waits) and count it in shared memory:
//
// - the event loop turns: the main thread is told and stops the run;
// - a loop of `await null`: the next `await` sees the number (run.cjs);
// - a loop without an `await`: after a while the thread ends what runs, as a debugger does, but never the kernel's own work
//   or the loading of a package.
const { EventEmitter } = require('node:events');
const { join } = require('node:path');
const { Worker } = require('node:worker_threads');
const { kernel } = require('./run.cjs');

/** Places in the shared memory; interrupt-watch.cjs knows them too. */
const PLACES = { asked: 0, answered: 1, listeners: 2, guarded: 3, ending: 4, busy: 5, never: 6 };
const flags = new Int32Array(new SharedArrayBuffer(4 * Object.keys(PLACES).length));
/** How long those who listen for SIGINT may take to finish, in milliseconds. */
const PATIENCE = 20_000;

/** The run that an interrupt is meant for. */
let active = /** @type {import('./run.cjs').Run | null} */ (null);
/** Listeners that were there before the cell. */
let before = 0;
let emitting = false;
/** After an end by force: what is to be put right. */
let mend = () => {};

/** @param {{ afterForce: () => void }} options */
function listenForInterrupts({ afterForce }) {
  mend = afterForce;
  // Takes the signal until the threads do, and keeps Node from ever giving it back to the system, which would end the kernel.
  process.on('SIGINT', () => {
    if (emitting) return;
    Atomics.add(flags, PLACES.asked, 1);
    answer();
  });
  keepSignalFromNode();
  before = process.listenerCount('SIGINT');
  kernel.lookForInterrupt = () => {
    if (flags[PLACES.asked] !== flags[PLACES.answered]) answer();
  };
  for (let i = 0; i < 2; i++) {
    const worker = new Worker(join(__dirname, 'interrupt-watch.cjs'), {
      workerData: { flags, at: PLACES, patience: PATIENCE },
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 4 },
    });
    worker.on('message', answer);
    worker.unref();
  }
}

/**
 * More listeners for SIGINT, such as those of a training run, are JavaScript's alone: Node would set its own handler of the
 * signal over that of the threads with the first of them, and the default one, which ends the process, after the last.
 */
function keepSignalFromNode() {
  const start = process
    .listeners(/** @type {any} */ ('newListener'))
    .find(({ name }) => name === 'startListeningIfSignal');
  if (start) process.removeListener('newListener', start);
  /** @type {(...args: any[]) => void} */
  const onNew = (name, ...rest) => {
    if (name === 'SIGINT')
      Atomics.store(flags, PLACES.listeners, 1 + process.listenerCount('SIGINT') - before);
    else if (start) Reflect.apply(start, process, [name, ...rest]);
  };
  process.on(/** @type {any} */ ('newListener'), onNew);
  process.on(/** @type {any} */ ('removeListener'), (/** @type {string} */ name) => {
    if (name === 'SIGINT') Atomics.store(flags, PLACES.listeners, process.listenerCount('SIGINT') - before);
  });
}

/** @param {import('./run.cjs').Run | null} run From now on. An interrupt from before is not meant for it. */
function setActive(run) {
  Atomics.store(flags, PLACES.answered, Atomics.load(flags, PLACES.asked));
  active = run;
  if (run) {
    before = process.listenerCount('SIGINT');
    Atomics.store(flags, PLACES.listeners, 0);
  }
}

/** Deals with an interrupt, if there is one. */
function answer() {
  const forced = Atomics.load(flags, PLACES.ending) === 1;
  if (forced) {
    Atomics.store(flags, PLACES.guarded, 0);
    Atomics.store(flags, PLACES.ending, 0);
    mend();
  }
  const asked = Atomics.load(flags, PLACES.asked);
  const isNew = asked !== Atomics.load(flags, PLACES.answered);
  Atomics.store(flags, PLACES.answered, asked);
  Atomics.notify(flags, PLACES.answered);
  Atomics.notify(flags, PLACES.ending);
  const run = active;
  if (!run || run.state === 'stopped' || (!isNew && !forced)) return;
  if (!forced && performance.now() < run.deafUntil) return;
  if (forced || run.state === 'stopping' || Atomics.load(flags, PLACES.listeners) <= 0) {
    run.stop();
    return;
  }
  run.state = 'stopping';
  setTimeout(() => run.ended || run.stop(), PATIENCE).unref();
  emitting = true;
  try {
    EventEmitter.prototype.emit.call(process, 'SIGINT', 'SIGINT', 2);
  } finally {
    emitting = false;
  }
}

/**
 * Work that must not be ended in the middle: the compiler's, the loading of a package.
 * @template T
 * @param {() => T} work
 */
function guarded(work) {
  Atomics.add(flags, PLACES.guarded, 1);
  // The thread has decided already: it ends this loop.
  while (Atomics.load(flags, PLACES.ending) === 1);
  try {
    return work();
  } finally {
    Atomics.sub(flags, PLACES.guarded, 1);
  }
}

module.exports = { PLACES, guarded, listenForInterrupts, setActive };
