import {
  checkCount,
  checkFunction,
  checkRecord,
  checkResult,
  checkSameLength,
  MOST_VALUES,
  shown,
} from '../checks';
import { gaussHermite } from './gauss-hermite';
import { cellWidth } from './grid-density';
import { checkNormal } from './parameters';

/** n equal cells of [low, high]; integrands are read at the middle of each cell. */
export interface Grid {
  readonly low: number;
  readonly high: number;
  readonly n: number;
}

/**
 * integral_low^high f(x) dx by Simpson's rule on n intervals (rounded up to an even number), error O(n^-4).
 * @throws RangeError for a bad range, n not from 1 to 1e8, or where f or the integral is NaN or infinite.
 */
export function integrate(f: (x: number) => number, low: number, high: number, n = 1000): number {
  checkFunction(f, 'f');
  const intervals = checkCount(n, 'n', 1, MOST_VALUES - 1) + (n % 2);
  const step = cellWidth(low, high, intervals);
  let sum = 0;
  for (let i = 0; i <= intervals; i++) {
    const x = low + i * step;
    const weight = i === 0 || i === intervals ? 1 : i % 2 === 1 ? 4 : 2;
    sum += weight * checkValue(f(x), x);
  }
  return checkIntegral((sum * step) / 3, `low = ${low} to high = ${high}`);
}

/**
 * integral integral f(x, y) dx dy over [low, high] x [low, high] by Simpson's rule, n intervals on each axis.
 * @throws RangeError for a bad range, n not from 1 to 1e4, or where f or the integral is NaN or infinite.
 */
export function integrate2d(f: (x: number, y: number) => number, low: number, high: number, n = 200): number {
  checkFunction(f, 'f');
  checkCount(n, 'n', 1, Math.sqrt(MOST_VALUES));
  return integrate(x => integrate(y => f(x, y), low, high, n), low, high, n);
}

/**
 * sum_i f(x_i) h over the middles x_i of a grid's cells of width h.
 *
 * For smooth densities that vanish at both ends the error falls faster than any power of h, and densities that jump
 * at the cells' ends are summed exactly: the rule for information on grids.
 * @throws RangeError for a bad grid, or where f or the sum is NaN or infinite.
 */
export function integrateOnGrid(f: (x: number) => number, grid: Grid): number {
  checkFunction(f, 'f');
  const { low, high, n } = checkRecord(grid, 'grid', '{ low, high, n }');
  const step = cellWidth(low, high, n);
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const x = low + (i + 0.5) * step;
    sum += checkValue(f(x), x);
  }
  return checkIntegral(sum * step, `the grid from ${low} to ${high}`);
}

/** sum_ij f(x_i, y_j) h_x h_y, the rule of {@link integrateOnGrid} on two axes. @throws RangeError likewise. */
export function integrateOnGrid2d(f: (x: number, y: number) => number, gridX: Grid, gridY: Grid): number {
  checkFunction(f, 'f');
  const points = checkRecord(gridX, 'gridX', '{ low, high, n }').n;
  const values =
    checkCount(points, 'gridX.n') * checkCount(checkRecord(gridY, 'gridY', '{ low, high, n }').n, 'gridY.n');
  checkCount(values, 'gridX.n gridY.n', 1, MOST_VALUES);
  return integrateOnGrid(x => integrateOnGrid(y => f(x, y), gridY), gridX);
}

/**
 * E[f(z)] = sum_i w_i f(mean + sd x_i) for z ~ N(mean, sd^2), by a Gauss-Hermite rule of n nodes.
 *
 * Meant for smooth f; where f has a corner (a hinge) use {@link integrate} with the density.
 * @throws RangeError for NaN, sd <= 0, or where f is NaN or infinite.
 */
export function expectation(f: (z: number) => number, mean = 0, sd = 1, n = 64): number {
  checkFunction(f, 'f');
  checkNormal({ mean, sd });
  const { nodes, weights } = hermiteRule(n);
  let sum = 0;
  nodes.forEach((node, i) => {
    const z = checkResult(
      mean + sd * node,
      `mean + sd x_${i}`,
      'mean or sd is too large: choose a larger unit',
    );
    sum += weights[i]! * checkValue(f(z), z);
  });
  return checkResult(sum, 'E[f(z)]', 'scale f down');
}

/**
 * E[f(z1, z2)] = sum_ij w_i w_j f(mean1 + sd1 x_i, mean2 + sd2 x_j) for independent normals z1 and z2.
 * @throws RangeError for NaN, sd <= 0, or where f is NaN or infinite.
 */
export function expectation2d(
  f: (z1: number, z2: number) => number,
  mean: readonly [number, number] = [0, 0],
  sd: readonly [number, number] = [1, 1],
  n = 32,
): number {
  checkFunction(f, 'f');
  checkSameLength(mean, 'mean', [0, 0], 'a pair');
  checkSameLength(sd, 'sd', [0, 0], 'a pair');
  return expectation(z1 => expectation(z2 => f(z1, z2), mean[1], sd[1], n), mean[0], sd[0], n);
}

const rules = new Map<number, ReturnType<typeof gaussHermite>>();

function hermiteRule(n: number): ReturnType<typeof gaussHermite> {
  const rule = rules.get(n) ?? gaussHermite(n);
  rules.set(n, rule);
  return rule;
}

function checkValue(value: number, x: number): number {
  if (!Number.isFinite(value)) {
    throw new RangeError(
      `the integrand f is ${shown(value)} at ${x}: give it a finite value there, or integrate where it has one`,
    );
  }
  return value;
}

function checkIntegral(value: number, over: string): number {
  return checkResult(value, `the integral of f over ${over}`, 'scale f down, or take a narrower range');
}
