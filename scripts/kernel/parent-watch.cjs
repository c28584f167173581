// Loading this file ends the process when its parent is gone, so that nobody's kernel or child stays behind: by
// `require('./kernel/parent-watch.cjs')`, or by `node --require`. A thread of its own looks, because cells may compute for
// minutes without a pause.
const { Worker, isMainThread, workerData } = require('node:worker_threads');

const EVERY = 250; // milliseconds
const PATIENCE = 2000; // for a process that wants to tidy up after SIGTERM

if (isMainThread) {
  new Worker(__filename, {
    workerData: {
      parent: process.ppid,
      announced: Number(process.env.JPY_PARENT_PID),
      // Whom `node --require` starts is always the child of a command, and never of the machine's first process.
      isChild: require.main === undefined,
    },
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 4 },
  }).unref();
} else if (workerData?.parent) {
  watch(workerData);
}

/**
 * @param {{parent: number, announced: number, isChild: boolean}} who announced: who Jupyter says is the parent, or NaN
 */
function watch({ parent, announced, isChild }) {
  // Whom the machine's first process adopted before this thread began has lost its parent already.
  const isOrphan = () => parent === 1 && (isChild || (announced > 1 && !isAlive(announced)));
  const timer = setInterval(() => {
    if (process.ppid === parent && isAlive(parent) && !isOrphan()) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), PATIENCE);
  }, EVERY);
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code !== 'ESRCH';
  }
}
