import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { notebookFile, notebookNames, readNotebook, titleOf } from './collection.mjs';
import { comparisonOf, factsOf } from './facts.mjs';
import { recordOf } from './record.mjs';

/**
 * @typedef {import('./facts.mjs').Facts} Facts
 * @typedef {import('./record.mjs').Record} Record
 * @typedef {{file: string, facts: Facts}} Report
 * @typedef {object} Place one notebook of a folder of reports
 * @property {string} name
 * @property {string} title
 * @property {Record} record what its main report gave; of a notebook that was not run, its question and what it builds on
 * @property {Report | undefined} main the run with the default parameters, at reduced sizes where there is no other
 * @property {Report[]} others
 * @property {{file: string, facts: import('./facts.mjs').ComparisonFacts}[]} comparisons
 */

/**
 * What lies in a folder of reports, by notebook; a notebook without a report has its place too.
 * @param {string} folder
 * @returns {Place[]}
 */
export function shelfOf(folder) {
  const files = readdirSync(folder)
    .filter(file => file.endsWith('.html') && file !== 'index.html')
    .sort();
  const reports = files.flatMap(file => {
    const facts = factsOf(join(folder, file));
    return facts ? [{ file, facts }] : [];
  });
  const known = new Set(reports.map(({ file }) => file));
  const comparisons = files.flatMap(file => {
    const facts = known.has(file) ? null : comparisonOf(join(folder, file));
    return facts ? [{ file, facts }] : [];
  });
  const names = [...new Set([...notebookNames(), ...reports.map(({ facts }) => facts.notebook)])].sort();
  return names.map(name => {
    const own = reports.filter(({ facts }) => facts.notebook === name);
    const main = ['', '.quick']
      .map(end => own.find(({ file }) => file === `${name}${end}.html`))
      .find(Boolean);
    const source = sourceOf(name);
    return {
      name,
      title: (main ?? own[0])?.facts.title ?? source.title,
      record: main?.facts.record ?? source.record,
      main,
      others: own.filter(report => report !== main),
      comparisons: comparisons.filter(({ facts }) => facts.comparison === name),
    };
  });
}

/**
 * What a notebook says before it is run: nothing that a run gave.
 * @param {string} name
 * @returns {{title: string, record: Record}}
 */
function sourceOf(name) {
  /** @type {import('./collection.mjs').Notebook} */
  let notebook = { cells: [], metadata: {} };
  try {
    notebook = readNotebook(notebookFile(name));
  } catch {
    // A report may be of a notebook that is no more.
  }
  const unrun = { ...notebook, cells: notebook.cells.map(cell => ({ ...cell, outputs: [] })) };
  return { title: titleOf(unrun), record: recordOf(unrun) };
}
