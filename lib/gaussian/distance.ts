import { checkResult } from '../checks';
import { substitute } from './cholesky';
import type { Covariance } from './parameters';
import { scaleOf } from './scale';

/**
 * |L^-1 (z - mean)|, the distance in units of a normal's standard deviations, from its Cholesky factor L; all were checked.
 *
 * Infinity where it is above 1.8e308. @throws RangeError where only what lies between leaves the range of numbers.
 */
export function distanceInUnits(
  factor: Covariance,
  z: ArrayLike<number>,
  mean: ArrayLike<number>,
  name: string,
): number {
  const scale = scaleOf(z, mean);
  const difference = Float64Array.from(z, (value, i) => value / scale - mean[i]! / scale);
  // A difference of near equals may be far smaller than the two.
  const rest = scaleOf(difference);
  const white = substitute(
    factor,
    difference.map(value => value / rest),
  );
  const size = scaleOf(white);
  const length = Math.sqrt(white.reduce((sum, u) => sum + (u / size) ** 2, 0));
  if (Number.isNaN(length))
    checkResult(length, `the distance of ${name} from the mean`, `scale ${name} and the covariance`);
  // The small factors first: what overflows then is the result.
  return [rest, scale, size].sort((a, b) => a - b).reduce((product, factor) => product * factor, length);
}
