import { checkCount, checkSameLength, checkVector } from '../checks';
import type { Random } from '../random';
import { cholesky } from './cholesky';
import { checkDiagonal, type Covariance } from './parameters';

/**
 * z = mean + exp(logVar / 2) * eps: noise eps ~ N(0, I) becomes a draw of N(mean, diag(exp(logVar))).
 *
 * All are `[k]`. The halving turns a log-variance into a standard deviation.
 * Source: Kingma & Welling 2013, section 2.4.
 * @throws RangeError for NaN, empty vectors or different lengths.
 */
export function reparameterize(
  mean: ArrayLike<number>,
  logVar: ArrayLike<number>,
  eps: ArrayLike<number>,
): Float64Array {
  checkDiagonal(mean, logVar);
  checkSameLength(eps, 'eps', mean, 'mean');
  checkVector(eps, 'eps');
  return Float64Array.from(mean, (m, i) => m + Math.exp(logVar[i]! / 2) * eps[i]!);
}

/** eps ~ N(0, I) in k dimensions, `[k]` doubles. @throws RangeError unless k is a whole number >= 1. */
export function standardNormals(random: Random, k: number): Float64Array {
  return Float64Array.from({ length: checkCount(k, 'k') }, () => random.normal());
}

/** z ~ N(mean, diag(exp(logVar))), one draw `[k]`. @throws RangeError for NaN or different lengths. */
export function sampleDiagonal(
  random: Random,
  mean: ArrayLike<number>,
  logVar: ArrayLike<number>,
): Float64Array {
  checkDiagonal(mean, logVar);
  return reparameterize(mean, logVar, standardNormals(random, mean.length));
}

/**
 * z = mean + L eps with covariance = L L^T and eps ~ N(0, I): `count` independent draws, each `[k]`.
 * @throws RangeError for NaN, different lengths, or a covariance that is not symmetric positive definite.
 */
export function sampleFull(
  random: Random,
  mean: ArrayLike<number>,
  covariance: Covariance,
  count: number,
): Float64Array[] {
  checkSameLength(mean, 'mean', covariance, 'covariance');
  checkVector(mean, 'mean');
  const factor = cholesky(covariance);
  return Array.from({ length: checkCount(count, 'count') }, () => {
    const eps = standardNormals(random, mean.length);
    return Float64Array.from(mean, (m, i) => {
      let z = m;
      for (let j = 0; j <= i; j++) z += factor[i]![j]! * eps[j]!;
      return z;
    });
  });
}
