import { checkCount } from '../checks';

/** @throws RangeError naming the first size that is not a whole number >= 1. */
export function checkSizes(sizes: Record<string, number>): void {
  for (const [name, size] of Object.entries(sizes)) checkCount(size, name);
}
