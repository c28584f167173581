import { checkFinite, checkPositive } from '../checks';

/** ln(2 pi), the constant of every normal density. */
export const LOG_2_PI = Math.log(2 * Math.PI);

const LANCZOS = [
  0.99999999999999709182, 57.156235665862923517, -59.597960355475491248, 14.136097974741747174,
  -0.49191381609762019978, 0.33994649984811888699e-4, 0.46523628927048575665e-4, -0.98374475304879564677e-4,
  0.15808870322491248884e-3, -0.21026444172410488319e-3, 0.2174396181152126432e-3, -0.16431810653676389022e-3,
  0.84418223983852743293e-4, -0.2619083840158140867e-4, 0.36899182659531622704e-5,
];

/**
 * ln Gamma(x) for x > 0, to about 1e-14 of max(1, |ln Gamma|).
 *
 * Source: C. Lanczos, "A precision approximation of the gamma function", SIAM J. Numer. Anal. B 1 (1964), with
 * P. Godfrey's coefficients for g = 607/128.
 * @throws RangeError unless x > 0.
 */
export function logGamma(x: number): number {
  checkPositive(x, 'x');
  const base = x + 607 / 128 - 0.5;
  let sum = LANCZOS[0]!;
  for (let i = 1; i < LANCZOS.length; i++) sum += LANCZOS[i]! / (x - 1 + i);
  return (x - 0.5) * Math.log(base) - base + 0.5 * LOG_2_PI + Math.log(sum);
}

/**
 * erf(x) = 2/sqrt(pi) integral_0^x exp(-t^2) dt, to a relative 1e-14.
 *
 * Below 2 by the series 2/sqrt(pi) exp(-x^2) sum_n 2^n x^(2n+1) / (2n+1)!!, whose terms are all of one sign.
 * Source: Abramowitz & Stegun 7.1.6.
 * @throws RangeError for NaN; the infinities give -1 and 1.
 */
export function erf(x: number): number {
  if (x < 0) return -erf(-x);
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
  if (Math.abs(x) === Infinity) return x > 0 ? 0 : 2;
  if (checkFinite(x, 'x') < 2) return 1 - erf(x);
  let tail = 0;
  for (let n = 120; n >= 1; n--) tail = n / 2 / (x + tail);
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / (x + tail);
}
