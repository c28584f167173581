/** Checks of arguments, shared by the pure maths: each throws a RangeError with the value found and what to do. */

/** value, when it is finite. @throws RangeError for NaN and the infinities. */
export function checkFinite(value: number, name: string): number {
  if (!Number.isFinite(value)) {
    throw new RangeError(
      `${name} must be a finite number, but it is ${value}: look where it was computed for 0/0, an overflow or a missing value`,
    );
  }
  return value;
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

/** value, when it is a whole number >= least. @throws RangeError otherwise. */
export function checkCount(value: number, name: string, least = 1): number {
  if (!Number.isSafeInteger(value) || value < least) {
    throw new RangeError(`${name} must be a whole number >= ${least}, but it is ${value}`);
  }
  return value;
}

/** value, when least <= value <= most. @throws RangeError otherwise. */
export function checkBetween(value: number, name: string, least: number, most: number): number {
  if (!(value >= least && value <= most)) {
    throw new RangeError(`${name} must lie between ${least} and ${most}, but it is ${value}`);
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

/** values, when there is at least one and all are finite. @throws RangeError otherwise, naming the place. */
export function checkVector<T extends ArrayLike<number>>(values: T, name: string): T {
  if (values.length === 0) throw new RangeError(`${name} is empty: pass at least one number`);
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) checkFinite(values[i]!, `${name}[${i}]`);
  }
  return values;
}

/** Nothing, when both have one length. @throws RangeError with both lengths otherwise. */
export function checkSameLength(
  a: ArrayLike<unknown>,
  aName: string,
  b: ArrayLike<unknown>,
  bName: string,
): void {
  if (a.length !== b.length) {
    throw new RangeError(
      `${aName} has ${a.length} values but ${bName} has ${b.length}: they must be of the same length`,
    );
  }
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
  if (Math.abs(sum - 1) > 1e-6) {
    throw new RangeError(`${name} must sum to 1, but they sum to ${sum}: divide each by that sum`);
  }
  return values;
}
