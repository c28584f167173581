import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fullDensity, normalDensity } from '../../lib/gaussian';
import {
  discreteEntropy,
  discreteKl,
  discreteMutualInformation,
  gaussianMutualInformation,
  gaussianMutualInformationFull,
  klOnGrid,
  klOnGrid2d,
  mutualInformationOnGrid,
  mutualInformationOnGrid2d,
} from '../../lib/information';
import { klNormal, normalLogDensity } from '../../lib/gaussian';
import { assertClose, assertRefused } from '../support/close';

const grid = { low: -9, high: 9, n: 1200 };

describe('discrete information (nats)', () => {
  it('entropy is ln n for n equal probabilities and 0 for certainty', () => {
    assertClose(discreteEntropy([0.25, 0.25, 0.25, 0.25]), Math.log(4));
    assert.equal(discreteEntropy([0, 1, 0]), 0);
  });

  it('a binary symmetric channel carries ln 2 - h(e)', () => {
    const e = 0.11;
    const joint = [
      [(1 - e) / 2, e / 2],
      [e / 2, (1 - e) / 2],
    ];
    assertClose(discreteMutualInformation(joint), Math.LN2 + e * Math.log(e) + (1 - e) * Math.log(1 - e));
  });

  it('is H(X) + H(Z) - H(X,Z) = KL(p(x,z) || p(x) p(z)), also with zeros and another number of columns', () => {
    const joint = [
      [0.1, 0, 0.25],
      [0.3, 0.15, 0.2],
    ];
    const [px, pz] = [
      [0.35, 0.65],
      [0.4, 0.15, 0.45],
    ];
    const information = discreteMutualInformation(joint);
    assertClose(information, discreteEntropy(px) + discreteEntropy(pz) - discreteEntropy(joint.flat()));
    const product = px.flatMap(a => pz.map(b => a * b));
    assertClose(information, discreteKl(joint.flat(), product));
    assert.equal(discreteKl([0.5, 0.5], [1, 0]), Infinity);
  });

  it('refuses what is no probability table', () => {
    assertRefused(
      () => discreteMutualInformation([[0.5, 0.5], [0.5]]),
      /joint\[1\] has 1 values but joint\[0\] has 2/,
    );
    assertRefused(
      () => discreteMutualInformation([[0.5, 0.6]]),
      /joint table must sum to 1, but they sum to 1\.1/,
    );
    assertRefused(() => discreteMutualInformation([[NaN, 1]]), /joint\[0\]\[0\] must be a finite number/);
    assertRefused(() => discreteMutualInformation([]), /joint is empty/);
    assertRefused(() => discreteEntropy([0.5, -0.5, 1]), /probabilities\[1\] is -0\.5/);
    assertRefused(() => discreteKl([1], [0.5, 0.5]), /p has 1 values but q has 2/);
  });
});

describe('Gaussian information (nats)', () => {
  it('of scalars agrees with 2-D quadrature of the definition', () => {
    const rho = 0.8;
    const covariance = [
      [1, rho],
      [rho, 1],
    ];
    const kl = klOnGrid2d(
      (x, z) => Math.log(fullDensity([x, z], [0, 0], covariance)),
      (x, z) => normalLogDensity(x) + normalLogDensity(z),
      { low: -8, high: 8, n: 160 },
    );
    assertClose(gaussianMutualInformation(rho), kl, 1e-9);
    assertClose(gaussianMutualInformationFull(covariance, 1), kl, 1e-9);
  });

  it('of independent pairs adds up', () => {
    const joint = [
      [1, 0, 0.3, 0],
      [0, 4, 0, 1.2],
      [0.3, 0, 1, 0],
      [0, 1.2, 0, 1],
    ];
    assertClose(
      gaussianMutualInformationFull(joint, 2),
      gaussianMutualInformation(0.3) + gaussianMutualInformation(0.6),
    );
  });

  it('keeps its digits for a tiny correlation', () => {
    assertClose(gaussianMutualInformation(1e-9), 0.5e-18, 1e-12, 0);
  });

  it('refuses a correlation of 1 or beyond, NaN and a wrong split', () => {
    assertRefused(
      () => gaussianMutualInformation(1),
      /rho is 1/,
      /strictly between -1 and 1/,
      /divide the covariance/,
    );
    assertRefused(() => gaussianMutualInformation(-1.2), /rho is -1\.2/);
    assertRefused(() => gaussianMutualInformation(NaN), /rho is NaN/);
    assertRefused(
      () =>
        gaussianMutualInformationFull(
          [
            [1, 0],
            [0, 1],
          ],
          2,
        ),
      /from 1 to 1 .*, but it is 2/,
    );
    assertRefused(
      () =>
        gaussianMutualInformationFull(
          [
            [1, 2],
            [2, 1],
          ],
          1,
        ),
      /positive definite/,
    );
  });
});

