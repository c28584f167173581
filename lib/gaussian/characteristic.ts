import { checkFinite, checkPositive, checkVector } from '../checks';
import { checkNormal } from './parameters';

/** A complex number re + i im. */
export interface Complex {
  readonly re: number;
  readonly im: number;
}

/**
 * phi(t) = E[exp(i t z)] = exp(i t mean - t^2 sd^2 / 2) for z ~ N(mean, sd^2).
 * @throws RangeError for NaN or sd <= 0.
 */
export function normalCharacteristic(t: number, mean = 0, sd = 1): Complex {
  checkNormal({ mean, sd });
  const size = Math.exp(-0.5 * (checkFinite(t, 't') * sd) ** 2);
  return { re: size * Math.cos(t * mean), im: size * Math.sin(t * mean) };
}

/**
 * phi(t) = sin(t w / 2) / (t w / 2) for a uniform on [-w/2, w/2], which is symmetric, so that phi is real; phi(0) = 1.
 * w = sqrt(12) has variance 1.
 * @throws RangeError for NaN or width w <= 0.
 */
export function uniformCharacteristic(t: number, width = 1): number {
  const angle = 0.5 * checkFinite(t, 't') * checkPositive(width, 'width');
  // sin(x)/x = 1 - x^2/6 + ..., and 1 to rounding where x^2/6 < 1e-16.
  return Math.abs(angle) < 1e-8 ? 1 : Math.sin(angle) / angle;
}

/** An empirical characteristic function at one t, with the standard errors of its two parts. */
export interface EmpiricalCharacteristic extends Complex {
  readonly reError: number;
  readonly imError: number;
}

/**
 * phi_n(t) = (1/n) sum_j exp(i t z_j), the mean of n turning arrows, with standard errors s/sqrt(n) of both parts.
 *
 * Unlike moments it exists for every law: cos and sin are bounded, so a standard error is never above 1/sqrt(n - 1).
 * @param values `[n]` independent draws, n >= 2
 * @throws RangeError for NaN or fewer than two values.
 */
export function empiricalCharacteristic(values: ArrayLike<number>, t: number): EmpiricalCharacteristic {
  checkVector(values, 'values');
  checkFinite(t, 't');
  const n = values.length;
  if (n < 2) throw new RangeError(`a standard error needs at least two values, but there is ${n}`);
  let [re, im, cosines] = [0, 0, 0];
  for (let j = 0; j < n; j++) {
    const cos = Math.cos(t * values[j]!);
    re += cos;
    im += Math.sin(t * values[j]!);
    cosines += cos * cos;
  }
  [re, im, cosines] = [re / n, im / n, cosines / n];
  // sin^2 = 1 - cos^2; at t = 0 rounding must not leave a negative variance.
  const error = (variance: number) => Math.sqrt(Math.max(0, variance) / (n - 1));
  return { re, im, reError: error(cosines - re * re), imError: error(1 - cosines - im * im) };
}
