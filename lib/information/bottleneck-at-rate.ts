import { checkNonNegative, checkResult } from '../checks';
import { type BottleneckPoint, gaussianBottleneck } from './gaussian-bottleneck';

/**
 * ln(b - 1) = (2 R - sum_active ln[(1 - l_i)/l_i]) / active: the point of the Gaussian bottleneck's curve whose rate is R.
 *
 * The directions open in the order of their eigenvalues, the smallest first, so the number of active ones is the one for
 * which b lies between its critical value and the next.
 * @param eigenvalues l_i of S_(x|y) S_x^-1, `[k]`, each in (0, 1]; see `bottleneckEigenvalues`
 * @param rate R, nats, >= 0
 * Source: `gaussianBottleneck` (Chechik et al. 2005) solved for b.
 * @throws RangeError for bad eigenvalues, a negative rate, or a positive rate where X and Y share nothing.
 */
export function bottleneckAtRate(eigenvalues: ArrayLike<number>, rate: number): BottleneckPoint {
  checkNonNegative(rate, 'rate');
  const silent = gaussianBottleneck(eigenvalues, 1);
  const sorted = Array.from(eigenvalues)
    .sort((a, b) => a - b)
    .filter(l => l < 1);
  // Silence lasts up to the first critical value.
  if (rate === 0) return { ...silent, tradeoff: 1 / (1 - (sorted[0] ?? 1)) };
  let logs = 0;
  for (let active = 1; active <= sorted.length; active++) {
    const l = sorted[active - 1]!;
    logs += Math.log((1 - l) / l);
    const tradeoff = 1 + Math.exp((2 * rate - logs) / active);
    checkResult(
      tradeoff,
      'b',
      `a rate of ${rate} nats costs less than any lambda = 1/b that can be written: ask for less`,
    );
    const next = sorted[active];
    if (next === undefined || tradeoff * (1 - next) <= 1) return gaussianBottleneck(eigenvalues, tradeoff);
  }
  throw new RangeError(`all eigenvalues are 1: X and Y share nothing, so no code has a use for ${rate} nats`);
}
