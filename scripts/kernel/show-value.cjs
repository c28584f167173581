// What is shown of the value of a cell's last expression.
const { format } = require('node:util');

/**
 * @param {unknown} value
 * @returns {{ data: Record<string, unknown>, metadata: Record<string, unknown> } | undefined} undefined: nothing is shown
 */
function bundleOf(value) {
  if (value === undefined || value === null) return undefined;
  return { data: { 'text/plain': format(value) }, metadata: {} };
}

module.exports = { bundleOf };
