import { checkNumber } from '../checks';

export { LOG_2_PI, logGamma } from './log-gamma';

/**
 * erf(x) = 2/sqrt(pi) integral_0^x exp(-t^2) dt, to a relative 1e-14.
 *
 * Below 2 by the series 2/sqrt(pi) exp(-x^2) sum_n 2^n x^(2n+1) / (2n+1)!!, whose terms are all of one sign.
 * Source: Abramowitz & Stegun 7.1.6.
 * @throws RangeError for NaN; the infinities give -1 and 1.
 */
export function erf(x: number): number {
  if (checkNumber(x, 'x') < 0) return -erf(-x);
  if (!(x < 2)) return 1 - erfc(x);
  let term = x;
  let sum = x;
  for (let n = 1; term > sum * 1e-17; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

/**
 * erfc(x) = 1 - erf(x), with a small relative error (1e-13) also where it is tiny.
 *
 * Above 2 by Laplace's continued fraction. Source: Abramowitz & Stegun 7.1.14.
 * @throws RangeError for NaN; the infinities give 2 and 0.
 */
export function erfc(x: number): number {
  if (checkNumber(x, 'x') < 2) return 1 - erf(x);
  if (x === Infinity) return 0;
  let tail = 0;
  for (let n = 120; n >= 1; n--) tail = n / 2 / (x + tail);
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / (x + tail);
}
