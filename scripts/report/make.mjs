import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { basename, join } from 'node:path';
import { cache, environment, inRoot, readJson, root, venvPython } from '../setup/paths.mjs';
import { mathjax, plotlyBundle } from '../setup/report-assets.mjs';
import { tensorflowOrigin } from '../setup/tensorflow.mjs';
import { answerNotebook } from './answers.mjs';
import { notebookFile, parametersOf, readNotebook, titleOf } from './collection.mjs';

/**
 * Executes a notebook and writes its report; a report of that name stays as it was until the new one is complete.
 * @param {string} name
 * @param {Record<string, number | string>} set what the person set
 * @param {string} reports the folder for the report
 * @param {{quick?: boolean, answer?: {label: string, run: import('./answers.mjs').AnswerRun}}} [options] quick: reduced sizes for
 * the rest; answer: with the changes of an exercise's answer
 * @returns {Promise<{file: string, executed: string, seconds: number}>}
 */
export async function makeReport(name, set, reports, { quick = false, answer } = {}) {
  const values = { ...(quick ? quickValues(name) : {}), ...set };
  const work = join(cache, 'report');
  mkdirSync(work, { recursive: true });
  mkdirSync(reports, { recursive: true });
  const target = join(reports, `${reportName(name, answer ? { answer: answer.label } : set, quick)}.html`);
  const executed = join(work, `${basename(target, '.html')}.ipynb`);
  const source = answer ? join(work, `${basename(target, '.html')}.source.ipynb`) : notebookFile(name);
  if (answer) writeFileSync(source, JSON.stringify(answerNotebook(name, answer.label, answer.run)));
  const factsFile = join(work, `${basename(target, '.html')}.json`);
  const start = Date.now();
  await python('execute.py', [source, executed, JSON.stringify(values)]);
  const seconds = (Date.now() - start) / 1000;
  const header = headerOf(name, values, seconds, { quick, answer: answer?.label });
  writeFileSync(factsFile, JSON.stringify({ header, plotly: plotlyBundle(), mathjax }));
  await python('convert.py', [executed, `${target}.partial`, factsFile]);
  renameSync(`${target}.partial`, target);
  rmSync(factsFile);
  if (answer) rmSync(source);
  return { file: target, executed, seconds };
}

/**
 * "04_imdb_experiment.lambda=0.3.seed=7": the name says what differs from the defaults.
 * @param {string} name
 * @param {Record<string, number | string>} set
 * @param {boolean} quick
 */
export function reportName(name, set, quick) {
  const parts = Object.entries(set).map(([key, value]) => `${key}=${basename(String(value))}`);
  return [name, ...parts, ...(quick ? ['quick'] : [])].join('.').replace(/[^\w.=-]+/g, '_');
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
  writeFileSync(`${notebookFile(name)}.partial`, `${JSON.stringify(notebook, null, 1)}\n`);
  renameSync(`${notebookFile(name)}.partial`, notebookFile(name));
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
      shown: value === '' ? '(empty)' : String(value),
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

/**
 * Runs one of the Python scripts; its progress bar shows in a terminal.
 * @param {string} script
 * @param {string[]} args
 * @returns {Promise<void>}
 */
function python(script, args) {
  return new Promise((resolve, reject) => {
    const live = process.stderr.isTTY;
    const child = spawn(venvPython, ['-Wignore', inRoot('scripts', 'python', script), ...args], {
      cwd: root,
      env: environment(),
      stdio: ['ignore', 'ignore', live ? 'inherit' : 'pipe'],
    });
    let errors = '';
    child.stderr?.on('data', bytes => (errors += String(bytes)));
    child.on('error', reject);
    child.on('close', code =>
      code === 0 ? resolve() : reject(new Error(errors.trim() || `${script} ended with code ${code}`)),
    );
  });
}
