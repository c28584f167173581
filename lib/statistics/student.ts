import { checkBetween, checkFinite, checkPositive } from '../checks';
import { invertCdf } from '../gaussian/cumulative';
import { logGamma } from '../gaussian/special-functions';

/**
 * P(T <= t) for Student's T with `degrees` of freedom: 1 - I_x(degrees/2, 1/2)/2 at x = degrees/(degrees + t^2), t >= 0.
 * @throws RangeError for NaN or degrees <= 0.
 */
export function studentCdf(t: number, degrees: number): number {
  checkFinite(t, 't');
  checkPositive(degrees, 'degrees');
  const ratio = (t * t) / degrees;
  const tail = 0.5 * incompleteBeta(1 / (1 + ratio), 1 / (1 + 1 / ratio), degrees / 2, 0.5);
  return t > 0 ? 1 - tail : tail;
}

/**
 * The t with P(T <= t) = p for Student's T: 4.303 for p = .975 and two degrees.
 * @throws RangeError unless 0 < p < 1 and degrees > 0.
 */
export function studentQuantile(p: number, degrees: number): number {
  const cdf = (t: number) => studentCdf(t, degrees);
  return p > 0.5 ? -invertCdf(cdf, 1 - p) : invertCdf(cdf, p);
}

/**
 * I_x(a, b) = integral_0^x t^(a-1) (1-t)^(b-1) dt / B(a, b), the regularised incomplete beta function, 0 <= x <= 1.
 *
 * By the continued fraction of Abramowitz & Stegun 26.5.8, on the side of x where it converges fast.
 * @throws RangeError for NaN, x outside [0, 1], or a or b <= 0.
 */
export function regularizedIncompleteBeta(x: number, a: number, b: number): number {
  checkBetween(x, 'x', 0, 1);
  checkPositive(a, 'a');
  checkPositive(b, 'b');
  return incompleteBeta(x, 1 - x, a, b);
}

/** Takes x and y = 1 - x apart, because near x = 1 the caller may know y to more digits than the difference has. */
function incompleteBeta(x: number, y: number, a: number, b: number): number {
  if (x === 0) return 0;
  if (y === 0) return 1;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(y));
  if (x < (a + 1) / (a + b + 2)) return (front * betaFraction(x, a, b)) / a;
  return 1 - (front * betaFraction(y, b, a)) / b;
}

/** 1/(1 + d_1/(1 + d_2/(1 + ...))) by the modified Lentz method. */
function betaFraction(x: number, a: number, b: number): number {
  const away = (value: number) => (Math.abs(value) < 1e-300 ? 1e-300 : value);
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let result = d;
  for (let m = 1; m < 100000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    let factor = 1;
    for (const step of [even, odd]) {
      d = 1 / away(1 + step * d);
      c = away(1 + step / c);
      factor = c * d;
      result *= factor;
    }
    if (Math.abs(factor - 1) < 1e-15) break;
  }
  return result;
}
