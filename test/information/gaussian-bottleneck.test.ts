import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  bottleneckEigenvalues,
  gaussianBottleneck,
  gaussianBottleneckCurve,
  gaussianMutualInformation,
  gaussianMutualInformationFull,
  scalarBottleneck,
} from '../../lib/information';
import { assertClose, assertRefused } from '../support/close';

/** The scalar VIB loss with the best Gaussian decoder, for the encoder z = gain x + sd eps and the prior N(0, 1). */
function loss(rho: number, lambda: number, gain: number, sd: number): number {
  const signal = gain * gain;
  const noise = sd * sd;
  const distortion = 0.5 * Math.log(2 * Math.PI * Math.E * (1 - (rho * rho * signal) / (signal + noise)));
  const kl = 0.5 * (signal + noise - 1 - Math.log(noise));
  return distortion + lambda * kl;
}

describe('scalar bottleneck', () => {
  it('has the known figures at rho .9, lambda .1', () => {
    const point = scalarBottleneck(0.9, 0.1);
    assert.equal(point.noiseVariance.toFixed(5), '0.02606');
    assert.equal(point.rate.toFixed(4), '1.8236');
    assert.equal(point.relevantInformation.toFixed(4), '0.7777');
    assert.equal(point.collapsed, false);
  });

  it('minimises the loss over both gain and noise', () => {
    for (const [rho, lambda] of [
      [0.9, 0.1],
      [0.6, 0.3],
      [-0.7, 0.02],
      [0.5, 0.3],
    ] as const) {
      const { gain, noiseVariance } = scalarBottleneck(rho, lambda);
      const best = loss(rho, lambda, gain, Math.sqrt(noiseVariance));
      let searched = Infinity;
      for (let g = 0; g <= 1.5; g += 0.01) {
        for (let s = 0.05; s <= 1.5; s += 0.01) searched = Math.min(searched, loss(rho, lambda, g, s));
      }
      assert.ok(best <= searched + 1e-12, `${best} is above the searched ${searched}`);
      assert.ok(searched - best < 1e-3, `the search found ${searched}, far above ${best}`);
    }
  });

  it('collapses exactly when lambda >= rho^2, and continuously', () => {
    assert.deepEqual(scalarBottleneck(0.5, 0.25), {
      collapsed: true,
      noiseVariance: 1,
      gain: 0,
      rate: 0,
      relevantInformation: 0,
    });
    assert.equal(scalarBottleneck(0.5, 0.2499).collapsed, false);
    assertClose(scalarBottleneck(0.5, 0.25 - 1e-9).rate, 0, 0, 1e-7);
    assert.equal(scalarBottleneck(0, 0.1).collapsed, true);
    assert.equal(scalarBottleneck(0.9, 2).collapsed, true);
  });

  it('keeps the marginal N(0, 1), so that the rate is the information', () => {
    const { gain, noiseVariance, rate } = scalarBottleneck(0.8, 0.2);
    assertClose(gain ** 2 + noiseVariance, 1);
    // The correlation of x and z is then the gain.
    assertClose(rate, gaussianMutualInformation(gain));
  });

  it('passes all of I(X;Y) as lambda goes to 0', () => {
    assertClose(scalarBottleneck(0.9, 1e-12).relevantInformation, gaussianMutualInformation(0.9), 1e-10);
  });

  it('refuses bad input with the value', () => {
    assertRefused(() => scalarBottleneck(1, 0.1), /rho is 1/, /strictly between -1 and 1/);
    assertRefused(() => scalarBottleneck(0.5, 0), /lambda must be greater than 0, but it is 0/);
    assertRefused(() => scalarBottleneck(0.5, NaN), /lambda must be a finite number, but it is NaN/);
  });
});

// x and y of 2 + 2 dimensions, mixed so that no direction is an axis.
const joint = [
  [1.5, 0.3, 0.7, 0.2],
  [0.3, 0.8, -0.1, 0.5],
  [0.7, -0.1, 1.1, 0.1],
  [0.2, 0.5, 0.1, 0.9],
];

