import { checkCount, checkPositive, checkVector } from '../checks';
import { checkSingle } from './single';
import type { Random } from '../random';

/** x ~ 1/M sum_m N(c_m, sd^2 I): equally heavy round modes in the plane. */
export interface Ring {
  /** c_m = radius (cos, sin)(2 pi m / M) */
  readonly centres: readonly (readonly [number, number])[];
  readonly sd: number;
}

/**
 * c_m = radius (cos, sin)(2 pi m / modes): the ring of normal distributions on which GANs are tried.
 * @throws RangeError for modes that are no whole number from 1 to 1,000,000, or a radius or sd that is not > 0, or too large
 * for 32-bit floats.
 */
export function ringOfGaussians({ modes = 8, radius = 2, sd = 0.1 } = {}): Ring {
  checkCount(modes, 'modes', 1, 1_000_000);
  checkSingle(checkPositive(radius, 'radius'), 'radius');
  checkSingle(checkPositive(sd, 'sd'), 'sd');
  const centres = Array.from({ length: modes }, (_, m): [number, number] => {
    const angle = (2 * Math.PI * m) / modes;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
  return { centres, sd };
}

/**
 * n independent points of a ring, one after another, `[2 n]`.
 * @throws RangeError unless n is a whole number from 1 to 100,000,000, and for a ring that `ringOfGaussians` would not make.
 */
export function drawRing({ centres, sd }: Ring, n: number, random: Random): Float32Array {
  checkCount(n, 'n', 1, 100_000_000);
  checkSingle(checkPositive(sd, 'sd'), 'sd');
  checkVector(centres.flat(), 'centres').forEach(value => checkSingle(value, 'centres'));
  const points = new Float32Array(2 * n);
  for (let i = 0; i < n; i++) {
    const [x, y] = centres[random.integer(centres.length)]!;
    points[2 * i] = x + sd * random.normal();
    points[2 * i + 1] = y + sd * random.normal();
  }
  return points;
}
