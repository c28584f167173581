// Runs cells, in the place of tslab's executor.
const vm = require('node:vm');
const { getCodeMetadata } = require('tslab/dist/metadata.js');
const { PREFIX, Compiler } = require('./compile.cjs');
const { fromProblems, fromThrown } = require('./errors.cjs');
const { guarded, setActive } = require('./interrupt.cjs');
const { LibModules } = require('./modules.cjs');
const { register } = require('./positions.cjs');
const { Interrupted, Run, kernel } = require('./run.cjs');
const { cellTimers } = require('./timers.cjs');
const { Variables } = require('./variables.cjs');

/** In milliseconds. */
const RESCUE = 1000;
/** How long a cell hears no interrupt that may have been sent before it: nobody stops a cell so soon. In milliseconds. */
const DEAF = 50;
/** Errors that are shown of one cell. */
const MANY = 10;

/** @typedef {import('./errors.cjs').JupyterError} JupyterError */

class Cells {
  constructor() {
    this.compiler = new Compiler();
    this.modules = new LibModules(process.cwd());
    this.variables = new Variables();
    /** @type {Map<number, string>} The code of every cell, for traces through its functions. */
    this.codes = new Map();
    this.timers = cellTimers((error, run) => this.onUnawaited(error, run));
    /** Told of an error that nobody waits for, thrown by a cell that has ended. */
    this.onLateError = /** @type {(error: JupyterError, run: Run) => void} */ (() => {});
    /** Ends the running cell should its own end have been lost: what was ended by force was the kernel's work. */
    this.rescue = () => {};
    /** @type {WeakMap<Promise<unknown>, Run>} */
    this.rejected = new WeakMap();
    Object.assign(globalThis, { __kernel__: kernel });
  }

  /**
   * @param {string} code
   * @param {{ number: number, wasIdle: boolean }} cell
   * @param {(value: unknown) => void} show Shows the last expression's value.
   * @returns {Promise<JupyterError[]>} The first is the cell's own, if there is one; then those that nobody waits for.
   */
  execute(code, { number, wasIdle }, show) {
    this.codes.set(number, code);
    const run = new Run(number);
    if (wasIdle) run.deafUntil = performance.now() + DEAF;
    setActive(run);
    const rescue = new Promise((_, fail) => {
      this.rescue = () => setTimeout(() => fail(new Interrupted()), RESCUE);
    });
    return Promise.race([this.executeRun(code, run, show), rescue])
      .catch(thrown => [this.explain(thrown)])
      .finally(() => {
        run.ended = true;
        setActive(null);
      });
  }

  /**
   * @param {string} code
   * @param {Run} run
   * @param {(value: unknown) => void} show
   * @returns {Promise<JupyterError[]>}
   */
  async executeRun(code, run, show) {
    const own = await this.runCell(code, run, show).catch(thrown => this.explain(thrown));
    // What nobody waits for is found out at the end of a turn.
    await turn();
    const others = run.unawaited.slice(0, MANY).map(({ thrown }) => this.explain(thrown));
    return own ? [own, ...others] : others;
  }

  /** After what ran was ended by force. */
  mend() {
    this.modules.forgetHalfLoaded();
    this.rescue();
  }

  /**
   * @param {string} code
   * @param {Run} run
   * @param {(value: unknown) => void} show
   * @returns {Promise<JupyterError | null>}
   */
  async runCell(code, run, show) {
    // News of files that appeared come in turns of the event loop.
    await turn();
    const started = guarded(() => this.start(code, run));
    if ('error' in started) return started.error;
    try {
      await started.cell;
      if (run.state !== 'running') throw new Interrupted();
      await turn();
      if (run.state !== 'running') throw new Interrupted();
    } finally {
      started.end();
    }
    const { last } = run;
    run.last = undefined;
    if (run.unawaited.length === 0) guarded(() => show(last));
    return null;
  }

  /**
   * All that comes before the cell's own code.
   *
   * @param {string} code
   * @param {Run} run
   * @returns {{ error: JupyterError | null } | { cell: Promise<unknown>, end: () => void }}
   */
  start(code, run) {
    const place = { number: run.number, code, prefix: PREFIX.split('\n').length - 1 };
    const meta = getCodeMetadata(code);
    if (meta.module) {
      const found = this.compiler.addModule(meta.module, code, meta);
      return { error: found.length > 0 ? fromProblems(found, place) : null };
    }
    const compiled = this.compiler.compile(this.variables.declarations, code);
    const { problems, output, declarations = '', isAsync, modules, back } = compiled;
    this.modules.update(modules ?? []);
    if (problems.length > 0) return { error: fromProblems(problems, place) };
    const script = `Cell [${run.number}]`;
    register(script, (line, column) => {
      const found = back?.(line - 1, column - 1);
      return found ? { file: script, line: found.line + 1, column: found.column + 1 } : null;
    });
    const begin = this.prepare(script, output ?? '', isAsync === true);
    let begun = /** @type {ReturnType<Variables['begin']> | null} */ (null);
    run.declare = accessors => {
      begun = this.variables.begin(accessors);
    };
    return {
      cell: this.inOwnTurn(run, () => begin(this.variables.scope, this.modules.require, run)),
      // A cell that was interrupted before it began has declared nothing.
      end: () => guarded(() => begun && this.variables.end(begun, declarations)),
    };
  }

  /**
   * The cell as a function. Its timers are parameters of a function around it, so that it may declare their names.
   *
   * @param {string} script
   * @param {string} output
   * @param {boolean} isAsync
   */
  prepare(script, output, isAsync) {
    const head = '(function (setTimeout, setInterval, setImmediate) { return';
    const text = `${head} ${isAsync ? 'async ' : ''}function (exports, require, __cell__) {\n${output}\n}})`;
    const outer = vm.runInThisContext(text, { filename: script, lineOffset: -1 });
    return outer(...this.timers);
  }

  /**
   * Calls a function as the one job of a turn of the event loop: what may be ended by force is then the cell alone.
   *
   * @param {Run} run
   * @param {() => unknown} work
   */
  inOwnTurn(run, work) {
    return new Promise((done, fail) => {
      run.giveUp = fail;
      setTimeout(() => {
        void Promise.resolve()
          .then(() => {
            run.check();
            return work();
          })
          .then(done, fail);
      }, 0);
    });
  }

  /**
   * @param {unknown} thrown
   * @param {Run} run
   * @param {Promise<unknown> | null} [promise]
   */
  onUnawaited(thrown, run, promise = null) {
    if (thrown instanceof Interrupted) return;
    if (run.ended) this.onLateError(this.explain(thrown), run);
    else run.unawaited.push({ promise, thrown });
    if (promise) this.rejected.set(promise, run);
  }

  /** @param {Promise<unknown>} promise One of those, which is waited for after all. */
  onAwaited(promise) {
    const run = this.rejected.get(promise);
    if (run) run.unawaited = run.unawaited.filter(one => one.promise !== promise);
  }

  /** @param {unknown} thrown */
  explain(thrown) {
    return fromThrown(thrown, number => this.codes.get(number));
  }

  /** @param {string} code @param {number} position */
  inspect(code, position) {
    return guarded(() => this.compiler.converter.inspect(this.variables.declarations, code, position));
  }

  /** @param {string} code @param {number} position */
  complete(code, position) {
    return guarded(() => this.compiler.converter.complete(this.variables.declarations, code, position));
  }

  close() {
    this.compiler.converter.close();
  }
}

/** @returns {Promise<void>} */
function turn() {
  return new Promise(done => {
    setImmediate(done);
  });
}

module.exports = { Cells };
