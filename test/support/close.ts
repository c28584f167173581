import assert from 'node:assert/strict';

/** Fails unless |actual - expected| <= absolute + relative |expected|. */
export function assertClose(actual: number, expected: number, relative = 1e-12, absolute = 1e-14): void {
  const error = Math.abs(actual - expected);
  assert.ok(
    error <= absolute + relative * Math.abs(expected),
    `${actual} differs from ${expected} by ${error} (relative ${error / Math.abs(expected)})`,
  );
}

/** Fails unless an estimate lies within `widths` standard errors of the truth, and the standard error is positive. */
export function assertWithin(
  estimate: { value: number; standardError: number },
  truth: number,
  widths = 4,
): void {
  assert.ok(estimate.standardError > 0, 'the standard error must be positive');
  const distance = (estimate.value - truth) / estimate.standardError;
  assert.ok(Math.abs(distance) < widths, `${estimate.value} is ${distance} standard errors from ${truth}`);
}

/** Fails unless `call` throws a RangeError whose message matches every pattern. */
export function assertRefused(call: () => unknown, ...patterns: RegExp[]): void {
  assert.throws(call, (error: unknown) => {
    assert.ok(error instanceof RangeError, `expected a RangeError, got ${String(error)}`);
    for (const pattern of patterns) assert.match(error.message, pattern);
    return true;
  });
}
