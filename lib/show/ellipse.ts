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
  const [a, b, d] = covarianceOf(spec);
  const l11 = Math.sqrt(a);
  const l21 = l11 > 0 ? b / l11 : 0;
  const l22 = Math.sqrt(Math.max(0, d - l21 * l21));
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

/** [variance of x, covariance, variance of y], checked. */
function covarianceOf({
  name,
  mean,
  sds,
  covariance,
  radius = 1,
  points = 64,
}: EllipseSpec): [number, number, number] {
  if ((sds === undefined) === (covariance === undefined)) {
    throw new RangeError(`ellipse "${name}": give either sds or covariance, and not both`);
  }
  const given = sds ?? (covariance as readonly (readonly [number, number])[]).flat();
  if (![...mean, ...given, radius].every(Number.isFinite) || radius <= 0) {
    throw new RangeError(
      `ellipse "${name}": mean [${mean.join(', ')}], spread [${given.join(', ')}] and radius ${radius} must be finite, the radius > 0`,
    );
  }
  if (!Number.isInteger(points) || points < 3)
    throw new RangeError(`ellipse "${name}": points must be >= 3, not ${points}`);
  if (sds !== undefined) {
    if (Math.min(...sds) < 0)
      throw new RangeError(`ellipse "${name}": a standard deviation is < 0 in [${sds.join(', ')}]`);
    return [sds[0] ** 2, 0, sds[1] ** 2];
  }
  const [a, b, c, d] = given as [number, number, number, number];
  const scale = Math.max(Math.abs(a), Math.abs(d));
  if (
    given.length !== 4 ||
    Math.abs(b - c) > 1e-6 * scale ||
    a < 0 ||
    d < 0 ||
    a * d - b * b < -1e-9 * scale * scale
  ) {
    throw new RangeError(
      `ellipse "${name}": [${given.join(', ')}] is not a covariance (symmetric, positive semi-definite, 2 x 2)`,
    );
  }
  return [a, b, d];
}
