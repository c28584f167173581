import { checkCount, checkPositive } from '../checks';
import type { DiscriminatorFamily } from '../models/discriminator-family';
import { valuesOf } from '../models/values';
import { tf } from '../tf';

/** What a discriminator of the plane says: a map of its log odds, and where it sends points. The code is at its mean. */
export interface RingField {
  /** The places of the map's columns and of its rows. */
  readonly places: number[];
  /** l(x), the log odds of "real", `[rows][columns]`, nats. */
  readonly logits: number[][];
  /** Of each point: where it is, and -d(-log q(real|x))/dx = (1 - q) dl/dx, where the usual loss sends it. */
  readonly arrows: { readonly x: number; readonly y: number; readonly dx: number; readonly dy: number }[];
}

/**
 * l on a square of `cells` x `cells` places from -reach to reach, and (1 - q(real|x)) dl/dx at the first points of each member
 *
 * @param points of each member, `[members][2 n]`
 * @returns one field for each member
 * @throws RangeError for fewer than 2 cells, no arrow, a reach that is not > 0, or fewer points than arrows.
 */
export function discriminatorFields(
  discriminators: DiscriminatorFamily,
  points: readonly Float32Array[],
  { reach = 3, cells = 41, arrows = 60 } = {},
): RingField[] {
  checkPositive(reach, 'reach');
  checkCount(cells, 'cells', 2);
  checkCount(arrows, 'arrows');
  points.forEach((own, m) => {
    if (own.length < 2 * arrows)
      throw new RangeError(`points[${m}] holds ${own.length / 2} points for ${arrows} arrows`);
  });
  const members = points.length;
  const places = Array.from({ length: cells }, (_, i) => reach * ((2 * i) / (cells - 1) - 1));
  const grid = places.flatMap(y => places.flatMap(x => [x, y]));
  const chosen = Float32Array.from(points.flatMap(own => Array.from(own.subarray(0, 2 * arrows))));
  const size = cells * cells;
  const logits = valuesOf(() =>
    discriminators.logits(tf.tile<tf.Tensor3D>(tf.tensor3d(grid, [1, size, 2]), [members, 1, 1])),
  );
  const pulls = valuesOf(() => {
    const found = discriminators.logitsAndSlopes(tf.tensor3d(chosen, [members, arrows, 2]));
    return tf.mul(tf.sub(1, tf.sigmoid(found.logits)), found.slopes);
  });
  return points.map((_, m) => ({
    places,
    logits: places.map((_, row) => {
      const start = m * size + row * cells;
      return Array.from(logits.subarray(start, start + cells));
    }),
    arrows: Array.from({ length: arrows }, (_, i) => {
      const at = 2 * (m * arrows + i);
      return { x: chosen[at]!, y: chosen[at + 1]!, dx: pulls[at]!, dy: pulls[at + 1]! };
    }),
  }));
}

/** A field in numbers. */
export interface FieldSummary {
  /** Of l over the map, nats. */
  readonly lowest: number;
  readonly highest: number;
  /** Of the arrows' lengths, nats per unit. */
  readonly medianPull: number;
  /** Mean cosine between each arrow and the way to the centre nearest to its foot: 1 when all point there. */
  readonly towards: number;
}

/** min l, max l, median |arrow|, mean <arrow, c - x> / (|arrow| |c - x|). @throws RangeError without centres. */
export function summarizeField(
  { logits, arrows }: RingField,
  centres: readonly (readonly [number, number])[],
): FieldSummary {
  if (centres.length === 0) throw new RangeError('centres is empty: pass at least one');
  const all = logits.flat();
  const lengths = arrows.map(({ dx, dy }) => Math.hypot(dx, dy));
  const cosines = arrows.map(({ x, y, dx, dy }, i) => {
    const ways = centres.map(([cx, cy]) => [cx - x, cy - y] as const);
    const [wx, wy] = ways.reduce((a, b) => (Math.hypot(...b) < Math.hypot(...a) ? b : a));
    return (dx * wx + dy * wy) / (lengths[i]! * Math.hypot(wx, wy) || Infinity);
  });
  return {
    lowest: Math.min(...all),
    highest: Math.max(...all),
    medianPull: [...lengths].sort((a, b) => a - b)[Math.floor(lengths.length / 2)]!,
    towards: cosines.reduce((sum, value) => sum + value, 0) / cosines.length,
  };
}
