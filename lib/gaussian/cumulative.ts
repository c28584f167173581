import { checkFunction, checkNumber, shown } from '../checks';
import { checkNormal } from './parameters';
import { standardized } from './scale';
import { erf, erfc } from './special-functions';

/**
 * P(z <= x) = erfc(-(x - mean) / (sd sqrt 2)) / 2 for z ~ N(mean, sd^2). x may be infinite.
 * @throws RangeError for NaN or sd <= 0.
 */
export function normalCdf(x: number, mean = 0, sd = 1): number {
  checkNumber(x, 'x');
  checkNormal({ mean, sd });
  return 0.5 * erfc(-inUnits(x, mean, sd));
}

/**
 * P(low <= z <= high) for z ~ N(mean, sd^2), with a small relative error (1e-12) also far in either tail and for narrow
 * intervals. The ends may be infinite.
 * @throws RangeError for NaN, sd <= 0, or low > high.
 */
export function intervalMass(low: number, high: number, mean = 0, sd = 1): number {
  checkNumber(low, 'low');
  checkNumber(high, 'high');
  checkNormal({ mean, sd });
  if (low > high) {
    throw new RangeError(`the interval's low end ${low} is above its high end ${high}: swap them`);
  }
  if (low === high) return 0;
  const [a, b] = [inUnits(low, mean, sd), inUnits(high, mean, sd)];
  // The width, too, from the ends themselves: a and b may agree in all their digits.
  const width = inUnits(high, low, sd);
  if (width * Math.max(1, Math.abs(a), Math.abs(b)) < 1) return narrowMass(a, b, width);
  // In the upper tail both cdfs are near 1 and their difference is lost, so the interval is reflected.
  return a > 0 ? 0.5 * (erfc(a) - erfc(b)) : 0.5 * (erfc(-b) - erfc(-a));
}

/** (x - mean) / (sd sqrt 2), where sd sqrt 2 has all its digits; else in two steps. */
function inUnits(x: number, mean: number, sd: number): number {
  if (Math.abs(x) === Infinity) return x;
  if (sd > 1e-290 && sd < 1e300 && Math.abs(x - mean) < Infinity) return (x - mean) / (sd * Math.SQRT2);
  return standardized(x, mean, sd) / Math.SQRT2;
}

/** The 10-point rule of Gauss on [-1, 1]: nodes > 0 and their weights. Source: Abramowitz & Stegun 25.4.30. */
const GAUSS = [
  [0.14887433898163122, 0.29552422471475287],
  [0.4333953941292472, 0.26926671930999635],
  [0.6794095682990244, 0.21908636251598204],
  [0.8650633666889845, 0.1494513491505806],
  [0.9739065285171717, 0.06667134430868814],
] as const;

/** 1/sqrt(pi) integral exp(-s^2) ds from a to b = a + width, by quadrature: exact to rounding while width max(|a|, |b|) < 1. */
function narrowMass(a: number, b: number, width: number): number {
  const middle = 0.5 * (a + b);
  let sum = 0;
  for (const [node, weight] of GAUSS) {
    for (const s of [0.5 * width * node, -0.5 * width * node])
      sum += weight * Math.exp(-s * (2 * middle + s));
  }
  return ((0.5 * width * sum) / Math.sqrt(Math.PI)) * Math.exp(-middle * middle);
}

/**
 * The x with P(z <= x) = p for z ~ N(0, 1), by bisection of {@link normalCdf}. p = .975 gives 1.95996.
 * @throws RangeError unless 0 < p < 1.
 */
export function normalQuantile(p: number): number {
  checkProbability(p);
  // Next to 1/2 the distance from it is bisected: it has the digits that p and the cdf have lost.
  if (Math.abs(p - 0.5) < 0.25) return centralQuantile(2 * p - 1);
  // The lower half keeps its relative accuracy down to the smallest p; the upper half is its mirror image.
  return p > 0.5 ? -invertCdf(x => normalCdf(x), 1 - p) : invertCdf(x => normalCdf(x), p);
}

/** The q with P(|z| <= q) = mass for z ~ N(0, 1), 0 < mass < 1; 1.96 for .95. */
export function twoSidedQuantile(mass: number): number {
  return mass < 0.5 ? centralQuantile(mass) : -normalQuantile((1 - mass) / 2);
}

/** The x with erf(x / sqrt 2) = mass, -1/2 <= mass <= 1/2. */
function centralQuantile(mass: number): number {
  const quantile = bisect(x => erf(x * Math.SQRT1_2), Math.abs(mass), 0, 1);
  return mass < 0 ? -quantile : quantile;
}

/**
 * The x with cdf(x) = p, by bisection down to neighbouring doubles. `cdf` is any increasing cdf on the line.
 * @throws RangeError unless 0 < p < 1, where `cdf` gives no probability, or when it does not pass p between -1e300 and 1e300.
 */
export function invertCdf(cdf: (x: number) => number, p: number): number {
  checkFunction(cdf, 'cdf');
  checkProbability(p);
  const at = (x: number): number => {
    const value = cdf(x);
    // A sum or an integral may miss 0 and 1 by its rounding.
    if (typeof value !== 'number' || !(value >= -1e-6 && value <= 1 + 1e-6)) {
      throw new RangeError(
        `cdf must give probabilities, but cdf(${x}) is ${shown(value)}: check its parameters`,
      );
    }
    return value;
  };
  let low = -1;
  let high = 1;
  while (at(low) > p && low > -1e300) low *= 2;
  while (at(high) < p && high < 1e300) high *= 2;
  if (at(low) > p || at(high) < p) {
    throw new RangeError(
      `cdf does not pass p = ${p} between ${low} and ${high}, where it is ${at(low)} and ${at(high)}: the quantile is beyond the range of numbers`,
    );
  }
  return bisect(at, p, low, high);
}

/** The x from low to high where an increasing f passes a value. */
export function bisect(f: (x: number) => number, value: number, low: number, high: number): number {
  for (;;) {
    const middle = 0.5 * (low + high);
    if (middle <= low || middle >= high) return middle;
    if (f(middle) < value) low = middle;
    else high = middle;
  }
}

/** Nothing, when 0 < p < 1. */
export function checkProbability(p: number): void {
  if (!(checkNumber(p, 'p') > 0 && p < 1)) {
    throw new RangeError(`a quantile needs a probability p with 0 < p < 1, but p is ${p}`);
  }
}
