/** Checks of arguments, shared by the pure maths: each throws a RangeError with the value found and what to do. */

/** The longest array, and the most points of a grid, that a function makes by itself: 800 MB of doubles. */
export const MOST_VALUES = 1e8;

/** How a message shows a value: numbers as they are, a string in quotes, anything else by its kind. */
export function shown(value: unknown): string {
  if (typeof value === 'string')
    return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}...` : value);
  if (typeof value === 'bigint') return `the bigint ${value}`;
  if (typeof value === 'function') return 'a function';
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === 'object' && value !== null) {
    // An object may have no prototype, and a prototype no constructor.
    const kind = (value as { constructor?: { name?: unknown } }).constructor?.name;
    return typeof kind === 'string' && kind !== 'Object' ? `a ${kind}` : 'an object';
  }
  return String(value);
}

/** value, when it is finite. @throws RangeError for NaN, the infinities and what is no number. */
export function checkFinite(value: number, name: string): number {
  if (!Number.isFinite(value)) {
    const isNumber = typeof value === 'number' || value === undefined;
    throw new RangeError(
      `${name} must be a finite number, but it is ${shown(value)}: ` +
        (isNumber ? 'look where it was computed for 0/0, an overflow or a missing value' : 'pass a number'),
    );
  }
  return value;
}

/** value, when it is a number or an infinity. @throws RangeError for NaN and what is no number. */
export function checkNumber(value: number, name: string): number {
  return typeof value === 'number' && !Number.isNaN(value) ? value : checkFinite(value, name);
}

/** value, when it is finite and > 0. @throws RangeError otherwise. */
export function checkPositive(value: number, name: string): number {
  if (checkFinite(value, name) <= 0) {
    throw new RangeError(`${name} must be greater than 0, but it is ${value}: pass a positive number`);
  }
  return value;
}

/** value, when it is finite and >= 0. @throws RangeError otherwise. */
export function checkNonNegative(value: number, name: string): number {
  if (checkFinite(value, name) < 0) throw new RangeError(`${name} must be >= 0, but it is ${value}`);
  return value;
}

/** value, when it is a whole number from least to most. @throws RangeError otherwise. */
export function checkCount(value: number, name: string, least = 1, most = Number.MAX_SAFE_INTEGER): number {
  if (!Number.isSafeInteger(value) || value < least) {
    throw new RangeError(`${name} must be a whole number >= ${least}, but it is ${shown(value)}`);
  }
  if (value > most) {
    throw new RangeError(
      `${name} must be a whole number from ${least} to ${most}, but it is ${value}: that would take too long or too much memory`,
    );
  }
  if (value > most) throw new RangeError(`${name} must be at most ${most}, but it is ${value}`);
  return value;
}

/** value, when least <= value <= most. @throws RangeError otherwise. */
export function checkBetween(value: number, name: string, least: number, most: number): number {
  if (typeof value !== 'number' || !(value >= least && value <= most)) {
    throw new RangeError(`${name} must lie between ${least} and ${most}, but it is ${shown(value)}`);
  }
  return value;
}

/**
 * value, when it is a number that can be written: not NaN, and not beyond 1.8e308.
 * @throws RangeError otherwise, with what was computed and what to do.
 */
export function checkResult(value: number, name: string, advice: string): number {
  if (!Number.isFinite(value)) {
    throw new RangeError(`${name} is ${value}, beyond the range of numbers: ${advice}`);
  }
  return value;
}

/** values, when it is an array or a typed array, of whatever. @throws RangeError otherwise. */
export function checkList<T extends ArrayLike<unknown>>(values: T, name: string, of = 'numbers'): T {
  const given: unknown = values;
  if (typeof given !== 'object' || given === null || !isLength((given as { length?: unknown }).length)) {
    throw new RangeError(`${name} must be an array of ${of}, but it is ${shown(given)}`);
  }
  return values;
}

function isLength(length: unknown): boolean {
  return Number.isSafeInteger(length) && (length as number) >= 0;
}

/** values, when there is at least one and all are finite. @throws RangeError otherwise, naming the place. */
export function checkVector<T extends ArrayLike<number>>(values: T, name: string): T {
  if (checkList(values, name).length === 0)
    throw new RangeError(`${name} is empty: pass at least one number`);
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) checkFinite(values[i]!, `${name}[${i}]`);
  }
  return values;
}

/** rows, when there is at least one and all are finite vectors of one length. @throws RangeError otherwise. */
export function checkRows<T extends ReadonlyArray<ArrayLike<number>>>(rows: T, name: string, of = 'rows'): T {
  if (checkList(rows, name, of).length === 0)
    throw new RangeError(`${name} is empty: pass at least one of its ${of}`);
  for (let i = 0; i < rows.length; i++) {
    checkVector(rows[i]!, `${name}[${i}]`);
    checkSameLength(rows[i]!, `${name}[${i}]`, rows[0]!, `${name}[0]`);
  }
  return rows;
}

/** Nothing, when both have one length. @throws RangeError with both lengths otherwise. */
export function checkSameLength(
  a: ArrayLike<unknown>,
  aName: string,
  b: ArrayLike<unknown>,
  bName: string,
): void {
  checkList(a, aName);
  checkList(b, bName);
  if (a.length !== b.length) {
    throw new RangeError(
      `${aName} has ${a.length} values but ${bName} has ${b.length}: they must be of the same length`,
    );
  }
}

/** f, when it can be called. @throws RangeError otherwise. */
export function checkFunction<T>(f: T, name: string): T {
  if (typeof f !== 'function') throw new RangeError(`${name} must be a function, but it is ${shown(f)}`);
  return f;
}

/** value, when it is an object with fields, such as `{ mean, sd }`. @throws RangeError otherwise. */
export function checkRecord<T>(value: T, name: string, fields: string): T {
  if (typeof value !== 'object' || value === null) {
    throw new RangeError(`${name} must be an object ${fields}, but it is ${shown(value)}`);
  }
  return value;
}

/** random, when it is a stream of random numbers. @throws RangeError otherwise. */
export function checkRandom<T>(random: T, name = 'random'): T {
  const given = random as { normal?: unknown; uniform?: unknown } | null | undefined;
  if (typeof given?.normal !== 'function' || typeof given.uniform !== 'function') {
    throw new RangeError(`${name} must be a stream, such as new Random(1), but it is ${shown(random)}`);
  }
  return random;
}

/** values, when none is negative and they sum to 1 within 1e-6. @throws RangeError otherwise. */
export function checkProbabilities<T extends ArrayLike<number>>(values: T, name: string): T {
  checkVector(values, name);
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    if (values[i]! < 0) {
      throw new RangeError(
        `${name}[${i}] is ${values[i]}, but a probability cannot be negative: pass values from 0 to 1`,
      );
    }
    sum += values[i]!;
  }
  if (!(Math.abs(sum - 1) <= 1e-6)) {
    throw new RangeError(`${name} must sum to 1, but they sum to ${sum}: divide each by that sum`);
  }
  return values;
}
