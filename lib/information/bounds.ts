import { checkCount, checkRecord } from '../checks';
import { diagonalLogDensity } from '../gaussian/density';
import { klDiagonal } from '../gaussian/divergence';
import type { DiagonalGaussian } from '../gaussian/parameters';
import type { Grid } from '../gaussian/quadrature';
import { component, conditionalLogDensity, type GaussianEncoder, marginalLogDensity } from './encoder';
import { klOnGrid, klOnGrid2d, mutualInformationOnGrid, mutualInformationOnGrid2d } from './grid';

/**
 * R = sum_i p_i KL(p(z|x_i) || q(z)) >= I(X;Z), in nats: the rate, an upper bound whatever the prior q(z).
 *
 * q is N(0, I) unless given. The gap is {@link rateGap}.
 * Source: Alemi et al. 2017, equation 14.
 * @throws RangeError when q is not of the encoder's dimensions.
 */
export function rate(encoder: GaussianEncoder, prior = standardPrior(encoder.dimensions)): number {
  checkRecord(prior, 'prior', '{ mean, logVar }');
  let sum = 0;
  for (let i = 0; i < encoder.count; i++) {
    sum += encoder.probabilities[i]! * klDiagonal(component(encoder, i), prior);
  }
  return sum;
}

/**
 * gap = KL(p(z) || q(z)) = R - I(X;Z), in nats, with p(z) = sum_i p_i p(z|x_i), by a grid over z (k = 1 or 2).
 *
 * q is N(0, I) unless given; the grids come from {@link encoderGrids} unless given, one per dimension.
 * @throws RangeError when k > 2 (use the estimators there), or when the grids are too narrow or too coarse.
 */
export function rateGap(
  encoder: GaussianEncoder,
  prior: DiagonalGaussian = standardPrior(encoder.dimensions),
  grids: readonly Grid[] = encoderGrids(encoder),
): number {
  const [grid1, grid2] = checkGrids(encoder, grids);
  const { mean, logVar } = checkRecord(prior, 'prior', '{ mean, logVar }');
  if (grid2 === undefined) {
    return klOnGrid(
      z => marginalLogDensity(encoder, [z]),
      z => diagonalLogDensity([z], mean, logVar),
      grid1,
    );
  }
  return klOnGrid2d(
    (z1, z2) => marginalLogDensity(encoder, [z1, z2]),
    (z1, z2) => diagonalLogDensity([z1, z2], mean, logVar),
    grid1,
    grid2,
  );
}

/**
 * I(X;Z) = sum_i p_i integral p(z|x_i) ln[p(z|x_i) / p(z)] dz, in nats, by a grid over z (k = 1 or 2): the exact
 * information that {@link rate} bounds, computed without the prior.
 * @throws RangeError as {@link rateGap}.
 */
export function encoderInformation(
  encoder: GaussianEncoder,
  grids: readonly Grid[] = encoderGrids(encoder),
): number {
  const [grid1, grid2] = checkGrids(encoder, grids);
  const { probabilities } = encoder;
  const points = Array.from(probabilities, (_, i) => i);
  if (grid2 === undefined) {
    const density = (z: number, i: number) => Math.exp(conditionalLogDensity(encoder, i, [z]));
    return mutualInformationOnGrid({ points, probabilities, density }, grid1);
  }
  const density = (z1: number, z2: number, i: number) =>
    Math.exp(conditionalLogDensity(encoder, i, [z1, z2]));
  return mutualInformationOnGrid2d({ points, probabilities, density }, grid1, grid2);
}

/**
 * low = min_i(mean_i - 9 sd_i), high = max_i(mean_i + 9 sd_i) and cells of a third of the smallest sd, for each dimension.
 *
 * The rule of {@link Grid} is then accurate to about 1e-10.
 * @throws RangeError when k > 2, or when the means are so far apart for their sd that the grid would be too large.
 */
export function encoderGrids(encoder: GaussianEncoder): Grid[] {
  const { dimensions: k, count, means, logVars } = encoder;
  checkGridDimensions(k);
  return Array.from({ length: k }, (_, d) => {
    let low = Infinity;
    let high = -Infinity;
    let narrowest = Infinity;
    for (let i = 0; i < count; i++) {
      const sd = Math.exp(logVars[i * k + d]! / 2);
      low = Math.min(low, means[i * k + d]! - 9 * sd);
      high = Math.max(high, means[i * k + d]! + 9 * sd);
      narrowest = Math.min(narrowest, sd);
    }
    const n = Math.ceil((high - low) / (narrowest / 3));
    const most = k === 1 ? 1_000_000 : 2000;
    if (n > most) {
      throw new RangeError(
        `dimension ${d} needs ${n} grid cells from ${low} to ${high} for a smallest sd of ${narrowest}, more than ${most}: use estimateMutualInformation`,
      );
    }
    return { low, high, n };
  });
}

/** ln N, the most that Z can tell about which of N equally likely inputs it came from, in nats. @throws RangeError unless N >= 1. */
export function informationCeiling(count: number): number {
  return Math.log(checkCount(count, 'count'));
}

/** q(z) = N(0, I) in k dimensions. @throws RangeError unless k >= 1. */
export function standardPrior(dimensions: number): DiagonalGaussian {
  const zeros = new Float64Array(checkCount(dimensions, 'dimensions'));
  return { mean: zeros, logVar: zeros };
}

function checkGrids(encoder: GaussianEncoder, grids: readonly Grid[]): [Grid, Grid?] {
  checkGridDimensions(encoder.dimensions);
  if (grids.length !== encoder.dimensions) {
    throw new RangeError(
      `the encoder has ${encoder.dimensions} dimensions but ${grids.length} grids were given: one each`,
    );
  }
  return grids as [Grid, Grid?];
}

function checkGridDimensions(k: number): void {
  if (k > 2) {
    throw new RangeError(
      `a grid serves 1 or 2 dimensions, but the encoder has ${k}: use estimateMutualInformation or estimateSandwich`,
    );
  }
}
