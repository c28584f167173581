/** Points are kept as 32-bit floats; this leaves room for sums, squares and noise. */
const largest = 1e18;

/** value, when it and its neighbourhood fit into 32-bit floats. @throws RangeError otherwise. */
export function checkSingle(value: number, name: string): number {
  if (Math.abs(value) > largest) {
    throw new RangeError(
      `${name} must be at most ${largest} in size (points are 32-bit floats), but it is ${value}`,
    );
  }
  return value;
}
