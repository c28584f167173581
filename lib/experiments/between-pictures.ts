import { checkCount } from '../checks';
import { type DigitSet, picturesOf } from '../data';
import { linearInterpolation } from '../gaussian';
import { classProbabilities, decodePictures, type DenseVib, type DigitVae, encodePictures } from '../models';

/** Pictures between two digits of one class, and that class: `[n][784]`, `[n]`. */
export interface BetweenPictures {
  /** The mean of the two pictures, pixel by pixel. */
  readonly blends: ArrayLike<number>[];
  /** What the decoder makes of the mean of their two codes. */
  readonly decoded: ArrayLike<number>[];
  readonly labels: Int32Array;
}

/**
 * Each digit with the next one of its class: (x_i + x_j) / 2, and g((mu(x_i) + mu(x_j)) / 2)
 *
 * @param count how many pairs at most
 * @throws RangeError for a count below 1 or digits of which no two share a class.
 */
export function drawBetween(vae: DigitVae, digits: DigitSet, count: number): BetweenPictures {
  checkCount(count, 'count');
  const pictures = picturesOf(digits);
  const waiting = new Map<number, number>();
  const pairs: [number, number][] = [];
  digits.labels.forEach((label, i) => {
    const other = waiting.get(label);
    if (other === undefined) waiting.set(label, i);
    else {
      if (pairs.length < count) pairs.push([other, i]);
      waiting.delete(label);
    }
  });
  if (pairs.length === 0) throw new RangeError('no two of the digits share a class');
  const codes = encodePictures(vae, pictures);
  return {
    blends: pairs.map(([i, j]) => linearInterpolation(pictures[i]!, pictures[j]!, 0.5)),
    decoded: decodePictures(
      vae,
      pairs.map(([i, j]) => linearInterpolation(codes[i]!, codes[j]!, 0.5)),
    ),
    labels: Int32Array.from(pairs, ([i]) => digits.labels[i]!),
  };
}

/** -log q(y|x) and whether y is likeliest, with the code at its mean, for pictures of known class: `[n]` each. */
export function readPictures(
  model: DenseVib,
  pictures: readonly ArrayLike<number>[],
  labels: ArrayLike<number>,
): { nats: Float64Array; right: Float64Array } {
  const q = classProbabilities(model, pictures);
  return {
    // 32-bit probabilities may round to 0; -log of the smallest normal one is 87 nats.
    nats: Float64Array.from(q, (row, i) => -Math.log(Math.max(row[labels[i]!]!, 1.2e-38))),
    right: Float64Array.from(q, (row, i) => Number(row.every(p => p <= row[labels[i]!]!))),
  };
}
