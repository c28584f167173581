import { checkCount, checkPositive } from '../checks';
import type { Random } from '../random';

/** x ~ 1/M sum_m N(c_m, sd^2 I): equally heavy round modes in the plane. */
export interface Ring {
  /** c_m = radius (cos, sin)(2 pi m / M) */
  readonly centres: readonly (readonly [number, number])[];
  readonly sd: number;
}

/**
 * c_m = radius (cos, sin)(2 pi m / modes): the ring of normal distributions on which GANs are tried.
 * @throws RangeError for modes < 1, radius <= 0 or sd <= 0.
 */
export function ringOfGaussians({ modes = 8, radius = 2, sd = 0.1 } = {}): Ring {
  checkCount(modes, 'modes');
  checkPositive(radius, 'radius');
  checkPositive(sd, 'sd');
  const centres = Array.from({ length: modes }, (_, m): [number, number] => {
    const angle = (2 * Math.PI * m) / modes;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
  return { centres, sd };
}

/** n independent points of a ring, one after another, `[2 n]`. @throws RangeError for n < 1. */
export function drawRing({ centres, sd }: Ring, n: number, random: Random): Float32Array {
  const points = new Float32Array(2 * checkCount(n, 'n'));
  for (let i = 0; i < n; i++) {
    const [x, y] = centres[random.integer(centres.length)]!;
    points[2 * i] = x + sd * random.normal();
    points[2 * i + 1] = y + sd * random.normal();
  }
  return points;
}
