import { checkVector } from '../checks';
import { type Comparison, verdictOf } from './comparison';
import { checkConfidence, namedInterval } from './mean';
import { studentCdf, twoSidedStudentQuantile } from './student';

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
  const t = standardError > 0 ? Math.abs(value) / standardError : value === 0 ? 0 : Infinity;
  const p = t === Infinity ? 0 : 2 * studentCdf(-t, degrees);
  const interval = { value, standardError, n, low: value - half, high: value + half, confidence };
  return { ...interval, p, verdict: verdictOf(interval) };
}
