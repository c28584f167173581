import { checkPositive, checkRows, checkSameLength, checkVector } from '../checks';

/** How many points a mixture's modes received. */
export interface ModeCoverage {
  /** Points within `reach` of each mode and nearer to no other, `[modes]`. */
  readonly counts: number[];
  /** Modes with at least a quarter of their fair share, n / (4 modes). */
  readonly covered: number;
  /** The share of the points that lie within `reach` of some mode. */
  readonly highQuality: number;
}

/**
 * counts_m = #{i : |x_i - c_m| = min_k |x_i - c_k| <= reach}; covered = #{m : counts_m >= n / (4 modes)};
 * highQuality = sum_m counts_m / n
 *
 * With reach = 3 sd, a normal mode of the plane keeps 1 - exp(-9/2) = .989 of its own points.
 * @param points of the plane, one after another, `[2 n]`
 * @param centres of equally heavy modes
 * @param reach in the points' unit, > 0
 * @throws RangeError for NaN, no point or centre, an odd number of values, or reach <= 0.
 */
export function modeCoverage(
  points: ArrayLike<number>,
  centres: readonly (readonly [number, number])[],
  reach: number,
): ModeCoverage {
  checkVector(points, 'points');
  checkPositive(reach, 'reach');
  if (points.length % 2 === 1) {
    throw new RangeError(`points of the plane come in pairs, but points has ${points.length} values`);
  }
  checkSameLength(checkRows(centres, 'centres', 'modes')[0]!, 'centres[0]', [0, 0], 'a point of the plane');
  const counts = centres.map(() => 0);
  const n = points.length / 2;
  for (let i = 0; i < n; i++) {
    const distances = centres.map(([x, y]) => Math.hypot(points[2 * i]! - x, points[2 * i + 1]! - y));
    let nearest = 0;
    for (let k = 1; k < distances.length; k++) if (distances[k]! < distances[nearest]!) nearest = k;
    if (distances[nearest]! <= reach) counts[nearest]++;
  }
  return {
    counts,
    covered: counts.filter(count => count >= n / (4 * centres.length)).length,
    highQuality: counts.reduce((sum, count) => sum + count, 0) / n,
  };
}
