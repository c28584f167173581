import { checkCount, checkNonNegative } from '../checks';
import { Random } from '../random';
import { checkSingle } from './single';

/** Labelled points of the plane. */
export interface ToySet {
  readonly size: number;
  /** `[size, 2]`, row after row. */
  readonly inputs: Float32Array;
  /** `[size]`: 0 or 1, taking turns. */
  readonly labels: Uint8Array;
}

export interface ToyOptions {
  /** Points in all, from 1 to 100,000,000. */
  n: number;
  seed: number;
  /** Standard deviation of the noise in each coordinate, >= 0. */
  noise?: number;
}

/**
 * x | y ~ N(((2 y - 1) distance / 2, 0), noise^2 I)
 *
 * Two round clouds whose centres are `distance` (2) apart; `noise` is 1 unless given. No classifier is right more often
 * than Phi(distance / (2 noise)).
 *
 * @throws RangeError for a bad n, noise, distance or seed.
 */
export function twoGaussians({
  n,
  seed,
  noise = 1,
  distance = 2,
}: ToyOptions & { distance?: number }): ToySet {
  checkSpread('distance', distance);
  return generate({ n, seed, noise }, label => [(label - 0.5) * distance, 0]);
}

/**
 * y = 0: (cos a, sin a); y = 1: (1 - cos a, 1/2 - sin a); a ~ U[0, pi]; plus N(0, noise^2 I)
 *
 * Two interlocking half circles; `noise` is 0.1 unless given.
 *
 * @throws RangeError for a bad n, noise or seed.
 */
export function twoMoons({ n, seed, noise = 0.1 }: ToyOptions): ToySet {
  return generate({ n, seed, noise }, (label, random) => {
    const angle = Math.PI * random.uniform();
    const [x, y] = [Math.cos(angle), Math.sin(angle)];
    return label === 0 ? [x, y] : [1 - x, 0.5 - y];
  });
}

/**
 * x = r_y (cos a, sin a), r_0 = 1/2, r_1 = 1, a ~ U[0, 2 pi]; plus N(0, noise^2 I)
 *
 * A ring around another; `noise` is 0.1 unless given.
 *
 * @throws RangeError for a bad n, noise or seed.
 */
export function twoRings({ n, seed, noise = 0.1 }: ToyOptions): ToySet {
  return generate({ n, seed, noise }, (label, random) => {
    const angle = 2 * Math.PI * random.uniform();
    const radius = label === 0 ? 0.5 : 1;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
}

const mostPoints = 100_000_000;

/** Points of the two classes in turn, each with normal noise in both coordinates. */
function generate(
  { n, seed, noise }: Required<ToyOptions>,
  point: (label: 0 | 1, random: Random) => readonly [number, number],
): ToySet {
  checkCount(n, 'n', 1, mostPoints);
  checkSpread('noise', noise);
  const random = new Random(seed);
  const inputs = new Float32Array(2 * n);
  const labels = new Uint8Array(n).map((_, i) => i % 2);
  for (let i = 0; i < n; i++) {
    const [x, y] = point(i % 2 === 0 ? 0 : 1, random);
    inputs[2 * i] = x + noise * random.normal();
    inputs[2 * i + 1] = y + noise * random.normal();
  }
  return { size: n, inputs, labels };
}

function checkSpread(name: string, value: number): void {
  checkSingle(checkNonNegative(value, name), name);
}
