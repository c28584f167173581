import { checkFinite, checkSameLength, checkVector } from '../checks';
import { cholesky, logDeterminant } from './cholesky';
import { distanceInUnits } from './distance';
import { LOG_2_PI } from './log-gamma';
import { checkDiagonal, checkLogVar, checkNormal, type Covariance } from './parameters';
import { standardized } from './scale';

/**
 * ln N(x; mean, sd^2) = -((x - mean)/sd)^2/2 - ln sd - ln(2 pi)/2, in nats.
 * -Infinity where it is below -1.8e308. @throws RangeError for NaN or sd <= 0.
 */
export function normalLogDensity(x: number, mean = 0, sd = 1): number {
  checkNormal({ mean, sd });
  const u = standardized(checkFinite(x, 'x'), mean, sd);
  return -0.5 * u * u - Math.log(sd) - 0.5 * LOG_2_PI;
}

/**
 * N(x; mean, sd^2) = exp(-((x - mean)/sd)^2/2) / (sd sqrt(2 pi)); Infinity where it is above 1.8e308.
 * @throws RangeError for NaN or sd <= 0.
 */
export function normalDensity(x: number, mean = 0, sd = 1): number {
  return Math.exp(normalLogDensity(x, mean, sd));
}

/**
 * ln N(z; mean, diag(exp(logVar))) = -1/2 sum_k [(z_k - mean_k)^2 exp(-logVar_k) + logVar_k + ln(2 pi)], in nats.
 *
 * All three are `[k]`; the sum runs over the dimensions, it is not a mean. -Infinity where it is below -1.8e308.
 * @throws RangeError for NaN or different lengths.
 */
export function diagonalLogDensity(
  z: ArrayLike<number>,
  mean: ArrayLike<number>,
  logVar: ArrayLike<number>,
): number {
  checkDiagonal(mean, logVar);
  checkSameLength(z, 'z', mean, 'mean');
  checkVector(z, 'z');
  let sum = 0;
  for (let i = 0; i < z.length; i++) {
    // Halved and scaled before it is squared: the result alone may leave the range of numbers.
    const u = standardized(z[i]!, mean[i]!, Math.exp(0.5 * logVar[i]!));
    sum += 0.5 * u * u + 0.5 * (logVar[i]! + LOG_2_PI);
  }
  return -sum;
}

/**
 * N(z; mean, diag(exp(logVar))), the exponential of {@link diagonalLogDensity}, all `[k]`; Infinity where it is above 1.8e308.
 * @throws RangeError likewise.
 */
export function diagonalDensity(
  z: ArrayLike<number>,
  mean: ArrayLike<number>,
  logVar: ArrayLike<number>,
): number {
  return Math.exp(diagonalLogDensity(z, mean, logVar));
}

/**
 * ln N(z; mean, S) = -1/2 [(z - mean)^T S^-1 (z - mean) + ln det S + k ln(2 pi)], in nats, through S = L L^T.
 *
 * z and mean are `[k]`, the covariance S is `[k, k]`. -Infinity where it is below -1.8e308.
 * @throws RangeError for NaN, different lengths, or S not symmetric positive definite.
 */
export function fullLogDensity(
  z: ArrayLike<number>,
  mean: ArrayLike<number>,
  covariance: Covariance,
): number {
  checkSameLength(mean, 'mean', covariance, 'covariance');
  checkSameLength(z, 'z', mean, 'mean');
  checkVector(z, 'z');
  checkVector(mean, 'mean');
  const factor = cholesky(covariance);
  const distance = distanceInUnits(factor, z, mean, 'z');
  return -0.5 * distance * distance - 0.5 * (logDeterminant(factor) + z.length * LOG_2_PI);
}

/**
 * N(z; mean, S), the exponential of {@link fullLogDensity}; `[k]`, `[k]`, `[k, k]`. Infinity where it is above 1.8e308.
 * @throws RangeError likewise.
 */
export function fullDensity(z: ArrayLike<number>, mean: ArrayLike<number>, covariance: Covariance): number {
  return Math.exp(fullLogDensity(z, mean, covariance));
}

/** H = ln(sd) + ln(2 pi e)/2, the differential entropy of N(mean, sd^2) in nats. @throws RangeError unless sd > 0. */
export function normalEntropy(sd: number): number {
  checkNormal({ mean: 0, sd });
  return Math.log(sd) + 0.5 * (LOG_2_PI + 1);
}

/** H = 1/2 sum_k [logVar_k + ln(2 pi e)], in nats; logVar is `[k]`. @throws RangeError for NaN or an empty vector. */
export function diagonalEntropy(logVar: ArrayLike<number>): number {
  checkLogVar(logVar);
  let sum = 0;
  for (let i = 0; i < logVar.length; i++) sum += logVar[i]! + LOG_2_PI + 1;
  return 0.5 * sum;
}

/** H = 1/2 [ln det S + k ln(2 pi e)], in nats; S is `[k, k]`. @throws RangeError unless S is positive definite. */
export function fullEntropy(covariance: Covariance): number {
  return 0.5 * (logDeterminant(cholesky(covariance)) + covariance.length * (LOG_2_PI + 1));
}
