// tslab's own copy of TypeScript 5.0.4, as an object whose functions the other files can replace: the original's cannot be.
// Loaded before tslab, which then finds this one.
const file = require.resolve('@tslab/typescript-for-tslab');
/** @type {typeof import('typescript')} */
const ts = { ...require(file) };
/** @type {NodeModule} */ (require.cache[file]).exports = ts;

module.exports = ts;
