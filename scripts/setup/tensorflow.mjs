import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { cache, environment, inRoot, messageOf, readJson, root, tfjsNode, venvPython } from './paths.mjs';
import { SetupError, run, tail } from './run.mjs';

const lockFile = inRoot('scripts', 'python', 'tensorflow.lock');
const wheelVersion = /==(\S+)/.exec(readFileSync(lockFile, 'utf8'))?.[1] ?? '';
const library = join(cache, 'tensorflow', wheelVersion);
const binding = join(tfjsNode, 'lib', 'napi-v8', 'tfjs_binding.node');
const stamp = join(tfjsNode, 'lib', '.ready.json');
const officialHost =
  'https://storage.googleapis.com/tensorflow/libtensorflow/libtensorflow-cpu-linux-x86_64-2.9.1.tar.gz';

/**
 * TensorFlow's native library for tfjs-node: the official prebuilt one when its host answers within seconds, else the C
 * library inside PyPI's wheel, with the binding compiled here against Node's stable C interface (no node-gyp, no headers
 * of Node to download).
 * @type {import('./steps.mjs').Step}
 */
export const tensorflow = {
  name: 'TensorFlow native library',
  isReady: () => {
    const ready = readJson(stamp);
    const complete = ready?.source !== 'pypi' || existsSync(join(library, 'libtensorflow_cc.so.2'));
    return ready?.root === root && ready.arch === process.arch && complete && existsSync(binding);
  },
  async work(say) {
    rmSync(stamp, { force: true });
    const choice = process.env.VIB_TENSORFLOW ?? 'auto';
    if (!['auto', 'official', 'pypi'].includes(choice)) {
      throw new SetupError(
        `VIB_TENSORFLOW is "${choice}".`,
        'It can be auto, official or pypi.',
        'unset VIB_TENSORFLOW',
      );
    }
    const official = choice === 'pypi' ? 'not tried: VIB_TENSORFLOW=pypi' : await tryOfficial(say);
    if (official === null) return writeStamp('official', '2.9.1');
    if (choice === 'official') {
      throw new SetupError(
        'The official library could not be had.',
        official,
        'VIB_TENSORFLOW=pypi npm run setup',
      );
    }
    const pypi = await tryPyPI(say);
    if (pypi === null) return writeStamp('pypi', wheelVersion);
    throw new SetupError(
      'TensorFlow could be had neither from its own host nor from PyPI.',
      `Official prebuilt: ${official}\nPyPI wheel: ${pypi.why}`,
      pypi.fix,
    );
  },
};

/** What the last set-up installed: {source, version}, or null. */
export const tensorflowOrigin = () => readJson(stamp);

/**
 * @param {string} source
 * @param {string} version
 */
function writeStamp(source, version) {
  writeFileSync(stamp, JSON.stringify({ source, version, root, arch: process.arch }));
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
  const { code, output } = await run(process.execPath, ['scripts/install.js'], {
    cwd: tfjsNode,
    timeout: 600_000,
  });
  if (code !== 0) return tail(output, 4);
  return loads();
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
  if (!existsSync(join(library, 'libtensorflow_cc.so.2'))) {
    const failure = await downloadLibrary(say);
    if (failure)
      return { why: failure, fix: 'Check that PyPI is reachable and 1 GB is free, then run: npm run setup' };
  }
  say('compiling the binding');
  const partial = `${binding}.partial`;
  rmSync(join(tfjsNode, 'lib'), { recursive: true, force: true });
  mkdirSync(join(tfjsNode, 'lib', 'napi-v8'), { recursive: true });
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
  renameSync(partial, binding);
  const failure = await loads();
  return failure === null ? null : { why: failure, fix: 'npm run doctor' };
}

/**
 * @param {(text: string) => void} say
 * @returns {Promise<string | null>} why it failed, or null
 */
async function downloadLibrary(say) {
  const download = join(cache, 'tensorflow', 'wheel.partial');
  const unpacked = join(cache, 'tensorflow', 'unpacked.partial');
  for (const folder of [download, unpacked, library]) rmSync(folder, { recursive: true, force: true });
  mkdirSync(download, { recursive: true });
  say(`downloading the wheel tensorflow-cpu ${wheelVersion}, 232 MB`);
  const target = ['--python-version', '3.11', '--implementation', 'cp', '--abi', 'cp311'];
  const { code, output } = await run(
    venvPython,
    [
      ...['-m', 'pip', 'download', '--no-cache-dir', '--no-deps', '--only-binary=:all:', '--require-hashes'],
      ...[...target, '--platform', 'manylinux2014_x86_64', '-r', lockFile, '-d', download],
    ],
    { env: { ...environment(), TMPDIR: download } },
  );
  if (code !== 0) return tail(output, 4);
  const wheel = readdirSync(download).find(name => name.endsWith('.whl'));
  if (!wheel) return 'pip reported success, but left no wheel';
  say('unpacking the C library');
  const unpack = await run(venvPython, [
    inRoot('scripts', 'python', 'unpack_tensorflow.py'),
    join(download, wheel),
    unpacked,
  ]);
  if (unpack.code !== 0) return tail(unpack.output, 4);
  const folder = join(unpacked, 'tensorflow');
  // The names that the linker looks for.
  symlinkSync('libtensorflow_cc.so.2', join(folder, 'libtensorflow.so'));
  symlinkSync('libtensorflow_framework.so.2', join(folder, 'libtensorflow_framework.so'));
  renameSync(folder, library);
  for (const left of [download, unpacked]) rmSync(left, { recursive: true, force: true });
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
