import { checkBetween, checkVector } from '../checks';

/**
 * p~_(i) = max_(j <= i) min(1, (m - j + 1) p_(j)) for the sorted p_(1) <= ... <= p_(m): Holm's adjusted p-values.
 *
 * Takes `[m]`, gives `[m]` in the same order. To reject where p~ <= a keeps the probability of any false rejection among the
 * m tests at a or less, however the tests depend on each other.
 * @example holm([0.01, 0.04, 0.03]) // [0.03, 0.06, 0.06]
 * Source: Holm 1979.
 * @throws RangeError for no p-value, or one outside [0, 1].
 */
export function holm(pValues: ArrayLike<number>): Float64Array {
  checkVector(pValues, 'pValues');
  for (let i = 0; i < pValues.length; i++) checkBetween(pValues[i]!, `pValues[${i}]`, 0, 1);
  const order = Array.from({ length: pValues.length }, (_, i) => i).sort((a, b) => pValues[a]! - pValues[b]!);
  const adjusted = new Float64Array(pValues.length);
  let most = 0;
  order.forEach((at, rank) => {
    most = Math.max(most, Math.min(1, (pValues.length - rank) * pValues[at]!));
    adjusted[at] = most;
  });
  return adjusted;
}
