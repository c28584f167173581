import { checkResult } from '../checks';
import { linearInterpolation } from './interpolation';
import { scaledBy, scaleOf } from './scale';

/**
 * z = l v / |v|, v = (1 - t) z1 + t z2, l = (1 - t) |z1| + t |z2|: the straight path, set to the length in between.
 *
 * `[k]`, 0 <= t <= 1. The same directions as {@link linearInterpolation}; for z1 and z2 of one length it runs on the great
 * circle of {@link sphericalInterpolation}, though not at even speed.
 * @throws RangeError for NaN, different lengths, t outside [0, 1], or a path through the origin, where no direction is left.
 */
export function rescaledInterpolation(z1: ArrayLike<number>, z2: ArrayLike<number>, t: number): Float64Array {
  linearInterpolation(z1, z2, t);
  const scale = scaleOf(z1, z2);
  const [a, b] = [scaledBy(z1, scale), scaledBy(z2, scale)];
  const straight = linearInterpolation(a, b, t);
  const length = lengthOf(straight);
  const wanted = (1 - t) * lengthOf(a) + t * lengthOf(b);
  if (length <= 1e-12 * wanted || length === 0) {
    throw new RangeError(
      `the straight path from z1 to z2 meets the origin at t = ${t}, where it has no direction: go by way of a third vector`,
    );
  }
  return straight.map((value, i) =>
    checkResult(
      ((value * wanted) / length) * scale,
      `the path between z1[${i}] and z2[${i}]`,
      'scale both down',
    ),
  );
}

function lengthOf(z: ArrayLike<number>): number {
  return Math.sqrt(Array.from(z).reduce((sum, v) => sum + v * v, 0));
}
