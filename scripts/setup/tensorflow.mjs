import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  symlinkSync,
  utimesSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { SetupError, knownCause } from './failure.mjs';
import { putInPlace, remove, removeTree, writeWhole } from './files.mjs';
import { cache, inRoot, messageOf, root, tfjsNode, venvPython } from './paths.mjs';
import { run, tail } from './run.mjs';
import { readStamp, stampFault, writeStamp } from './stamp.mjs';

const lockFile = inRoot('scripts', 'python', 'tensorflow.lock');
const bindingFolder = join(tfjsNode, 'lib');
const officialFolder = join(tfjsNode, 'deps');
const binding = join(bindingFolder, 'napi-v8', 'tfjs_binding.node');
const stamp = join(bindingFolder, '.ready.json');
const officialHost =
  'https://storage.googleapis.com/tensorflow/libtensorflow/libtensorflow-cpu-linux-x86_64-2.9.1.tar.gz';

/** The version of the wheel that the lock file names, and where its C library goes. */
function wheel() {
  const version = /==(\S+)/.exec(readFileSync(lockFile, 'utf8'))?.[1] ?? '';
  const library = join(cache, 'tensorflow', version);
  return { version, library, stamp: `${library}.json` };
}

const facts = () => ({ root, machine: `${process.platform}-${process.arch}` });
const words = {
  root: 'the clone was moved or copied',
  machine: 'installed on another kind of machine',
};

function libraryFault() {
  const { version, stamp: record } = wheel();
  return stampFault(record, { version, machine: facts().machine }, words);
}

/**
 * TensorFlow's native library for tfjs-node: the official prebuilt one when its host answers within seconds, else the C
 * library inside PyPI's wheel, with the binding compiled here against Node's stable C interface (no node-gyp, no headers
 * of Node to download).
 * @type {import('./steps.mjs').Step}
 */
export const tensorflow = {
  name: 'TensorFlow native library',
  fault() {
    const fault = stampFault(stamp, facts(), words);
    return fault ?? (readStamp(stamp)?.facts.source === 'pypi' ? libraryFault() : null);
  },
  async work(say) {
    remove(stamp);
    const choice = process.env.VIB_TENSORFLOW || 'auto';
    if (!['auto', 'official', 'pypi'].includes(choice)) {
      throw new SetupError(
        `VIB_TENSORFLOW is "${choice}".`,
        'It can be auto, official or pypi.',
        'unset VIB_TENSORFLOW',
      );
    }
    const official = choice === 'pypi' ? 'not tried: VIB_TENSORFLOW=pypi' : await tryOfficial(say);
    if (official === null) return done('official', '2.9.1', [bindingFolder, officialFolder]);
    if (choice === 'official') {
      const cause = knownCause(official);
      throw new SetupError(
        'The official library could not be had.',
        official,
        cause?.fix ?? 'VIB_TENSORFLOW=pypi npm run setup',
      );
    }
    const pypi = await tryPyPI(say);
    if (pypi === null) return done('pypi', wheel().version, [bindingFolder]);
    const cause = knownCause(pypi.why);
    throw new SetupError(
      cause
        ? `TensorFlow's library could not be installed: ${cause.what} (${cause.line}).`
        : 'TensorFlow could be had neither from its own host nor from PyPI.',
      `Official prebuilt: ${official}\nPyPI wheel: ${pypi.why}`,
      cause?.fix ?? pypi.fix,
    );
  },
};

/**
 * What the last set-up installed, or null.
 * @returns {{source: string, version: string} | null}
 */
export function tensorflowOrigin() {
  const { source, version } = readStamp(stamp)?.facts ?? {};
  return source && version ? { source, version } : null;
}

/**
 * @param {string} source
 * @param {string} version
 * @param {string[]} trees
 */
function done(source, version, trees) {
  const present = trees.filter(folder => existsSync(folder));
  writeStamp(stamp, { facts: { ...facts(), source, version }, trees: present, contents: [binding] });
}

/**
 * @param {(text: string) => void} say
 * @returns {Promise<string | null>} why it failed, or null
 */
async function tryOfficial(say) {
  say('asking the official host');
  try {
    const answer = await fetch(officialHost, { method: 'HEAD', signal: AbortSignal.timeout(5000) });
    if (!answer.ok) return `its host answered ${answer.status}`;
  } catch (error) {
    const cause =
      error instanceof Error && error.cause instanceof Error ? error.cause.message : messageOf(error);
    return `its host did not answer (${cause})`;
  }
  say('downloading the official prebuilt library');
  // What an interrupted download left would pass for the library.
  for (const folder of [bindingFolder, officialFolder]) await removeTree(folder);
  // The installer writes into the package's package.json, which belongs to the JavaScript packages.
  const manifest = join(tfjsNode, 'package.json');
  const text = readFileSync(manifest, 'utf8');
  const { atime, mtime } = statSync(manifest);
  const { code, output } = await run(process.execPath, ['scripts/install.js'], {
    cwd: tfjsNode,
    timeout: 600_000,
  });
  writeWhole(manifest, text);
  utimesSync(manifest, atime, mtime);
  if (code !== 0) return tail(output, 4);
  return (await loads()) ?? (existsSync(binding) ? null : 'its installer left no binding');
}

