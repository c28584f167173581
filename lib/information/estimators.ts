import { MOST_VALUES, checkCount, checkRecord, checkResult, checkSameLength, checkVector } from '../checks';
import { diagonalLogDensity } from '../gaussian/density';
import type { DiagonalGaussian } from '../gaussian/parameters';
import type { Random } from '../random';
import { type Estimate, estimateMean } from '../statistics/mean';
import { standardPrior } from './bounds';
import { conditionalLogDensity, type GaussianEncoder, logSumExp, marginalLogDensity } from './encoder';
import { jointSampler } from './joint-samples';

/**
 * I(X;Z) ~ 1/n sum_s [ln p(z_s|x_s) - ln p(z_s)], in nats, with x_s ~ p(x), z_s ~ p(z|x_s) and the exact mixture
 * p(z) = sum_i p_i p(z|x_i): unbiased in any number of dimensions, at a cost of n times the number of inputs.
 * @throws RangeError unless samples is a whole number >= 2.
 */
export function estimateMutualInformation(
  encoder: GaussianEncoder,
  random: Random,
  samples: number,
): Estimate {
  return monteCarlo(encoder, random, samples, (i, z) => {
    return conditionalLogDensity(encoder, i, z) - marginalLogDensity(encoder, z);
  });
}

/**
 * R ~ 1/n sum_s [ln p(z_s|x_s) - ln q(z_s)], in nats, with x_s ~ p(x), z_s ~ p(z|x_s): an unbiased estimate of the rate.
 * q is N(0, I) unless given.
 * @throws RangeError unless samples is a whole number >= 2 and q is of the encoder's dimensions.
 */
export function estimateRate(
  encoder: GaussianEncoder,
  random: Random,
  samples: number,
  prior: DiagonalGaussian = standardPrior(encoder.dimensions),
): Estimate {
  checkRecord(prior, 'prior', '{ mean, logVar }');
  return monteCarlo(encoder, random, samples, (i, z) => {
    const nats = conditionalLogDensity(encoder, i, z) - diagonalLogDensity(z, prior.mean, prior.logVar);
    // Beyond, its square is no number, and there is no standard error.
    if (!(Math.abs(nats) < 1e150)) {
      throw new RangeError(
        `a code has a rate of ${nats} nats against the prior: move its mean nearer, or raise its logVar`,
      );
    }
    return nats;
  });
}

/** A lower and an upper bound on I(X;Z). */
export interface Sandwich<T> {
  readonly lower: T;
  readonly upper: T;
}

/**
 * lower_i = ln p(z_i|x_i) - ln[1/K sum_j p(z_i|x_j)] and upper_i = ln p(z_i|x_i) - ln[1/(K-1) sum_(j != i) p(z_i|x_j)],
 * both `[K]` in nats, for one batch: the encoder's K inputs and one z_i ~ p(z|x_i) each, z `[K * k]` row after row.
 *
 * Their means over i are, in expectation over batches, below and above I(X;Z). No lower_i exceeds ln K.
 * Source: Poole et al. 2019, equations 12 and 13. The encoder's probabilities are not used: a batch is a sample.
 * @throws RangeError for fewer than two inputs, NaN, or z of another length.
 */
export function batchSandwich(encoder: GaussianEncoder, z: ArrayLike<number>): Sandwich<Float64Array> {
  checkSameLength(z, 'z', encoder.means, 'means');
  checkVector(z, 'z');
  const all = Array.from({ length: encoder.count }, (_, i) => i);
  return sandwichRows(encoder, all, Float64Array.from(z));
}

/**
 * The means of {@link batchSandwich} over `batches` batches, each of `batchSize` inputs x ~ p(x) with one z ~ p(z|x),
 * in nats: E lower <= I(X;Z) <= E upper. The standard errors are over batches, within which rows are dependent; n is
 * the number of batches.
 *
 * Source: Poole et al. 2019, equations 12 and 13.
 * @throws RangeError unless batchSize >= 2 and batches >= 2 are whole numbers.
 */
export function estimateSandwich(
  encoder: GaussianEncoder,
  random: Random,
  sizes: { batchSize: number; batches: number },
): Sandwich<Estimate> {
  const { batchSize, batches } = checkRecord(sizes, 'sizes', '{ batchSize, batches }');
  checkCount(batchSize, 'batchSize', 2, 1e5);
  checkCount(batches, 'batches', 2, 1e6);
  const draw = jointSampler(encoder, random);
  const lower = new Float64Array(batches);
  const upper = new Float64Array(batches);
  for (let b = 0; b < batches; b++) {
    const inputs = Array.from({ length: batchSize }, draw.input);
    const z = new Float64Array(batchSize * encoder.dimensions);
    inputs.forEach((i, row) => z.set(draw.latent(i), row * encoder.dimensions));
    const rows = sandwichRows(encoder, inputs, z);
    lower[b] = average(rows.lower);
    upper[b] = average(rows.upper);
  }
  return { lower: estimateMean(lower), upper: estimateMean(upper) };
}

function sandwichRows(
  encoder: GaussianEncoder,
  inputs: readonly number[],
  z: Float64Array,
): Sandwich<Float64Array> {
  const size = inputs.length;
  checkCount(size, "the batch's size", 2);
  const lower = new Float64Array(size);
  const upper = new Float64Array(size);
  const row = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    const zi = z.subarray(i * encoder.dimensions, (i + 1) * encoder.dimensions);
    for (let j = 0; j < size; j++) row[j] = conditionalLogDensity(encoder, inputs[j]!, zi);
    const own = checkResult(row[i]!, `ln p(z|x) of row ${i}`, 'keep z within 1e150 of the means');
    lower[i] = own - (logSumExp(row) - Math.log(size));
    // Only -Infinity removes the own term: any finite mask stays in the sum when the other terms are small.
    row[i] = -Infinity;
    upper[i] = own - (logSumExp(row) - Math.log(size - 1));
  }
  return { lower, upper };
}

function monteCarlo(
  encoder: GaussianEncoder,
  random: Random,
  samples: number,
  term: (input: number, z: Float64Array) => number,
): Estimate {
  checkCount(samples, 'samples', 2, MOST_VALUES);
  const draw = jointSampler(encoder, random);
  const terms = Float64Array.from({ length: samples }, () => {
    const input = draw.input();
    return term(input, draw.latent(input));
  });
  return estimateMean(terms);
}

function average(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
