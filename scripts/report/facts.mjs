import { readFileSync, statSync } from 'node:fs';
import { unpacked } from './record-pack.mjs';
import { cleanRecord } from './record-read.mjs';

/**
 * @typedef {object} Facts what a report says of itself in its head
 * @property {string} notebook
 * @property {string} title
 * @property {string} date
 * @property {string} runTime
 * @property {boolean} quick
 * @property {string} answer
 * @property {{name: string, shown: string, default?: number | string, changed: boolean}[]} parameters
 * @property {{kind: string, text: string}[]} notices
 * @property {import('./record.mjs').Record | null} record what its run gave, for the index, comparisons and the site; null in
 *   reports of before there was one
 */

/**
 * @typedef {object} ComparisonFacts what a comparison says of itself
 * @property {string} comparison the notebook
 * @property {string} title
 * @property {string} date
 * @property {string[]} files the compared reports
 */

/**
 * The facts that a report carries in its head; null for whatever else lies in the folder.
 * @param {string} file
 * @returns {Facts | null}
 */
export function factsOf(file) {
  const facts = embedded(file, 'report-facts');
  return areFacts(facts) ? { ...facts, record: cleanRecord(unpacked(facts.record)) } : null;
}

/**
 * The same of a comparison.
 * @param {string} file
 * @returns {ComparisonFacts | null}
 */
export function comparisonOf(file) {
  const { comparison, title, date, files } = record(embedded(file, 'comparison-facts'));
  return [comparison, title, date].every(isText) &&
    isNotebookName(comparison) &&
    Array.isArray(files) &&
    files.every(isText)
    ? /** @type {ComparisonFacts} */ ({ comparison, title, date, files })
    : null;
}

/**
 * @param {string} file
 * @param {string} id
 * @returns {unknown}
 */
function embedded(file, id) {
  try {
    if (!statSync(file).isFile()) return null;
    const text = readFileSync(file, 'utf8');
    const start = new RegExp(`<script[^>]*id="${id}"[^>]*>`).exec(text);
    if (!start) return null;
    const from = start.index + start[0].length;
    const to = text.indexOf('</script>', from);
    return to < 0 ? null : JSON.parse(text.slice(from, to));
  } catch {
    return null;
  }
}

/**
 * @param {unknown} value
 * @returns {value is Facts}
 */
function areFacts(value) {
  const { notebook, title, date, runTime, quick, answer, parameters, notices } = record(value);
  return (
    [notebook, title, date, runTime, answer].every(isText) &&
    isNotebookName(notebook) &&
    typeof quick === 'boolean' &&
    Array.isArray(parameters) &&
    parameters
      .map(record)
      .every(one => [one.name, one.shown].every(isText) && typeof one.changed === 'boolean') &&
    Array.isArray(notices) &&
    notices.map(record).every(one => [one.kind, one.text].every(isText))
  );
}

/** @param {unknown} value */
const isNotebookName = value => /^\d\d_\w+$/.test(String(value));

/** @param {unknown} value */
const isText = value => typeof value === 'string';

/** @param {unknown} value */
const record = value => /** @type {{[key: string]: unknown}} */ (Object(value));
