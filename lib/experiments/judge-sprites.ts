import { checkCount, checkSameLength } from '../checks';
import { spriteFactorNames, type SpriteSet } from '../data';
import {
  decomposeRate,
  type GaussianEncoder,
  type InformationGap,
  mutualInformationGap,
  ratePerDimension,
  type RateDecomposition,
} from '../information';
import type { SpriteVaes } from '../models';
import { Random } from '../random';

/** What one trained VAE does with the sprites; nats a sprite. */
export interface JudgedSprites {
  readonly lambda: number;
  readonly seed: number;
  readonly encoder: GaussianEncoder;
  /** mu(x), `[count][K]`. */
  readonly means: number[][];
  /** One draw z ~ p(z|x) for each sprite, `[count][K]`. */
  readonly codes: number[][];
  /** R_k, `[K]`, and their sum. */
  readonly rates: number[];
  readonly rate: number;
  /** Dimensions with more than 0.05 nats. */
  readonly active: number;
  /** With one draw for each sprite. */
  readonly distortion: number;
  readonly parts: RateDecomposition;
  /** Of the drawn codes. */
  readonly gap: InformationGap;
  /** I(z_k; f) after the levels of each factor were shuffled, `[factors][K]`: what the estimate finds where there is nothing. */
  readonly shuffled: number[][];
}

/**
 * Distortion, rate, its decomposition, and the mutual information gap of each member on the first `count` sprites
 *
 * All members see the same draws of noise and the same shuffling.
 * @param members in the order in which they were given to the VAEs
 * @throws RangeError for another number of members, or a count that is no whole number from 2 to the set's size.
 */
export function judgeSprites(
  vaes: SpriteVaes,
  members: readonly { lambda: number; seed: number }[],
  sprites: SpriteSet,
  options: { count: number; samples: number; seed: number },
): JudgedSprites[] {
  const { count, samples, seed } = options;
  checkCount(count, 'count', 2, sprites.size);
  const width = sprites.pixels.length / sprites.size;
  const pictures = Array.from({ length: count }, (_, i) =>
    sprites.pixels.subarray(width * i, width * (i + 1)),
  );
  const factors = spriteFactorNames.map(name => sprites.levels[name].subarray(0, count));
  const order = new Random(seed + 200).permutation(count);
  const mixed = factors.map(levels => levels.map((_, i) => levels[order[i]!]!));
  const distortions = vaes.sampledDistortions(pictures, new Random(seed));
  const encoders = vaes.encoders(pictures);
  checkSameLength(members, 'members', encoders, 'the family');
  return encoders.map((encoder, m) => {
    const random = new Random(seed + 100);
    const { dimensions: K, means: mu, logVars } = encoder;
    const means = pictures.map((_, i) => Array.from({ length: K }, (_, k) => mu[i * K + k]!));
    const codes = means.map((row, i) =>
      row.map((v, k) => v + Math.exp(logVars[i * K + k]! / 2) * random.normal()),
    );
    const rates = Array.from(ratePerDimension(encoder));
    return {
      ...members[m]!,
      encoder,
      means,
      codes,
      rates,
      rate: rates.reduce((a, b) => a + b, 0),
      active: rates.filter(nats => nats > 0.05).length,
      distortion: distortions[m]!,
      parts: decomposeRate(encoder, { samples, random }),
      gap: mutualInformationGap(codes, factors),
      shuffled: mutualInformationGap(codes, mixed).information,
    };
  });
}
