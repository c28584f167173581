import type { LineSeries } from '../show';
import { studentInterval } from '../statistics';

/**
 * The values and one more, in order, each once.
 * @example ladder([0.1, 1], 0.3) // [0.1, 0.3, 1]
 */
export function ladder(values: readonly number[], own: number): number[] {
  return [...new Set([...values, own])].sort((a, b) => a - b);
}

/** f of the rows with this lambda, `[seeds]`, in the rows' order: what pairs one lambda's runs with another's. */
export function runsAt<T extends { readonly lambda: number }>(
  rows: readonly T[],
  lambda: number,
  f: (row: T) => number,
): number[] {
  return rows.filter(row => row.lambda === lambda).map(f);
}

/**
 * Mean of f over the rows of each lambda against lambda, with half the 95% interval (Student) as its error bar.
 * @throws RangeError for a lambda with fewer than two rows, or NaN.
 */
export function lambdaSeries<T extends { readonly lambda: number }>(
  name: string,
  rows: readonly T[],
  f: (row: T) => number,
): LineSeries {
  const x = [...new Set(rows.map(({ lambda }) => lambda))].sort((a, b) => a - b);
  const means = x.map(lambda => studentInterval(runsAt(rows, lambda, f)));
  return { name, x, y: means.map(({ value }) => value), error: means.map(({ value, high }) => high - value) };
}
