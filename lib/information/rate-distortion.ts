import { checkFinite, checkList } from '../checks';

/** Where minimising distortion + weight * rate has ended: nats both, the weight without unit. */
export interface RatePoint {
  weight: number;
  rate: number;
  distortion: number;
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
