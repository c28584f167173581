/** The largest 32-bit float, 3.4e38. */
export const LARGEST_FLOAT32 = (2 - 2 ** -23) * 2 ** 127;

/** The smallest 32-bit float that is not below x, a double within their range. */
export function float32AtLeast(x: number): number {
  const near = Math.fround(x);
  return near >= x ? near : neighbour(near, 1);
}

/** The largest 32-bit float below x, a double within their range. */
export function float32Below(x: number): number {
  const near = Math.fround(x);
  return near < x ? near : neighbour(near, -1);
}

const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);

/** The next 32-bit float above (direction 1) or below (-1). */
function neighbour(x: number, direction: 1 | -1): number {
  if (x === 0) return direction * 2 ** -149;
  float[0] = x;
  // Read as whole numbers, the bits of floats of one sign are in the order of their sizes.
  bits[0] = bits[0]! + (x > 0 ? direction : -direction);
  return float[0];
}
