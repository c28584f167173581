import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  circularInterpolation,
  circularPathVariance,
  integrate,
  linearInterpolation,
  linearPathVariance,
  normDensity,
  normMean,
  normMode,
  normSd,
  scaledNormMean,
  sphericalInterpolation,
  standardNormals,
} from '../../lib/gaussian';
import { Random } from '../../lib/random';
import { estimateMean } from '../../lib/statistics';
import scipy from '../oracles/gaussian_scipy.json';
import { assertClose, assertRefused, assertWithin } from '../support/close';

describe('interpolation', () => {
  it('starts at z1 and ends at z2', () => {
    const [z1, z2] = [
      [1, -2],
      [3, 5],
    ] as const;
    assert.deepEqual([...linearInterpolation(z1, z2, 0)], z1);
    assert.deepEqual([...linearInterpolation(z1, z2, 1)], z2);
    assert.deepEqual([...linearInterpolation(z1, z2, 0.25)], [1.5, -0.25]);
    assert.deepEqual([...circularInterpolation(z1, z2, 0)], z1);
    circularInterpolation(z1, z2, Math.PI / 2).forEach((z, i) => assertClose(z, z2[i]!));
    circularInterpolation(z1, z2, Math.PI / 6).forEach((z, i) => {
      assertClose(z, (z1[i]! * Math.sqrt(3)) / 2 + z2[i]! / 2);
    });
  });

  it('has the stated variance along both paths, by samples', () => {
    const random = new Random(2);
    const n = 20000;
    const z1 = standardNormals(random, n);
    const z2 = standardNormals(random, n).map(z => 2 * z);
    const squares = (z: Float64Array) => estimateMean(z.map(v => v * v));
    assertWithin(squares(linearInterpolation(z1, z2, 0.3)), linearPathVariance(0.3, 1, 4));
    assertWithin(squares(circularInterpolation(z1, z2, 0.4)), circularPathVariance(0.4, 1, 4));
  });

  it('loses half of the variance on the line and none on the circle', () => {
    assert.equal(linearPathVariance(0.5), 0.5);
    for (const theta of [0, 0.3, 0.785, 1.5]) assertClose(circularPathVariance(theta), 1);
  });

  it('refuses bad input with the value', () => {
    assertRefused(() => linearInterpolation([0], [1], 1.5), /t must lie between 0 and 1, but it is 1\.5/);
    assertRefused(() => linearInterpolation([0], [1, 2], 0.5), /z1 has 1 values but z2 has 2/);
    assertRefused(() => circularInterpolation([0], [1], NaN), /theta must be a finite number, but it is NaN/);
    assertRefused(() => circularInterpolation([], [], 0), /z1 is empty/);
    assertRefused(() => linearPathVariance(0.5, -1), /variance1 must be greater than 0, but it is -1/);
  });
});

describe('the great circle', () => {
  it('goes from z1 to z2 at an even angular speed and keeps the norm of unit vectors', () => {
    const z1 = [1, 0];
    const z2 = [Math.cos(2), Math.sin(2)];
    for (const t of [0, 0.25, 0.5, 1]) {
      const z = sphericalInterpolation(z1, z2, t);
      assertClose(z[0]!, Math.cos(2 * t), 1e-12, 1e-12);
      assertClose(z[1]!, Math.sin(2 * t), 1e-12, 1e-12);
    }
  });

  it('is the cos/sin path for orthogonal vectors and the straight one for parallel vectors', () => {
    const circle = circularInterpolation([2, 0], [0, 5], 0.3 * (Math.PI / 2));
    sphericalInterpolation([2, 0], [0, 5], 0.3).forEach((z, i) => assertClose(z, circle[i]!));
    assert.deepEqual(
      [...sphericalInterpolation([1, 2], [2, 4], 0.3)],
      [...linearInterpolation([1, 2], [2, 4], 0.3)],
    );
  });

  it('refuses opposite vectors, zeros and t beyond the ends', () => {
    assertRefused(() => sphericalInterpolation([1, 0], [-2, 0], 0.5), /opposite directions/);
    assertRefused(() => sphericalInterpolation([1, 0], [0, 0], 0.5), /z2 is all zeros/);
    assertRefused(() => sphericalInterpolation([1, 0], [0, 1], 2), /t must lie between 0 and 1, but it is 2/);
  });
});

describe('norm of a standard normal vector', () => {
  it('agrees with SciPy', () => {
    for (const [d, density, mean] of scipy.norm as [number, number, number][]) {
      assertClose(normDensity(Math.sqrt(d) + 0.3, d), density, 2e-12);
      assertClose(normMean(d), mean, 1e-13);
    }
    for (const [d, sd] of scipy.normSd as [number, number][]) assertClose(normSd(d), sd, 1e-10);
  });

  it('has mean and sd by quadrature of its density', () => {
    for (const d of [3, 784]) {
      const low = Math.max(0, Math.sqrt(d) - 9);
      const high = Math.sqrt(d) + 9;
      assertClose(
        integrate(r => normDensity(r, d), low, high, 4000),
        1,
        1e-10,
      );
      assertClose(
        integrate(r => r * normDensity(r, d), low, high, 4000),
        normMean(d),
        1e-10,
      );
      const variance = integrate(r => (r - normMean(d)) ** 2 * normDensity(r, d), low, high, 4000);
      assertClose(Math.sqrt(variance), normSd(d), 1e-10);
    }
  });

  it('stays exact in very high dimension and peaks at sqrt(d - 1)', () => {
    assertClose(normSd(1e9), Math.SQRT1_2, 1e-9);
    assertClose(normMean(1e9) ** 2, 1e9 - 0.5, 1e-15);
    const mode = normMode(17);
    assert.ok(normDensity(mode, 17) > normDensity(mode - 1e-3, 17));
    assert.ok(normDensity(mode, 17) > normDensity(mode + 1e-3, 17));
    assertClose(scaledNormMean(100, Math.SQRT1_2), normMean(100) / Math.SQRT2);
  });

  it('has the right ends', () => {
    assertClose(normDensity(0, 1), Math.sqrt(2 / Math.PI));
    assert.equal(normDensity(0, 2), 0);
    assert.equal(normDensity(Infinity, 2), 0);
    assertRefused(() => normDensity(-1, 2), /r must lie between 0 and Infinity, but it is -1/);
    assertRefused(() => normMean(0), /d must be a whole number >= 1, but it is 0/);
    assertRefused(() => normSd(2.5), /d must be a whole number >= 1, but it is 2\.5/);
    assertRefused(() => scaledNormMean(2, 0), /sd must be greater than 0, but it is 0/);
  });
});
