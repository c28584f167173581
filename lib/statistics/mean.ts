import { checkResult, checkVector, shown } from '../checks';
import { twoSidedQuantile } from '../gaussian/cumulative';
import { scaleOf } from '../gaussian/scale';
import { twoSidedStudentQuantile } from './student';

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
  return namedEstimate(values, 'values');
}

/** s = sqrt(sum_i (x_i - mean)^2 / (n - 1)), the sample standard deviation. @throws RangeError as {@link estimateMean}. */
export function standardDeviation(values: ArrayLike<number>): number {
  return spread(values, 'values').sd;
}

/**
 * value -+ q standardError, q the standard normal's quantile (1.96 at 95%): for many values, say n > 30.
 * @throws RangeError for NaN, fewer than two values, or a confidence outside (0, 1).
 */
export function meanInterval(values: ArrayLike<number>, confidence = 0.95): IntervalEstimate {
  return namedInterval(values, confidence, 'values');
}

/** {@link meanInterval} of values that have a name in the caller's arguments. */
export function namedInterval(values: ArrayLike<number>, confidence: number, name: string): IntervalEstimate {
  checkConfidence(confidence);
  return widen(namedEstimate(values, name), twoSidedQuantile(confidence), confidence, name);
}

/**
 * value -+ q standardError, q Student's quantile with n - 1 degrees: for few values, such as accuracies of five seeds.
 * @throws RangeError for NaN, fewer than two values, or a confidence outside (0, 1).
 */
export function studentInterval(values: ArrayLike<number>, confidence = 0.95): IntervalEstimate {
  return namedStudentInterval(values, confidence, 'values');
}

/** {@link studentInterval} of values that have a name in the caller's arguments. */
export function namedStudentInterval(
  values: ArrayLike<number>,
  confidence: number,
  name: string,
): IntervalEstimate {
  checkConfidence(confidence);
  const estimate = namedEstimate(values, name);
  return widen(estimate, twoSidedStudentQuantile(confidence, estimate.n - 1), confidence, name);
}

/** (1 + confidence) / 2, the probability below a two-sided interval's upper end. */
export function upperProbability(confidence: number): number {
  return (1 + checkConfidence(confidence)) / 2;
}

/** confidence, when it lies between 0 and 1. @throws RangeError otherwise. */
export function checkConfidence(confidence: number): number {
  if (typeof confidence !== 'number' || !(confidence > 0 && confidence < 1)) {
    throw new RangeError(`confidence must lie between 0 and 1, such as 0.95, but it is ${shown(confidence)}`);
  }
  return confidence;
}

function namedEstimate(values: ArrayLike<number>, name: string): Estimate {
  const { mean, sd, n } = spread(values, name);
  return { value: mean, standardError: sd / Math.sqrt(n), n };
}

function widen(estimate: Estimate, quantile: number, confidence: number, name: string): IntervalEstimate {
  const half = quantile * estimate.standardError;
  const [low, high] = [estimate.value - half, estimate.value + half];
  checkResult(high - low, `the interval's length for ${name}`, 'choose a larger unit');
  return { ...estimate, low, high, confidence };
}

function spread(values: ArrayLike<number>, name: string): { mean: number; sd: number; n: number } {
  checkVector(values, name);
  const n = values.length;
  if (n < 2) {
    throw new RangeError(
      `a standard error needs at least two values, but there is ${n} in ${name}: add runs or report the value alone`,
    );
  }
  const scale = scaleOf(values);
  let mean = 0;
  for (let i = 0; i < n; i++) mean += (values[i]! / scale - mean) / (i + 1);
  let largest = 0;
  for (let i = 0; i < n; i++) largest = Math.max(largest, Math.abs(values[i]! / scale - mean));
  // The deviations may be far smaller than the values.
  const unit = scaleOf([largest]);
  let [squares, rest] = [0, 0];
  for (let i = 0; i < n; i++) {
    const deviation = (values[i]! / scale - mean) / unit;
    squares += deviation * deviation;
    // The rounded mean leaves a sum of deviations that is not 0.
    rest += deviation;
  }
  const sd = Math.sqrt(Math.max(0, squares - (rest * rest) / n) / (n - 1)) * unit * scale;
  return { mean: mean * scale, sd: checkResult(sd, `the spread of ${name}`, 'choose a larger unit'), n };
}
