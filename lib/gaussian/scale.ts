/** Powers of two that keep squares and sums of products within the range of numbers: exact, so they cost no digits. */

/**
 * The power of two at or next below the largest |value|, where squares of the values would overflow or lose their digits;
 * 1 where they would not, so that ordinary numbers are left alone. 1 for zeros.
 */
export function scaleOf(...vectors: readonly ArrayLike<number>[]): number {
  let largest = 0;
  for (const values of vectors) {
    for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]!));
  }
  if (largest === 0 || (largest > 1e-75 && largest < 1e75)) return 1;
  return 2 ** Math.min(1023, Math.floor(Math.log2(largest)));
}

/** values / scale, `[k]`; the values themselves for a scale of 1. */
export function scaledBy(values: ArrayLike<number>, scale: number): ArrayLike<number> {
  return scale === 1 ? values : Float64Array.from(values, value => value / scale);
}

/** (x - mean) / sd, also where x - mean is beyond the largest number. */
export function standardized(x: number, mean: number, sd: number): number {
  const difference = x - mean;
  if (Math.abs(difference) !== Infinity) return difference / sd;
  return ((0.5 * x - 0.5 * mean) / sd) * 2;
}

/** [high, low] with high + low = a b exactly, while neither over- nor underflows. Source: T. J. Dekker 1971. */
export function exactProduct(a: number, b: number): [high: number, low: number] {
  const high = a * b;
  // Splitting multiplies by 2^27: it must not overflow where the product does not.
  const down = 2 ** -200;
  if (Math.abs(a) > 1e200 || Math.abs(high) > 1e280) {
    const [scaledHigh, low] = Math.abs(high) === Infinity ? [0, 0] : exactProduct(a * down, b);
    return scaledHigh === 0 ? [high, 0] : [high, low / down];
  }
  if (Math.abs(b) > 1e200) return exactProduct(b, a);
  const [a1, a2] = halves(a);
  const [b1, b2] = halves(b);
  return [high, a2 * b2 - (high - a1 * b1 - a2 * b1 - a1 * b2)];
}

function halves(a: number): [number, number] {
  const c = 134217729 * a;
  const high = c - (c - a);
  return [high, a - high];
}
