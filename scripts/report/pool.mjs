import { availableParallelism, freemem } from 'node:os';

/** What a run takes at most, by measure: the kernel with TensorFlow and a notebook's data, Python beside it. */
const BYTES_OF_A_RUN = 1.8e9;

/**
 * How many runs go at a time: as many as cores and memory allow.
 * @param {number} runs
 * @param {number | undefined} wanted what the person said
 * @param {{cores?: number, bytes?: number}} [machine]
 */
export function runsAtOnce(runs, wanted, { cores = availableParallelism(), bytes = freemem() } = {}) {
  const most = wanted ?? Math.min(cores, Math.floor(bytes / BYTES_OF_A_RUN));
  return Math.max(1, Math.min(runs, most));
}

/**
 * Does the jobs in their order, some at a time; a job that fails is its own affair.
 * @template T
 * @param {readonly T[]} jobs
 * @param {number} atOnce
 * @param {(job: T, index: number) => Promise<void>} run
 */
export async function inPool(jobs, atOnce, run) {
  const queue = jobs.entries();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const [index, job] of queue) await run(job, index);
    }),
  );
}

/**
 * Says how long the rest will take: each run's usual time, by the pace of those that are done.
 * @param {readonly number[]} usual seconds of each run alone
 * @param {number} [atOnce]
 * @param {() => number} [now] in milliseconds
 */
export function timeLeft(usual, atOnce = 1, now = Date.now) {
  /** @type {Map<number, number>} when those that run began */
  const running = new Map();
  const waiting = new Set(usual.keys());
  let [took, expected] = [0, 0];
  return {
    /** @param {number} index */
    begins(index) {
      waiting.delete(index);
      running.set(index, now());
    },
    /** @param {number} index of a run that has ended; the seconds that are left */
    ends(index) {
      took += (now() - (running.get(index) ?? now())) / 1000;
      expected += usual[index] ?? 0;
      running.delete(index);
      const pace = took / expected;
      const unbegun = [...waiting].reduce((sum, i) => sum + pace * (usual[i] ?? 0), 0);
      const begun = [...running].reduce(
        (sum, [i, since]) => sum + Math.max(0, pace * (usual[i] ?? 0) - (now() - since) / 1000),
        0,
      );
      return (unbegun + begun) / Math.min(atOnce, Math.max(1, waiting.size + running.size));
    },
  };
}
