import { checkBetween, checkFinite, checkPositive } from '../checks';
import { bisect, checkProbability } from '../gaussian/cumulative';
import { logGammaHalfStep } from '../gaussian/log-gamma';
import { incompleteBeta, incompleteBetaFrom } from './incomplete-beta';
import { studentNearNormal } from './student-near-normal';

/** From so many degrees on, Student's law is computed as a correction of the normal one. */
const NEAR_NORMAL = 20000;

/**
 * P(T <= t) for Student's T with `degrees` of freedom: 1 - I_x(degrees/2, 1/2)/2 at x = degrees/(degrees + t^2), t >= 0.
 *
 * The smaller of P(T <= t) and P(T > t) has a relative error of about 1e-11, for any degrees and t.
 * @throws RangeError for NaN or degrees <= 0.
 */
export function studentCdf(t: number, degrees: number): number {
  checkFinite(t, 't');
  checkPositive(degrees, 'degrees');
  const { tail } = studentParts(Math.abs(t), degrees);
  return t > 0 ? 1 - tail : tail;
}

/**
 * The t with P(T <= t) = p for Student's T: 4.303 for p = .975 and two degrees.
 * @throws RangeError unless 0 < p < 1 and degrees > 0, or where t is beyond 1e300.
 */
export function studentQuantile(p: number, degrees: number): number {
  checkProbability(p);
  checkPositive(degrees, 'degrees');
  // Next to 1/2 the distance from it has the digits that p and the cdf have lost.
  if (Math.abs(p - 0.5) < 0.25) return centralQuantile(2 * p - 1, degrees);
  const tail = Math.min(p, 1 - p);
  const size = solve(t => -studentParts(t, degrees).tail, -tail, p, degrees);
  return p < 0.5 ? -size : size;
}

/** The q with P(|T| <= q) = mass for Student's T, 0 < mass < 1. */
export function twoSidedStudentQuantile(mass: number, degrees: number): number {
  return mass < 0.5 ? centralQuantile(mass, degrees) : -studentQuantile((1 - mass) / 2, degrees);
}

/**
 * I_x(a, b) = integral_0^x t^(a-1) (1-t)^(b-1) dt / B(a, b), the regularised incomplete beta function, 0 <= x <= 1.
 *
 * By the continued fraction of Abramowitz & Stegun 26.5.8, on the side of x where it converges fast; to a relative 1e-10.
 * @throws RangeError for NaN, x outside [0, 1], a or b <= 0, or a and b > 1e12 with x next to a / (a + b).
 */
export function regularizedIncompleteBeta(x: number, a: number, b: number): number {
  checkBetween(x, 'x', 0, 1);
  checkPositive(a, 'a');
  checkPositive(b, 'b');
  return incompleteBeta(x, 1 - x, a, b)[0];
}

/** P(T > t) and P(0 < T < t), t >= 0. */
function studentParts(t: number, degrees: number): { tail: number; central: number } {
  if (t === 0) return { tail: 0.5, central: 0 };
  if (degrees >= NEAR_NORMAL) return studentNearNormal(t, degrees);
  const a = degrees / 2;
  const root = t / Math.sqrt(degrees);
  const ratio = root * root;
  const y = ratio < 1 ? ratio / (1 + ratio) : 1 / (1 + 1 / ratio);
  // ln(1 + t^2/degrees), also where t^2 is beyond the range of numbers, or below it.
  const log = root > 1e8 ? 2 * Math.log(root) : Math.log1p(ratio);
  const logY = root < 1e-8 ? 2 * Math.log(root) : Math.log(y);
  const front = Math.exp(logGammaHalfStep(a) + 0.5 * Math.log(a / Math.PI) - a * log + 0.5 * logY);
  const [below, above] = incompleteBetaFrom(front, 1 / (1 + ratio), y, a, 0.5);
  return { tail: 0.5 * below, central: 0.5 * above };
}

/** The t with P(-t < T < t) = mass, -1/2 <= mass <= 1/2. */
function centralQuantile(mass: number, degrees: number): number {
  const half = Math.abs(mass) / 2;
  const size = solve(t => studentParts(t, degrees).central, half, (1 + mass) / 2, degrees);
  return mass < 0 ? -size : size;
}

/** The t >= 0 where an increasing f passes a value; p and degrees are for the message. */
function solve(f: (t: number) => number, value: number, p: number, degrees: number): number {
  let high = 1;
  while (f(high) < value && high < 1e300) high *= 2;
  if (f(high) < value) {
    throw new RangeError(
      `Student's quantile for p = ${p} and degrees = ${degrees} is beyond the range of numbers: pass more degrees`,
    );
  }
  return bisect(f, value, 0, high);
}
