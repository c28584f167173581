import { checkCount, checkFinite, MOST_VALUES } from '../checks';

/**
 * x_i = low + i (high - low) / (n - 1), i = 0 to n - 1: n evenly spaced points, both ends included, as plain numbers.
 * @throws RangeError for ends that are not finite, or unless n is a whole number from 2 to 1e8.
 */
export function linspace(low: number, high: number, n: number): number[] {
  checkFinite(low, 'low');
  checkFinite(high, 'high');
  const last = checkCount(n, 'n', 2, MOST_VALUES) - 1;
  // The end is taken as given: low + (high - low) may differ from it in the last digit.
  if (Math.abs(last * (high - low)) < Infinity)
    return Array.from({ length: n }, (_, i) => (i === last ? high : low + (i * (high - low)) / last));
  return Array.from({ length: n }, (_, i) => low * (1 - i / last) + high * (i / last));
}
