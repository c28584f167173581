// The TypeScript kernel: tslab, started in this process with the clone's root as its working directory. tslab compiles
// only what lies below that directory, so `import { ... } from './lib/...'` works in a notebook of any folder.
const path = require('node:path');
// tslab's own copy of TypeScript 5.0.4, which it loads anyway.
/** @type {typeof import('typescript')} */
const ts = require('@tslab/typescript-for-tslab');

/**
 * `{ lambda }` becomes `{ lambda: lambda }`: tslab rewrites the names of earlier cells to where it keeps them, but
 * overlooks those in shorthand, which then fail with "lambda is not defined".
 * @param {string} code
 */
function spellOutShorthand(code) {
  const file = ts.createSourceFile('cell.ts', code, ts.ScriptTarget.Latest, true);
  /** @type {{at: number, text: string}[]} */
  const insertions = [];
  /** @param {import('typescript').Node} node */
  const visit = node => {
    if (ts.isShorthandPropertyAssignment(node))
      insertions.push({ at: node.name.end, text: `: ${node.name.text}` });
    ts.forEachChild(node, visit);
  };
  visit(file);
  return insertions.reduceRight(
    (text, { at, text: added }) => text.slice(0, at) + added + text.slice(at),
    code,
  );
}

/**
 * Lets a file appear or change while a notebook is open. TypeScript's watcher may then set two timers, of which tslab
 * knows one: it throws "Unexpected pending rebuildTimer" and misses the change. The second timer's work is quick, so it is
 * done at once instead. tslab derives its system from `ts.sys` and gives it a `setTimeout`: the setter here wraps that.
 */
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

function main() {
  const configPath = process.argv[2];
  if (!configPath) {
    console.error('usage: node scripts/kernel.cjs CONNECTION_FILE   (Jupyter starts it; run: npm run lab)');
    process.exit(2);
  }
  require('./kernel/parent-watch.cjs');
  const connectionFile = path.resolve(configPath);
  process.chdir(path.dirname(__dirname));
  allowSecondTimer();
  require('./kernel/last-value.cjs').showLastValues();
  const { JupyterHandlerImpl } = require('tslab/dist/jupyter.js');
  const { handleExecute } = JupyterHandlerImpl.prototype;
  /** @type {import('tslab/dist/jupyter').JupyterHandlerImpl['handleExecute']} */
  JupyterHandlerImpl.prototype.handleExecute = function (request, writeStream, writeDisplayData) {
    const code = spellOutShorthand(request.code);
    return handleExecute.call(this, { ...request, code }, writeStream, writeDisplayData);
  };
  require('tslab/dist/main.js').startKernel({ configPath: connectionFile, enableFindLocal: false });
}

module.exports = { spellOutShorthand };
if (require.main === module) main();
