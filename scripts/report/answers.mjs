import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { refuse } from '../command-line.mjs';
import { inRoot, messageOf } from '../setup/paths.mjs';
import { notebookFile, readNotebook, textOf } from './collection.mjs';
import { writeWhole } from './work-folder.mjs';

/** The cell that says what an answer's run shows. */
const CONCLUSION = 'answer-conclude';
const IMPORT = "import { choose, conclude, decimals, listed, percent, points, say } from './lib/show';";

/**
 * @typedef {object} AnswerRun how a notebook is changed to give the numbers of a worked answer; in notebooks/answers/
 * @property {Record<string, number | string>} [set] parameters
 * @property {[string, string][]} [replace] pieces of code, each of which stands once in the notebook, and what takes their place
 * @property {string[]} [print] lines of a cell at the end
 * @property {string[]} conclude Markdown of the answer, with the run's numbers as `${...}`: what `conclude` of lib/show takes
 * @property {string} [until] the start of a heading `## ...`: from there on the code is left out
 *
 * @typedef {import('./collection.mjs').Notebook} Notebook
 */

/**
 * The runs behind each worked answer of a notebook, by the exercise's number.
 * @param {string} name
 * @returns {Record<string, AnswerRun[]>}
 */
export function answersOf(name) {
  const file = inRoot('notebooks', 'answers', `${name}.json`);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}

/**
 * The runs that `--answer` asks for: of one exercise, or of all of them.
 * @param {string[]} notebooks
 * @param {string} word
 * @returns {{name: string, label: string, run: AnswerRun}[]}
 */
export function chooseAnswers(notebooks, word) {
  const chosen = notebooks.flatMap(name =>
    runsOf(name)
      .filter(({ exercise }) => word === 'all' || word === exercise)
      .map(({ label, run }) => ({ name, label, run })),
  );
  if (chosen.length > 0) return chosen;
  const known = notebooks.flatMap(name => {
    const exercises = Object.keys(answersOf(name));
    return `${name}: ${exercises.length > 0 ? `${exercises.join(', ')}, or all` : 'none'}`;
  });
  refuse(
    `There is no run for --answer ${word}. Exercises whose answers have one:\n${known.join('\n')}\n` +
      'The others are answered on paper, below the exercise.',
  );
}

/**
 * All runs of a notebook's answers, with the hash of their code, or what is wrong with them.
 * @param {string} name
 * @returns {{exercise: string, label: string, run: AnswerRun, record: string, hash: string, problem: string}[]}
 */
export function listAnswers(name) {
  return runsOf(name).map(({ exercise, label, run }) => {
    const known = { exercise, label, run, record: answerRecord(name, label) };
    try {
      return { ...known, hash: answerHash(name, label, run), problem: '' };
    } catch (error) {
      return { ...known, hash: '', problem: messageOf(error) };
    }
  });
}

/** @param {string} name */
const runsOf = name =>
  Object.entries(answersOf(name)).flatMap(([exercise, runs]) =>
    runs.map((run, i) => ({ exercise, label: answerLabel(exercise, i, runs.length), run })),
  );

/**
 * "2" for the only run of exercise 2, else "2a", "2b", ...
 * @param {string} exercise
 * @param {number} i
 * @param {number} runs
 */
const answerLabel = (exercise, i, runs) => (runs === 1 ? exercise : exercise + String.fromCharCode(97 + i));

/**
 * The notebook with an answer's changes, each announced above its cell.
 * @param {string} name
 * @param {string} label
 * @param {AnswerRun} run
 * @returns {Notebook}
 */
export function answerNotebook(name, label, { replace = [], print = [], conclude, until }) {
  const notebook = readNotebook(notebookFile(name));
  // What shows the answers' own records would ask for those that are only being made.
  const all = notebook.cells.filter(cell => !isTagged(cell, 'answer'));
  const cells = until === undefined ? all : cellsUntil(all, until, name);
  /** @type {Map<Notebook['cells'][number], [string, string][]>} */
  const changes = new Map();
  for (const [from, to] of replace) {
    const holders = cells.filter(cell => cell.cell_type === 'code' && textOf(cell).includes(from));
    const [holder] = holders;
    if (!holder || holders.length > 1 || textOf(holder).split(from).length !== 2) {
      throw new Error(`answer ${label} of ${name}: "${from}" should stand once in the notebook's code`);
    }
    holder.source = textOf(holder).replace(from, () => to);
    changes.set(holder, [...(changes.get(holder) ?? []), [from, to]]);
  }
  for (const cell of cells.slice(exercisesFrom(cells))) {
    if (cell.cell_type === 'markdown') cell.source = unfolded(textOf(cell), parseInt(label));
  }
  notebook.cells = cells.flatMap((cell, i) => {
    const made = changes.get(cell);
    return made ? [note(`note-${i}`, changeNote(made)), cell] : [cell];
  });
  if (print.length > 0) {
    notebook.cells.push(
      note('note-print', '**For the answer**, computed here:'),
      code('answer-print', print),
    );
  }
  notebook.cells.push(code(CONCLUSION, [IMPORT, `conclude\`${conclude.join('\n')}\`;`]));
  return notebook;
}

