import { checkList, checkResult, checkRows } from '../checks';
import type { FullGaussian } from './parameters';

/**
 * mean = 1/n sum_i z_i, covariance = 1/n sum_i (z_i - mean)(z_i - mean)^T: the normal distribution under which the points
 * are likeliest
 *
 * Among all q = N(m, S) it minimises KL(p || q) from the points' own distribution p, whatever p looks like.
 *
 * @param points z, n of them, `[k]` each; any unit
 * @returns `[k]` and `[k, k]`
 * @throws RangeError for fewer than two points, different lengths or a value that is not finite.
 */
export function fitGaussian(points: readonly ArrayLike<number>[]): FullGaussian {
  if (checkList(points, 'points', 'points').length < 2) {
    throw new RangeError(`a spread needs at least two points, but points has ${points.length}: pass more`);
  }
  const k = checkRows(points, 'points', 'points')[0]!.length;
  const mean = new Float64Array(k);
  for (const point of points) for (let j = 0; j < k; j++) mean[j] += point[j]! / points.length;
  const covariance = Array.from({ length: k }, () => new Float64Array(k));
  for (const point of points) {
    for (let a = 0; a < k; a++) {
      for (let b = 0; b < k; b++) {
        covariance[a]![b] += ((point[a]! - mean[a]!) * (point[b]! - mean[b]!)) / points.length;
      }
    }
  }
  for (let a = 0; a < k; a++) {
    for (let b = 0; b < k; b++)
      checkResult(covariance[a]![b]!, `the covariance [${a}][${b}] of points`, 'choose a larger unit');
  }
  return { mean, covariance };
}
