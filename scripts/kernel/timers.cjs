// setTimeout, setInterval and setImmediate as cells see them: those of an interrupted cell end with it, and what their
// functions throw is reported with the cell that set them. Each function runs as a promise's job, in which an endless loop
// can be ended without harm to Node.
const { kernel } = require('./run.cjs');

/** @typedef {(...args: any[]) => any} Callback */

/**
 * @param {(error: unknown, run: import('./run.cjs').Run) => void} report
 */
function cellTimers(report) {
  /**
   * @param {Callback} start
   * @param {(handle: any) => void} clear
   * @returns {Callback}
   */
  const owned = (start, clear) => {
    /** @type {Callback} */
    const timer = (callback, ...rest) => {
      if (typeof callback !== 'function') return start(callback, ...rest);
      const run = kernel.run;
      /** @type {any} */
      const handle = start(
        (/** @type {unknown[]} */ ...args) => {
          // What a promise gave for its own end may go on: at the `await` behind it the cell sees that it was stopped.
          if (run.state !== 'running' && !isNative(callback)) return clear(handle);
          void Promise.resolve().then(() => {
            kernel.run = run;
            try {
              callback.apply(handle, args);
            } catch (error) {
              report(error, run);
            }
          });
        },
        ...rest,
      );
      return handle;
    };
    return Object.assign(timer, ownSymbols(start));
  };
  return [
    owned(setTimeout, clearTimeout),
    owned(setInterval, clearInterval),
    owned(setImmediate, clearImmediate),
  ];
}

/** @param {Callback} callback */
function isNative(callback) {
  return Function.prototype.toString.call(callback).endsWith('{ [native code] }');
}

/**
 * util.promisify finds the promised form under a symbol.
 * @param {object} from
 */
function ownSymbols(from) {
  return Object.fromEntries(Object.getOwnPropertySymbols(from).map(key => [key, Reflect.get(from, key)]));
}

module.exports = { cellTimers };
