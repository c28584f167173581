// Errors as Jupyter knows them: name, message and a traceback that shows the cell's own line. tslab writes them to standard
// error, with its own frames and places that do not exist.
const { inspect } = require('node:util');
const ts = require('./typescript.cjs');
const { Interrupted } = require('./run.cjs');

/** @typedef {{ ename: string, evalue: string, traceback: string[] }} JupyterError */
/** @typedef {(cell: number) => string | undefined} SourceOf The code of an earlier cell. */

const DEPTH = 4;
const MANY = 10;
/** Characters of a line that are shown. */
const WIDE = 200;

/**
 * @param {unknown} thrown Anything.
 * @param {SourceOf} sourceOf
 * @returns {JupyterError}
 */
function fromThrown(thrown, sourceOf) {
  if (thrown instanceof Interrupted)
    return { ename: thrown.name, evalue: thrown.message, traceback: [thrown.message] };
  if (!isError(thrown)) {
    const value = safely(() => inspect(thrown, { depth: 2 }), 'a value that cannot be shown');
    const evalue = `${value} was thrown, which is not an Error`;
    return { ename: 'Thrown', evalue, traceback: [`${red('Thrown')}: ${evalue}`] };
  }
  const ename = safely(() => String(thrown.name || 'Error'), 'Error');
  const evalue = safely(() => String(thrown.message), '');
  return { ename, evalue, traceback: describe(thrown, sourceOf, DEPTH).flatMap(part => part.split('\n')) };
}

/** @param {unknown} value @returns {value is Error} Also of another realm. */
function isError(value) {
  return safely(
    () => value instanceof Error || Object.prototype.toString.call(value) === '[object Error]',
    false,
  );
}

/**
 * @param {Error} error
 * @param {SourceOf} sourceOf
 * @param {number} depth
 * @returns {string[]}
 */
function describe(error, sourceOf, depth) {
  const ename = safely(() => String(error.name || 'Error'), 'Error');
  const evalue = safely(() => String(error.message), '');
  const frames = framesOf(error);
  const parts = [`${red(ename)}${evalue ? `: ${evalue}` : ''}`];
  const cell = frames.map(line => /Cell \[(\d+)\]:(\d+)/.exec(line)).find(match => match !== null);
  if (cell) parts.push(...excerpt(Number(cell[1]), Number(cell[2]), sourceOf));
  // At the top level of a cell the excerpt has said it all.
  parts.push(...frames.map(line => line.replace(/(Cell \[\d+\]):(\d+)(?::\d+)?/, '$1, line $2')));
  const { cause, errors } = safely(() => inside(error), { cause: undefined, errors: undefined });
  /** @param {string} title @param {unknown} value */
  const inner = (title, value) => {
    if (depth === 0) return;
    const text = isError(value)
      ? describe(value, sourceOf, depth - 1).join('\n')
      : safely(() => inspect(value), '?');
    parts.push('', `${title} ${text}`);
  };
  if (Array.isArray(errors)) {
    errors.slice(0, MANY).forEach((one, i) => inner(`[${i + 1} of ${errors.length}]`, one));
  }
  if (cause !== undefined) inner('Caused by', cause);
  return parts;
}

/** @param {any} error @returns {{ cause: unknown, errors: unknown }} */
function inside({ cause, errors }) {
  return { cause, errors };
}

/** @param {Error} error @returns {string[]} */
function framesOf(error) {
  const stack = safely(() => String(error.stack ?? ''), '');
  return stack.split('\n').filter(line => /^ {4}(at |\.\.\. )/.test(line));
}

/**
 * @param {number} number
 * @param {number} line From 1.
 * @param {SourceOf} sourceOf
 */
function excerpt(number, line, sourceOf) {
  const lines = sourceOf(number)?.split('\n') ?? [];
  if (line < 1 || line > lines.length) return [];
  const first = Math.max(1, line - 2);
  const width = String(line).length;
  const shown = lines.slice(first - 1, line).map((text, i) => {
    const mark = first + i === line ? '>' : ' ';
    return `  ${mark} ${String(first + i).padStart(width)} | ${shorten(text)}`;
  });
  return [`Cell [${number}], line ${line}:`, ...shown];
}

/** @param {string} line */
function shorten(line) {
  return line.length > WIDE ? `${line.slice(0, WIDE)}…` : line;
}

/**
 * @param {readonly import('typescript').Diagnostic[]} problems
 * @param {object} cell
 * @param {number} cell.number
 * @param {string} cell.code
 * @param {number} cell.prefix How many lines TypeScript saw before the cell.
 * @returns {JupyterError}
 */
function fromProblems(problems, { number, code, prefix }) {
  const lines = code.split('\n');
  const shown = problems.map(problem => {
    const text = ts.flattenDiagnosticMessageText(problem.messageText, '\n');
    const { file, start = 0, length = 0 } = problem;
    if (!file) return { text, parts: [text], isVisible: true };
    const { line, character } = file.getLineAndCharacterOfPosition(start);
    const isCell = /(^|\/)(cell|__tslab__)\.ts$/.test(file.fileName);
    const row = isCell ? line - prefix : line;
    const source = isCell ? lines[row] : undefined;
    const where = isCell
      ? `Cell [${number}], line ${row + 1}, column ${character + 1}`
      : `${require('node:path').relative(process.cwd(), file.fileName)}:${line + 1}:${character + 1}`;
    const mark = '~'.repeat(Math.max(1, Math.min(length, shorten(source ?? '').length - character)));
    const picture =
      source === undefined
        ? []
        : character > WIDE
          ? [`    ${shorten(source)}`]
          : [`    ${shorten(source)}`, `    ${source.slice(0, character).replace(/[^\t]/g, ' ')}${mark}`];
    return { text, parts: [`${where} - ${text}`, ...picture], isVisible: !isCell || row < lines.length };
  });
  // tslab adds a line to the cell; what is found there follows from something before, unless there is nothing else.
  const visible = shown.some(one => one.isVisible) ? shown.filter(one => one.isVisible) : shown;
  const isSyntax = problems.some(({ code: kind }) => kind >= 1000 && kind < 2000);
  const ename = isSyntax ? 'SyntaxError' : 'TypeScriptError';
  const texts = visible.map(one => one.text);
  return {
    ename,
    evalue: texts.slice(0, 1).join('') + (texts.length > 1 ? ` (and ${texts.length - 1} more)` : ''),
    traceback: [red(ename), ...visible.flatMap(one => one.parts).flatMap(part => part.split('\n'))],
  };
}

/**
 * @template T
 * @param {() => T} work
 * @param {T} otherwise
 */
function safely(work, otherwise) {
  try {
    return work();
  } catch {
    return otherwise;
  }
}

/** @param {string} text */
function red(text) {
  return `\u001b[31m${text}\u001b[39m`;
}

module.exports = { fromProblems, fromThrown };
