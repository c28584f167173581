import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { refuse } from '../command-line.mjs';
import { archiveProblem } from './check-archive.mjs';
import { notebookNames, parametersOf } from './collection.mjs';

/**
 * The notebooks that the words name ("04", "imdb" or "04_imdb_experiment"); all of them for no words.
 * @param {string[]} words
 */
export function chooseNotebooks(words) {
  const names = notebookNames();
  if (words.length === 0) return names;
  return words.map(word => {
    const plain = word.replace(/^.*[\\/]/, '').replace(/\.ipynb$/, '');
    const found = names.filter(name => name === plain || name.startsWith(`${plain}_`));
    const loose = names.filter(name => name.includes(plain));
    const name = found[0] ?? (loose.length === 1 ? loose[0] : undefined);
    if (name) return name;
    const numbers = names.map(one => one.slice(0, 2));
    const near = nearest(plain, [...names, ...numbers]);
    refuse(`There is no notebook "${word}". Did you mean "${near}"?\nThe notebooks: ${names.join(', ')}`);
  });
}

/**
 * The settings `name=value` that belong to each chosen notebook, checked against notebooks/parameters.json.
 * @param {string[]} settings
 * @param {string[]} notebooks
 * @returns {Map<string, Record<string, number | string>>}
 */
export function chooseParameters(settings, notebooks) {
  const chosen = new Map(notebooks.map(name => [name, /** @type {Record<string, number | string>} */ ({})]));
  for (const setting of settings) {
    const [, name = '', text = ''] =
      /^([^=]*)=(.*)$/s.exec(setting) ??
      refuse(`"--set ${setting}" should read name=value, as in --set lambda=0.3`);
    const owners = notebooks.filter(notebook => name in parametersOf(notebook));
    if (owners.length === 0) {
      const known = [...new Set(notebooks.flatMap(notebook => Object.keys(parametersOf(notebook))))];
      refuse(
        `There is no parameter "${name}" in ${notebooks.join(', ')}. Did you mean "${nearest(name, known)}"?\n` +
          `The parameters: ${known.join(', ')}`,
      );
    }
    for (const notebook of owners) {
      const values = chosen.get(notebook) ?? {};
      values[name] = readValue(
        name,
        text,
        /** @type {import('./collection.mjs').Parameter} */ (parametersOf(notebook)[name]),
      );
    }
  }
  return chosen;
}

/**
 * @param {string} name
 * @param {string} text
 * @param {import('./collection.mjs').Parameter} parameter
 */
function readValue(name, text, parameter) {
  if (parameter.type === 'string') return text;
  if (parameter.type === 'choice') return readChoice(name, text, parameter);
  if (parameter.type === 'data') return readDataPath(name, text, parameter.words ?? []);
  const value = text.trim() === '' ? NaN : Number(text);
  const whole = parameter.type === 'integer';
  if (!Number.isFinite(value) || (whole && !Number.isInteger(value))) {
    refuse(`${name}=${text} is not ${whole ? 'a whole number' : 'a number'}. ${allowed(name, parameter)}`);
  }
  if (value < (parameter.minimum ?? -Infinity) || value > (parameter.maximum ?? Infinity)) {
    refuse(`${name}=${text} is out of range. ${allowed(name, parameter)}`);
  }
  return value;
}

/**
 * @param {string} name
 * @param {string} text
 * @param {import('./collection.mjs').Parameter} parameter
 */
function readChoice(name, text, parameter) {
  const words = parameter.words ?? [];
  if (words.includes(text)) return text;
  refuse(`${name}=${text}: did you mean "${nearest(text, words)}"? ${allowed(name, parameter)}`);
}

/**
 * @param {string} name
 * @param {string} text
 * @param {string[]} words
 */
function readDataPath(name, text, words) {
  if (words.includes(text)) return text;
  // npm runs its scripts in the clone's root; a relative path is meant from where the person stands.
  const file = resolve(process.env.INIT_CWD ?? process.cwd(), text);
  const others = `Allowed: the path of an archive, or ${words.map(word => (word ? `"${word}"` : 'nothing')).join(' or ')}.`;
  if (!existsSync(file)) refuse(`${name}=${text}: there is no file ${file}. ${others}`);
  if (!statSync(file).isFile()) refuse(`${name}=${text}: ${file} is a folder, not an archive. ${others}`);
  const problem = archiveProblem(file);
  if (problem) refuse(`${name}=${text}: ${file} ${problem}`);
  return file;
}

/**
 * One line on a parameter for people: its kind, range, default and meaning.
 * @param {string} name
 * @param {import('./collection.mjs').Parameter} parameter
 */
export function allowed(name, { type, minimum, maximum, words, default: usual, about }) {
  const kinds = {
    number: 'a number',
    integer: 'a whole number',
    string: 'a text',
    choice: words?.join(' or '),
    data: `a file, or ${words?.join(' ').trim()}`,
  };
  let range = '';
  if (minimum !== undefined && maximum !== undefined) range = ` from ${minimum} to ${maximum}`;
  else if (minimum !== undefined) range = ` of ${minimum} or more`;
  return `${name}: ${kinds[type]}${range}, by default ${usual === '' ? 'empty' : usual}; ${about}.`;
}

/**
 * The candidate with the fewest edits to the word.
 * @param {string} word
 * @param {string[]} candidates
 */
export function nearest(word, candidates) {
  const byDistance = candidates.map(candidate => ({ candidate, distance: editDistance(word, candidate) }));
  byDistance.sort((a, b) => a.distance - b.distance);
  return byDistance[0]?.candidate ?? '';
}

/**
 * Levenshtein's distance. The commands run before any package is installed, so it cannot be a library's.
 * @param {string} a
 * @param {string} b
 */
function editDistance(a, b) {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substitution, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
