import { checkFinite, checkResult, shown } from '../checks';
import { normalCdf } from './cumulative';
import { normalDensity } from './density';
import { logGamma } from './log-gamma';
import { FAR_OUT, tailDensity, tailMass } from './stable-tail';

/**
 * phi(t) = E[exp(i t X)] = exp(-|t|^alpha): the symmetric stable law of index alpha, centred on 0, with scale 1.
 *
 * alpha = 2 is N(0, 2), alpha = 1 the Cauchy law. Source: P. Levy 1925; J. P. Nolan, Univariate Stable Distributions, 2020.
 * @throws RangeError for NaN, or unless 0 < alpha <= 2 (above 2 no law has this phi).
 */
export function stableCharacteristic(t: number, alpha: number): number {
  return Math.exp(-(Math.abs(checkFinite(t, 't')) ** checkIndex(alpha)));
}

/**
 * c = (|a|^alpha + |b|^alpha)^(1/alpha): a X1 + b X2 has the law of c X, for independent stable X1, X2 of index alpha.
 *
 * It follows from exp(-|a t|^alpha) exp(-|b t|^alpha) = exp(-|c t|^alpha).
 * @throws RangeError for NaN, unless 0 < alpha <= 2, or for a c beyond the largest number.
 */
export function stableScale(a: number, b: number, alpha: number): number {
  checkIndex(alpha);
  const [small, large] = [Math.abs(checkFinite(a, 'a')), Math.abs(checkFinite(b, 'b'))].sort((x, y) => x - y);
  if (small === 0) return large!;
  // In units of the larger, whose power may leave the range of numbers.
  const scale = large! * (1 + (small! / large!) ** alpha) ** (1 / alpha);
  return checkResult(
    scale,
    'the scale c',
    `a is ${a}, b is ${b} and alpha is ${alpha}; take a larger unit or alpha`,
  );
}

/**
 * [a, b] = [cos^(2/alpha) theta, sin^(2/alpha) theta], so that |a|^alpha + |b|^alpha = 1: a X1 + b X2 has the law of X1.
 *
 * theta from 0 (all X1) to pi/2 (all X2), in radians. alpha = 2 gives the circle, alpha = 1 the straight line.
 * @throws RangeError for NaN, or unless 0 < alpha <= 2.
 */
export function stableWeights(theta: number, alpha: number): [a: number, b: number] {
  checkFinite(theta, 'theta');
  checkIndex(alpha);
  // 2 / alpha may be infinite, and 1 to that power is not 1 for JavaScript.
  const power = (x: number) => (x === 1 ? 1 : x ** (2 / alpha));
  return [power(Math.abs(Math.cos(theta))), power(Math.abs(Math.sin(theta)))];
}

/**
 * f(x) = (1/pi) Re integral_0^inf exp(i x t - t^alpha) dt, the inverted characteristic function, to about 1e-15 of f(0);
 * in closed form for alpha = 2 and 1; for |x| > 20 by the series of its tails, to a relative 1e-12.
 *
 * Along the real axis the integrand swings, and for alpha = 1/2 it hardly decays. Along the ray t = u exp(i psi) (Cauchy's
 * theorem allows it while alpha psi < pi/2) it decays like exp(-x u sin psi), and u = exp(v - exp(-v)) makes equal steps of v
 * exact to rounding. Source of the substitution: H. Takahasi & M. Mori 1974.
 * @throws RangeError for NaN, or unless 0.25 <= alpha <= 2.
 */
export function stableDensity(x: number, alpha: number): number {
  const at = Math.abs(checkFinite(x, 'x'));
  checkInvertible(alpha);
  if (alpha === 2) return normalDensity(at, 0, Math.SQRT2);
  if (alpha === 1) return 1 / (Math.PI * (1 + at * at));
  if (at === 0) return Math.exp(logGamma(1 + 1 / alpha)) / Math.PI;
  if (at > FAR_OUT) return tailDensity(at, alpha);
  // Far out, where rounding is all that is left, it must not fall below 0.
  return Math.max(
    0,
    alongRay(at, alpha, (decay, turn, u, psi) => u * decay * Math.cos(turn + psi)) / Math.PI,
  );
}

/**
 * F(x) = P(X <= x) = 1/2 + (1/pi) Im integral_0^inf exp(i x t - t^alpha) / t dt, to about 1e-15; closed for alpha = 2 and 1.
 *
 * Along the ray of {@link stableDensity}; going round the pole at 0 adds psi. For |x| > 20 by the series of the tails, where
 * F(x), x < 0, has a relative error of 1e-12 however small it is.
 * @throws RangeError for NaN, or unless 0.25 <= alpha <= 2.
 */
export function stableCdf(x: number, alpha: number): number {
  checkFinite(x, 'x');
  checkInvertible(alpha);
  if (alpha === 2) return normalCdf(x, 0, Math.SQRT2);
  // Far on the left, 1/2 + atan x has lost its digits.
  if (alpha === 1) return x < -1 ? -Math.atan(1 / x) / Math.PI : 0.5 + Math.atan(x) / Math.PI;
  if (x === 0) return 0.5;
  const at = Math.abs(x);
  if (at > FAR_OUT) return x < 0 ? tailMass(at, alpha) : 1 - tailMass(at, alpha);
  const half = (rayAngle(alpha) + alongRay(at, alpha, (decay, turn) => decay * Math.sin(turn))) / Math.PI;
  return x < 0 ? 0.5 - half : 0.5 + half;
}

type Integrand = (decay: number, turn: number, u: number, psi: number) => number;

/** sum over v of integrand(|e|, arg e, u, psi) du/(u dv) step, with e = exp(i x t - t^alpha) at t = u exp(i psi). */
function alongRay(x: number, alpha: number, integrand: Integrand): number {
  const psi = rayAngle(alpha);
  const step = 1 / 64;
  let sum = 0;
  for (let v = -5; v < 60; v += step) {
    const u = Math.exp(v - Math.exp(-v));
    const power = u ** alpha;
    const exponent = x * u * Math.sin(psi) + power * Math.cos(alpha * psi);
    if (exponent > 45) break;
    const turn = x * u * Math.cos(psi) - power * Math.sin(alpha * psi);
    sum += integrand(Math.exp(-exponent), turn, u, psi) * (1 + Math.exp(-v));
  }
  return sum * step;
}

/** Half of what Cauchy's theorem allows: both parts of the exponent decay. */
function rayAngle(alpha: number): number {
  return Math.PI / (4 * Math.max(1, alpha));
}

/** alpha, when it is an index of a stable law. */
export function checkIndex(alpha: number): number {
  if (typeof alpha !== 'number' || !(alpha > 0 && alpha <= 2)) {
    throw new RangeError(
      `a stable law has an index alpha with 0 < alpha <= 2, but alpha is ${shown(alpha)}: 2 is the normal, 1 the Cauchy law`,
    );
  }
  return alpha;
}

function checkInvertible(alpha: number): void {
  if (checkIndex(alpha) < 0.25) {
    throw new RangeError(`the inversion is accurate for alpha from 0.25 to 2, but alpha is ${alpha}`);
  }
}
