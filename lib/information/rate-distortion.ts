import { checkFinite, checkList, checkResult } from '../checks';

/** Where minimising distortion + weight * rate has ended: nats both, the weight without unit. */
export interface RatePoint {
  weight: number;
  rate: number;
  distortion: number;
}

/** The line of slope -weight through a point: distortion + weight * rate = level. */
export interface SupportLine {
  /** D + w R of the point, in nats. */
  level: number;
  /** The point with the smallest D + w R: the point itself, when its line touches the others from below. */
  lowest: number;
  /** level - min_j (D_j + w R_j), in nats: 0 when the line touches, and how far it misses otherwise. */
  excess: number;
}

/**
 * level_i = D_i + w_i R_i, excess_i = level_i - min_j (D_j + w_i R_j)
 *
 * If each point minimised its own loss exactly, no other point could lie below its line, and all excesses were 0.
 *
 * @throws RangeError for no point or a value that is not finite.
 */
export function supportLines(points: readonly RatePoint[]): SupportLine[] {
  check(points);
  return points.map(({ weight, rate, distortion }) => {
    const levels = points.map(other => other.distortion + weight * other.rate);
    const lowest = levels.reduce((best, level, j) => (level < levels[best]! ? j : best), 0);
    const level = distortion + weight * rate;
    checkResult(
      levels.reduce((sum, other) => sum + Math.abs(other), 0),
      'D + w R',
      'keep rates and weights below 1e150',
    );
    return { level, lowest, excess: level - levels[lowest]! };
  });
}

/**
 * s_i = (D_(i+1) - D_i) / (R_i - R_(i+1)): nats of distortion that a nat of rate saves, between neighbouring weights
 *
 * If each point minimised its own loss exactly, then w_i <= s_i <= w_(i+1): the chords steepen with the weight, and the
 * points lie on a convex curve.
 *
 * @param points at least two, the weights rising
 * @returns one fewer; Infinity or -Infinity between points of one rate, and 0 between two points that are the same
 * @throws RangeError for fewer points, weights that do not rise, or a value that is not finite.
 */
export function exchangeRates(points: readonly RatePoint[]): number[] {
  check(points);
  if (points.length < 2) throw new RangeError('a chord needs two points, but there is 1');
  return points.slice(1).map((next, i) => {
    const point = points[i]!;
    if (!(next.weight > point.weight)) {
      throw new RangeError(`weights must rise, but ${next.weight} follows ${point.weight}: sort the points`);
    }
    const [lost, saved] = [next.distortion - point.distortion, point.rate - next.rate];
    // Two silent codes: nothing was saved, and nothing lost for it.
    return lost === 0 ? 0 : lost / saved;
  });
}

function check(points: readonly RatePoint[]): void {
  if (checkList(points, 'points', 'points').length === 0)
    throw new RangeError('there is no point: pass at least one');
  points.forEach(({ weight, rate, distortion }, i) => {
    checkFinite(weight, `the weight of point ${i}`);
    checkFinite(rate, `the rate of point ${i}`);
    checkFinite(distortion, `the distortion of point ${i}`);
  });
}
