import {
  checkBetween,
  checkFinite,
  checkPositive,
  checkResult,
  checkSameLength,
  checkVector,
} from '../checks';
import { sphericalPath } from './spherical-path';

/**
 * z = (1 - t) z1 + t z2, the straight path; z1, z2 and the result are `[k]`, 0 <= t <= 1.
 * @throws RangeError for NaN, different lengths, or t outside [0, 1].
 */
export function linearInterpolation(z1: ArrayLike<number>, z2: ArrayLike<number>, t: number): Float64Array {
  checkBetween(t, 't', 0, 1);
  return combine(1 - t, z1, t, z2);
}

/**
 * z = z1 cos(theta) + z2 sin(theta), the circular path; `[k]`, theta in radians, from z1 at 0 to z2 at pi/2.
 * @throws RangeError for NaN or different lengths.
 */
export function circularInterpolation(
  z1: ArrayLike<number>,
  z2: ArrayLike<number>,
  theta: number,
): Float64Array {
  checkFinite(theta, 'theta');
  return combine(Math.cos(theta), z1, Math.sin(theta), z2);
}

/**
 * z = [sin((1 - t) W) z1 + sin(t W) z2] / sin(W), W the angle between z1 and z2: the great circle's path ("slerp").
 *
 * `[k]`, 0 <= t <= 1. Orthogonal vectors (W = pi/2) give {@link circularInterpolation} at theta = t pi/2, parallel ones
 * {@link linearInterpolation}. Source: K. Shoemake, "Animating rotation with quaternion curves", SIGGRAPH 1985.
 * @throws RangeError for NaN, different lengths, t outside [0, 1], a vector of zeros, or opposite vectors (W = pi to 1e-14).
 */
export function sphericalInterpolation(
  z1: ArrayLike<number>,
  z2: ArrayLike<number>,
  t: number,
): Float64Array {
  checkBetween(t, 't', 0, 1);
  checkPair(z1, z2);
  return checkPath(sphericalPath(z1, z2, t) ?? linearInterpolation(z1, z2, t));
}

/**
 * Var[(1 - t) z1 + t z2] = (1 - t)^2 v1 + t^2 v2 for independent z1, z2 of variances v1, v2 (1 unless given).
 * With v1 = v2 = 1 it falls to 1/2 at t = 1/2: the middle of the path is too close to the origin.
 * @throws RangeError for t outside [0, 1] or a variance <= 0.
 */
export function linearPathVariance(t: number, variance1 = 1, variance2 = 1): number {
  checkBetween(t, 't', 0, 1);
  return mixVariance(1 - t, variance1, t, variance2);
}

/**
 * Var[z1 cos(theta) + z2 sin(theta)] = cos^2(theta) v1 + sin^2(theta) v2 for independent z1, z2; 1 when v1 = v2 = 1.
 * @throws RangeError for NaN or a variance <= 0.
 */
export function circularPathVariance(theta: number, variance1 = 1, variance2 = 1): number {
  checkFinite(theta, 'theta');
  return mixVariance(Math.cos(theta), variance1, Math.sin(theta), variance2);
}

function mixVariance(a: number, variance1: number, b: number, variance2: number): number {
  const mixed = a * a * checkPositive(variance1, 'variance1') + b * b * checkPositive(variance2, 'variance2');
  return checkResult(
    mixed,
    'the mixed variance',
    'variance1 or variance2 is too large: choose a larger unit',
  );
}

function combine(a: number, z1: ArrayLike<number>, b: number, z2: ArrayLike<number>): Float64Array {
  checkPair(z1, z2);
  return checkPath(Float64Array.from(z1, (value, i) => a * value + b * z2[i]!));
}

function checkPair(z1: ArrayLike<number>, z2: ArrayLike<number>): void {
  checkSameLength(z1, 'z1', z2, 'z2');
  checkVector(z1, 'z1');
  checkVector(z2, 'z2');
}

/** z, when it is finite: on a circle it may be further out than z1 and z2. */
function checkPath(z: Float64Array): Float64Array {
  z.forEach((value, i) =>
    checkResult(value, `the path between z1[${i}] and z2[${i}]`, 'scale z1 and z2 down'),
  );
  return z;
}
