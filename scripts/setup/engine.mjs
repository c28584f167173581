import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SetupError, programFailure } from './failure.mjs';
import { putInPlace, remove } from './files.mjs';
import { cache, inRoot, readJson } from './paths.mjs';
import { run } from './run.mjs';
import { stampFault, writeStamp } from './stamp.mjs';

const source = inRoot('lib', 'engine', 'assembly');
const compiler = inRoot('node_modules', 'assemblyscript', 'bin', 'asc.js');
export const engineFile = join(cache, 'engine', 'text-cnn.wasm');
const stamp = join(cache, 'engine', 'source.json');
const bringBack = 'git checkout lib/engine/assembly brings it back';

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
  fault: () => stampFault(stamp, { source: sourceHash() }, { source: 'its source or compiler has changed' }),
  work: async () => void (await buildEngine()),
};

/**
 * Compiles the engine; the one that is there stays until the new one is complete. To be called by the one that holds the lock.
 * @returns {Promise<{file: string, bytes: number}>}
 */
export async function buildEngine() {
  const facts = { source: sourceHash() };
  mkdirSync(dirname(engineFile), { recursive: true });
  const partial = `${engineFile}.partial`;
  remove(partial);
  const args = [compiler, join(source, 'index.ts'), '-o', partial, ...options];
  const { code, output } = await run(process.execPath, args);
  if (code !== 0) {
    remove(partial);
    throw programFailure(
      'The engine could not be compiled',
      output,
      `Mend lib/engine/assembly (${bringBack}), then: npm run build:engine`,
      30,
    );
  }
  const made = existsSync(partial) ? readFileSync(partial) : Buffer.alloc(0);
  if (!isWebAssembly(made)) {
    remove(partial);
    throw new SetupError(
      `The compiler ended well, but what it wrote (${made.length} bytes) is no WebAssembly.`,
      '',
      'rm -rf node_modules/assemblyscript, then: npm run setup',
    );
  }
  putInPlace(partial, engineFile);
  writeStamp(stamp, { facts, contents: [engineFile] });
  return { file: engineFile, bytes: made.length };
}

/**
 * @param {Uint8Array} bytes
 * @returns {boolean}
 */
export function isWebAssembly(bytes) {
  // Node has it, TypeScript knows it only together with a browser.
  const { WebAssembly } = /** @type {{WebAssembly: {validate: (bytes: Uint8Array) => boolean}}} */ (
    /** @type {unknown} */ (globalThis)
  );
  return WebAssembly.validate(bytes);
}

/** Of the source, the compiler's version and its options. */
function sourceHash() {
  const hash = createHash('sha256').update(JSON.stringify(options));
  hash.update(String(readJson(inRoot('node_modules', 'assemblyscript', 'package.json'))?.version));
  for (const file of readdirSync(source).sort()) hash.update(file).update(readFileSync(join(source, file)));
  return hash.digest('hex');
}
