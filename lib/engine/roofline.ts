import { Job, Slot } from './assembly/plan';
import { EngineCore } from './core';
import type { EngineHost } from './host';
import { completeOptions } from './options';

/** How near the table's product comes to what one core can do at all. */
export interface Roofline {
  /** Products and sums a second, in billions, with nothing read or stored. */
  ceiling: number;
  /** Those of the table: word vectors times kernel. */
  table: number;
}

/** Operations in one round of the engine's `peak`. */
const perRound = 96;

/**
 * rate = operations / time, the best of several runs on one thread
 *
 * The ceiling is for four numbers at a time and a product and a sum as two instructions: fused, they would round
 * differently on machines that cannot fuse them.
 */
export function roofline(host: EngineHost, { runs = 20 } = {}): Roofline {
  const settings = completeOptions({ head: 'none', seed: 1, threads: 1 }, 1);
  const core = new EngineCore(settings, host);
  const { words, embedding, width } = settings;
  const rounds = 200_000;
  const columns = core.memory.get(Slot.filtersPadded) * width;
  const best = (operations: number, act: () => void): number => {
    const times = Array.from({ length: runs }, () => {
      const started = performance.now();
      act();
      return performance.now() - started;
    });
    return operations / Math.min(...times) / 1e6;
  };
  const ceiling = best(rounds * perRound, () => core.exports.peak(rounds, 0.5));
  const table = best(2 * words * embedding * columns, () => core.run(Job.tabulate, core.layout.blocks));
  core.dispose();
  return { ceiling, table };
}
