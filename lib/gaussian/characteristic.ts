import { checkFinite, checkPositive, checkResult, checkVector } from '../checks';
import { checkNormal } from './parameters';
import { exactProduct } from './scale';

/** A complex number re + i im. */
export interface Complex {
  readonly re: number;
  readonly im: number;
}

/**
 * phi(t) = E[exp(i t z)] = exp(i t mean - t^2 sd^2 / 2) for z ~ N(mean, sd^2).
 * @throws RangeError for NaN, sd <= 0, or t mean beyond the range of numbers where phi(t) is not 0.
 */
export function normalCharacteristic(t: number, mean = 0, sd = 1): Complex {
  checkNormal({ mean, sd });
  const size = Math.exp(-0.5 * (checkFinite(t, 't') * sd) ** 2);
  if (size === 0) return { re: 0, im: 0 };
  const { cos, sin } = turn(t, mean, 'mean');
  return { re: size * cos, im: size * sin };
}

/**
 * phi(t) = sin(t w / 2) / (t w / 2) for a uniform on [-w/2, w/2], which is symmetric, so that phi is real; phi(0) = 1.
 * w = sqrt(12) has variance 1.
 * @throws RangeError for NaN or width w <= 0.
 */
export function uniformCharacteristic(t: number, width = 1): number {
  const angle = 0.5 * checkFinite(t, 't') * checkPositive(width, 'width');
  // sin(x)/x = 1 - x^2/6 + ..., and 1 to rounding where x^2/6 < 1e-16.
  if (Math.abs(angle) < 1e-8) return 1;
  return Math.abs(angle) === Infinity ? 0 : Math.sin(angle) / angle;
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
  const [falls, sines] = [new Float64Array(n), new Float64Array(n)];
  let [re, im, fall] = [0, 0, 0];
  for (let j = 0; j < n; j++) {
    const { cos, sin } = turn(t, values[j]!, `values[${j}]`);
    // 1 - cos = 2 sin^2 of half the angle, which for small angles the difference from 1 has lost.
    falls[j] = 2 * turn(0.5 * t, values[j]!, `values[${j}]`).sin ** 2;
    sines[j] = sin;
    re += cos;
    im += sin;
    fall += falls[j]!;
  }
  [re, im, fall] = [re / n, im / n, fall / n];
  const error = (parts: Float64Array, mean: number) => {
    // Divided by the largest, so that squares of small parts do not vanish.
    const largest = parts.reduce((most, part) => Math.max(most, Math.abs(part - mean)), 0);
    if (largest === 0) return 0;
    return (
      largest * Math.sqrt(parts.reduce((sum, part) => sum + ((part - mean) / largest) ** 2, 0) / n / (n - 1))
    );
  };
  return { re, im, reError: error(falls, fall), imError: error(sines, im) };
}

/** cos and sin of t x: the product's rounding, which for large angles is many turns, is added back. */
function turn(t: number, x: number, name: string): { cos: number; sin: number } {
  const [angle, rest] = exactProduct(t, x);
  checkResult(angle, `the angle t ${name}`, `t is ${t} and ${name} is ${x}; scale one of them down`);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  if (Math.abs(rest) < 1e-17) return { cos, sin };
  return {
    cos: cos * Math.cos(rest) - sin * Math.sin(rest),
    sin: sin * Math.cos(rest) + cos * Math.sin(rest),
  };
}
