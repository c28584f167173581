import { checkCount, checkFinite, checkPositive, checkVector } from '../checks';

/** A density's values `[n]` at start, start + step, start + 2 step, ... */
export interface GridDensity {
  readonly start: number;
  readonly step: number;
  readonly values: Float64Array;
}

/**
 * values_i = density(low + (i + 1/2) step), step = (high - low) / n: a density at the middles of n equal cells.
 *
 * Middles make sums of values times step second-order accurate even for densities that jump at the cells' ends, and
 * spectrally accurate for smooth ones that vanish at both ends.
 * @throws RangeError for a bad range, or where the density is NaN, infinite or negative.
 */
export function tabulate(density: (x: number) => number, low: number, high: number, n: number): GridDensity {
  const step = cellWidth(low, high, n);
  const start = low + step / 2;
  const values = Float64Array.from({ length: n }, (_, i) =>
    checkDensity(density(start + i * step), start + i * step),
  );
  return { start, step, values };
}

/** The points start + i step, `[n]`, at which a grid density is known. */
export function gridPoints({ start, step, values }: GridDensity): Float64Array {
  return Float64Array.from({ length: values.length }, (_, i) => start + i * step);
}

/**
 * mass = step sum_i p_i, mean = step sum_i x_i p_i / mass, sd^2 = step sum_i (x_i - mean)^2 p_i / mass.
 * @throws RangeError for bad values or when they are all 0.
 */
export function gridMoments(grid: GridDensity): { mass: number; mean: number; sd: number } {
  const { start, step, values } = grid;
  checkFinite(start, 'start');
  checkPositive(step, 'step');
  checkVector(values, 'values');
  let sum = 0;
  let first = 0;
  for (let i = 0; i < values.length; i++) {
    checkDensity(values[i]!, start + i * step);
    sum += values[i]!;
    first += i * values[i]!;
  }
  if (sum === 0) {
    throw new RangeError('the density is 0 at every grid point: move or widen the grid to where it has mass');
  }
  let second = 0;
  for (let i = 0; i < values.length; i++) second += (i - first / sum) ** 2 * values[i]!;
  return { mass: sum * step, mean: start + (first / sum) * step, sd: Math.sqrt(second / sum) * step };
}

/** (high - low) / n. @throws RangeError unless low < high are finite and n is a whole number >= 1. */
export function cellWidth(low: number, high: number, n: number): number {
  checkFinite(low, 'low');
  checkFinite(high, 'high');
  checkCount(n, 'n');
  if (low >= high) throw new RangeError(`low must be below high, but low is ${low} and high is ${high}`);
  return (high - low) / n;
}

function checkDensity(value: number, x: number): number {
  if (!(value >= 0 && value < Infinity)) {
    throw new RangeError(
      `a density must be finite and >= 0, but at x = ${x} it is ${value}: check its parameters`,
    );
  }
  return value;
}
