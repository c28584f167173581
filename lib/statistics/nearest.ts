import { checkResult, checkRows, checkSameLength } from '../checks';
import { scaleOf } from '../gaussian/scale';

/**
 * d_i = min_j |a_i - b_j|, the Euclidean distance of each point to the nearest of the others, `[n]`, in the points' unit
 *
 * By comparing every pair: n m k multiplications.
 * @param points a, n of them, `[k]` each
 * @param others b, m of them, `[k]` each
 * @throws RangeError for no point or other, different widths, or NaN.
 */
export function nearestDistances(
  points: readonly ArrayLike<number>[],
  others: readonly ArrayLike<number>[],
): Float64Array {
  const width = checkRows(points, 'points', 'points')[0]!.length;
  checkRows(others, 'others', 'points');
  checkSameLength(points[0]!, 'points[0]', others[0]!, 'others[0]');
  // One flat array: many small ones would be fetched from all over the memory.
  const flat = new Float64Array(others.length * width);
  others.forEach((other, j) => flat.set(other, j * width));
  return Float64Array.from(points, (point, i) => {
    const square = nearestSquare(point, flat);
    // Squares that overflow, or fall among the smallest numbers, tell nothing of the distance.
    const distance = square > 1e-280 && square < Infinity ? Math.sqrt(square) : nearestDistance(point, flat);
    return checkResult(
      distance,
      `the distance of points[${i}] from the nearest of others`,
      'choose a larger unit',
    );
  });
}

function nearestSquare(point: ArrayLike<number>, flat: Float64Array): number {
  const width = point.length;
  let nearest = Infinity;
  for (let start = 0; start < flat.length; start += width) {
    let square = 0;
    // A sum that has passed the nearest so far need not be finished.
    for (let k = 0; k < width && square < nearest; k++) square += (point[k]! - flat[start + k]!) ** 2;
    if (square < nearest) nearest = square;
  }
  return nearest;
}

/** The same without squares of large or small numbers, at twice the work. */
function nearestDistance(point: ArrayLike<number>, flat: Float64Array): number {
  const width = point.length;
  const difference = new Float64Array(width);
  let nearest = Infinity;
  for (let start = 0; start < flat.length; start += width) {
    for (let k = 0; k < width; k++) difference[k] = point[k]! - flat[start + k]!;
    const scale = scaleOf(difference);
    const distance = Math.sqrt(difference.reduce((sum, d) => sum + (d / scale) ** 2, 0)) * scale;
    if (distance < nearest) nearest = distance;
  }
  return nearest;
}
