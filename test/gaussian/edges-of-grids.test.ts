import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  convolveFft,
  diagonalLogDensity,
  fft,
  fullLogDensity,
  gridMoments,
  normalLogDensity,
  weightedSumOfNormals,
} from '../../lib/gaussian';
import { assertClose, assertRefused } from '../support/close';

describe('densities and grids of sizes that have no square', () => {
  it('are right, or -Infinity where the logarithm is', () => {
    assertClose(normalLogDensity(1e308, -1e308, 1e308), -2 - Math.log(1e308) - 0.5 * Math.log(2 * Math.PI));
    assert.equal(normalLogDensity(1e200), -Infinity);
    const units = 0.5 * 1e304 * Math.exp(-700);
    assertClose(diagonalLogDensity([1e152], [0], [700]), -units - 350 - 0.5 * Math.log(2 * Math.PI), 1e-12);
    const covariance = [
      [1e300, 0],
      [0, 1],
    ];
    assertClose(fullLogDensity([1e200, 0], [0, 0], covariance), -0.5e100);
  });

  it('weighted sums say when they leave the range', () => {
    const z = { mean: 1e200, sd: 1e-200 };
    assertRefused(
      () => weightedSumOfNormals(1e200, z, 1, z),
      /the mean of the sum of a z1 \+ b z2, a = 1e\+200 and b = 1, is Infinity/,
    );
    assertRefused(() => weightedSumOfNormals(1e-200, { mean: 0, sd: 1e-200 }, 0, z), /below the range/);
  });

  it('the FFT and moments of densities of 1e300', () => {
    const p = { start: 0, step: 1, values: Float64Array.of(1e300, 2e300, 1e300) };
    const q = { start: 0, step: 1, values: Float64Array.of(1e-300, 0, 1e-300) };
    const sum = convolveFft(p, q).values;
    [1, 2, 2, 2, 1].forEach((value, i) => assertClose(sum[i]!, value, 1e-14));
    assertClose(gridMoments({ ...p, step: 1e-10 }).mean, 1e-10);
    const re = Float64Array.of(1, NaN);
    assertRefused(() => fft(re, new Float64Array(2)), /re\[1\] must be a finite number, but it is NaN/);
    assert.equal(re[0], 1);
  });
});
