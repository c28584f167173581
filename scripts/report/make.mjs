import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { basename, join } from 'node:path';
import { cache, inRoot, readJson, root } from '../setup/paths.mjs';
import { mathjax, plotlyBundle } from '../setup/report-assets.mjs';
import { tensorflowOrigin } from '../setup/tensorflow.mjs';
import { answerNotebook } from './answers.mjs';
import { notebookFile, parametersOf, readNotebook, titleOf } from './collection.mjs';
import { python } from './python.mjs';
import { recordOf } from './record.mjs';
import { moveInto, workFolder, writeWhole } from './work-folder.mjs';

/**
 * @typedef {object} Job one report that is to be made
 * @property {string} name of the notebook
 * @property {Record<string, number | string>} chosen what the person set
 * @property {{label: string, run: import('./answers.mjs').AnswerRun}} [answer] with the changes of an exercise's answer
 */

/**
 * Executes a notebook and writes its report; a report of that name stays as it was until the new one is complete.
 * @param {Job} job
 * @param {string} reports the folder for the report, which is there
 * @param {{quick?: boolean}} [options] quick: reduced sizes for the rest
 * @returns {Promise<{file: string, executed: string, seconds: number}>}
 */
export async function makeReport(job, reports, { quick = false } = {}) {
  const { name, chosen, answer } = job;
  const values = { ...(quick ? quickValues(name) : {}), ...chosen };
  const kept = join(cache, 'report');
  const work = workFolder(kept);
  /** @param {string} file */
  const inWork = file => join(work, file);
  process.once('exit', remove);
  try {
    const source = answer ? inWork('source.ipynb') : notebookFile(name);
    if (answer) writeFileSync(source, JSON.stringify(answerNotebook(name, answer.label, answer.run)));
    const start = Date.now();
    await python('execute.py', [source, inWork('executed.ipynb'), JSON.stringify(values)], work);
    const seconds = (Date.now() - start) / 1000;
    const header = headerOf(name, values, seconds, { quick, answer: answer?.label });
    const record = recordOf(readNotebook(inWork('executed.ipynb')));
    writeFileSync(
      inWork('facts.json'),
      JSON.stringify({ header: { ...header, record }, plotly: plotlyBundle(), mathjax }),
    );
    const report = reportName(job, quick);
    await python(
      'convert.py',
      [inWork('executed.ipynb'), inWork(`${report}.html`), inWork('facts.json')],
      work,
    );
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
 * @param {boolean} quick
 */
export function reportName({ name, chosen, answer }, quick) {
  const differences = answer
    ? [`answer=${answer.label}`]
    : Object.entries(chosen).map(([key, value]) => `${key}=${inFileName(name, key, value)}`);
  return [name, ...differences, ...(quick ? ['quick'] : [])].join('.');
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
 * Writes the outputs of a run into the notebook itself, without the marks of the tool that ran it.
 * @param {string} name
 * @param {string} executed
 */
export function saveOutputs(name, executed) {
  const notebook = readNotebook(executed);
  delete notebook.metadata.papermill;
  let count = 0;
  for (const cell of notebook.cells) {
    delete cell.metadata.papermill;
    delete cell.metadata.execution;
    // The kernel does not tell the count to the tool that runs it; the cells ran in this order.
    if (cell.cell_type === 'code') cell.execution_count = ++count;
  }
  writeWhole(notebookFile(name), `${JSON.stringify(notebook, null, 1)}\n`);
}

/**
 * What the report's header says.
 * @param {string} name
 * @param {Record<string, number | string>} values
 * @param {number} seconds
 * @param {{quick: boolean, answer: string | undefined}} kind
 */
function headerOf(name, values, seconds, { quick, answer }) {
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
    title: titleOf(readNotebook(notebookFile(name))),
    date: new Date().toISOString().slice(0, 16).replace('T', ' ') + ' UTC',
    parameters,
    quick,
    answer: answer ?? '',
    runTime: `${duration(seconds)} on ${processor.length} cores (${processor[0]?.model.trim() || process.arch})`,
    versions: versions(),
  };
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
