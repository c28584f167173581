import {
  checkBetween,
  checkFinite,
  checkList,
  checkRecord,
  checkResult,
  checkSameLength,
  checkVector,
} from '../checks';
import { holm } from './holm';
import {
  checkConfidence,
  type IntervalEstimate,
  namedInterval,
  namedStudentInterval,
  upperProbability,
} from './mean';
import { studentCdf, twoSidedStudentQuantile } from './student';

/** What a test says of a difference: above 0, below 0, or neither. */
export type Verdict = 'above' | 'below' | 'undecided';

/** A mean difference over n pairs with its interval, its p-value against 0, and what follows. */
export interface Comparison extends IntervalEstimate {
  /** Two-sided, of Student's t against a mean difference of 0. */
  readonly p: number;
  /** From the interval: above when low > 0, below when high < 0. */
  readonly verdict: Verdict;
}

/**
 * d_i = a_i - b_i; value = mean d, low and high by Student's t with n - 1 degrees, p = 2 P(T > |value| / standardError).
 *
 * For runs that are paired by their seed: what a seed gives to both falls out of the difference. Both are `[n]`, in any unit.
 * @throws RangeError for NaN, fewer than two pairs, lengths that differ, or a confidence outside (0, 1).
 */
export function pairedComparison(a: ArrayLike<number>, b: ArrayLike<number>, confidence = 0.95): Comparison {
  checkSameLength(a, 'a', b, 'b');
  checkVector(a, 'a');
  checkVector(b, 'b');
  const differences = Float64Array.from(a, (value, i) =>
    checkResult(value - b[i]!, `a[${i}] - b[${i}]`, 'choose a larger unit'),
  );
  return comparisonOf(differences, confidence, 'a - b');
}

/** The same for differences `[n]` that are at hand. @throws RangeError as {@link pairedComparison}. */
export function compareWithZero(differences: ArrayLike<number>, confidence = 0.95): Comparison {
  return comparisonOf(differences, confidence, 'differences');
}

/**
 * value = mean a - mean b, se^2 = s_a^2 / n_a + s_b^2 / n_b, Student's t with se^4 / (s_a^4 / n_a^2 (n_a - 1) + ...) degrees
 *
 * For two independent samples `[n_a]` and `[n_b]`, whose sizes and variances may differ; for pairs use pairedComparison.
 * Source: B. L. Welch 1947.
 * @throws RangeError for NaN, fewer than two values in either, or a confidence outside (0, 1).
 */
export function welchComparison(a: ArrayLike<number>, b: ArrayLike<number>, confidence = 0.95): Comparison {
  checkVector(a, 'a');
  checkVector(b, 'b');
  checkConfidence(confidence);
  const [one, other] = [namedInterval(a, confidence, 'a'), namedInterval(b, confidence, 'b')];
  const value = one.value - other.value;
  const standardError = Math.hypot(one.standardError, other.standardError);
  const n = one.n + other.n;
  // Shares of the variance, so that nothing under- or overflows.
  const share = standardError > 0 ? (one.standardError / standardError) ** 2 : 0.5;
  const degrees = 1 / (share ** 2 / (one.n - 1) + (1 - share) ** 2 / (other.n - 1));
  const half = standardError * twoSidedStudentQuantile(confidence, degrees);
  return testedAgainstZero(
    { value, standardError, n, low: value - half, high: value + half, confidence },
    degrees,
  );
}

function comparisonOf(differences: ArrayLike<number>, confidence: number, name: string): Comparison {
  const interval = namedStudentInterval(differences, confidence, name);
  return testedAgainstZero(interval, interval.n - 1);
}

/** The interval with p = 2 P(T > |value| / standardError) of Student's t with so many degrees, and its verdict. */
function testedAgainstZero(interval: IntervalEstimate, degrees: number): Comparison {
  const { value, standardError } = interval;
  const t = standardError > 0 ? Math.abs(value) / standardError : value === 0 ? 0 : Infinity;
  const p = t === Infinity ? 0 : 2 * studentCdf(-t, degrees);
  return { ...interval, p, verdict: verdictOf(interval) };
}

/** above when low > 0, below when high < 0, else undecided. @throws RangeError for ends that are not finite. */
export function verdictOf(interval: { low: number; high: number }): Verdict {
  const { low, high } = checkRecord(interval, 'interval', '{ low, high }');
  checkFinite(low, 'interval.low');
  checkFinite(high, 'interval.high');
  if (low > 0) return 'above';
  return high < 0 ? 'below' : 'undecided';
}

/**
 * The comparisons with {@link holm}'s p-values, and verdicts that are above or below only where these are at most
 * 1 - confidence: for a family of tests that is read together.
 * @throws RangeError for no comparison, or comparisons of different confidence.
 */
export function afterHolm<T extends Comparison>(comparisons: readonly T[]): T[] {
  checkList(comparisons, 'comparisons', 'comparisons');
  const pValues = Array.from(comparisons, (comparison, i) => {
    const { p, value } = checkRecord(comparison, `comparisons[${i}]`, 'of pairedComparison');
    checkFinite(value, `comparisons[${i}].value`);
    return checkBetween(p, `comparisons[${i}].p`, 0, 1);
  });
  const adjusted = holm(checkVector(pValues, 'comparisons'));
  const confidence = comparisons[0]!.confidence;
  upperProbability(confidence);
  return comparisons.map((comparison, i) => {
    if (comparison.confidence !== confidence) {
      throw new RangeError(
        `a family has one confidence, but ${comparison.confidence} stands beside ${confidence}`,
      );
    }
    const p = adjusted[i]!;
    const decided = p <= 1 - confidence;
    return { ...comparison, p, verdict: decided ? (comparison.value > 0 ? 'above' : 'below') : 'undecided' };
  });
}
