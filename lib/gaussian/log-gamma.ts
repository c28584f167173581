import { checkPositive, checkResult } from '../checks';

/** ln(2 pi), the constant of every normal density. */
export const LOG_2_PI = Math.log(2 * Math.PI);

const LANCZOS = [
  0.99999999999999709182, 57.156235665862923517, -59.597960355475491248, 14.136097974741747174,
  -0.49191381609762019978, 0.33994649984811888699e-4, 0.46523628927048575665e-4, -0.98374475304879564677e-4,
  0.15808870322491248884e-3, -0.21026444172410488319e-3, 0.2174396181152126432e-3, -0.16431810653676389022e-3,
  0.84418223983852743293e-4, -0.2619083840158140867e-4, 0.36899182659531622704e-5,
];

/** 1 - Euler's constant, then (-1)^n (zeta(n) - 1) / n for n = 2, 3, ...: the powers of ln Gamma(2 + e). */
const AROUND_TWO = [
  0.42278433509846713939, 0.32246703342411321824, -0.067352301053198095133, 0.020580808427784547879,
  -0.0073855510286739852663, 0.0028905103307415232858, -0.0011927539117032609771, 0.00050966952474304242234,
  -0.00022315475845357937976, 0.000099457512781808533715, -0.0000449262367381331417,
  0.000020507212775670691553, -9.439488275268395904e-6, 4.3748667899074878042e-6, -2.0392157538013662368e-6,
  9.5514121304074198329e-7, -4.4924691987645660433e-7,
];

/**
 * ln Gamma(x) for x > 0, to a relative 1e-14.
 *
 * By Lanczos's formula; next to 0, 1 and 2, where it loses digits, by the power series of ln Gamma(2 + e).
 * Source: C. Lanczos, "A precision approximation of the gamma function", SIAM J. Numer. Anal. B 1 (1964), with
 * P. Godfrey's coefficients for g = 607/128; Abramowitz & Stegun 6.1.33.
 * @throws RangeError unless x > 0, and above 2.5e305, where ln Gamma(x) is beyond the range of numbers.
 */
export function logGamma(x: number): number {
  checkPositive(x, 'x');
  if (x <= 0.25) return aroundTwo(x) - Math.log1p(x) - Math.log(x);
  if (Math.abs(x - 1) <= 0.25) return aroundTwo(x - 1) - Math.log1p(x - 1);
  if (Math.abs(x - 2) <= 0.25) return aroundTwo(x - 2);
  const base = x + 607 / 128 - 0.5;
  let sum = LANCZOS[0]!;
  for (let i = 1; i < LANCZOS.length; i++) sum += LANCZOS[i]! / (x - 1 + i);
  const value = (x - 0.5) * Math.log(base) - base + 0.5 * LOG_2_PI + Math.log(sum);
  return checkResult(value, 'ln Gamma(x)', `x is ${x}; pass an x below 2.5e305`);
}

/** ln Gamma(2 + e), |e| <= 1/4. */
function aroundTwo(e: number): number {
  let sum = 0;
  for (let i = AROUND_TWO.length - 1; i >= 0; i--) sum = (sum + AROUND_TWO[i]!) * e;
  return sum;
}

/** (2^(1 - 2k) - 2) B_2k / (2k (2k - 1)), k = 1, 2, ... */
const HALF_STEP = [-1 / 8, 1 / 192, -1 / 640, 17 / 14336, -31 / 18432, 691 / 180224, -5461 / 425984];

/**
 * ln[Gamma(x + 1/2) / Gamma(x)] - ln(x)/2, close to -1/(8x), to a relative 1e-15: no large logarithms are subtracted.
 *
 * By the asymptotic series from x = 16 on, and down to there by Gamma(x + 1) = x Gamma(x).
 */
export function logGammaHalfStep(x: number): number {
  let below = 0;
  for (; x < 16; x++) below += 0.5 * Math.log1p(-1 / (2 * x + 1) ** 2);
  let sum = 0;
  for (let k = HALF_STEP.length - 1; k >= 0; k--) sum = sum / x / x + HALF_STEP[k]!;
  return below + sum / x;
}

/** ln Gamma(x) - [(x - 1/2) ln x - x + ln(2 pi)/2], Stirling's error, close to 1/(12x). */
export function stirlingError(x: number): number {
  if (x < 15) return logGamma(x) - (x - 0.5) * Math.log(x) + x - 0.5 * LOG_2_PI;
  const square = 1 / x / x;
  return (
    (1 / 12 -
      square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square * (1 / 1188 - square / 522))))) /
    x
  );
}

/**
 * x ln(x/m) + m - x, how far x is from the mean m of a Poisson law, in nats; next to m without cancellation.
 *
 * Source: C. Loader, "Fast and accurate computation of binomial probabilities", 2000.
 */
export function deviance(x: number, m: number): number {
  if (!(Math.abs(x - m) < 0.1 * x + 0.1 * m)) return x * Math.log(x / m) + m - x;
  const v = (x - m) / (0.5 * x + 0.5 * m) / 2;
  let sum = (x - m) * v;
  let term = 2 * x * v;
  // |v| < 0.1, so that fewer than 20 terms are needed.
  for (let j = 1; j < 50; j++) {
    term *= v * v;
    const next = sum + term / (2 * j + 1);
    if (next === sum) return sum;
    sum = next;
  }
  return sum;
}
