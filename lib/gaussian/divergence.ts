import { checkSameLength, checkVector } from '../checks';
import { cholesky, logDeterminant, solveLower } from './cholesky';
import {
  checkDiagonal,
  checkNormal,
  type DiagonalGaussian,
  type FullGaussian,
  type Normal,
} from './parameters';

/**
 * KL(N(mean_k, exp(logVar_k)) || N(0, 1)) = 1/2 (mean_k^2 + exp(logVar_k) - 1 - logVar_k) for each k, in nats.
 *
 * Takes `[k]` and `[k]`, gives `[k]`: the nats that each latent dimension carries.
 * @throws RangeError for NaN, empty vectors or different lengths.
 */
export function klPerDimension(mean: ArrayLike<number>, logVar: ArrayLike<number>): Float64Array {
  checkDiagonal(mean, logVar);
  // expm1 keeps the digits of exp(l) - 1 - l when the variance is close to 1.
  return Float64Array.from(mean, (m, i) => 0.5 * (m * m + Math.expm1(logVar[i]!) - logVar[i]!));
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
 * @throws RangeError for NaN or sd <= 0.
 */
export function klNormal(p: Normal, q: Normal): number {
  checkNormal(p);
  checkNormal(q);
  return halfKl(2 * Math.log(p.sd / q.sd), (p.mean - q.mean) / q.sd);
}

/**
 * KL(p || q) = 1/2 sum_k [exp(lp_k - lq_k) - 1 - (lp_k - lq_k) + (mp_k - mq_k)^2 exp(-lq_k)], in nats.
 *
 * p and q have mean m and log-variance l, all `[k]`.
 * @throws RangeError for NaN, empty vectors or different lengths.
 */
export function klDiagonal(p: DiagonalGaussian, q: DiagonalGaussian): number {
  checkDiagonal(p.mean, p.logVar);
  checkDiagonal(q.mean, q.logVar);
  checkSameLength(p.mean, 'p.mean', q.mean, 'q.mean');
  let sum = 0;
  for (let i = 0; i < p.mean.length; i++) {
    const shift = (p.mean[i]! - q.mean[i]!) * Math.exp(-0.5 * q.logVar[i]!);
    sum += halfKl(p.logVar[i]! - q.logVar[i]!, shift);
  }
  return sum;
}

/**
 * KL(p || q) = 1/2 [tr(Sq^-1 Sp) + (mq - mp)^T Sq^-1 (mq - mp) - k + ln det Sq - ln det Sp], in nats.
 *
 * Means `[k]`, covariances `[k, k]`. With Sq = Lq Lq^T the trace is |Lq^-1 Lp|^2.
 * @throws RangeError for NaN, different lengths, or a covariance that is not symmetric positive definite.
 */
export function klFull(p: FullGaussian, q: FullGaussian): number {
  checkVector(p.mean, 'p.mean');
  checkVector(q.mean, 'q.mean');
  checkSameLength(p.mean, 'p.mean', q.mean, 'q.mean');
  checkSameLength(p.mean, 'p.mean', p.covariance, 'p.covariance');
  checkSameLength(q.mean, 'q.mean', q.covariance, 'q.covariance');
  const k = p.mean.length;
  const pFactor = cholesky(p.covariance, 'p.covariance');
  const qFactor = cholesky(q.covariance, 'q.covariance');
  let distance = squaredNorm(
    solveLower(
      qFactor,
      Float64Array.from(q.mean, (m, i) => m - p.mean[i]!),
    ),
  );
  for (let j = 0; j < k; j++) {
    distance += squaredNorm(
      solveLower(
        qFactor,
        pFactor.map(row => row[j]!),
      ),
    );
  }
  return 0.5 * (distance - k + logDeterminant(qFactor) - logDeterminant(pFactor));
}

/** One dimension's KL from the log ratio of variances and the shift in units of q's standard deviation. */
function halfKl(logRatio: number, shift: number): number {
  return 0.5 * (Math.expm1(logRatio) - logRatio + shift * shift);
}

function squaredNorm(y: Float64Array): number {
  return y.reduce((sum, value) => sum + value * value, 0);
}
