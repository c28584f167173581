import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { readNumber, refuse, shortened, spellingHint } from '../command-line.mjs';
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
    if (word.includes('=')) refuse(`"${word}" is a setting: write --set ${word}`);
    const plain = word.replace(/^.*[\\/]/, '').replace(/\.ipynb$/, '');
    const found = names.filter(name => name === plain || name.startsWith(`${plain}_`));
    const loose = plain === '' ? [] : names.filter(name => name.includes(plain));
    const name = found[0] ?? (loose.length === 1 ? loose[0] : undefined);
    if (name) return name;
    const numbers = names.map(one => one.slice(0, 2));
    const near = nearest(plain, [...names, ...numbers]);
    refuse(
      `There is no notebook "${shortened(word)}". Did you mean "${near}"?\nThe notebooks: ${names.join(', ')}`,
    );
  });
}

/**
 * The settings `name=value`, each name once; or a refusal.
 * @param {string[]} settings
 * @param {(string | undefined)[]} following the word after each setting, which may be its value, set apart by a blank
 */
export function checkSettings(settings, following = []) {
  /** @type {Map<string, string>} */
  const seen = new Map();
  for (const [i, setting] of settings.entries()) {
    const { name, text } = splitSetting(setting);
    const next = following[i]?.replace(/^=/, '');
    const apart = text === '' && next !== undefined && /^[-+.\d]/.test(next);
    if (name === '' || text === undefined || apart) {
      const value = text || next;
      const example = name !== '' && value ? `${name}=${value}` : 'lambda=0.3';
      refuse(`"--set ${shortened(setting)}" should read name=value, as in --set ${shortened(example)}`);
    }
    const before = seen.get(name);
    if (before !== undefined && before !== text) {
      refuse(
        `${name} is set twice, to ${before} and to ${text}. A report has one value: run the command once for each.`,
      );
    }
    seen.set(name, text);
  }
}

/**
 * The word that follows each `--set`, where it is neither an option nor a notebook by the look of it.
 * @param {{kind: string, name?: string, value?: unknown}[]} tokens of the command line
 */
export function wordsAfterSettings(tokens) {
  return tokens.flatMap((token, i) => {
    if (token.kind !== 'option' || token.name !== 'set') return [];
    const word = tokens.slice(i + 1).find(({ kind, value }) => kind !== 'positional' || value !== '=');
    if (word?.kind !== 'positional') return [undefined];
    const text = String(word.value);
    return [notebookNames().some(name => name.startsWith(text)) ? undefined : text];
  });
}

/** @param {string} setting */
function splitSetting(setting) {
  const at = setting.indexOf('=');
  return at < 0
    ? { name: setting.trim(), text: undefined }
    : { name: setting.slice(0, at).trim(), text: setting.slice(at + 1) };
}

/**
 * The settings that belong to each chosen notebook, checked against notebooks/parameters.json.
 * @param {string[]} settings as checkSettings let pass
 * @param {string[]} notebooks
 * @returns {Map<string, Record<string, number | string>>}
 */
export function chooseParameters(settings, notebooks) {
  checkSettings(settings);
  const chosen = new Map(notebooks.map(name => [name, /** @type {Record<string, number | string>} */ ({})]));
  for (const { name, text = '' } of settings.map(splitSetting)) {
    const owners = notebooks.filter(notebook => Object.hasOwn(parametersOf(notebook), name));
    if (owners.length === 0) {
      const known = [...new Set(notebooks.flatMap(notebook => Object.keys(parametersOf(notebook))))];
      refuse(
        `There is no parameter "${shortened(name)}" in ${notebooks.join(', ')}. Did you mean "${nearest(name, known)}"?\n` +
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
  const what = `${name}=${shortened(text)}`;
  const whole = parameter.type === 'integer';
  const number = readNumber(text);
  if (number === undefined || (whole && !number.whole)) {
    refuse(
      `${what} is not ${whole ? 'a whole number' : 'a number'}${spellingHint(text)}. ${allowed(name, parameter)}`,
    );
  }
  const { value } = number;
  if (value < (parameter.minimum ?? -Infinity) || value > (parameter.maximum ?? Infinity)) {
    refuse(`${what} is out of range. ${allowed(name, parameter)}`);
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
  refuse(`${name}=${shortened(text)}: did you mean "${nearest(text, words)}"? ${allowed(name, parameter)}`);
}

/**
 * @param {string} name
 * @param {string} text
 * @param {string[]} words
 */
function readDataPath(name, text, words) {
  if (words.includes(text)) return text;
  const others = `Allowed: the path of an archive, or ${words.map(word => (word ? `"${word}"` : 'nothing')).join(' or ')}.`;
  if (text.trim() === '' || text.includes('\0')) refuse(`${name}=${shortened(text)} is no path. ${others}`);
  // npm runs its scripts in the clone's root; a relative path is meant from where the person stands.
  const file = resolve(process.env.INIT_CWD ?? process.cwd(), text);
  if (!existsSync(file)) {
    const near = words.filter(Boolean).find(word => editDistance(text.slice(0, 50), word) <= 2);
    const question = near ? ` Did you mean "${near}"?` : '';
    refuse(`${name}=${shortened(text)}: there is no file ${shortened(file)}.${question} ${others}`);
  }
  const status = statSync(file);
  if (status.isDirectory()) refuse(`${name}=${text}: ${file} is a folder, not an archive. ${others}`);
  if (!status.isFile()) refuse(`${name}=${text}: ${file} is not a file. ${others}`);
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
  else if (maximum !== undefined) range = ` of ${maximum} or less`;
  return `${name}: ${kinds[type]}${range}, by default ${usual === '' ? 'empty' : usual}; ${about}.`;
}

/**
 * The candidate with the fewest edits to the word.
 * @param {string} word
 * @param {string[]} candidates
 */
export function nearest(word, candidates) {
  const start = word.slice(0, 100);
  const byDistance = candidates.map(candidate => ({ candidate, distance: editDistance(start, candidate) }));
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
