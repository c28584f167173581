import { checkCount, checkList, checkRecord } from '../checks';
import { correlatedPairs, correlationOf, criticScores, optimalScores, trainCritic } from '../information';
import { Random } from '../random';
import { estimateMean } from '../statistics';

/** K pairs of normal numbers, and how critics of them are made and tried. */
export interface CriticTask {
  /** K, pairs of numbers of one correlation. */
  readonly dimensions: number;
  /** B, pairs (x, z) in a batch. */
  readonly batch: number;
  /** Of a critic's training. */
  readonly steps: number;
  /** Fresh batches that a bound is computed from. */
  readonly batches: number;
  readonly seed: number;
}

/** How the values of a bound lie over many batches, nats. */
export interface BoundSpread {
  readonly mean: number;
  /** Standard deviation of a single batch. */
  readonly sd: number;
  /** The 10%, 50% and 90% quantiles, and the largest. */
  readonly low: number;
  readonly median: number;
  readonly high: number;
  readonly largest: number;
  /** Of the mean. */
  readonly standardError: number;
}

/**
 * f(x_j, z_i) = log p(z_i|x_j)/p(z_i) for fresh batches whose true information is so many nats: `[batches][B * B]`
 *
 * The critic that all bounds are largest for in expectation. @throws RangeError unless nats > 0.
 */
export function bestScores(task: CriticTask, nats: number): Float64Array[] {
  const { dimensions, batch, batches, seed } = checkTask(task);
  const rho = correlationOf(nats, dimensions);
  const random = new Random(seed);
  return Array.from({ length: batches }, () =>
    optimalScores(correlatedPairs(random, batch, dimensions, rho), dimensions, rho),
  );
}

/** The same with a critic that was trained by the interpolated bound with this gamma, on batches of its own. */
export function trainedScores(task: CriticTask, nats: number, gamma: number): Float64Array[] {
  const { dimensions, batch, batches, steps, seed } = checkTask(task);
  const rho = correlationOf(nats, dimensions);
  const draw = (random: Random) => correlatedPairs(random, batch, dimensions, rho);
  const critic = trainCritic({ draw, dimensions, gamma, steps, random: new Random(seed) });
  const unseen = new Random(seed).fork();
  return Array.from({ length: batches }, () => criticScores(critic, draw(unseen)));
}

/** Mean, spread and quantiles of a bound over batches. @throws RangeError for fewer than two batches. */
export function spreadOfBound(
  scores: readonly Float64Array[],
  bound: (scores: Float64Array) => number,
): BoundSpread {
  const values = checkList(scores, 'scores').map(bound);
  const { value: mean, standardError } = estimateMean(values);
  const sorted = [...values].sort((one, other) => one - other);
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))]!;
  const sd = standardError * Math.sqrt(values.length);
  return { mean, sd, standardError, low: at(0.1), median: at(0.5), high: at(0.9), largest: at(1) };
}

function checkTask(task: CriticTask): CriticTask {
  checkRecord(task, 'task', '{ dimensions, batch, steps, batches, seed }');
  checkCount(task.dimensions, 'dimensions');
  checkCount(task.batch, 'batch', 2);
  checkCount(task.batches, 'batches', 2);
  return task;
}
