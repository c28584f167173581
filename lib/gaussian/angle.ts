import { checkCount, checkFinite, checkSameLength, checkVector } from '../checks';
import { logGammaHalfStep } from './log-gamma';
import { scaledBy, scaleOf } from './scale';

/**
 * cos(angle) = z1 . z2 / (|z1| |z2|), from -1 to 1; z1 and z2 are `[k]`.
 * @throws RangeError for NaN, different lengths, or a vector of zeros (it has no direction).
 */
export function cosineBetween(z1: ArrayLike<number>, z2: ArrayLike<number>): number {
  checkSameLength(z1, 'z1', z2, 'z2');
  checkVector(z1, 'z1');
  checkVector(z2, 'z2');
  const [a, b] = [scaledBy(z1, scaleOf(z1)), scaledBy(z2, scaleOf(z2))];
  let [dot, square1, square2] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    dot += a[i]! * b[i]!;
    square1 += a[i]! * a[i]!;
    square2 += b[i]! * b[i]!;
  }
  if (square1 === 0 || square2 === 0) {
    throw new RangeError(
      `${square1 === 0 ? 'z1' : 'z2'} is all zeros, so it has no direction: pass another vector`,
    );
  }
  // Rounding may carry parallel vectors just beyond 1.
  return Math.max(-1, Math.min(1, dot / Math.sqrt(square1) / Math.sqrt(square2)));
}

/**
 * p(c) = Gamma(d/2) / (sqrt(pi) Gamma((d-1)/2)) (1 - c^2)^((d-3)/2), -1 < c < 1: the density of the cosine between two
 * independent directions in d dimensions, each uniform on the sphere (such as those of z ~ N(0, I_d)).
 *
 * Mean 0 and variance 1/d. For d = 2 it grows without limit at both ends.
 * @throws RangeError for NaN, |c| >= 1, or unless d is a whole number >= 2.
 */
export function cosineDensity(c: number, d: number): number {
  checkCount(d, 'd', 2);
  if (!(Math.abs(checkFinite(c, 'c')) < 1)) {
    throw new RangeError(`c must lie strictly between -1 and 1, but it is ${c}: move off the ends`);
  }
  const half = (d - 1) / 2;
  // 1 - c^2 = (1 - c)(1 + c) keeps its digits next to the ends, 1 - c c next to 0.
  const log = Math.abs(c) < 0.5 ? Math.log1p(-c * c) : Math.log1p(-c) + Math.log1p(c);
  return Math.sqrt(half / Math.PI) * Math.exp(logGammaHalfStep(half) + ((d - 3) / 2) * log);
}
