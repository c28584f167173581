import { checkCount, checkFinite, checkFunction, checkResult } from '../checks';

/** Where a function is smallest, and how small it is there. */
export interface Minimum {
  readonly at: number;
  readonly value: number;
}

/** (sqrt(5) - 1) / 2: each step of the golden section keeps this share of the bracket. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * argmin_(low <= x <= high) f(x), by `scan` equal steps and then a golden section between the best point's neighbours.
 *
 * The scan protects against minima that are only local, as far as it sees them. `at` is accurate to about 1e-8 of its
 * size (below, rounding hides the differences of f), `value` to rounding.
 * @throws RangeError for a bad range, or where f is NaN.
 */
export function minimize(f: (x: number) => number, low: number, high: number, scan = 100): Minimum {
  checkFunction(f, 'f');
  checkCount(scan, 'scan', 2, 1e7);
  if (checkFinite(low, 'low') >= checkFinite(high, 'high')) {
    throw new RangeError(`low must be below high, but low is ${low} and high is ${high}`);
  }
  checkResult(high - low, 'high - low', 'choose a narrower range');
  const evaluate = (x: number): Minimum => {
    const value = f(x);
    if (typeof value !== 'number' || Number.isNaN(value)) {
      throw new RangeError(
        `the function to minimize is ${value} at ${x}: choose a range where it is defined`,
      );
    }
    return { at: x, value };
  };
  const step = (high - low) / scan;
  let best = evaluate(low);
  for (let i = 1; i <= scan; i++) best = better(best, evaluate(low + i * step));
  let from = Math.max(low, best.at - step);
  let to = Math.min(high, best.at + step);
  let left = evaluate(to - GOLDEN * (to - from));
  let right = evaluate(from + GOLDEN * (to - from));
  for (let i = 0; i < 60; i++) {
    best = better(best, better(left, right));
    if (left.value <= right.value) {
      to = right.at;
      right = left;
      left = evaluate(to - GOLDEN * (to - from));
    } else {
      from = left.at;
      left = right;
      right = evaluate(from + GOLDEN * (to - from));
    }
  }
  if (!Number.isFinite(best.value)) {
    throw new RangeError(
      `the function to minimize is ${best.value} at ${best.at}, its lowest: choose low and high where it is finite`,
    );
  }
  return best;
}

function better(a: Minimum, b: Minimum): Minimum {
  return b.value < a.value ? b : a;
}
