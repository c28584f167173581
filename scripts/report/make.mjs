import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { basename, join } from 'node:path';
import { cache, inRoot, readJson, root } from '../setup/paths.mjs';
import { plotlyBundles } from '../setup/report-assets.mjs';
import { tensorflowOrigin } from '../setup/tensorflow.mjs';
import { answerNotebook } from './answers.mjs';
import { notebookFile, notebookNames, parametersOf, readNotebook, titleOf } from './collection.mjs';
import { addPictures } from './pictures.mjs';
import { node, python } from './programs.mjs';
import { recordOf } from './record.mjs';
import { packed } from './record-pack.mjs';
import { moveInto, workFolder, writeWhole } from './work-folder.mjs';

/**
 * @typedef {object} Job one report that is to be made
 * @property {string} name of the notebook
 * @property {Record<string, number | string>} chosen what the person set
 * @property {{label: string, run: import('./answers.mjs').AnswerRun}} [answer] with the changes of an exercise's answer
 */

/**
 * @typedef {object} Look how a report is made and shown
 * @property {boolean} [quick] reduced sizes for what the person did not set
 * @property {boolean} [code] false: without the cells' code
 * @property {string} [title] in place of the notebook's
 * @property {string} [author]
 * @property {boolean} [beside] whether other runs share the machine meanwhile
 */

/**
 * Executes a notebook and writes its report; a report of that name stays as it was until the new one is complete.
 * @param {Job} job
 * @param {string} reports the folder for the report, which is there
 * @param {Look} [look]
 * @returns {Promise<{file: string, executed: string, seconds: number}>}
 */
export async function makeReport(job, reports, look = {}) {
  const { name, chosen, answer } = job;
  const values = { ...(look.quick ? quickValues(name) : {}), ...chosen };
  const kept = join(cache, 'report');
  const work = workFolder(kept);
  /** @param {string} file */
  const inWork = file => join(work, file);
  process.once('exit', remove);
  try {
    const source = answer ? inWork('source.ipynb') : notebookFile(name);
    if (answer) writeFileSync(source, JSON.stringify(answerNotebook(name, answer.label, answer.run)));
    const start = Date.now();
    await python(
      'execute.py',
      [source, inWork('executed.ipynb'), JSON.stringify(values)],
      work,
      look.beside ?? false,
    );
    const seconds = (Date.now() - start) / 1000;
    const header = headerOf(job, values, seconds, look);
    const record = recordOf(readNotebook(inWork('executed.ipynb')));
    writeFileSync(
      inWork('facts.json'),
      JSON.stringify({ header: { ...header, record: packed(record) }, plotly: plotlyBundles() }),
    );
    const report = reportName(job, look);
    await python(
      'convert.py',
      [inWork('executed.ipynb'), inWork(`${report}.html`), inWork('facts.json')],
      work,
    );
    await node('finish.mjs', [inWork(`${report}.html`)], work);
    const [file, executed] = [join(reports, `${report}.html`), join(kept, `${report}.ipynb`)];
    moveInto(inWork(`${report}.html`), file);
    moveInto(inWork('executed.ipynb'), executed);
    return { file, executed, seconds };
  } finally {
    remove();
    process.off('exit', remove);
  }

  function remove() {
    rmSync(work, { recursive: true, force: true, maxRetries: 5 });
  }
}

/**
 * "04_imdb_experiment.lambda=0.3.seed=7": the name says what differs from the defaults. Other parameters, another name, also
 * where letter case does not count.
 * @param {Job} job
 * @param {Look} [look]
 */
export function reportName({ name, chosen, answer }, { quick = false, code = true } = {}) {
  const differences = answer
    ? [`answer=${answer.label}`]
    : Object.entries(chosen).map(([key, value]) => `${key}=${inFileName(name, key, value)}`);
  return [name, ...differences, ...(code ? [] : ['no-code']), ...(quick ? ['quick'] : [])].join('.');
}

/**
 * @param {string} name
 * @param {string} key
 * @param {number | string} value
 */
function inFileName(name, key, value) {
  if (!isPath(name, key, value)) return String(value);
  const readable = basename(String(value))
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9.]+/g, '_')
    .replace(/^[._]+|[._]+$/g, '')
    .slice(0, 40);
  const hash = createHash('sha256').update(String(value)).digest('hex').slice(0, 8);
  return [readable, hash].filter(Boolean).join('-');
}

/**
 * Whether a parameter's value is a file's path, which no report shows; not one of the words.
 * @param {string} name
 * @param {string} key
 * @param {number | string} value
 */
function isPath(name, key, value) {
  const parameter = parametersOf(name)[key];
  return parameter?.type === 'data' && !(parameter.words ?? []).includes(String(value));
}

