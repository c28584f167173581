import { checkVector } from '../checks';
import { normalQuantile } from '../gaussian/cumulative';
import { studentQuantile } from './student';

/** A mean of n independent values and its standard error. */
export interface Estimate {
  readonly value: number;
  readonly standardError: number;
  readonly n: number;
}

/** An estimate with the interval [low, high] at the stated confidence. */
export interface IntervalEstimate extends Estimate {
  readonly low: number;
  readonly high: number;
  readonly confidence: number;
}

/**
 * value = sum_i x_i / n, standardError = s / sqrt(n) with s^2 = sum_i (x_i - value)^2 / (n - 1).
 *
 * Takes `[n]` independent values, in any unit; both results are in that unit.
 * @throws RangeError for NaN or fewer than two values.
 */
export function estimateMean(values: ArrayLike<number>): Estimate {
  const { mean, sd, n } = spread(values);
  return { value: mean, standardError: sd / Math.sqrt(n), n };
}

/** s = sqrt(sum_i (x_i - mean)^2 / (n - 1)), the sample standard deviation. @throws RangeError as {@link estimateMean}. */
export function standardDeviation(values: ArrayLike<number>): number {
  return spread(values).sd;
}

/**
 * value -+ q standardError, q the standard normal's quantile (1.96 at 95%): for many values, say n > 30.
 * @throws RangeError for NaN, fewer than two values, or a confidence outside (0, 1).
 */
export function meanInterval(values: ArrayLike<number>, confidence = 0.95): IntervalEstimate {
  return widen(estimateMean(values), normalQuantile(upperProbability(confidence)), confidence);
}

/**
 * value -+ q standardError, q Student's quantile with n - 1 degrees: for few values, such as accuracies of five seeds.
 * @throws RangeError for NaN, fewer than two values, or a confidence outside (0, 1).
 */
export function studentInterval(values: ArrayLike<number>, confidence = 0.95): IntervalEstimate {
  const upper = upperProbability(confidence);
  return widen(estimateMean(values), studentQuantile(upper, values.length - 1), confidence);
}

/** (1 + confidence) / 2, the probability below a two-sided interval's upper end. */
export function upperProbability(confidence: number): number {
  if (!(confidence > 0 && confidence < 1)) {
    throw new RangeError(`confidence must lie between 0 and 1, such as 0.95, but it is ${confidence}`);
  }
  return (1 + confidence) / 2;
}

function widen(estimate: Estimate, quantile: number, confidence: number): IntervalEstimate {
  const half = quantile * estimate.standardError;
  return { ...estimate, low: estimate.value - half, high: estimate.value + half, confidence };
}

function spread(values: ArrayLike<number>): { mean: number; sd: number; n: number } {
  checkVector(values, 'values');
  const n = values.length;
  if (n < 2) {
    throw new RangeError(
      `a standard error needs at least two values, but there is ${n}: add runs or report the value alone`,
    );
  }
  let mean = 0;
  for (let i = 0; i < n; i++) mean += (values[i]! - mean) / (i + 1);
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (values[i]! - mean) ** 2;
  return { mean, sd: Math.sqrt(squares / (n - 1)), n };
}
