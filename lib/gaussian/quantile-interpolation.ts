import { checkBetween, checkSameLength, checkVector } from '../checks';
import { normalCdf, normalQuantile } from './cumulative';
import { circularInterpolation } from './interpolation';

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
  checkSameLength(u1, 'u1', u2, 'u2');
  return circularInterpolation(normals(u1, 'u1'), normals(u2, 'u2'), theta).map(z => normalCdf(z));
}

/**
 * z = Phi^-1((1 - t) Phi(z1) + t Phi(z2)): normal codes that go straight through the cube of u = Phi(z).
 *
 * `[k]`, 0 <= t <= 1: what the straight path between uniform codes is in normal coordinates.
 * @throws RangeError for NaN, different lengths, t outside [0, 1], or components so far out (38) that Phi is 0 or 1.
 */
export function cubeInterpolation(z1: ArrayLike<number>, z2: ArrayLike<number>, t: number): Float64Array {
  checkSameLength(z1, 'z1', z2, 'z2');
  checkVector(z1, 'z1');
  checkVector(z2, 'z2');
  checkBetween(t, 't', 0, 1);
  return Float64Array.from(z1, (a, i) => {
    const b = z2[i]!;
    // Phi(z) and Phi(-z) = 1 - Phi(z) apart: near 1 only the second tells how far out z is.
    const [below, above] = [1, -1].map(sign => (1 - t) * normalCdf(sign * a) + t * normalCdf(sign * b));
    if (below === 0 || above === 0) {
      throw new RangeError(
        `z1[${i}] = ${a} and z2[${i}] = ${b} lie so far out that Phi is 0 or 1 to the last digit: keep them within -37 and 37`,
      );
    }
    return below! < above! ? normalQuantile(below!) : -normalQuantile(above!);
  });
}

/** Phi^-1(u). */
function normals(u: ArrayLike<number>, name: string): Float64Array {
  checkVector(u, name);
  return Float64Array.from(u, (value, i) => {
    if (!(value > 0 && value < 1)) {
      throw new RangeError(`${name}[${i}] must lie between 0 and 1, both left out, but it is ${value}`);
    }
    return normalQuantile(value);
  });
}
