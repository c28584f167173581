import { checkResult } from '../checks';
import { deviance, logGamma, stirlingError } from '../gaussian/log-gamma';

/** I_x(a, b) and 1 - I_x(a, b), for y = 1 - x: near x = 1 the caller may know y to more digits than the difference has. */
export function incompleteBeta(x: number, y: number, a: number, b: number): [below: number, above: number] {
  if (x === 0) return [0, 1];
  if (y === 0) return [1, 0];
  return incompleteBetaFrom(Math.exp(logFront(x, y, a, b)), x, y, a, b);
}

/** The same from front = x^a y^b / B(a, b): the fraction is taken on the side of x where it converges fast. */
export function incompleteBetaFrom(
  front: number,
  x: number,
  y: number,
  a: number,
  b: number,
): [below: number, above: number] {
  if (y * (a + b + 2) > b + 1) {
    const below = front === 0 ? 0 : (front * fraction(x, y, a, b)) / a;
    return [below, 1 - below];
  }
  const above = front === 0 ? 0 : (front * fraction(y, x, b, a)) / b;
  return [1 - above, above];
}

/** a ln x + b ln y - ln B(a, b); for large a and b, where these cancel, as two deviances from the mean. Source: C. Loader 2000. */
function logFront(x: number, y: number, a: number, b: number): number {
  const n = checkResult(a + b, 'a + b', `a is ${a} and b is ${b}; pass smaller ones`);
  if (n < 100) return logGamma(n) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(y);
  const distance = a * relativeDeviance(a, n, x) + b * relativeDeviance(b, n, y);
  const stirling = stirlingError(n) - stirlingError(a) - stirlingError(b);
  return 0.5 * Math.log(a / n) + 0.5 * Math.log(b) - 0.5 * Math.log(2 * Math.PI) + stirling - distance;
}

/** deviance(part, n x) / part, also where n x is too small for its digits. */
function relativeDeviance(part: number, n: number, x: number): number {
  const mean = n * x;
  if (mean > 1e-300) return deviance(part, mean) / part;
  return Math.log(part) - Math.log(n) - Math.log(x) - 1;
}

/** Next to the mean about sqrt(a b / (a + b)) steps are needed, whose roundings add up: 1e-10 from here on. */
const LARGEST = 1e12;

/** 1/(1 + d_1/(1 + d_2/(1 + ...))) by the modified Lentz method; y = 1 - x. */
function fraction(x: number, y: number, a: number, b: number): number {
  if (Math.min(a, b) > LARGEST) {
    throw new RangeError(
      `I_x(a, b) would lose its digits, for a = ${a} and b = ${b} and x next to a / (a + b): use the normal distribution there`,
    );
  }
  const away = (value: number) => (Math.abs(value) < 1e-300 ? 1e-300 : value);
  let c = 1;
  // 1 - (a + b) x / (a + 1), without subtracting near equals where x is close to 1.
  let d = 1 / away(x < 0.5 ? 1 - ((a + b) * x) / (a + 1) : (1 - b + (a + b) * y) / (a + 1));
  let result = d;
  for (let m = 1; m < 1e8; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    let factor = 1;
    for (const step of [even, odd]) {
      d = 1 / away(1 + step * d);
      c = away(1 + step / c);
      factor = c * d;
      result *= factor;
    }
    if (Math.abs(factor - 1) < 1e-15) break;
  }
  return result;
}
