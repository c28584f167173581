import { checkCount } from '../checks';
import type { Random } from '../random';
import { checkIndex } from './stable';

/**
 * X = sin(alpha V) / cos(V)^(1/alpha) * [cos((1 - alpha) V) / W]^((1 - alpha)/alpha), V ~ U(-pi/2, pi/2), W ~ Exp(1):
 * `[n]` independent draws of the symmetric stable law with E[exp(i t X)] = exp(-|t|^alpha).
 *
 * alpha = 1 is tan V, and alpha = 2 is 2 sin(V) sqrt(W) ~ N(0, 2), Box and Muller's formula.
 * Source: J. M. Chambers, C. L. Mallows & B. W. Stuck, "A method for simulating stable random variables", JASA 71, 1976.
 * @throws RangeError unless 0 < alpha <= 2 and n is a whole number >= 1.
 */
export function sampleStable(random: Random, n: number, alpha: number): Float64Array {
  checkIndex(alpha);
  // Never 0 or 1, where the cosine or the logarithm is 0 or infinite.
  const open = () => Math.min(random.uniform() + 2 ** -54, 1 - 2 ** -53);
  return Float64Array.from({ length: checkCount(n, 'n') }, () => {
    const v = Math.PI * (open() - 0.5);
    const w = -Math.log(open());
    const tail = (Math.cos((1 - alpha) * v) / w) ** ((1 - alpha) / alpha);
    return (Math.sin(alpha * v) / Math.cos(v) ** (1 / alpha)) * tail;
  });
}
