import { checkCount, checkFinite, checkSameLength, checkVector } from '../checks';
import { logGamma } from './special-functions';

/**
 * cos(angle) = z1 . z2 / (|z1| |z2|), from -1 to 1; z1 and z2 are `[k]`.
 * @throws RangeError for NaN, different lengths, or a vector of zeros (it has no direction).
 */
export function cosineBetween(z1: ArrayLike<number>, z2: ArrayLike<number>): number {
  checkSameLength(z1, 'z1', z2, 'z2');
  checkVector(z1, 'z1');
  checkVector(z2, 'z2');
  let [dot, square1, square2] = [0, 0, 0];
  for (let i = 0; i < z1.length; i++) {
    dot += z1[i]! * z2[i]!;
    square1 += z1[i]! * z1[i]!;
    square2 += z2[i]! * z2[i]!;
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
  const constant = logGamma(d / 2) - logGamma((d - 1) / 2) - 0.5 * Math.log(Math.PI);
  return Math.exp(constant + ((d - 3) / 2) * Math.log1p(-c * c));
}
