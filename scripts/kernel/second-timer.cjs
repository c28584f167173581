// Lets a file appear or change while a notebook is open. TypeScript's watcher may then set two timers, of which tslab
// knows one: it throws "Unexpected pending rebuildTimer" and misses the change. The second timer's work is quick, so it is
// done at once instead. tslab derives its system from `ts.sys` and gives it a `setTimeout`: the setter here wraps that.
const ts = require('./typescript.cjs');

function allowSecondTimer() {
  const original = ts.sys.setTimeout;
  Object.defineProperty(ts.sys, 'setTimeout', {
    configurable: true,
    get: () => original,
    /** @param {NonNullable<typeof original>} setTimer */
    set(setTimer) {
      /** @type {NonNullable<typeof original>} */
      const value = (callback, ...rest) =>
        callback.name === 'invalidateResolutionsOfFailedLookup' ? callback() : setTimer(callback, ...rest);
      Object.defineProperty(this, 'setTimeout', { configurable: true, value });
    },
  });
}

module.exports = { allowSecondTimer };
