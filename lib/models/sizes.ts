/** @throws RangeError naming the first size that is not a whole number >= 1. */
export function checkSizes(sizes: Record<string, number>): void {
  for (const [name, size] of Object.entries(sizes)) {
    if (!Number.isSafeInteger(size) || size < 1) {
      throw new RangeError(`${name} must be a whole number >= 1, but it is ${size}`);
    }
  }
}
