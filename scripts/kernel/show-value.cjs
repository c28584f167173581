// What is shown of the value of a cell's last expression.
const { loadLib } = require('./load-lib.cjs');

/**
 * @param {unknown} value
 * @returns {{ data: Record<string, unknown>, metadata: Record<string, unknown> } | undefined} undefined: nothing is shown
 */
function bundleOf(value) {
  const data = loadLib('lib/show/value-bundle.ts').valueBundle(value);
  return data && { data, metadata: {} };
}

module.exports = { bundleOf };
