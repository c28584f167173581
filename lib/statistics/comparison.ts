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
import { type IntervalEstimate, namedStudentInterval, upperProbability } from './mean';
import { studentCdf } from './student';

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

function comparisonOf(differences: ArrayLike<number>, confidence: number, name: string): Comparison {
  const interval = namedStudentInterval(differences, confidence, name);
  const { value, standardError, n } = interval;
  const t = standardError > 0 ? Math.abs(value) / standardError : value === 0 ? 0 : Infinity;
  const p = t === Infinity ? 0 : 2 * studentCdf(-t, n - 1);
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
