/**
 * Makes engine after engine, as a cell that is run again and again does, and prints what the process then has: run as a program
 * of its own with `node --expose-gc --import tsx`, the kind of reruns as its argument.
 */
import { readFileSync } from 'node:fs';
import { TextCnnEngine, TextPool, type EngineOptions } from '../../lib/engine';
import { EngineConvMaxPool, engineHost } from '../../lib/models';
import { Random } from '../../lib/random';
import { train } from '../../lib/training';

export interface Footprint {
  threads: number;
  /** Reserved addresses, GB: WebAssembly takes some 10 for each memory. */
  addresses: number;
  /** Resident, MB, after a garbage collection. */
  resident: number;
}

const options: EngineOptions = { head: 'vib', seed: 1, threads: 2 };
const texts = (words: number, length: number) => ({
  tokens: Int32Array.from({ length: 32 * length }, (_, i) => (i * 7919) % words),
  labels: Int32Array.from({ length: 32 }, (_, i) => i % 2),
});
const sizes = { words: 500, embedding: 8, filters: 40, width: 3 };
const kept: unknown[] = [];

const kinds: Record<string, (i: number) => Promise<void> | void> = {
  made: () => void (globalThis.engine = new TextCnnEngine(options, engineHost())),
  used: i => {
    const engine = new TextCnnEngine({ ...options, seed: i }, engineHost());
    engine.step(texts(5000, 400));
    engine.predict(texts(5000, 400).tokens);
    globalThis.engine = engine;
  },
  'other options': i => {
    const engine = new TextCnnEngine(
      {
        head: (['vib', 'dense', 'logistic'] as const)[i % 3]!,
        seed: i,
        words: 1000 + 37 * i,
        length: 50 + i,
        filters: 20 + (i % 70),
        threads: 1 + (i % 3),
      },
      engineHost(),
    );
    engine.step(texts(1000, 50 + i));
    globalThis.engine = engine;
  },
  trained: async i => {
    const engine = new TextCnnEngine({ ...options, words: 500, length: 60, seed: i }, engineHost());
    await train(engine, texts(500, 60), { epochs: 2, seed: 1, batch: 8 });
    globalThis.engine = engine;
  },
  pools: i => {
    const pool = new TextPool({ words: 500, length: 60, threads: 2 }, engineHost());
    const weights = { embedding: 500 * 50, kernel: 3 * 50 * 250, bias: 250 };
    const filled = Object.fromEntries(
      Object.entries(weights).map(([name, n]) => [name, new Float32Array(n).fill(0.01)]),
    ) as Record<'embedding' | 'kernel' | 'bias', Float32Array>;
    pool.forward(texts(500, 60).tokens, filled);
    globalThis.engine = pool;
    // Its weights are tensors, which only `dispose` frees: that is tfjs's way. Not to dispose of the pool itself is the test.
    if (i % 10 === 0) {
      const operation = new EngineConvMaxPool(new Random(1), sizes, { length: 60 });
      operation.variables.forEach(variable => variable.dispose());
    }
  },
  held: i => void kept.push(new TextCnnEngine({ ...options, words: 300, length: 20, seed: i }, engineHost())),
};

function footprint(): Footprint {
  const status = readFileSync('/proc/self/status', 'utf8');
  const read = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]);
  return { threads: read('Threads'), addresses: read('VmSize') / 1e6, resident: read('VmRSS') / 1e3 };
}

declare global {
  var engine: unknown;
}

async function main(): Promise<void> {
  const run = kinds[process.argv[2] ?? '']!;
  const found: Footprint[] = [];
  for (let i = 1; i <= 100; i++) {
    await run(i);
    if (i % 10 === 0) {
      // A turn of the event loop lets go of what this turn looked at.
      await new Promise(resolve => setTimeout(resolve, 1));
      globalThis.gc?.();
      found.push(footprint());
    }
  }
  process.stdout.write(JSON.stringify(found));
}

void main();
