import { checkRecord, checkResult, checkSameLength, checkVector } from '../checks';
import { cholesky, substitute } from './cholesky';
import { distanceInUnits } from './distance';
import { expm1MinusX } from './exponential';
import {
  checkDiagonal,
  checkNormal,
  type DiagonalGaussian,
  type FullGaussian,
  type Normal,
} from './parameters';
import { standardized } from './scale';

/**
 * KL(N(mean_k, exp(logVar_k)) || N(0, 1)) = 1/2 (mean_k^2 + exp(logVar_k) - 1 - logVar_k) for each k, in nats.
 *
 * Takes `[k]` and `[k]`, gives `[k]`: the nats that each latent dimension carries; Infinity above 1.8e308.
 * @throws RangeError for NaN, empty vectors or different lengths.
 */
export function klPerDimension(mean: ArrayLike<number>, logVar: ArrayLike<number>): Float64Array {
  checkDiagonal(mean, logVar);
  return Float64Array.from(mean, (m, i) => 0.5 * m * m + 0.5 * expm1MinusX(logVar[i]!));
}

/**
 * KL(N(mean, diag(exp(logVar))) || N(0, I)) = 1/2 sum_k (mean_k^2 + exp(logVar_k) - 1 - logVar_k), in nats.
 *
 * Both are `[k]`, one example: the sum runs over the dimensions; average over a batch yourself.
 * @throws RangeError for NaN, empty vectors or different lengths.
 */
export function klToStandardNormal(mean: ArrayLike<number>, logVar: ArrayLike<number>): number {
  return klPerDimension(mean, logVar).reduce((sum, kl) => sum + kl, 0);
}

/**
 * KL(N(m1, s1^2) || N(m2, s2^2)) = ln(s2/s1) + (s1^2 + (m1 - m2)^2) / (2 s2^2) - 1/2, in nats.
 * Infinity where it is above 1.8e308. @throws RangeError for NaN or sd <= 0.
 */
export function klNormal(p: Normal, q: Normal): number {
  checkNormal(p, 'p');
  checkNormal(q, 'q');
  const shift = standardized(p.mean, q.mean, q.sd);
  return klOfRatio(p.sd, q.sd) + 0.5 * shift * shift;
}

/**
 * KL(p || q) = 1/2 sum_k [exp(lp_k - lq_k) - 1 - (lp_k - lq_k) + (mp_k - mq_k)^2 exp(-lq_k)], in nats.
 *
 * p and q have mean m and log-variance l, all `[k]`. Infinity where it is above 1.8e308.
 * @throws RangeError for NaN, empty vectors or different lengths.
 */
export function klDiagonal(p: DiagonalGaussian, q: DiagonalGaussian): number {
  checkRecord(p, 'p', '{ mean, logVar }');
  checkRecord(q, 'q', '{ mean, logVar }');
  checkDiagonal(p.mean, p.logVar, 'p.');
  checkDiagonal(q.mean, q.logVar, 'q.');
  checkSameLength(p.mean, 'p.mean', q.mean, 'q.mean');
  let sum = 0;
  for (let i = 0; i < p.mean.length; i++) {
    const shift = standardized(p.mean[i]!, q.mean[i]!, Math.exp(0.5 * q.logVar[i]!));
    sum += 0.5 * expm1MinusX(p.logVar[i]! - q.logVar[i]!) + 0.5 * shift * shift;
  }
  return sum;
}

/**
 * KL(p || q) = 1/2 [tr(Sq^-1 Sp) + (mq - mp)^T Sq^-1 (mq - mp) - k + ln det Sq - ln det Sp], in nats.
 *
 * Means `[k]`, covariances `[k, k]`; Infinity where it is above 1.8e308. With Sp = Lp Lp^T, Sq = Lq Lq^T and M = Lq^-1 Lp it is
 * 1/2 [sum_i (M_ii^2 - 1 - 2 ln M_ii) + sum_(i > j) M_ij^2 + |Lq^-1 (mq - mp)|^2], in which no term is negative.
 * @throws RangeError for NaN, different lengths, or a covariance that is not symmetric positive definite.
 */
export function klFull(p: FullGaussian, q: FullGaussian): number {
  checkRecord(p, 'p', '{ mean, covariance }');
  checkRecord(q, 'q', '{ mean, covariance }');
  checkVector(p.mean, 'p.mean');
  checkVector(q.mean, 'q.mean');
  checkSameLength(p.mean, 'p.mean', q.mean, 'q.mean');
  checkSameLength(p.mean, 'p.mean', p.covariance, 'p.covariance');
  checkSameLength(q.mean, 'q.mean', q.covariance, 'q.covariance');
  const pFactor = cholesky(p.covariance, 'p.covariance');
  const qFactor = cholesky(q.covariance, 'q.covariance');
  const shift = distanceInUnits(qFactor, p.mean, q.mean, 'p.mean');
  let sum = 0.5 * shift * shift;
  for (let j = 0; j < pFactor.length; j++) {
    const column = substitute(
      qFactor,
      pFactor.map(row => row[j]!),
    );
    sum += klOfRatio(pFactor[j]![j]!, qFactor[j]![j]!);
    for (let i = j + 1; i < column.length; i++) sum += 0.5 * column[i]! * column[i]!;
  }
  if (Number.isNaN(sum))
    checkResult(sum, 'KL(p || q)', 'p.covariance and q.covariance are too far apart in scale');
  return sum;
}

/** KL(N(0, a^2) || N(0, b^2)) = ln(b/a) + a^2/(2 b^2) - 1/2 */
function klOfRatio(a: number, b: number): number {
  const ratio = a / b;
  // Next to 1 the logarithm of a rounded ratio has lost the digits that the difference has.
  if (ratio > 0.7 && ratio < 1.4) return 0.5 * expm1MinusX(2 * Math.log1p((a - b) / b));
  const log = ratio > 1e-300 && ratio < 1e300 ? Math.log(ratio) : Math.log(a) - Math.log(b);
  return 0.5 * ratio * ratio - 0.5 - log;
}
