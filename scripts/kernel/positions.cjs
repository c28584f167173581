// Stack traces that speak of what the reader wrote: the lines of a cell ("Cell [5]:2:7") and of lib's .ts files. tslab makes
// no source maps, and its frames and Node's fill half of a trace.
const { SourceMap } = require('node:module');
const path = require('node:path');
const { fileURLToPath } = require('node:url');

const root = path.resolve(__dirname, '..', '..');
const own = [__dirname, ...['tslab', '@tslab'].map(name => path.join(root, 'node_modules', name))].map(
  folder => folder + path.sep,
);
const FRAMES = 40;

/** @typedef {{ file: string, line: number, column: number }} Place Line and column from 1. */

/** @type {Map<string, (line: number, column: number) => Place | null>} By the name of the script. */
const scripts = new Map();

/**
 * The way from the compiled code back through both maps: TypeScript -> module -> (edited) -> CommonJS.
 *
 * @param {object} maps
 * @param {import('node:module').SourceMapPayload} maps.toModule
 * @param {(line: number, column: number) => number} maps.columnBefore
 * @param {import('node:module').SourceMapPayload} maps.toTypeScript
 * @returns {(line: number, column: number) => { line: number, column: number } | null} All from 0.
 */
function wayBack({ toModule, columnBefore, toTypeScript }) {
  const late = new SourceMap(toModule);
  const early = new SourceMap(toTypeScript);
  return (line, column) => {
    const inModule = find(late, line, column);
    if (!inModule) return null;
    const at = columnBefore(inModule.originalLine, inModule.originalColumn);
    const found = find(early, inModule.originalLine, at);
    return found && { line: found.originalLine, column: found.originalColumn };
  };
}

/**
 * What tslab adds at the beginning of a line has no entry, and would be taken for the end of the line before.
 *
 * @param {import('node:module').SourceMap} map
 * @param {number} line
 * @param {number} column
 * @returns {import('node:module').SourceMapping | null}
 */
function find(map, line, column) {
  const [entry, last] = [column, Number.MAX_SAFE_INTEGER].map(one => map.findEntry(line, one));
  if (!entry || !('originalLine' in entry)) return null;
  const isBetter =
    entry.generatedLine !== line && last && 'originalLine' in last && last.generatedLine === line;
  return isBetter ? last : entry;
}

/**
 * @param {string} script
 * @param {(line: number, column: number) => Place | null} place
 */
function register(script, place) {
  scripts.set(script, place);
}

/**
 * @param {NodeJS.CallSite} site
 * @returns {string | null} null: a frame that tells a reader nothing.
 */
function frame(site) {
  const file = site.getFileName();
  const text = site.toString();
  if (!file) return text;
  if (file.startsWith('node:')) return null;
  const plain = file.startsWith('file:') ? fileURLToPath(file) : file;
  if (own.some(folder => plain.startsWith(folder))) return null;
  const line = site.getLineNumber() ?? 1;
  const column = site.getColumnNumber() ?? 1;
  const place = scripts.get(plain)?.(line, column);
  const relative = path.isAbsolute(plain) ? path.relative(root, plain) : plain;
  const shown = place
    ? `${place.file}:${place.line}:${place.column}`
    : `${relative.startsWith('..') ? plain : relative}:${line}:${column}`;
  return text.replace(`${file}:${line}:${column}`, shown);
}

/**
 * @param {unknown} error
 * @param {NodeJS.CallSite[]} sites
 */
function prepareStackTrace(error, sites) {
  /** @type {string[]} */
  const frames = [];
  let repeated = 0;
  const closeRepeat = () => {
    if (repeated > 0) frames.push(`    ... the same ${repeated} more times`);
    repeated = 0;
  };
  let last = '';
  for (const site of sites) {
    const text = frame(site);
    if (text === null) continue;
    if (text === last) {
      repeated++;
      continue;
    }
    closeRepeat();
    frames.push(`    at ${text}`);
    last = text;
  }
  closeRepeat();
  return [headline(error), ...frames].join('\n');
}

/** @param {unknown} error */
function headline(error) {
  try {
    return String(error);
  } catch {
    return 'Error';
  }
}

function showOwnPlaces() {
  Error.stackTraceLimit = FRAMES;
  Error.prepareStackTrace = prepareStackTrace;
}

module.exports = { register, showOwnPlaces, wayBack };
