import { exactProduct, scaledBy, scaleOf } from './scale';

/** Nearer to opposite than this, in radians, the great circle's direction is what rounding left of it. */
const OPPOSITE = 1e-14;

/**
 * [sin((1 - t) W) z1 + sin(t W) z2] / sin(W), the great circle's path; nothing where z1 and z2 are parallel.
 *
 * By the part of z2 across z1, which keeps its digits next to W = 0 and pi, where those of sin(W) are lost.
 * @throws RangeError for a vector of zeros or opposite ones.
 */
export function sphericalPath(
  z1: ArrayLike<number>,
  z2: ArrayLike<number>,
  t: number,
): Float64Array | undefined {
  const [scale1, scale2] = [scaleOf(z1), scaleOf(z2)];
  const [a, b] = [scaledBy(z1, scale1), scaledBy(z2, scale2)];
  const [length1, length2] = [lengthOf(a), lengthOf(b)];
  if (length1 === 0 || length2 === 0) {
    throw new RangeError(
      `${length1 === 0 ? 'z1' : 'z2'} is all zeros, so it has no direction: pass another vector`,
    );
  }
  const { along, across } = split(a, b);
  const width = lengthOf(across);
  const cosine = along * length1;
  if (Math.atan2(width, -cosine) < OPPOSITE) {
    throw new RangeError(
      'z1 and z2 point in opposite directions, so no great circle is the shortest: go by way of a third vector',
    );
  }
  if (width === 0) return undefined;
  if (t === 0) return Float64Array.from(z1);
  if (t === 1) return Float64Array.from(z2);
  const angle = Math.atan2(width, cosine);
  const [sin, cos] = [Math.sin(t * angle), Math.cos(t * angle)];
  // All in units of the larger scale, so that nothing but the result can overflow.
  const unit = Math.max(scale1, scale2);
  const [norm1, norm2] = [length1 * (scale1 / unit), length2 * (scale2 / unit)];
  const longer = scale1 === scale2 ? lengthDifference(a, b) / (length1 + length2) : norm2 - norm1;
  const first = norm1 * cos + longer * sin * (cosine / width);
  const second = norm2 * sin;
  return Float64Array.from(
    across,
    (value, i) => ((first * a[i]!) / length1 + (second * value) / width) * unit,
  );
}

/** b = along a + across, the two orthogonal to rounding. */
function split(a: ArrayLike<number>, b: ArrayLike<number>): { along: number; across: Float64Array } {
  const square = dot(a, a);
  const first = dot(b, a) / square;
  const across = Float64Array.from(b, (value, i) => {
    const [high, low] = exactProduct(first, a[i]!);
    return value - high - low;
  });
  // Rounding of `first` leaves a little of a in the rest.
  const second = dot(across, a) / square;
  for (let i = 0; i < across.length; i++) across[i] = across[i]! - second * a[i]!;
  return { along: first + second, across };
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** |b|^2 - |a|^2, also of nearly equal lengths. */
function lengthDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (b[i]! - a[i]!) * (b[i]! + a[i]!);
  return sum;
}

function lengthOf(a: ArrayLike<number>): number {
  return Math.sqrt(dot(a, a));
}
