import { checkBetween, checkCount, checkPositive } from '../checks';
import { logGamma } from './special-functions';

/**
 * p(r) = 2^(1 - d/2) r^(d-1) exp(-r^2/2) / Gamma(d/2), the density of r = |z| for z ~ N(0, I_d) (chi, d degrees).
 * @throws RangeError for NaN, r < 0, or unless d is a whole number >= 1.
 */
export function normDensity(r: number, d: number): number {
  checkCount(d, 'd');
  checkBetween(r, 'r', 0, Infinity);
  if (r === Infinity) return 0;
  if (r === 0) return d === 1 ? Math.sqrt(2 / Math.PI) : 0;
  return Math.exp((1 - d / 2) * Math.LN2 + (d - 1) * Math.log(r) - (r * r) / 2 - logGamma(d / 2));
}

/**
 * E|z| = sqrt(2) Gamma((d + 1)/2) / Gamma(d/2) for z ~ N(0, I_d): close to sqrt(d - 1/2).
 * @throws RangeError unless d is a whole number >= 1.
 */
export function normMean(d: number): number {
  return Math.sqrt(checkCount(d, 'd') - normVariance(d));
}

/**
 * sd|z| = sqrt(d - (E|z|)^2) for z ~ N(0, I_d): it tends to sqrt(1/2), so the sphere's shell does not thicken with d.
 * @throws RangeError unless d is a whole number >= 1.
 */
export function normSd(d: number): number {
  return Math.sqrt(normVariance(checkCount(d, 'd')));
}

/** sqrt(d - 1), the likeliest norm. @throws RangeError unless d is a whole number >= 1. */
export function normMode(d: number): number {
  return Math.sqrt(checkCount(d, 'd') - 1);
}

/**
 * E|z| for z ~ N(0, sd^2 I_d) is sd times {@link normMean}: what a path with another variance does to the norm.
 * @throws RangeError unless sd > 0 and d is a whole number >= 1.
 */
export function scaledNormMean(d: number, sd: number): number {
  return checkPositive(sd, 'sd') * normMean(d);
}

function normVariance(d: number): number {
  if (d < 60) return d - 2 * Math.exp(2 * (logGamma((d + 1) / 2) - logGamma(d / 2)));
  // d - mean^2 cancels for large d, so the expansion of the ratio of gammas in 1/d takes over.
  const s = 1 / d;
  return 1 / 2 - s * (1 / 8 + s * (1 / 16 - s * (5 / 128 + s * (23 / 256 - s * (53 / 1024)))));
}