/**
 * @param {string} id
 * @param {string[]} lines
 * @returns {Notebook['cells'][number]}
 */
const code = (id, lines) => ({
  cell_type: 'code',
  id,
  metadata: {},
  execution_count: null,
  outputs: [],
  source: lines.join('\n'),
});

/**
 * @param {Notebook['cells'][number]} cell
 * @param {string} tag
 */
const isTagged = (cell, tag) => cell.metadata.tags?.includes(tag) ?? false;

/**
 * Where the exercises begin; their cells go to the notebook's end.
 * @param {Notebook['cells']} cells
 */
function exercisesFrom(cells) {
  const at = cells.findIndex(cell => cell.cell_type === 'markdown' && textOf(cell).includes('## Exercises'));
  return at < 0 ? cells.length : at;
}

/**
 * A cell of the exercises with one answer open.
 * @param {string} text
 * @param {number} exercise
 */
function unfolded(text, exercise) {
  return text
    .split(/^(?=\d\. )/m)
    .map(item => (item.startsWith(`${exercise}. `) ? item.replace('<details>', '<details open>') : item))
    .join('');
}

/** @param {[string, string][]} made */
function changeNote(made) {
  const lines = made.map(
    ([from, to]) => `\`\`\`typescript\n// ${from.replace(/\n/g, '\n// ')}\n${to}\n\`\`\``,
  );
  return `**Changed for the answer**; the old code is the comment:\n\n${lines.join('\n\n')}`;
}

/**
 * What identifies the code that a record was made by.
 * @param {string} name
 * @param {string} label
 * @param {AnswerRun} run
 */
function answerHash(name, label, run) {
  // A notebook's conclusions are sentences: to write one in other words leaves every record as it was.
  const code = answerNotebook(name, label, run).cells.filter(
    cell => cell.cell_type === 'code' && !isTagged(cell, 'conclusion'),
  );
  return createHash('sha256')
    .update(JSON.stringify([run.set ?? {}, code.map(textOf)]))
    .digest('hex')
    .slice(0, 16);
}

/**
 * What a run of an answer concluded, for the notebook to show: notebooks/answers/03.5b.md
 * @param {string} name
 * @param {string} label
 */
const answerRecord = (name, label) => inRoot('notebooks', 'answers', `${name.slice(0, 2)}.${label}.md`);

/**
 * Keeps what a run concluded, below the hash of its code.
 * @param {string} name
 * @param {string} label
 * @param {AnswerRun} run
 * @param {string} executed
 */
export function saveAnswer(name, label, run, executed) {
  const made = readNotebook(executed);
  const cell = made.cells.find(({ id }) => id === CONCLUSION);
  const [output] = /** @type {any[]} */ (cell?.outputs ?? []).filter(({ data }) => data?.['text/markdown']);
  if (!output) throw new Error(`answer ${label} of ${name} concluded nothing`);
  const text = [output.data['text/markdown']].flat().join('');
  const head = answerHash(name, label, run);
  return keep(answerRecord(name, label), `<!-- code ${head} -->\n\n${text.trim()}\n`);
}

/**
 * Writes a file whole or not at all.
 * @param {string} file
 * @param {string} text
 */
function keep(file, text) {
  mkdirSync(dirname(file), { recursive: true });
  writeWhole(file, text);
  return file;
}

/**
 * @param {Notebook['cells']} cells
 * @param {string} until
 * @param {string} name
 */
function cellsUntil(cells, until, name) {
  /** @param {Notebook['cells'][number]} cell */
  const heading = cell => cell.cell_type === 'markdown' && `\n${textOf(cell)}`.includes(`\n${until}`);
  const end = cells.findIndex(heading);
  if (end < 0 || !until.startsWith('## '))
    throw new Error(`${name} has no heading that begins with "${until}"`);
  const last = cells[end];
  if (!last) return cells;
  const before = `\n${textOf(last)}`.split(`\n${until}`)[0] ?? '';
  last.source = before.trim();
  const exercises = cells.slice(Math.max(end + 1, exercisesFrom(cells)));
  return [...cells.slice(0, end), ...(last.source === '' ? [] : [last]), ...exercises];
}

/**
 * @param {string} id
 * @param {string} source
 */
const note = (id, source) => ({ cell_type: 'markdown', id, metadata: {}, source });
