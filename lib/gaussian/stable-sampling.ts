import { checkCount, checkRandom, MOST_VALUES } from '../checks';
import type { Random } from '../random';
import { checkIndex } from './stable';

/**
 * X = sin(alpha V) / cos(V)^(1/alpha) * [cos((1 - alpha) V) / W]^((1 - alpha)/alpha), V ~ U(-pi/2, pi/2), W ~ Exp(1):
 * `[n]` independent draws of the symmetric stable law with E[exp(i t X)] = exp(-|t|^alpha).
 *
 * alpha = 1 is tan V, and alpha = 2 is 2 sin(V) sqrt(W) ~ N(0, 2), Box and Muller's formula.
 * Source: J. M. Chambers, C. L. Mallows & B. W. Stuck, "A method for simulating stable random variables", JASA 71, 1976.
 * @throws RangeError unless 0 < alpha <= 2 and n is a whole number from 1 to 1e8, or when alpha is so small (below 1/40) that
 * a draw is beyond the largest number.
 */
export function sampleStable(random: Random, n: number, alpha: number): Float64Array {
  checkRandom(random);
  checkIndex(alpha);
  // Never 0 or 1, where the cosine or the logarithm is 0 or infinite.
  const open = () => Math.min(random.uniform() + 2 ** -54, 1 - 2 ** -53);
  return new Float64Array(checkCount(n, 'n', 1, MOST_VALUES)).map(() => {
    const v = Math.PI * (open() - 0.5);
    const w = -Math.log(open());
    const tail = (Math.cos((1 - alpha) * v) / w) ** ((1 - alpha) / alpha);
    const x = (Math.sin(alpha * v) / Math.cos(v) ** (1 / alpha)) * tail;
    return Number.isFinite(x) && (x !== 0 || v === 0) ? x : Math.sign(v) * Math.exp(logSize(v, w, alpha));
  });
}

/** ln |X|, where the factors of X leave the range of numbers. */
function logSize(v: number, w: number, alpha: number): number {
  const sine = Math.log(Math.abs(Math.sin(alpha * v))) - Math.log(Math.cos(v)) / alpha;
  const log = sine + ((1 - alpha) / alpha) * (Math.log(Math.cos((1 - alpha) * v)) - Math.log(w));
  if (!(log < 709.7)) {
    throw new RangeError(
      `alpha is ${alpha}, so small that a draw is beyond the largest number: take an alpha of at least 0.1`,
    );
  }
  return log;
}
