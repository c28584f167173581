// One run of a cell, and whether it was stopped. The compiled cells and files of lib ask it at each `await` (cell-code.cjs):
// tslab itself only stops waiting for an interrupted cell.

/** Thrown where a stopped cell would go on. */
class Interrupted extends Error {
  constructor() {
    super('Interrupted.');
    this.name = 'KeyboardInterrupt';
  }
}

/** What runs just now: cells, functions and timers look here for the run that they belong to. */
const kernel = {
  /** @type {Run} */
  run: /** @type {any} */ (null),
  /** Looks for an interrupt when the event loop cannot: a loop of `await null` never lets it turn. */
  lookForInterrupt: () => {},
};

class Run {
  /** @param {number} number The cell's, as the reader sees it. */
  constructor(number) {
    this.number = number;
    /** Until then an interrupt is one from before, when nothing ran: a signal takes a while to be heard. */
    this.deafUntil = -Infinity;
    /** 'stopping': what listens for SIGINT, such as a training run, may still finish what it is at. */
    this.state = /** @type {'running' | 'stopping' | 'stopped'} */ ('running');
    this.ended = false;
    /** The value of the last expression. */
    this.last = /** @type {unknown} */ (undefined);
    /** Errors that nobody waits for. */
    this.unawaited = /** @type {{ promise: Promise<unknown> | null, thrown: unknown }[]} */ ([]);
    /** Called with the accessors of the cell's variables. */
    this.declare = /** @type {(accessors: object) => void} */ (() => {});
    this.giveUp = /** @type {(error: unknown) => void} */ (() => {});
  }

  /** Before something new begins. */
  check() {
    kernel.run = this;
    kernel.lookForInterrupt();
    if (this.state !== 'running') throw new Interrupted();
  }

  /**
   * After an `await`: hands its value on, because what was completed may still be kept in a variable.
   * @template T
   * @param {T} [value]
   */
  back(value) {
    kernel.run = this;
    kernel.lookForInterrupt();
    if (this.state === 'stopped') throw new Interrupted();
    return value;
  }

  stop() {
    this.state = 'stopped';
    this.giveUp(new Interrupted());
  }
}

kernel.run = new Run(0);

module.exports = { Interrupted, Run, kernel };
