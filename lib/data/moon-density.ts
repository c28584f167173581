import { integrate } from '../gaussian/quadrature';

/**
 * p(x|y) = 1/pi integral_0^pi N(x; c_y(a), noise^2 I) da, c_0 = (cos a, sin a), c_1 = (1 - cos a, 1/2 - sin a)
 *
 * The density from which `twoMoons` draws, by quadrature over the angle: with it the best possible classifier and
 * I(X;Y) of that toy are known.
 *
 * @throws RangeError for a label other than 0 and 1, a point that is not finite, or a noise outside [1e-6, 1e100].
 */
export function twoMoonsDensity(x: number, y: number, label: number, noise = 0.1): number {
  if (label !== 0 && label !== 1) throw new RangeError(`label must be 0 or 1, but it is ${label}`);
  if (![x, y].every(Number.isFinite)) throw new RangeError(`the point (${x}, ${y}) must be finite`);
  if (!Number.isFinite(noise) || noise <= 0) {
    throw new RangeError(
      `noise must be a finite number > 0, but it is ${noise}: without noise there is no density`,
    );
  }
  if (noise < leastNoise || noise > mostNoise) {
    throw new RangeError(`noise must lie between ${leastNoise} and ${mostNoise}, but it is ${noise}`);
  }
  // The second moon is the first, turned by half a circle about (1/2, 1/4).
  const [u, v] = label === 0 ? [x, y] : [1 - x, 0.5 - y];
  const precision = 1 / (noise * noise);
  const near = (angle: number): number =>
    Math.exp(-0.5 * precision * ((u - Math.cos(angle)) ** 2 + (v - Math.sin(angle)) ** 2));
  const [from, to] = noise < smallNoise ? window(u, v, noise) : [0, Math.PI];
  // Three intervals to a standard deviation of the noise; in the window of a small one, where it ends in a steep slope, more.
  const intervals = noise < smallNoise ? 4000 : Math.max(24, Math.ceil((3 * Math.PI) / noise));
  return ((integrate(near, from, to, intervals) / Math.PI) * precision) / (2 * Math.PI);
}

const [leastNoise, smallNoise, mostNoise] = [1e-6, 0.01, 1e100];

/**
 * The angles where the integrand is not negligible: with r the point's distance from the moon's centre it falls from the
 * nearest angle a* at least as fast as exp(-r (1 - cos(a - a*)) / noise^2).
 */
function window(u: number, v: number, noise: number): [number, number] {
  const angle = Math.atan2(v, u);
  const nearest = angle >= 0 ? angle : angle < -Math.PI / 2 ? Math.PI : 0;
  const reach = Math.min(Math.PI, (10 * noise) / Math.sqrt(Math.max(Math.hypot(u, v), noise)));
  // Far from the moon, where the window is narrower than the rounding of its angle, nothing is left to integrate.
  const width = Math.max(reach, 1e-9);
  return [Math.max(0, nearest - width), Math.min(Math.PI, nearest + width)];
}