describe('information on grids (nats)', () => {
  it('is the discrete information for a channel that writes into boxes', () => {
    const joint = [
      [0.1, 0.3],
      [0.4, 0.2],
    ];
    const probabilities = joint.map(row => row[0]! + row[1]!);
    const density = (z: number, row: number[]) => row[Math.floor(z)]! / (row[0]! + row[1]!);
    const information = mutualInformationOnGrid(
      { points: joint, probabilities, density },
      { low: 0, high: 2, n: 10 },
    );
    assertClose(information, discreteMutualInformation(joint));
  });

  it('of an additive channel with finely spaced normal x tends to -1/2 ln(1 - rho^2)', () => {
    const step = 0.1;
    const points = Array.from({ length: 161 }, (_, i) => (i - 80) * step);
    const weights = points.map(x => normalDensity(x) * step);
    const total = weights.reduce((a, b) => a + b);
    const probabilities = weights.map(w => w / total);
    const sd = 0.75;
    const information = mutualInformationOnGrid(
      { points, probabilities, density: (z, x) => normalDensity(z, x, sd) },
      { low: -14, high: 14, n: 500 },
    );
    assertClose(information, gaussianMutualInformation(Math.sqrt(1 / (1 + sd * sd))), 1e-9);
  });

  it('takes densities that are not normal', () => {
    // z = x + u with x = 0 or 1 and u ~ U[0, 2]: half of the time z tells x for sure.
    const information = mutualInformationOnGrid(
      { points: [0, 1], probabilities: [0.5, 0.5], density: (z, x) => (z > x && z < x + 2 ? 0.5 : 0) },
      { low: 0, high: 3, n: 300 },
    );
    assertClose(information, Math.LN2 / 2);
  });

  it('in two dimensions adds the information of independent parts', () => {
    const axis = { points: [-1, 1], probabilities: [0.5, 0.5] };
    const one = mutualInformationOnGrid({ ...axis, density: (z, x) => normalDensity(z, x, 0.9) }, grid);
    const points = [-1, 1].flatMap(a => [-1, 1].map(b => [a, b] as const));
    const two = mutualInformationOnGrid2d(
      {
        points,
        probabilities: [0.25, 0.25, 0.25, 0.25],
        density: (z1, z2, [a, b]) => normalDensity(z1, a, 0.9) * normalDensity(z2, b, 0.9),
      },
      { low: -9, high: 9, n: 100 },
    );
    assertClose(two, 2 * one, 1e-10);
  });

  it('KL agrees with the closed form', () => {
    const [p, q] = [
      { mean: 0.3, sd: 0.5 },
      { mean: -1, sd: 1.5 },
    ];
    const kl = klOnGrid(
      z => normalLogDensity(z, p.mean, p.sd),
      z => normalLogDensity(z, q.mean, q.sd),
      grid,
    );
    assertClose(kl, klNormal(p, q), 1e-12);
  });

  it('refuses bad channels, and grids that lose mass', () => {
    const density = (z: number, x: number) => normalDensity(z, x);
    const channel = { points: [0, 1], probabilities: [0.5, 0.5], density };
    assertRefused(
      () => mutualInformationOnGrid(channel, { low: -1, high: 1, n: 100 }),
      /points\[0\] integrates to 0\.68\d* on the grid instead of 1: widen the grid/,
    );
    assertRefused(
      () => mutualInformationOnGrid({ ...channel, probabilities: [1] }, grid),
      /points has 2 values but probabilities has 1/,
    );
    assertRefused(
      () => mutualInformationOnGrid({ ...channel, density: () => NaN }, grid),
      /p\(z\|x\) of points\[0\] is NaN at z = -8\.9925/,
    );
    assertRefused(
      () =>
        klOnGrid(
          z => normalLogDensity(z),
          () => -Infinity,
          grid,
        ),
      /q is 0 at z = -8\.9925/,
    );
    assertRefused(
      () =>
        klOnGrid(
          z => normalLogDensity(z, 9),
          z => normalLogDensity(z),
          grid,
        ),
      /p integrates to 0\.[45]\d* on the grid/,
    );
    assertRefused(
      () =>
        klOnGrid(
          () => NaN,
          () => 0,
          grid,
        ),
      /ln p is NaN/,
    );
  });
});
