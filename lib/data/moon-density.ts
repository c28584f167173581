import { integrate } from '../gaussian/quadrature';

/**
 * p(x|y) = 1/pi integral_0^pi N(x; c_y(a), noise^2 I) da, c_0 = (cos a, sin a), c_1 = (1 - cos a, 1/2 - sin a)
 *
 * The density from which `twoMoons` draws, by quadrature over the angle: with it the best possible classifier and
 * I(X;Y) of that toy are known.
 *
 * @throws RangeError for a label other than 0 and 1, a point that is not finite, or a noise that is not > 0.
 */
export function twoMoonsDensity(x: number, y: number, label: number, noise = 0.1): number {
  if (label !== 0 && label !== 1) throw new RangeError(`label must be 0 or 1, but it is ${label}`);
  if (![x, y].every(Number.isFinite)) throw new RangeError(`the point (${x}, ${y}) must be finite`);
  if (!Number.isFinite(noise) || noise <= 0) {
    throw new RangeError(
      `noise must be a finite number > 0, but it is ${noise}: without noise there is no density`,
    );
  }
  // The second moon is the first, turned by half a circle about (1/2, 1/4).
  const [u, v] = label === 0 ? [x, y] : [1 - x, 0.5 - y];
  const precision = 1 / (noise * noise);
  const near = (angle: number): number =>
    Math.exp(-0.5 * precision * ((u - Math.cos(angle)) ** 2 + (v - Math.sin(angle)) ** 2));
  // Three intervals to a standard deviation of the noise.
  const intervals = Math.max(24, Math.ceil((3 * Math.PI) / noise));
  return ((integrate(near, 0, Math.PI, intervals) / Math.PI) * precision) / (2 * Math.PI);
}
