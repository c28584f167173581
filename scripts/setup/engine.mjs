import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cache, inRoot, readJson } from './paths.mjs';
import { SetupError, run, tail } from './run.mjs';

const source = inRoot('lib', 'engine', 'assembly');
const compiler = inRoot('node_modules', 'assemblyscript', 'bin', 'asc.js');
const target = join(cache, 'engine', 'text-cnn.wasm');
const stamp = join(cache, 'engine', 'source.json');

/** Pages of 64 kB that the memory may grow to: 2 GB. */
const mostPages = 32768;
const options = [
  '-O3',
  '--noAssert',
  ...['--runtime', 'stub'],
  ...['--enable', 'simd', '--enable', 'threads'],
  ...['--importMemory', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', String(mostPages)],
  // Addresses have 32 bits here, so numbers and addresses may mix.
  ...['--disableWarning', '201'],
];

/** The fast text CNN: WebAssembly, compiled from lib/engine/assembly whenever that has changed. @type {import('./steps.mjs').Step} */
export const engine = {
  name: 'engine (WebAssembly)',
  isReady: () => existsSync(target) && readJson(stamp)?.source === sourceHash(),
  work: async () => void (await buildEngine()),
};

/**
 * Compiles the engine; the one that is there stays until the new one is complete.
 * @returns {Promise<{file: string, bytes: number}>}
 */
export async function buildEngine() {
  mkdirSync(dirname(target), { recursive: true });
  const partial = `${target}.partial`;
  const args = [compiler, join(source, 'index.ts'), '-o', partial, ...options];
  const { code, output } = await run(process.execPath, args);
  if (code !== 0) {
    throw new SetupError(
      'The engine could not be compiled.',
      tail(output, 30),
      'Mend lib/engine/assembly (git checkout lib/engine/assembly brings it back), then: npm run build:engine',
    );
  }
  renameSync(partial, target);
  writeFileSync(stamp, JSON.stringify({ source: sourceHash() }));
  return { file: target, bytes: readFileSync(target).length };
}

/** Of the source, the compiler's version and its options. */
function sourceHash() {
  const hash = createHash('sha256').update(JSON.stringify(options));
  hash.update(String(readJson(inRoot('node_modules', 'assemblyscript', 'package.json'))?.version));
  for (const file of readdirSync(source).sort()) hash.update(file).update(readFileSync(join(source, file)));
  return hash.digest('hex');
}
