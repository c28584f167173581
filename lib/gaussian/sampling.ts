import { checkCount, checkRandom, checkResult, checkSameLength, checkVector, MOST_VALUES } from '../checks';
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
  return Float64Array.from(mean, (m, i) => {
    const z = m + Math.exp(logVar[i]! / 2) * eps[i]!;
    return checkResult(z, `mean[${i}] + exp(logVar[${i}] / 2) eps[${i}]`, 'choose a larger unit');
  });
}

/** eps ~ N(0, I) in k dimensions, `[k]` doubles. @throws RangeError unless k is a whole number from 1 to 1e8. */
export function standardNormals(random: Random, k: number): Float64Array {
  checkRandom(random);
  return new Float64Array(checkCount(k, 'k', 1, MOST_VALUES)).map(() => random.normal());
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
  checkRandom(random);
  const factor = cholesky(covariance);
  checkCount(count, 'count', 1, Math.floor(MOST_VALUES / mean.length));
  return Array.from({ length: count }, () => {
    const eps = standardNormals(random, mean.length);
    return Float64Array.from(mean, (m, i) => {
      let z = m;
      for (let j = 0; j <= i; j++) z += factor[i]![j]! * eps[j]!;
      return checkResult(
        z,
        `a draw of component ${i}`,
        'mean or covariance is too large: choose a larger unit',
      );
    });
  });
}
