/** @throws RangeError unless the value is a whole number >= 1. */
export function checkWhole(name: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new RangeError(`${name} must be a whole number >= 1, but it is ${value}`);
  }
}

/** @throws RangeError unless the value is a finite number > 0. */
export function checkPositive(name: string, value: number): void {
  if (!Number.isFinite(value) || value <= 0) {
    throw new RangeError(`${name} must be a finite number > 0, but it is ${value}`);
  }
}
