import { checkList } from '../checks';
import { circularInterpolation } from '../gaussian';
import { type IntervalEstimate, meanInterval, standardDeviation } from '../statistics';
import type { CodePair, CodePath } from './path-scores';

/** Lengths of codes half way on a path. */
export interface MiddleLengths {
  /** The mean of |z|^2 / d. */
  readonly square: IntervalEstimate;
  /** The standard deviation of |z|. */
  readonly spread: number;
  /** The mean distance from the cos/sin midpoint of the same pair, over sqrt(d). */
  readonly apart: number;
}

/**
 * z = path(a, b, 1/2): mean |z|^2 / d, sd |z|, and mean |z - (a + b) / sqrt 2| / sqrt d
 *
 * @param pairs of codes, `[n][2][d]`
 * @throws RangeError for fewer than two pairs.
 */
export function middleLengths(pairs: readonly CodePair[], path: CodePath): MiddleLengths {
  const [first] = checkList(pairs, 'pairs');
  if (first === undefined || pairs.length < 2) throw new RangeError('pass at least two pairs');
  const d = first[0]!.length;
  const middles = pairs.map(([a, b]) => path(a!, b!, 0.5));
  const circle = pairs.map(([a, b]) => circularInterpolation(a!, b!, Math.PI / 4));
  const apart = middles.map((z, i) => Math.hypot(...z.map((v, k) => v - circle[i]![k]!)) / Math.sqrt(d));
  return {
    square: meanInterval(middles.map(z => z.reduce((sum, v) => sum + v * v, 0) / d)),
    spread: standardDeviation(middles.map(z => Math.hypot(...z))),
    apart: apart.reduce((sum, v) => sum + v, 0) / apart.length,
  };
}
