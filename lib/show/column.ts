/** danfojs's names for what a column holds. */
export type ColumnType = 'float32' | 'int32' | 'string' | 'boolean' | 'datetime';

/** What stands where a value should be: null, undefined or NaN. */
export function isMissing(value: unknown): boolean {
  return value === null || value === undefined || Number.isNaN(value);
}

/** The type of a column, decided by all its values; one of several kinds is 'string', with which nothing is computed. */
export function columnType(values: readonly unknown[]): ColumnType {
  const present = values.filter(value => !isMissing(value));
  if (present.every(value => typeof value === 'number')) {
    const whole = present.length === values.length && present.every(isInt32);
    return whole && present.length > 0 ? 'int32' : 'float32';
  }
  if (present.every(value => typeof value === 'boolean')) return 'boolean';
  return present.every(value => value instanceof Date) ? 'datetime' : 'string';
}

/** Ascending: numbers, truth values and dates by size, then texts by alphabet; nothing for equals. Not for missing values. */
export function compareValues(a: unknown, b: unknown): number {
  const [first, second] = [sortKey(a), sortKey(b)];
  if (typeof first === 'number' && typeof second === 'number') return first - second;
  if (typeof first === 'string' && typeof second === 'string')
    return first < second ? -1 : first > second ? 1 : 0;
  return typeof first === 'number' ? -1 : 1;
}

/** The places of the values in order; what is missing comes last either way, and equals keep their order. */
export function sortedPlaces(values: readonly unknown[], ascending: boolean): number[] {
  const sign = ascending ? 1 : -1;
  const places = values.map((_, i) => i);
  const present = places.filter(i => !isMissing(values[i]));
  present.sort((i, j) => sign * compareValues(values[i], values[j]));
  return [...present, ...places.filter(i => isMissing(values[i]))];
}

/** What danfojs computes of a column. */
export type Statistic = 'count' | 'mean' | 'sum' | 'std' | 'var' | 'min' | 'max' | 'median' | 'mode';

/**
 * A statistic of the values that are there, with truth values as 0 and 1. Of none, the count and the sum are 0 and the
 * others NaN; `std` and `var` divide by n - 1, and are NaN for fewer than two values.
 *
 * @throws RangeError for arithmetic with dates or texts.
 */
export function statistic(values: readonly unknown[], name: Statistic): unknown {
  const present = values.filter(value => !isMissing(value));
  if (name === 'count') return present.length;
  if (name === 'mode') return mostFrequent(present);
  if (name === 'min' || name === 'max') {
    if (present.length === 0) return NaN;
    const sign = name === 'min' ? 1 : -1;
    return present.reduce((best, value) => (sign * compareValues(value, best) < 0 ? value : best));
  }
  const numbers = present.map(value => numberOf(value, name));
  const sum = numbers.reduce((total, value) => total + value, 0);
  if (name === 'sum') return sum;
  const mean = sum / numbers.length;
  if (name === 'mean') return mean;
  if (name === 'median') return medianOf(numbers);
  const squares = numbers.reduce((total, value) => total + (value - mean) ** 2, 0);
  const variance = numbers.length < 2 ? NaN : squares / (numbers.length - 1);
  return name === 'var' ? variance : Math.sqrt(variance);
}

/** The number that a value counts as. @throws RangeError for a date or a text. */
export function numberOf(value: unknown, operation: string): number {
  if (typeof value === 'number' || typeof value === 'boolean') return Number(value);
  const what = value instanceof Date ? 'dates' : `the ${typeof value} ${JSON.stringify(value)}`;
  throw new RangeError(`"${operation}" of ${what}: only numbers and truth values can be added or multiplied`);
}

function isInt32(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 2 ** 31;
}

function sortKey(value: unknown): number | string {
  if (typeof value === 'string') return value.toUpperCase();
  return typeof value === 'number' ? value : Number(value);
}

function medianOf(numbers: number[]): number {
  const sorted = Float64Array.from(numbers).sort();
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? NaN)) / 2;
}

function mostFrequent(values: readonly unknown[]): unknown {
  const counts = new Map<unknown, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  let best: unknown = NaN;
  for (const [value, count] of counts) if (count > (counts.get(best) ?? 0)) best = value;
  return best;
}