/**
 * @param {(text: string) => void} say
 * @returns {Promise<{why: string, fix: string} | null>} why it failed and what mends it, or null
 */
async function tryPyPI(say) {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return {
      why: `this way is known for Linux on x86-64 only, and this is ${process.platform} on ${process.arch}`,
      fix: 'Make storage.googleapis.com reachable, then run: npm run setup',
    };
  }
  const compiler = process.env.CXX ?? 'g++';
  if ((await run(compiler, ['--version'])).code !== 0) {
    return {
      why: `no C++ compiler (${compiler}) was found`,
      fix: 'apt install g++, then run: npm run setup',
    };
  }
  if (libraryFault() !== null) {
    const failure = await downloadLibrary(say);
    if (failure)
      return { why: failure, fix: 'Check that PyPI is reachable and 1 GB is free, then run: npm run setup' };
  }
  const { library } = wheel();
  say('compiling the binding');
  const partial = `${binding}.partial`;
  remove(bindingFolder);
  mkdirSync(join(bindingFolder, 'napi-v8'), { recursive: true });
  const { code, output } = await run(compiler, [
    ...['-std=c++17', '-O2', '-shared', '-fPIC', '-DNAPI_VERSION=8'],
    ...[
      '-I',
      inRoot('node_modules', 'node-api-headers', 'include'),
      '-I',
      join(library, 'include'),
      '-I',
      tfjsNode,
    ],
    ...['tfjs_backend.cc', 'tfjs_binding.cc'].map(file => join(tfjsNode, 'binding', file)),
    ...['-L', library, '-ltensorflow', '-ltensorflow_framework', `-Wl,-rpath,${library}`, '-o', partial],
  ]);
  if (code !== 0) return { why: tail(output), fix: 'See .cache/setup.log, then run: npm run setup' };
  putInPlace(partial, binding);
  const failure = await loads();
  return failure === null ? null : { why: failure, fix: 'npm run doctor' };
}

/**
 * @param {(text: string) => void} say
 * @returns {Promise<string | null>} why it failed, or null
 */
async function downloadLibrary(say) {
  const { version, library, stamp: record } = wheel();
  const download = join(cache, 'tensorflow', 'wheel.partial');
  const unpacked = join(cache, 'tensorflow', 'unpacked.partial');
  for (const path of [record, download, unpacked, library]) await removeTree(path);
  mkdirSync(download, { recursive: true });
  say(`downloading the wheel tensorflow-cpu ${version}, 232 MB`);
  const target = ['--python-version', '3.11', '--implementation', 'cp', '--abi', 'cp311'];
  const { code, output } = await run(
    venvPython,
    [
      ...['-m', 'pip', 'download', '--no-cache-dir', '--no-deps', '--only-binary=:all:', '--require-hashes'],
      ...[...target, '--platform', 'manylinux2014_x86_64', '-r', lockFile, '-d', download],
    ],
    { env: { TMPDIR: download } },
  );
  if (code !== 0) return tail(output, 4);
  const file = readdirSync(download).find(name => name.endsWith('.whl'));
  if (!file) return 'pip reported success, but left no wheel';
  say('unpacking the C library');
  const unpack = await run(venvPython, [
    inRoot('scripts', 'python', 'unpack_tensorflow.py'),
    join(download, file),
    unpacked,
  ]);
  if (unpack.code !== 0) return tail(unpack.output, 4);
  const folder = join(unpacked, 'tensorflow');
  // The names that the linker looks for.
  symlinkSync('libtensorflow_cc.so.2', join(folder, 'libtensorflow.so'));
  symlinkSync('libtensorflow_framework.so.2', join(folder, 'libtensorflow_framework.so'));
  renameSync(folder, library);
  for (const left of [download, unpacked]) await removeTree(left);
  writeStamp(record, { facts: { version, machine: facts().machine }, trees: [library] });
  return null;
}

/**
 * Loads the library in a process of its own and computes with it.
 * @returns {Promise<string | null>} why it failed, or null
 */
async function loads() {
  const code =
    "const {tf} = require('./lib/tf'); if (tf.getBackend() !== 'tensorflow' || tf.scalar(3).square().arraySync() !== 9) process.exit(3)";
  const result = await run(process.execPath, ['--import', 'tsx', '-e', code]);
  return result.code === 0 ? null : `it was installed but does not load: ${tail(result.output, 4)}`;
}
