// Loads a file of lib, which is TypeScript, for the kernel itself: it may show a value before any cell has imported lib.
const { readFileSync } = require('node:fs');
const Module = require('node:module');
const path = require('node:path');

const root = path.resolve(__dirname, '../..');
/** @type {Map<string, any>} */
const loaded = new Map();

/**
 * The exports of a file of lib. Its relative imports are loaded in the same way, apart from the cells' own copies; types
 * are not checked, which `npm run typecheck` does.
 * @param {string} name from the clone's root, with its ending: `lib/show/value-bundle.ts`
 * @returns {any}
 */
function loadLib(name) {
  const file = path.resolve(root, name);
  const known = loaded.get(file);
  if (known) return known.exports;
  // tslab's own copy of TypeScript, which it has loaded.
  const ts = require('@tslab/typescript-for-tslab');
  const { outputText } = ts.transpileModule(readFileSync(file, 'utf8'), {
    fileName: file,
    compilerOptions: {
      module: ts.ModuleKind.CommonJS,
      target: ts.ScriptTarget.ES2021,
      esModuleInterop: true,
    },
  });
  /** @type {any} */
  const made = new Module(file);
  made.filename = file;
  made.paths = [path.join(root, 'node_modules')];
  made.require = (/** @type {string} */ id) =>
    id.startsWith('.') ? loadLib(`${path.resolve(path.dirname(file), id)}.ts`) : require(id);
  loaded.set(file, made);
  made._compile(outputText, file);
  return made.exports;
}

module.exports = { loadLib };
