import { circularInterpolation, linearInterpolation } from './interpolation';
import { normalCdf, normalQuantile } from './cumulative';

/**
 * u = Phi(Phi^-1(u1) cos(theta) + Phi^-1(u2) sin(theta)), Phi the cdf of N(0, 1): for independent uniform u1, u2 on [0, 1]
 * every point of the path is uniform on [0, 1] again.
 *
 * u1, u2 and the result are `[k]`, components in (0, 1); theta in radians, from u1 at 0 to u2 at pi/2. The same map makes
 * a path that keeps the law out of any continuous cdf.
 * @throws RangeError for NaN, different lengths, or a component outside (0, 1).
 */
export function quantileInterpolation(
  u1: ArrayLike<number>,
  u2: ArrayLike<number>,
  theta: number,
): Float64Array {
  const [z1, z2] = [u1, u2].map(u => Float64Array.from(u, value => normalQuantile(value)));
  return circularInterpolation(z1!, z2!, theta).map(z => normalCdf(z));
}

/**
 * z = Phi^-1((1 - t) Phi(z1) + t Phi(z2)): normal codes that go straight through the cube of u = Phi(z).
 *
 * `[k]`, 0 <= t <= 1: what the straight path between uniform codes is in normal coordinates.
 * @throws RangeError for NaN, different lengths, t outside [0, 1], or components so far out (8) that Phi is 1.
 */
export function cubeInterpolation(z1: ArrayLike<number>, z2: ArrayLike<number>, t: number): Float64Array {
  const [u1, u2] = [z1, z2].map(z => Float64Array.from(z, value => normalCdf(value)));
  return linearInterpolation(u1!, u2!, t).map(u => normalQuantile(u));
}
