import { checkCount, checkFinite, checkPositive } from '../checks';
import { Random } from '../random';

/** What a sprite is made of, in the order of the factors everywhere. */
export interface SpriteFactors {
  /** The centre, pixels from the left and from the top. */
  x: number;
  y: number;
  /** Half the bar's length, pixels; it is half as wide as long. */
  size: number;
  /** Radians from the x axis towards the y axis; half a turn changes nothing. */
  rotation: number;
  /** Grey value of the ink, in (0, 1]. */
  shade: number;
}

export type SpriteFactor = keyof SpriteFactors;

/** Width and height of a sprite's picture. */
export const spriteSide = 16;
const pixels = spriteSide * spriteSide;

/** Each pixel's coverage is counted on 4 x 4 points. */
const fineness = 4;

const steps = (low: number, high: number, n: number): number[] =>
  Array.from({ length: n }, (_, i) => low + ((high - low) * i) / (n - 1));

/** The values that each factor takes, equally often: 7 x 7 x 4 x 8 x 4 = 6272 different sprites. */
export const spriteLevels: Record<SpriteFactor, readonly number[]> = {
  x: steps(5, 11, 7),
  y: steps(5, 11, 7),
  size: steps(2.4, 4.2, 4),
  rotation: Array.from({ length: 8 }, (_, i) => (i * Math.PI) / 8),
  shade: steps(0.4, 1, 4),
};

export const spriteFactorNames = Object.keys(spriteLevels) as SpriteFactor[];

/** Sprites and the factors they were made of. */
export interface SpriteSet {
  readonly size: number;
  /** `[size, 256]`: 16 rows of 16 grey values in [0, 1], 0 paper and 1 ink. */
  readonly pixels: Float32Array;
  /** `[size]`, all 0: nothing here is learnt from labels. */
  readonly labels: Uint8Array;
  /** The level of each factor, `[size]` each: its place in `spriteLevels`. */
  readonly levels: Record<SpriteFactor, Uint8Array>;
}

/**
 * pixel_ij = shade * |{points of pixel ij inside the bar}| / 16
 *
 * A bar of length 2 size and width size around (x, y), turned by `rotation`, drawn on 16 x 16 pixels without steps at
 * its edges. Same factors, same picture.
 * @returns `[256]`, row after row.
 * @throws RangeError for a factor that is not finite, a size that is not > 0, or a shade outside (0, 1].
 */
export function drawSprite({ x, y, size, rotation, shade }: SpriteFactors): Float32Array {
  for (const [name, value] of Object.entries({ x, y, rotation })) checkFinite(value, name);
  checkPositive(size, 'size');
  if (checkPositive(shade, 'shade') > 1)
    throw new RangeError(`shade must be at most 1 (full ink), but it is ${shade}`);
  const [c, s] = [Math.cos(rotation), Math.sin(rotation)];
  const picture = new Float32Array(pixels);
  for (let row = 0; row < spriteSide; row++) {
    for (let column = 0; column < spriteSide; column++) {
      let inside = 0;
      for (let i = 0; i < fineness * fineness; i++) {
        const dx = column + ((i % fineness) + 0.5) / fineness - x;
        const dy = row + (Math.floor(i / fineness) + 0.5) / fineness - y;
        if (Math.abs(c * dx + s * dy) < size && Math.abs(c * dy - s * dx) < size / 2) inside++;
      }
      picture[row * spriteSide + column] = (shade * inside) / fineness ** 2;
    }
  }
  return picture;
}

/**
 * `count` sprites of independent factors, each uniform on its levels
 *
 * @throws RangeError when count is not a whole number from 1 to 1,000,000, or for a bad seed.
 */
export function drawSprites(count: number, seed: number): SpriteSet {
  checkCount(count, 'count', 1, 1_000_000);
  const random = new Random(seed);
  const levels = Object.fromEntries(
    spriteFactorNames.map(name => [name, new Uint8Array(count)]),
  ) as SpriteSet['levels'];
  const drawn = new Float32Array(count * pixels);
  for (let i = 0; i < count; i++) {
    const factors = {} as SpriteFactors;
    for (const name of spriteFactorNames) {
      const level = random.integer(spriteLevels[name].length);
      levels[name][i] = level;
      factors[name] = spriteLevels[name][level]!;
    }
    drawn.set(drawSprite(factors), i * pixels);
  }
  return { size: count, pixels: drawn, labels: new Uint8Array(count), levels };
}