/** @param {string} name */
function quickValues(name) {
  const entries = Object.entries(parametersOf(name)).filter(([, parameter]) => parameter.quick !== undefined);
  return Object.fromEntries(entries.map(([key, { quick }]) => [key, /** @type {number | string} */ (quick)]));
}

/**
 * Writes the outputs of a run into the notebook itself, without the marks of the tool that ran it; each figure gets a picture.
 * @param {string} name
 * @param {string} executed
 * @param {string} report
 * @returns {Promise<number>} the pictures
 */
export async function saveOutputs(name, executed, report) {
  const notebook = readNotebook(executed);
  delete notebook.metadata.papermill;
  let count = 0;
  for (const cell of notebook.cells) {
    delete cell.metadata.papermill;
    delete cell.metadata.execution;
    // The kernel does not tell the count to the tool that runs it; the cells ran in this order.
    if (cell.cell_type === 'code') cell.execution_count = ++count;
  }
  const pictures = await addPictures(notebook, report);
  writeWhole(notebookFile(name), `${JSON.stringify(notebook, null, 1)}\n`);
  return pictures;
}

/**
 * What the report's header says.
 * @param {Job} job
 * @param {Record<string, number | string>} values
 * @param {number} seconds
 * @param {Look} look
 */
function headerOf(job, values, seconds, look) {
  const { name, answer } = job;
  const parameters = Object.entries(parametersOf(name)).map(([key, { default: usual }]) => {
    const value = values[key] ?? usual;
    return {
      name: key,
      shown: isPath(name, key, value) ? basename(String(value)) : value === '' ? '(empty)' : String(value),
      default: usual,
      changed: value !== usual,
    };
  });
  const processor = cpus();
  return {
    notebook: name,
    title: look.title ?? titleOf(readNotebook(notebookFile(name))),
    named: look.title !== undefined,
    author: look.author ?? '',
    date: new Date().toISOString().slice(0, 16).replace('T', ' ') + ' UTC',
    parameters,
    quick: look.quick ?? false,
    code: look.code ?? true,
    answer: answer?.label ?? '',
    command: commandFor(job, look),
    ...neighbours(name, look.quick ? 'quick.html' : 'html'),
    runTime: `${duration(seconds)} on ${processor.length} cores (${processor[0]?.model.trim() || process.arch})${look.beside ? ', beside other runs' : ''}`,
    versions: versions(),
  };
}

/**
 * The line that makes this report anew. A file is named without its folder, which is not the reader's.
 * @param {Job} job
 * @param {Look} look
 */
function commandFor({ name, chosen, answer }, { quick, code = true }) {
  const settings = Object.entries(chosen).map(([key, value]) => {
    const text = isPath(name, key, value) ? basename(String(value)) : String(value);
    return `--set ${key}=${/^[\w.+-]+$/.test(text) ? text : `'${text.replace(/'/g, `'\\''`)}'`}`;
  });
  return [
    `npm run report -- ${name.slice(0, 2)}`,
    ...(answer ? [`--answer ${answer.label}`] : settings),
    ...(code ? [] : ['--no-code']),
    ...(quick ? ['--quick'] : []),
  ].join(' ');
}

/**
 * The notebooks before and after, and their reports with the default parameters.
 * @param {string} name
 * @param {string} ending
 */
function neighbours(name, ending) {
  const names = notebookNames();
  /** @param {number} step */
  const beside = step => {
    const other = names[names.indexOf(name) + step];
    return other === undefined
      ? null
      : { file: `${other}.${ending}`, title: titleOf(readNotebook(notebookFile(other))) };
  };
  return { previous: names.indexOf(name) > 0 ? beside(-1) : null, next: beside(1) };
}

/** @param {number} seconds */
export function duration(seconds) {
  return seconds < 90
    ? `${seconds.toFixed(0)} s`
    : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

function versions() {
  /** @param {string} name */
  const of = name => `${name} ${String(readJson(inRoot('node_modules', name, 'package.json'))?.version)}`;
  const origin = tensorflowOrigin();
  const git = spawnSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' });
  const commit = git.status === 0 ? [`commit ${git.stdout.trim()}`] : [];
  const library = `TensorFlow ${String(origin?.version)} (${origin?.source === 'pypi' ? 'PyPI wheel' : 'official prebuilt'})`;
  return [
    ...commit,
    `Node ${process.versions.node}`,
    of('tslab'),
    of('typescript'),
    of('@tensorflow/tfjs-node'),
    library,
    of('plotly.js-dist'),
    of('danfojs-node'),
  ].join(' · ');
}
