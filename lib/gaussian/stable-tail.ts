import { logGamma } from './log-gamma';

/** From here on the series of the tails holds for alpha from 1/4 to 2. */
export const FAR_OUT = 20;

/**
 * P(X > x) = (1/pi) sum_(n >= 1) Gamma(n alpha) / n! sin(n pi (1 - alpha/2)) x^(-n alpha), x > 20: the tail of the symmetric
 * stable law of index alpha != 1, 2. It converges for alpha < 1; above, it is asymptotic and ends at its smallest term.
 *
 * Source: H. Bergstrom, "On some expansions of stable distribution functions", Arkiv for Matematik 2, 1952.
 */
export function tailMass(x: number, alpha: number): number {
  return series(x, alpha, 0);
}

/** f(x), minus the derivative of {@link tailMass}: each term times n alpha / x. */
export function tailDensity(x: number, alpha: number): number {
  return series(x, alpha, 1) / x;
}

function series(x: number, alpha: number, power: 0 | 1): number {
  let sum = 0;
  let before = Infinity;
  for (let n = 1; n < 2000; n++) {
    const size = Math.exp(logGamma(n * alpha) - logGamma(n + 1)) * (n * alpha) ** power * x ** (-n * alpha);
    // The sine may vanish, so the terms' sizes tell when to end: no digit is left to gain, or they grow again.
    if (size > before || size <= 1e-18 * Math.abs(sum)) break;
    sum += size * Math.sin(n * Math.PI * (1 - alpha / 2));
    before = size;
  }
  return Math.max(0, sum / Math.PI);
}
