import { checkCount } from '../checks';
import { twoSidedQuantile } from '../gaussian/cumulative';
import { checkConfidence, type IntervalEstimate } from './mean';

/**
 * (p + q^2/2n -+ q sqrt(p(1-p)/n + q^2/4n^2)) / (1 + q^2/n), Wilson's interval for a proportion p = successes / trials.
 *
 * `value` is p itself and `standardError` sqrt(p(1-p)/n): .198 points for 89% of 25,000. Unlike p -+ 1.96 standard
 * errors it stays within [0, 1] and is right near both ends.
 * Source: E. B. Wilson 1927; without continuity correction.
 * @throws RangeError unless 0 <= successes <= trials are whole numbers, trials >= 1, and 0 < confidence < 1.
 */
export function wilsonInterval(successes: number, trials: number, confidence = 0.95): IntervalEstimate {
  checkCount(trials, 'trials');
  checkCount(successes, 'successes', 0);
  if (successes > trials) {
    throw new RangeError(`successes (${successes}) cannot exceed trials (${trials}): check their order`);
  }
  const n = trials;
  const q2 = twoSidedQuantile(checkConfidence(confidence)) ** 2;
  const p = successes / n;
  // p (1 - p), with the digits that 1 - p loses next to p = 1.
  const spread = p * ((n - successes) / n);
  const centre = (p + q2 / (2 * n)) / (1 + q2 / n);
  const half = Math.sqrt(q2 * (spread / n + q2 / (4 * n * n))) / (1 + q2 / n);
  return {
    value: p,
    standardError: Math.sqrt(spread / n),
    n,
    // At p = 0 and p = 1 the ends are exact; rounding would leave 1e-19 instead.
    low: successes === 0 ? 0 : centre - half,
    high: successes === n ? 1 : centre + half,
    confidence,
  };
}
