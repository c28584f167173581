import { checkCount, checkFinite } from '../checks';

/**
 * f_n(x), the density of u_1 + ... + u_n with u_i ~ U[0, 1] (Irwin-Hall), by the recurrence
 * f_n(x) = [x f_(n-1)(x) + (n - x) f_(n-1)(x - 1)] / (n - 1).
 *
 * Every term is positive, so unlike the textbook's alternating sum it loses no digits for any n.
 * Source: the cardinal B-spline's recurrence, de Boor 1972.
 * @throws RangeError for NaN or unless n is a whole number >= 1.
 */
export function irwinHallDensity(x: number, n: number): number {
  checkFinite(x, 'x');
  checkCount(n, 'n');
  if (x < 0 || x > n) return 0;
  if (n === 1) return 1;
  return splines(x, n)[0]!;
}

/**
 * F_n(x) = P(u_1 + ... + u_n <= x) = sum_(j >= 0) f_(n+1)(x - j), because f_(n+1)(x) = F_n(x) - F_n(x - 1).
 * @throws RangeError for NaN or unless n is a whole number >= 1.
 */
export function irwinHallCdf(x: number, n: number): number {
  checkFinite(x, 'x');
  checkCount(n, 'n');
  if (x <= 0) return 0;
  if (x >= n) return 1;
  // The sum is over the tail that x is in, so that small probabilities keep their digits on both sides.
  if (x > n / 2) return 1 - irwinHallCdf(n - x, n);
  let sum = 0;
  for (let t = x; t > 0; t--) sum += irwinHallDensity(t, n + 1);
  return sum;
}

/** mean = n/2 and sd = sqrt(n/12) of the sum of n uniforms on [0, 1]. @throws RangeError unless n >= 1. */
export function irwinHallMoments(n: number): { mean: number; sd: number } {
  checkCount(n, 'n');
  return { mean: n / 2, sd: Math.sqrt(n / 12) };
}

/** f(x) = 1 - |x - 1| on [0, 2], the density of the sum of two uniforms on [0, 1]. @throws RangeError for NaN. */
export function triangularDensity(x: number): number {
  return Math.max(0, 1 - Math.abs(checkFinite(x, 'x') - 1));
}

/** f_n(x), f_n(x - 1), ... from the indicator of [0, 1) upwards; entry j belongs to x - j. */
function splines(x: number, n: number): Float64Array {
  const f = new Float64Array(n + 1);
  f[Math.floor(x)] = 1;
  for (let m = 2; m <= n; m++) {
    for (let j = 0; j < n; j++) {
      const t = x - j;
      f[j] = (t * f[j]! + (m - t) * f[j + 1]!) / (m - 1);
    }
  }
  return f;
}
