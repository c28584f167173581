import {
  checkCount,
  checkFinite,
  checkFunction,
  checkPositive,
  checkRecord,
  checkResult,
  checkVector,
  MOST_VALUES,
  shown,
} from '../checks';
import { scaleOf } from './scale';

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
  checkFunction(density, 'density');
  const step = cellWidth(low, high, n);
  const start = low + step / 2;
  const values = Float64Array.from({ length: n }, (_, i) =>
    checkDensity(density(start + i * step), start + i * step),
  );
  return { start, step, values };
}

/** The points start + i step, `[n]`, at which a grid density is known. @throws RangeError for a bad grid. */
export function gridPoints(grid: GridDensity): Float64Array {
  checkGrid(grid, 'grid');
  return Float64Array.from({ length: grid.values.length }, (_, i) => grid.start + i * grid.step);
}

/**
 * mass = step sum_i p_i, mean = step sum_i x_i p_i / mass, sd^2 = step sum_i (x_i - mean)^2 p_i / mass.
 * @throws RangeError for bad values or when they are all 0.
 */
export function gridMoments(grid: GridDensity): { mass: number; mean: number; sd: number } {
  const { start, step, values } = checkGrid(grid, 'grid');
  const scale = scaleOf(values);
  let sum = 0;
  let first = 0;
  for (let i = 0; i < values.length; i++) {
    sum += values[i]! / scale;
    first += i * (values[i]! / scale);
  }
  let second = 0;
  for (let i = 0; i < values.length; i++) second += (i - first / sum) ** 2 * (values[i]! / scale);
  const mass = checkResult(sum * step * scale, 'the mass of the grid', 'divide its values or its step');
  return { mass, mean: start + (first / sum) * step, sd: Math.sqrt(second / sum) * step };
}

/** grid, when its start, step and last point are finite and its values are a density. @throws RangeError otherwise. */
export function checkGrid(grid: GridDensity, name: string): GridDensity {
  const { start, step, values } = checkRecord(grid, name, '{ start, step, values }');
  checkFinite(start, `${name}.start`);
  checkPositive(step, `${name}.step`);
  checkVector(values, `${name}.values`);
  checkResult(start + values.length * step, `the end of ${name}`, 'choose a larger unit for start and step');
  let mass = false;
  for (let i = 0; i < values.length; i++) {
    if (checkDensity(values[i]!, start + i * step, `${name}.values[${i}]`) > 0) mass = true;
  }
  if (!mass) {
    throw new RangeError(
      `the density is 0 at every point of ${name}: move or widen the grid to where it has mass`,
    );
  }
  return grid;
}

/** (high - low) / n. @throws RangeError unless low < high are finite, n is a whole number from 1 to 1e8 and the width > 0. */
export function cellWidth(low: number, high: number, n: number): number {
  checkFinite(low, 'low');
  checkFinite(high, 'high');
  checkCount(n, 'n', 1, MOST_VALUES);
  if (low >= high) throw new RangeError(`low must be below high, but low is ${low} and high is ${high}`);
  const width = checkResult(
    (high - low) / n,
    'high - low',
    `low is ${low} and high is ${high}; narrow the range`,
  );
  if (width === 0) {
    throw new RangeError(
      `low = ${low} and high = ${high} are too near each other for n = ${n} cells: take fewer`,
    );
  }
  return width;
}

function checkDensity(value: number, x: number, name = 'density'): number {
  if (typeof value !== 'number' || !(value >= 0 && value < Infinity)) {
    throw new RangeError(
      `a density must be finite and >= 0, but ${name} at x = ${x} is ${shown(value)}: check its parameters`,
    );
  }
  return value;
}
