import { checkNonNegative } from '../checks';

/**
 * a with log 2 - h(a) = min(I, log 2), a >= 1/2, h(a) = -a log a - (1 - a) log(1 - a): no decision made from z is right more often
 * than this, where z knows I nats of a label with two equally likely values.
 *
 * 0 nats give 1/2, log 2 nats 1. It is Fano's inequality for two values, H(Y|Z) <= h(error), which a symmetric channel meets.
 * @example accuracyCap(0.084) // 0.702
 * Source: Cover & Thomas 2006, theorem 2.10.1.
 * @param nats I(Z;Y) or anything above it, such as the rate, >= 0
 * @throws RangeError unless nats is finite and >= 0.
 */
export function accuracyCap(nats: number): number {
  const budget = checkNonNegative(nats, 'nats');
  if (budget >= Math.LN2) return 1;
  let [low, high] = [0, 0.5];
  for (;;) {
    const edge = 0.5 * (low + high);
    if (edge <= low || edge >= high) return 0.5 + edge;
    if (informationAt(edge) < budget) low = edge;
    else high = edge;
  }
}

/** log 2 - h(1/2 + edge), without the difference of two equal numbers near edge = 0. */
function informationAt(edge: number): number {
  const t = 2 * edge;
  return t < 1e-3 ? (t * t) / 2 + t ** 4 / 12 : 0.5 * ((1 + t) * Math.log1p(t) + (1 - t) * Math.log1p(-t));
}