describe('Gaussian bottleneck', () => {
  it('of one direction is the scalar case with b = 1/lambda', () => {
    for (const [rho, lambda] of [
      [0.9, 0.1],
      [0.4, 0.1],
      [0.4, 0.2],
    ] as const) {
      const point = gaussianBottleneck([1 - rho * rho], 1 / lambda);
      const scalar = scalarBottleneck(rho, lambda);
      assertClose(point.rate, scalar.rate);
      assertClose(point.relevantInformation, scalar.relevantInformation);
      assert.equal(point.active, scalar.collapsed ? 0 : 1);
    }
  });

  it('opens direction i at b = 1/(1 - l_i)', () => {
    const curve = gaussianBottleneckCurve([0.2, 0.6, 1], [1, 1.24, 1.26, 2.49, 2.51, 1e6]);
    assert.deepEqual(
      curve.map(point => point.active),
      [0, 0, 1, 1, 2, 2],
    );
  });

  it('has slope dI(T;Y)/dI(T;X) = 1/b', () => {
    for (const b of [1.6, 3, 20]) {
      const [low, high] = gaussianBottleneckCurve([0.2, 0.6], [b * (1 - 1e-5), b * (1 + 1e-5)]);
      const slope = (high!.relevantInformation - low!.relevantInformation) / (high!.rate - low!.rate);
      assertClose(slope, 1 / b, 1e-6);
    }
  });

  it('tends to I(X;Y) for large b, with eigenvalues from a joint covariance', () => {
    const eigenvalues = bottleneckEigenvalues(joint, 2);
    assert.equal(eigenvalues.length, 2);
    assertClose(
      gaussianBottleneck(eigenvalues, 1e9).relevantInformation,
      gaussianMutualInformationFull(joint, 2),
      1e-8,
    );
  });

  it('eigenvalues solve det(S_x|y - l S_x) = 0', () => {
    const [[a, b], [, d]] = [
      [1.1, 0.1],
      [0, 0.9],
    ] as const;
    const determinant = a * d - b * b;
    // S_xy S_y^-1 S_yx written out for two dimensions.
    const inverse = [
      [d / determinant, -b / determinant],
      [-b / determinant, a / determinant],
    ];
    const cross = [
      [0.7, 0.2],
      [-0.1, 0.5],
    ];
    const explained = cross.map(row =>
      cross.map(other =>
        row.reduce((sum, r, i) => sum + other.reduce((s, o, j) => s + r * inverse[i]![j]! * o, 0), 0),
      ),
    );
    const sx = [
      [1.5, 0.3],
      [0.3, 0.8],
    ];
    for (const l of bottleneckEigenvalues(joint, 2)) {
      const m = sx.map((row, i) => row.map((s, j) => s - explained[i]![j]! - l * s));
      assertClose(m[0]![0]! * m[1]![1]! - m[0]![1]! * m[1]![0]!, 0, 0, 1e-12);
    }
  });

  it('eigenvalues do not need as many y as x, and are 1 where y knows nothing', () => {
    const eigenvalues = bottleneckEigenvalues(
      [
        [1, 0, 0.6],
        [0, 1, 0],
        [0.6, 0, 1],
      ],
      2,
    );
    assertClose(eigenvalues[0]!, 0.64);
    assertClose(eigenvalues[1]!, 1);
    assertClose(
      bottleneckEigenvalues(
        [
          [1, 0.3, 0.4],
          [0.3, 1, 0],
          [0.4, 0, 1],
        ],
        1,
      )[0]!,
      0.75,
    );
  });

  it('refuses bad input with the value', () => {
    assertRefused(() => gaussianBottleneck([0], 2), /eigenvalues\[0\] is 0/, /bottleneckEigenvalues/);
    assertRefused(() => gaussianBottleneck([0.5, 1.2], 2), /eigenvalues\[1\] is 1\.2/);
    assertRefused(() => gaussianBottleneck([], 2), /eigenvalues is empty/);
    assertRefused(() => gaussianBottleneck([0.5], 0), /tradeoff must be greater than 0, but it is 0/);
    assertRefused(
      () => bottleneckEigenvalues(joint, 4),
      /dimensionsX must be a whole number from 1 to 3/,
      /it is 4/,
    );
    assertRefused(
      () =>
        bottleneckEigenvalues(
          [
            [1, 2],
            [2, 1],
          ],
          1,
        ),
      /smallest eigenvalue is -1/,
    );
  });
});
