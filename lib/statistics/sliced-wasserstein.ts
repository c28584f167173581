import { checkCount, checkResult, checkSameLength, checkVector } from '../checks';
import { scaledBy, scaleOf } from '../gaussian/scale';

/** Beyond this, more directions take time without adding to a mean over them. */
const MOST_DIRECTIONS = 1e5;

/**
 * W_1 = 1/n sum_i |a_(i) - b_(i)|, a_(i) the i-th smallest: how far, on average, the values of one sample must move to
 * become the other, in the values' unit.
 *
 * @param a `[n]`
 * @param b `[n]`, as many
 * @throws RangeError for NaN, no value, or different numbers of values.
 */
export function wasserstein1(a: ArrayLike<number>, b: ArrayLike<number>): number {
  checkVector(a, 'a');
  checkVector(b, 'b');
  checkSameLength(a, 'a', b, 'b');
  const scale = scaleOf(a, b);
  // A typed array's sort is by size.
  const [sortedA, sortedB] = [a, b].map(values => Float64Array.from(scaledBy(values, scale)).sort());
  return checkDistance(meanDistance(sortedA!, sortedB!) * scale);
}

/**
 * SW_1 = 1/L sum_l W_1(<theta_l, a>, <theta_l, b>), theta_l = (cos, sin)(pi (l + 1/2)/L): the mean over L directions, evenly
 * spread over the half circle, of the one-dimensional distance of the points' shadows, in the points' unit.
 *
 * Two samples of the same distribution are not at 0 but at a floor of order 1/sqrt(n): measure it and set it beside.
 * Source: Rabin et al. 2011, with fixed directions in place of random ones: two numbers then differ by their samples only.
 * @param a points of the plane, one after another, `[2 n]`
 * @param b as many, `[2 n]`
 * @throws RangeError for NaN, no point, an odd or different length, or directions not from 1 to 100,000.
 */
export function slicedWasserstein(a: ArrayLike<number>, b: ArrayLike<number>, directions = 32): number {
  checkVector(a, 'a');
  checkVector(b, 'b');
  checkSameLength(a, 'a', b, 'b');
  checkCount(directions, 'directions', 1, MOST_DIRECTIONS);
  if (a.length % 2 === 1)
    throw new RangeError(`points of the plane come in pairs, but a and b have ${a.length} values`);
  const scale = scaleOf(a, b);
  const [scaledA, scaledB] = [scaledBy(a, scale), scaledBy(b, scale)];
  let sum = 0;
  for (let l = 0; l < directions; l++) {
    const angle = (Math.PI * (l + 0.5)) / directions;
    sum += meanDistance(shadow(scaledA, angle), shadow(scaledB, angle));
  }
  return checkDistance((sum / directions) * scale);
}

function checkDistance(distance: number): number {
  return checkResult(distance, 'the distance of a and b', 'choose a larger unit');
}

/** <theta, x_i> in rising order. */
function shadow(points: ArrayLike<number>, angle: number): Float64Array {
  const [x, y] = [Math.cos(angle), Math.sin(angle)];
  const values = new Float64Array(points.length / 2);
  for (let i = 0; i < values.length; i++) values[i] = x * points[2 * i]! + y * points[2 * i + 1]!;
  return values.sort();
}

function meanDistance(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += Math.abs(a[i]! - b[i]!);
  return sum / a.length;
}
