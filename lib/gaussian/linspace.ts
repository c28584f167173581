import { checkCount, checkFinite } from '../checks';

/**
 * x_i = low + i (high - low) / (n - 1), i = 0 to n - 1: n evenly spaced points, both ends included, as plain numbers.
 * @throws RangeError for ends that are not finite, or unless n is a whole number >= 2.
 */
export function linspace(low: number, high: number, n: number): number[] {
  checkFinite(low, 'low');
  checkFinite(high, 'high');
  const last = checkCount(n, 'n', 2) - 1;
  // The end is taken as given: low + (high - low) may differ from it in the last digit.
  return Array.from({ length: n }, (_, i) => (i === last ? high : low + (i * (high - low)) / last));
}
