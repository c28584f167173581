import { checkSameLength } from '../checks';
import type { DigitSet } from '../data';

/** What a code that names the picture buys a decoder of independent pixels; nats a picture. */
export interface NamedPictures {
  /** D of the optimal decoder that hears nothing. */
  readonly silent: number;
  /** D of the decoder that hears which of the N pictures it is and knows them by heart. */
  readonly told: number;
  /** log N, the information of such a code. */
  readonly nats: number;
  /** (silent - told) / nats: how many nats of D a nat of code buys on average. */
  readonly perNat: number;
}

/**
 * silent = sum_j h(mean_i x_ij), told = mean_i sum_j h(x_ij), nats = ln N, with h(p) = -p ln p - (1 - p) ln(1 - p): grey values
 * are the probabilities of a pixel, as in the VAE's distortion.
 *
 * Each is the least that q(x) = prod_j q(x_j) can pay: a product whose parameters hear nothing, or everything.
 * @throws RangeError for fewer than two pictures, or grey values outside [0, 1].
 */
export function namedPictures({ pixels, size }: Pick<DigitSet, 'pixels' | 'size'>): NamedPictures {
  if (size < 2) throw new RangeError(`a name tells something of two pictures or more, but there are ${size}`);
  const width = pixels.length / size;
  checkSameLength(
    pixels,
    'pixels',
    { length: size * Math.floor(width) },
    'size times the width of a picture',
  );
  const means = new Float64Array(width);
  let told = 0;
  for (let at = 0; at < pixels.length; at++) {
    const grey = pixels[at]!;
    if (!(grey >= 0 && grey <= 1))
      throw new RangeError(`pixels[${at}] must lie in [0, 1], but it is ${grey}`);
    means[at % width] += grey / size;
    told += doubt(grey) / size;
  }
  const silent = means.reduce((sum, p) => sum + doubt(p), 0);
  const nats = Math.log(size);
  return { silent, told, nats, perNat: (silent - told) / nats };
}

function doubt(p: number): number {
  // A mean of ones may exceed 1 by rounding.
  return p > 0 && p < 1 ? -p * Math.log(p) - (1 - p) * Math.log1p(-p) : 0;
}
