import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from '../setup/paths.mjs';

/**
 * @typedef {object} Parameter what a notebook's parameter may be; declared in notebooks/parameters.json
 * @property {'number' | 'integer' | 'string' | 'choice' | 'data'} type `choice`: one of `words`; `data`: a file's path, or one of them
 * @property {number} [minimum]
 * @property {number} [maximum]
 * @property {string[]} [words]
 * @property {number | string} default as in the notebook's `parameters` cell
 * @property {number | string} [quick] the value of a quick run (tests, `--quick`)
 * @property {string} about
 */

/** @typedef {Record<string, Parameter>} Parameters */

/**
 * The tests have notebooks of their own.
 * @param {string[]} parts
 */
const inNotebooks = (...parts) =>
  process.env.VIB_NOTEBOOKS ? join(process.env.VIB_NOTEBOOKS, ...parts) : inRoot('notebooks', ...parts);

/** The notebooks' names in reading order, without folder and `.ipynb`. */
export function notebookNames() {
  return readdirSync(inNotebooks())
    .filter(name => /^\d\d_.*\.ipynb$/.test(name))
    .map(name => name.replace(/\.ipynb$/, ''))
    .sort();
}

/**
 * @param {string} name
 * @returns {Parameters}
 */
export function parametersOf(name) {
  /** @type {Record<string, Parameters>} */
  const all = JSON.parse(readFileSync(inNotebooks('parameters.json'), 'utf8'));
  return all[name] ?? {};
}

/**
 * @typedef {object} Collection what the front page says of the whole; in notebooks/collection.json
 * @property {string} title
 * @property {string} question as Markdown
 * @property {string[]} answeredBy the notebooks whose key results answer it
 * @property {Record<string, number>} seconds how long each notebook takes alone on two cores, for the time that is left
 * @property {{time: string, text: string}[]} routes where to go with so much time
 */

/** @returns {Collection} */
export function readCollection() {
  const file = inNotebooks('collection.json');
  const none = { title: 'Reports', question: '', answeredBy: [], seconds: {}, routes: [] };
  return existsSync(file) ? { ...none, ...JSON.parse(readFileSync(file, 'utf8')) } : none;
}

/** @param {string} name */
export const notebookFile = name => inNotebooks(`${name}.ipynb`);

/**
 * @typedef {object} Notebook what the commands read of the notebook format
 * @property {{cell_type: string, id?: string, source: string | string[], metadata: {tags?: string[], papermill?: unknown, execution?: unknown}, outputs?: object[], execution_count?: number | null}[]} cells
 * @property {Record<string, unknown>} metadata
 */

/**
 * @param {string} file
 * @returns {Notebook}
 */
export const readNotebook = file => JSON.parse(readFileSync(file, 'utf8'));

/** @param {Notebook['cells'][number]} cell */
export const textOf = cell => [cell.source].flat().join('');

/**
 * The text of the notebook's first heading.
 * @param {Notebook} notebook
 */
export function titleOf(notebook) {
  const [first] = notebook.cells;
  return /^#\s+(.*)$/m.exec(first ? textOf(first) : '')?.[1] ?? 'Untitled';
}
