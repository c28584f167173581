import { checkSameLength, checkVector } from '../checks';

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
  const width = checkRows(points, 'points');
  checkRows(others, 'others');
  checkSameLength(points[0]!, 'points[0]', others[0]!, 'others[0]');
  // One flat array: many small ones would be fetched from all over the memory.
  const flat = new Float64Array(others.length * width);
  others.forEach((other, j) => flat.set(other, j * width));
  return Float64Array.from(points, point => Math.sqrt(nearestSquare(point, flat)));
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

function checkRows(rows: readonly ArrayLike<number>[], name: string): number {
  if (rows.length === 0) throw new RangeError(`${name} is empty: pass at least one point`);
  rows.forEach((row, i) => {
    checkVector(row, `${name}[${i}]`);
    checkSameLength(row, `${name}[${i}]`, rows[0]!, `${name}[0]`);
  });
  return rows[0]!.length;
}
