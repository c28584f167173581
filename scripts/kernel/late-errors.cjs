// Errors that nobody waits for: rejected promises and what timers throw. tslab prints them under whichever cell runs then.
const { kernel } = require('./run.cjs');

/** @param {import('./cells.cjs').Cells} cells */
function catchLateErrors(cells) {
  process.on('uncaughtException', error => cells.onUnawaited(error, kernel.run));
  // Node asks at the end of each turn: the run is the one that was at work last.
  process.on('unhandledRejection', (reason, promise) => cells.onUnawaited(reason, kernel.run, promise));
  process.on('rejectionHandled', promise => cells.onAwaited(promise));
}

module.exports = { catchLateErrors };
