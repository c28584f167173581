import { checkList, checkText, checkWhole } from './checks';
import type { LineSeries } from './line-series';

export interface EllipseSpec {
  name: string;
  mean: readonly [number, number];
  /** Either the standard deviations of independent components... */
  sds?: readonly [number, number];
  /** ...or the whole covariance, symmetric, `[2][2]`. */
  covariance?: readonly (readonly [number, number])[];
  /** How many standard deviations out; 1 holds 39% of a plane's Gaussian, 2 holds 86%. */
  radius?: number;
  points?: number;
}

/**
 * { m + r L (cos t, sin t) : 0 <= t <= 2 pi } with S = L L^T: the points at Mahalanobis distance r from the mean.
 *
 * @returns a closed curve for `lines`, or for the `outlines` of `scatter`.
 * @throws RangeError when the covariance is not symmetric and positive semi-definite, or a number is not finite.
 */
export function ellipse(spec: EllipseSpec): LineSeries {
  const { name, mean, radius = 1, points = 64 } = spec;
  checkSpec(spec);
  const [l11, l21, l22] = lowerTriangle(spec);
  const x: number[] = [];
  const y: number[] = [];
  for (let i = 0; i <= points; i++) {
    const t = (2 * Math.PI * (i % points)) / points;
    const [c, s] = [radius * Math.cos(t), radius * Math.sin(t)];
    x.push(mean[0] + l11 * c);
    y.push(mean[1] + l21 * c + l22 * s);
  }
  return { name, x, y, mode: 'lines' };
}

function checkSpec({ name, mean, sds, covariance, radius = 1, points = 64 }: EllipseSpec): void {
  checkText(name, 'the name of the ellipse');
  if ((sds === undefined) === (covariance === undefined)) {
    throw new RangeError(`ellipse "${name}": give either sds or covariance, and not both`);
  }
  checkPair(mean, `ellipse "${name}": mean`);
  if (sds !== undefined) checkPair(sds, `ellipse "${name}": sds`);
  else {
    checkList(covariance, `ellipse "${name}": covariance`);
    covariance?.forEach((row, i) => checkPair(row, `ellipse "${name}": covariance[${i}]`));
  }
  const given = sds ?? (covariance ?? []).flat();
  if (![...mean, ...given, radius].every(Number.isFinite) || radius <= 0) {
    throw new RangeError(
      `ellipse "${name}": mean [${mean.join(', ')}], spread [${given.join(', ')}] and radius ${radius} must be finite, the radius > 0`,
    );
  }
  checkWhole(points, `ellipse "${name}": points`, 3, 100_000);
}

function checkPair(values: readonly number[], what: string): void {
  checkList(values, what);
  if (values.length !== 2) throw new RangeError(`${what} must hold 2 numbers, but it holds ${values.length}`);
}

/** [l11, l21, l22] of the lower triangle L with L L^T the covariance. */
function lowerTriangle({ name, sds, covariance = [] }: EllipseSpec): [number, number, number] {
  if (sds !== undefined) {
    if (Math.min(...sds) < 0)
      throw new RangeError(`ellipse "${name}": a standard deviation is < 0 in [${sds.join(', ')}]`);
    return [sds[0], 0, sds[1]];
  }
  const given = covariance.flat();
  // Divided by the largest, no product overflows.
  const scale = given.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  const [a, b, c, d] = given.map(value => value / scale) as [number, number, number, number];
  if (given.length !== 4 || Math.abs(b - c) > 1e-6 || a < 0 || d < 0 || a * d - b * b < -1e-9) {
    throw new RangeError(
      `ellipse "${name}": [${given.join(', ')}] is not a covariance (symmetric, positive semi-definite, 2 x 2)`,
    );
  }
  const root = Math.sqrt(scale);
  const l11 = Math.sqrt(a);
  const l21 = l11 > 0 ? b / l11 : 0;
  return [l11 * root, l21 * root, Math.sqrt(Math.max(0, d - l21 * l21)) * root];
}
