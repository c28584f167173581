import { checkBetween, checkCount, checkPositive, checkResult } from '../checks';
import { deviance, logGamma, logGammaHalfStep, stirlingError } from './log-gamma';
import { exactProduct } from './scale';

/**
 * p(r) = 2^(1 - d/2) r^(d-1) exp(-r^2/2) / Gamma(d/2), the density of r = |z| for z ~ N(0, I_d) (chi, d degrees).
 * Close to relative 1e-12 for any d: from d = 40 on, where large terms cancel, by C. Loader's form of the gamma density, 2000.
 * @throws RangeError for NaN, r < 0, or unless d is a whole number >= 1.
 */
export function normDensity(r: number, d: number): number {
  checkCount(d, 'd');
  checkBetween(r, 'r', 0, Infinity);
  if (r === Infinity) return 0;
  if (r === 0) return d === 1 ? Math.sqrt(2 / Math.PI) : 0;
  if (d >= 40) return r * gammaDensity(r, d / 2 - 1);
  return Math.exp((1 - d / 2) * Math.LN2 + (d - 1) * Math.log(r) - (r * r) / 2 - logGamma(d / 2));
}

/**
 * E|z| = sqrt(2) Gamma((d + 1)/2) / Gamma(d/2) for z ~ N(0, I_d): close to sqrt(d - 1/2).
 * @throws RangeError unless d is a whole number >= 1.
 */
export function normMean(d: number): number {
  return Math.sqrt(checkCount(d, 'd')) * Math.exp(logGammaHalfStep(d / 2));
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
  return checkResult(checkPositive(sd, 'sd') * normMean(d), 'E|z|', `sd is ${sd}; choose a larger unit`);
}

function normVariance(d: number): number {
  // d - mean^2, without subtracting two large numbers.
  return -d * Math.expm1(2 * logGammaHalfStep(d / 2));
}

/** y^x exp(-y) / Gamma(x + 1) at y = r^2/2. */
function gammaDensity(r: number, x: number): number {
  const [square, rest] = exactProduct(r, r);
  const y = square / 2;
  if (y === Infinity || y === 0) return 0;
  // What rounding took from r^2 counts where x and y are huge.
  const distance = deviance(x, y) + (1 - x / y) * (rest / 2);
  return Math.exp(-stirlingError(x) - distance) / Math.sqrt(2 * Math.PI * x);
}
