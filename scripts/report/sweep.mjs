import { readNumber } from '../command-line.mjs';
import { parametersOf } from './collection.mjs';

/**
 * Settings with several values, as in lambda=0,0.01,0.1, as one list of settings for each combination of the values. What reads as
 * one number with a decimal comma (lambda=0,3) stays one value, which is then refused with a hint; of whole numbers (seed=1,2) it
 * is a list.
 * @param {string[]} settings
 * @param {string[]} notebooks
 * @returns {string[][]}
 */
export function combinationsOf(settings, notebooks) {
  /** @type {string[][]} */
  let all = [[]];
  for (const setting of settings) {
    const values = valuesOf(setting, notebooks);
    all = all.flatMap(before => values.map(value => [...before, value]));
  }
  return all;
}

/**
 * @param {string} setting
 * @param {string[]} notebooks
 */
function valuesOf(setting, notebooks) {
  const at = setting.indexOf('=');
  const [name, text] = [setting.slice(0, at).trim(), setting.slice(at + 1)];
  const owners = notebooks.flatMap(notebook => {
    const parameters = parametersOf(notebook);
    return Object.hasOwn(parameters, name) ? [parameters[name]] : [];
  });
  const parts = text.split(',');
  const mayBeFraction = owners.some(owner => owner?.type === 'number');
  const isDecimalComma = mayBeFraction && /^\s*[-+]?\d+,\d+\s*$/.test(text);
  const areValues = owners.every(owner =>
    owner?.type === 'choice'
      ? parts.every(part => owner.words?.includes(part))
      : ['number', 'integer'].includes(owner?.type ?? '') &&
        parts.every(part => readNumber(part) !== undefined),
  );
  const isList = parts.length > 1 && owners.length > 0 && areValues;
  return isList && !isDecimalComma ? [...new Set(parts)].map(part => `${name}=${part.trim()}`) : [setting];
}
