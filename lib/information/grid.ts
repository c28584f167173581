import { checkFunction, checkProbabilities, checkRecord, checkSameLength, shown } from '../checks';
import { cellWidth } from '../gaussian/grid-density';
import { type Grid, integrateOnGrid, integrateOnGrid2d } from '../gaussian/quadrature';

/** p(x) on points `[n]`, and p(z|x): any density of a scalar z. */
export interface Channel<X> {
  readonly points: readonly X[];
  readonly probabilities: ArrayLike<number>;
  readonly density: (z: number, x: X) => number;
}

/** The same with z = (z1, z2). */
export interface Channel2d<X> {
  readonly points: readonly X[];
  readonly probabilities: ArrayLike<number>;
  readonly density: (z1: number, z2: number, x: X) => number;
}

/**
 * I(X;Z) = integral sum_x p(x) p(z|x) ln[p(z|x) / p(z)] dz with p(z) = sum_x p(x) p(z|x), in nats, on a grid over z.
 *
 * The densities may be any; the grid must hold their mass and be finer than their narrowest feature.
 * @throws RangeError for bad probabilities, a negative or NaN density, or when some p(z|x) does not integrate to 1
 * within 1e-4 on the grid.
 */
export function mutualInformationOnGrid<X>(channel: Channel<X>, grid: Grid): number {
  checkRecord(grid, 'grid', '{ low, high, n }');
  const { points, density } = checkChannel(channel);
  const pointwise = pointwiseInformation(channel, cellWidth(grid.low, grid.high, grid.n));
  const information = integrateOnGrid(
    z =>
      pointwise.at(
        x => density(z, points[x]!),
        () => `z = ${z}`,
      ),
    grid,
  );
  pointwise.checkMasses();
  return information;
}

/** I(X;Z) as {@link mutualInformationOnGrid}, for z = (z1, z2) on the product of two grids. @throws RangeError likewise. */
export function mutualInformationOnGrid2d<X>(
  channel: Channel2d<X>,
  grid1: Grid,
  grid2: Grid = grid1,
): number {
  checkRecord(grid1, 'grid1', '{ low, high, n }');
  const { points, density } = checkChannel(channel);
  const area = cellWidth(grid1.low, grid1.high, grid1.n) * cellWidth(grid2.low, grid2.high, grid2.n);
  const pointwise = pointwiseInformation(channel, area);
  const information = integrateOnGrid2d(
    (z1, z2) =>
      pointwise.at(
        x => density(z1, z2, points[x]!),
        () => `z = (${z1}, ${z2})`,
      ),
    grid1,
    grid2,
  );
  pointwise.checkMasses();
  return information;
}

/**
 * KL(p || q) = integral p(z) [ln p(z) - ln q(z)] dz, in nats, from the two log-densities, on a grid.
 * @throws RangeError for NaN, when p does not integrate to 1 within 1e-4 on the grid, or when q is 0 where p is not.
 */
export function klOnGrid(logP: (z: number) => number, logQ: (z: number) => number, grid: Grid): number {
  checkRecord(grid, 'grid', '{ low, high, n }');
  checkFunction(logP, 'logP');
  checkFunction(logQ, 'logQ');
  const pointwise = pointwiseKl(cellWidth(grid.low, grid.high, grid.n));
  const kl = integrateOnGrid(z => pointwise.at(logP(z), logQ(z), () => `z = ${z}`), grid);
  pointwise.checkMass();
  return kl;
}

/** KL(p || q) as {@link klOnGrid}, for z = (z1, z2) on the product of two grids. @throws RangeError likewise. */
export function klOnGrid2d(
  logP: (z1: number, z2: number) => number,
  logQ: (z1: number, z2: number) => number,
  grid1: Grid,
  grid2: Grid = grid1,
): number {
  checkRecord(grid1, 'grid1', '{ low, high, n }');
  checkFunction(logP, 'logP');
  checkFunction(logQ, 'logQ');
  const area = cellWidth(grid1.low, grid1.high, grid1.n) * cellWidth(grid2.low, grid2.high, grid2.n);
  const pointwise = pointwiseKl(area);
  const kl = integrateOnGrid2d(
    (z1, z2) => pointwise.at(logP(z1, z2), logQ(z1, z2), () => `z = (${z1}, ${z2})`),
    grid1,
    grid2,
  );
  pointwise.checkMass();
  return kl;
}

function checkChannel<C extends { readonly density: unknown }>(channel: C): C {
  checkFunction(checkRecord(channel, 'channel', '{ points, probabilities, density }').density, 'density');
  return channel;
}

/** The integrand of I(X;Z) at one z, while adding up each conditional's mass. */
function pointwiseInformation(channel: Omit<Channel<unknown>, 'density'>, volume: number) {
  const { points, probabilities } = channel;
  checkSameLength(points, 'points', probabilities, 'probabilities');
  checkProbabilities(probabilities, 'probabilities');
  const conditional = new Float64Array(points.length);
  const masses = new Float64Array(points.length);
  return {
    at(density: (x: number) => number, where: () => string): number {
      let marginal = 0;
      for (let x = 0; x < conditional.length; x++) {
        const p = density(x);
        if (!(p >= 0 && p < Infinity)) {
          throw new RangeError(
            `p(z|x) of points[${x}] is ${p} at ${where()}: a density is finite and never negative`,
          );
        }
        conditional[x] = p;
        masses[x] = masses[x]! + p * volume;
        marginal += probabilities[x]! * p;
      }
      let sum = 0;
      for (let x = 0; x < conditional.length; x++) {
        const p = conditional[x]!;
        const weight = probabilities[x]! * p;
        if (weight > 0) sum += weight * Math.log(p / marginal);
      }
      return sum;
    },
    checkMasses(): void {
      masses.forEach((mass, x) => checkMass(mass, `p(z|x) of points[${x}]`));
    },
  };
}

function pointwiseKl(volume: number) {
  let mass = 0;
  return {
    at(logP: number, logQ: number, where: () => string): number {
      const p = Math.exp(logP);
      if (p === 0) return 0;
      if (!(p < Infinity) || typeof logQ !== 'number' || Number.isNaN(logQ) || logQ === Infinity) {
        throw new RangeError(
          `ln p is ${shown(logP)} and ln q is ${shown(logQ)} at ${where()}: a log-density is finite or -Infinity`,
        );
      }
      if (logQ === -Infinity) {
        throw new RangeError(
          `q is 0 at ${where()} where p is ${p}, so the divergence is infinite: choose a q that covers p`,
        );
      }
      mass += p * volume;
      return p * (logP - logQ);
    },
    checkMass(): void {
      checkMass(mass, 'p');
    },
  };
}

function checkMass(mass: number, name: string): void {
  if (!(Math.abs(mass - 1) <= 1e-4)) {
    throw new RangeError(
      `${name} integrates to ${mass} on the grid instead of 1: widen the grid, or use more cells if the density is narrow`,
    );
  }
}
