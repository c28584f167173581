import {
  checkCount,
  checkFunction,
  checkPositive,
  checkRecord,
  checkSameLength,
  checkVector,
} from '../checks';

/** A function's value and its gradient, `[n]`, at one point. */
export interface ValueAndGradient {
  readonly value: number;
  readonly gradient: ArrayLike<number>;
}

/** Where a descent came to rest. */
export interface SmoothMinimum {
  /** `[n]` */
  readonly at: Float64Array;
  readonly value: number;
  /** The largest derivative left, in size. */
  readonly steepest: number;
  readonly steps: number;
}

/**
 * x <- x - t H g, with H an estimate of the inverse Hessian made of the gradients met so far: a local minimum of a smooth
 * f of a few dozen variables, by BFGS.
 *
 * The step t is halved until f falls by a share of what the slope promises. The descent stops when no derivative is larger
 * than `tolerance`, when f no longer falls in rounding, or after `steps`.
 * Source: Nocedal & Wright, Numerical Optimization, 2006, algorithm 6.1 and (6.20).
 * @throws RangeError for a bad start or tolerance, where f is not finite at the start, or where a step leads to a gradient
 * that is not finite or a value of -Infinity.
 */
export function minimizeSmooth(
  f: (x: Float64Array) => ValueAndGradient,
  start: ArrayLike<number>,
  options: { tolerance?: number; steps?: number } = {},
): SmoothMinimum {
  const { tolerance = 1e-9, steps = 5000 } = checkRecord(options, 'options', '{ tolerance, steps }');
  checkFunction(f, 'f');
  let x = Float64Array.from(checkVector(start, 'start'));
  checkCount(steps, 'steps', 1);
  checkPositive(tolerance, 'tolerance');
  let here = checkRecord(f(x), 'what f gives', '{ value, gradient }');
  if (!Number.isFinite(here.value)) {
    throw new RangeError(`the function to minimize is ${here.value} at the start: begin where it is finite`);
  }
  checkGradient(here.gradient, x);
  let inverse = identity(x.length);
  let fresh = true;
  let step = 0;
  for (; step < steps && steepest(here.gradient) > tolerance; step++) {
    let direction = inverse.map(row => -dot(row, here.gradient));
    let slope = dot(direction, here.gradient);
    if (!(slope < 0)) {
      [inverse, fresh] = [identity(x.length), true];
      direction = Array.from(here.gradient, g => -g);
      slope = dot(direction, here.gradient);
    }
    const next = lineSearch(f, x, here, direction, slope);
    if (next === null) {
      if (fresh) break;
      [inverse, fresh] = [identity(x.length), true];
      continue;
    }
    checkGradient(next.gradient, next.x);
    const moved = next.x.map((v, i) => v - x[i]!);
    const turned = next.x.map((_, i) => next.gradient[i]! - here.gradient[i]!);
    const curvature = dot(moved, turned);
    if (curvature > 1e-12 * Math.sqrt(dot(moved, moved) * dot(turned, turned))) {
      if (fresh) inverse = identity(x.length, curvature / dot(turned, turned));
      update(inverse, moved, turned, curvature);
      fresh = false;
    }
    x = next.x;
    here = next;
  }
  return { at: x, value: here.value, steepest: steepest(here.gradient), steps: step };
}

/** The first of the steps 1, 1/2, 1/4, ... that lowers f enough; null when none does. */
function lineSearch(
  f: (x: Float64Array) => ValueAndGradient,
  x: Float64Array,
  here: ValueAndGradient,
  direction: number[],
  slope: number,
): (ValueAndGradient & { x: Float64Array }) | null {
  for (let t = 1; t > 1e-14; t /= 2) {
    const there = x.map((v, i) => v + t * direction[i]!);
    const found = f(there);
    // An infinite or undefined value fails the comparison, and the step is halved.
    if (found.value === -Infinity) {
      throw new RangeError(
        `the function to minimize is -Infinity at [${there.join(', ')}]: it has no minimum`,
      );
    }
    if (found.value < here.value + 1e-4 * t * slope) return { ...found, x: there };
  }
  return null;
}

function checkGradient(gradient: ArrayLike<number>, x: Float64Array): void {
  checkSameLength(gradient, 'the gradient', x, 'x');
  checkVector(gradient, 'the gradient');
}

/** H <- (1 - s y^T / y^T s) H (1 - y s^T / y^T s) + s s^T / y^T s, in place. */
function update(inverse: number[][], s: Float64Array, y: Float64Array, curvature: number): void {
  const hy = inverse.map(row => dot(row, y));
  const scale = (1 + dot(y, hy) / curvature) / curvature;
  inverse.forEach((row, i) => {
    for (let j = 0; j < row.length; j++) {
      row[j] = row[j]! + scale * s[i]! * s[j]! - (hy[i]! * s[j]! + s[i]! * hy[j]!) / curvature;
    }
  });
}

function identity(n: number, scale = 1): number[][] {
  return Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => (i === j ? scale : 0)));
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function steepest(gradient: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < gradient.length; i++) most = Math.max(most, Math.abs(gradient[i]!));
  return most;
}
