import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after } from 'node:test';

export const root = process.cwd();
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'vib-setup-')));
after(() => rmSync(folder, { recursive: true, force: true }));

export interface Clone {
  path: string;
  env: NodeJS.ProcessEnv;
}

/** A clone with the set-up's files alone, whose npm is a stand-in. */
export function clone(name: string, npm: string): Clone {
  const path = join(folder, name);
  mkdirSync(path);
  for (const entry of ['scripts', 'package.json', 'package-lock.json'])
    cpSync(join(root, entry), join(path, entry), { recursive: true });
  writeFileSync(join(path, 'npm.cjs'), npm);
  return {
    path,
    env: { ...process.env, npm_execpath: join(path, 'npm.cjs'), PYTHON: '/no/such/python', PATH: '' },
  };
}

/** Writes a file of the clone, and the folders it lies in. */
export function put({ path }: Clone, file: string, text: string): void {
  mkdirSync(dirname(join(path, file)), { recursive: true });
  writeFileSync(join(path, file), text);
}

export const esbuild = 'node_modules/esbuild/bin/esbuild';
export const compiler = 'node_modules/assemblyscript/bin/asc.js';

/** A program that writes a text where it is told to, and ends with a code. */
export const writer = (text: string, code = 0): string =>
  `const { argv } = process;
const out = argv.find(arg => arg.startsWith('--outfile='))?.slice('--outfile='.length) ?? argv[argv.indexOf('-o') + 1];
require('fs').writeFileSync(out, '${text}');
process.exit(${code});`;

/** A clone where JavaScript packages, Python and TensorFlow are in place, and the programs behind the other parts are stand-ins. */
export function preparedClone(name: string): Clone {
  const made = clone(name, '');
  const lockOf = (file: string) =>
    createHash('sha256')
      .update(readFileSync(join(root, file)))
      .digest('hex');
  const { path } = made;
  const tfjs = 'node_modules/@tensorflow/tfjs-node/lib';
  const files: Record<string, string> = {
    'node_modules/.ready.json': JSON.stringify({ lock: lockOf('package-lock.json') }),
    '.venv/.ready.json': JSON.stringify({ lock: lockOf('scripts/python/requirements.lock'), root: path }),
    [process.platform === 'win32' ? '.venv/Scripts/python.exe' : '.venv/bin/python']: '',
    [`${tfjs}/.ready.json`]: JSON.stringify({ source: 'official', root: path, arch: process.arch }),
    [`${tfjs}/napi-v8/tfjs_binding.node`]: '',
    'node_modules/plotly.js-dist/package.json': '{"version": "1.0.0"}',
    [esbuild]: writer('whole'),
    'node_modules/assemblyscript/package.json': '{"version": "1.0.0"}',
    [compiler]: writer('whole'),
    'lib/engine/assembly/index.ts': 'export const source = 1;',
  };
  for (const [file, text] of Object.entries(files)) put(made, file, text);
  return made;
}

/** Runs a command in a clone; one that does not end is killed. */
export function run(
  { path, env }: Clone,
  {
    script = 'setup',
    onOutput,
  }: { script?: string; onOutput?: (text: string, kill: () => void) => void } = {},
): Promise<{ code: number | null; output: string }> {
  return new Promise(resolve => {
    const child = spawn(process.execPath, [`scripts/${script}.mjs`], { cwd: path, env, timeout: 60_000 });
    let output = '';
    const collect = (bytes: Buffer) => {
      output += bytes.toString();
      onOutput?.(output, () => child.kill('SIGINT'));
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('close', code => resolve({ code, output }));
  });
}
