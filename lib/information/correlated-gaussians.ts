import {
  MOST_VALUES,
  checkCount,
  checkPositive,
  checkRandom,
  checkRecord,
  checkResult,
  checkSameLength,
  checkVector,
} from '../checks';
import type { Random } from '../random';
import { checkCorrelation, gaussianMutualInformation } from './exact';

/**
 * rho = sqrt(1 - exp(-2 I / K)): the correlation of K independent pairs of normal numbers that hold I nats together.
 * @throws RangeError unless I > 0 and K >= 1, or for so many nats that no number below 1 holds rho (18 in one dimension).
 */
export function correlationOf(nats: number, dimensions: number): number {
  checkPositive(nats, 'nats');
  const rho = Math.sqrt(-Math.expm1((-2 * nats) / checkCount(dimensions, 'dimensions')));
  if (rho >= 1 || rho === 0) {
    throw new RangeError(
      `${nats} nats in ${dimensions} dimensions need a correlation that rounds to ${rho}: ask for ${rho ? 'fewer' : 'more'}`,
    );
  }
  return rho;
}

/** B draws of (x, z), each `[B * K]` row after row. */
export interface PairBatch {
  readonly x: Float32Array;
  readonly z: Float32Array;
}

/** x ~ N(0, I), z = rho x + sqrt(1 - rho^2) eps, B pairs of K numbers. @throws RangeError for a bad rho or size. */
export function correlatedPairs(random: Random, batch: number, dimensions: number, rho: number): PairBatch {
  checkCount(
    checkCount(batch, 'batch') * checkCount(dimensions, 'dimensions'),
    'batch * dimensions',
    1,
    MOST_VALUES / 4,
  );
  const noise = Math.sqrt((1 - checkCorrelation(rho)) * (1 + rho));
  checkRandom(random);
  const x = random.normals(batch * dimensions);
  return { x, z: x.map(value => rho * value + noise * random.normal()) };
}

/**
 * f_ij = ln p(z_i|x_j)/p(z_i) = sum_k [-1/2 ln(1 - rho^2) - (rho^2 (x_jk^2 + z_ik^2) - 2 rho x_jk z_ik) / (2 (1 - rho^2))],
 * `[B * B]` row after row, in nats: the best critic for {@link correlatedPairs}.
 * @throws RangeError for a bad rho or arrays that are no batch of K numbers each.
 */
export function optimalScores(pairs: PairBatch, dimensions: number, rho: number): Float64Array {
  const { x, z } = checkRecord(pairs, 'pairs', '{ x, z }');
  checkSameLength(checkVector(z, 'z'), 'z', checkVector(x, 'x'), 'x');
  const square = checkCorrelation(rho) ** 2;
  const left = (1 - rho) * (1 + rho);
  const batch = checkCount(
    x.length / checkCount(dimensions, 'dimensions'),
    `${x.length} numbers / dimensions = ${dimensions}, the length of x over K,`,
    1,
    1e4,
  );
  const norms = (values: Float32Array) =>
    Float64Array.from({ length: batch }, (_, i) => {
      let sum = 0;
      for (let k = 0; k < dimensions; k++) sum += values[i * dimensions + k]! ** 2;
      return sum;
    });
  const [xs, zs] = [norms(x), norms(z)];
  const constant = dimensions * gaussianMutualInformation(rho);
  const scores = new Float64Array(batch * batch);
  for (let i = 0; i < batch; i++) {
    for (let j = 0; j < batch; j++) {
      let product = 0;
      for (let k = 0; k < dimensions; k++) product += x[j * dimensions + k]! * z[i * dimensions + k]!;
      scores[i * batch + j] = constant - (square * (xs[j]! + zs[i]!) - 2 * rho * product) / (2 * left);
    }
  }
  scores.forEach((score, at) => checkResult(score, `scores[${at}]`, 'keep x and z within 1e150 of 0'));
  return scores;
}

/**
 * Var = K rho^2 / B + [(1 - rho^2)^-K + (1 - rho^4)^-K - 2] / (B (B - 1)), in nats squared: the variance of the NWJ bound of
 * one batch of {@link correlatedPairs} with the best critic.
 *
 * The first part is the variance of the mean of ln p(z|x)/p(z) over pairs. In the second, e^f of a strange pair has the mean
 * 1 and the mean square (1 - rho^2)^-K = e^(2I); two strange pairs are correlated only when they are (i, j) and (j, i), and
 * Mehler's series e^f = sum_n rho^n h_n(x) h_n(z) gives sum_n rho^(4n) = 1/(1 - rho^4) for a dimension. The two parts have
 * no covariance, because e^f of a strange pair has the mean 1 whatever one of its two members is.
 * @throws RangeError for a bad rho or sizes.
 */
export function nwjVariance(batch: number, dimensions: number, rho: number): number {
  checkCount(batch, 'batch', 2);
  const square = checkCorrelation(rho) ** 2;
  checkCount(dimensions, 'dimensions');
  // x^-K - 1, with its digits where rho is small.
  const inverse = (logX: number) => Math.expm1(-dimensions * logX);
  const logLeft = -2 * gaussianMutualInformation(rho);
  const strange = inverse(logLeft) + inverse(logLeft + Math.log1p(square));
  return checkResult(
    (dimensions * square) / batch + strange / (batch * (batch - 1)),
    `the variance for dimensions ${dimensions} and rho ${rho}`,
    'it grows like e^(2I): take fewer dimensions or a smaller rho',
  );
}
