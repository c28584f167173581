import { steps } from '../setup/steps.mjs';

/** What was looked at is printed at once; what is wrong is also kept, and the verdict follows from that list alone. */

/** @type {{what: string, fix: string}[]} */
export const problems = [];
/** @type {Map<string, string | null>} */
export const faults = new Map();

/** @param {string} text */
export function heading(text) {
  console.log(`\n${text}`);
}

/**
 * @param {string} name
 * @param {string} value
 */
export function row(name, value) {
  console.log(`  ${name.padEnd(32)}${value}`);
}

/**
 * @param {string} what
 * @param {string} fix
 */
export function wrong(what, fix) {
  problems.push({ what, fix });
}

/**
 * Something that belongs to a part of the set-up is not there or does not work. Where that part is known not to be right, this
 * follows from it and is not told twice.
 * @param {string} part the step's name
 * @param {string} what
 * @param {string} remove what to remove, so that the set-up makes it anew
 */
export function wrongIn(part, what, remove) {
  if (!steps.some(({ name }) => name === part)) throw new Error(`no step is called ${part}`);
  if (faults.get(part)) return;
  wrong(what, `rm -rf ${remove} && npm run setup`);
}
