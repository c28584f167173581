import { checkFinite } from '../checks';
import { checkNormal } from './parameters';
import { erfc } from './special-functions';

/**
 * P(z <= x) = erfc(-(x - mean) / (sd sqrt 2)) / 2 for z ~ N(mean, sd^2). x may be infinite.
 * @throws RangeError for NaN or sd <= 0.
 */
export function normalCdf(x: number, mean = 0, sd = 1): number {
  checkNormal({ mean, sd });
  return 0.5 * erfc(-(x - mean) / (sd * Math.SQRT2));
}

/**
 * P(low <= z <= high) for z ~ N(mean, sd^2), accurate also far in either tail. The ends may be infinite.
 * @throws RangeError for NaN, sd <= 0, or low > high.
 */
export function intervalMass(low: number, high: number, mean = 0, sd = 1): number {
  if (low > high) {
    throw new RangeError(`the interval's low end ${low} is above its high end ${high}: swap them`);
  }
  // In the upper tail both cdfs are near 1 and their difference is lost, so the interval is reflected.
  if (low > mean) return normalCdf(2 * mean - low, mean, sd) - normalCdf(2 * mean - high, mean, sd);
  return normalCdf(high, mean, sd) - normalCdf(low, mean, sd);
}

/**
 * The x with P(z <= x) = p for z ~ N(0, 1), by bisection of {@link normalCdf}. p = .975 gives 1.95996.
 * @throws RangeError unless 0 < p < 1.
 */
export function normalQuantile(p: number): number {
  // The lower half keeps its relative accuracy down to the smallest p; the upper half is its mirror image.
  return p > 0.5 ? -invertCdf(x => normalCdf(x), 1 - p) : invertCdf(x => normalCdf(x), p);
}

/**
 * The x with cdf(x) = p, by bisection down to neighbouring doubles. `cdf` is any increasing cdf on the line.
 * @throws RangeError unless 0 < p < 1.
 */
export function invertCdf(cdf: (x: number) => number, p: number): number {
  if (!(checkFinite(p, 'p') > 0 && p < 1)) {
    throw new RangeError(`a quantile needs a probability p with 0 < p < 1, but p is ${p}`);
  }
  let low = -1;
  let high = 1;
  while (cdf(low) > p && low > -1e300) low *= 2;
  while (cdf(high) < p && high < 1e300) high *= 2;
  for (;;) {
    const middle = 0.5 * (low + high);
    if (middle <= low || middle >= high) return middle;
    if (cdf(middle) < p) low = middle;
    else high = middle;
  }
}
