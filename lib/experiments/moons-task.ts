import { checkBetween } from '../checks';
import { twoMoonsDensity } from '../data/moon-density';
import { type Grid, integrateOnGrid2d } from '../gaussian/quadrature';
import { mutualInformationOnGrid2d } from '../information';

/** What there is to know about two moons, both labels equally likely: no network is needed for it. */
export interface MoonsTask {
  /** p(x|y) at (u, v). */
  readonly density: (u: number, v: number, label: number) => number;
  /** eta(x) = p(y=1|x). */
  readonly eta: (u: number, v: number) => number;
  /** I(X;Y), nats. */
  readonly informationXY: number;
  /** E max(eta, 1 - eta): the share that the optimal classifier has right. */
  readonly bestAccuracy: number;
  /** E (2 eta - 1)^2, the squared maximal correlation of x and y: from this lambda on silence is stable. */
  readonly collapse: number;
}

/**
 * I(X;Y), E max(eta, 1 - eta) and E (2 eta - 1)^2 with eta(x) = p(y=1|x), for `twoMoons` with this noise, by quadrature.
 *
 * The grid reaches 4.7 standard deviations of the noise beyond the moons, with six cells to each.
 * @param noise standard deviation of each coordinate, 0.05 to 2: below it the grid grows large
 * @throws RangeError for another noise.
 */
export function moonsTask(noise: number): MoonsTask {
  checkBetween(noise, 'noise', 0.05, 2);
  const density = (u: number, v: number, label: number) => twoMoonsDensity(u, v, label, noise);
  const [gridX, gridY] = [gridOver(-1, 2, noise), gridOver(-0.5, 1, noise)];
  const average = (f: (eta: number) => number) =>
    integrateOnGrid2d(
      (u, v) => {
        const [p0, p1] = [density(u, v, 0), density(u, v, 1)];
        // Far out both densities underflow.
        return p0 + p1 === 0 ? 0 : ((p0 + p1) / 2) * f(p1 / (p0 + p1));
      },
      gridX,
      gridY,
    );
  const labelled = { points: [0, 1], probabilities: [0.5, 0.5], density };
  return {
    density,
    eta: (u, v) => {
      const [p0, p1] = [density(u, v, 0), density(u, v, 1)];
      return p0 + p1 === 0 ? 0.5 : p1 / (p0 + p1);
    },
    informationXY: mutualInformationOnGrid2d(labelled, gridX, gridY),
    bestAccuracy: average(eta => Math.max(eta, 1 - eta)),
    collapse: average(eta => (2 * eta - 1) ** 2),
  };
}

function gridOver(from: number, to: number, noise: number): Grid {
  const [low, high] = [from - (14 / 3) * noise, to + (14 / 3) * noise];
  return { low, high, n: Math.round((high - low) / (noise / 6)) };
}
