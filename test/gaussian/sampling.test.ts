import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { reparameterize, sampleDiagonal, sampleFull, standardNormals } from '../../lib/gaussian';
import { Random } from '../../lib/random';
import scipy from '../oracles/gaussian_scipy.json';
import { assertClose, assertRefused } from '../support/close';

const { A, meanA } = scipy.vectors;

describe('sampling', () => {
  it('reparameterize halves the log-variance', () => {
    const z = reparameterize([1, -2], [Math.log(9), Math.log(0.25)], [1, -2]);
    assertClose(z[0]!, 4);
    assertClose(z[1]!, -3);
  });

  it('sampleDiagonal is reparameterize on the same noise', () => {
    const z = sampleDiagonal(new Random(3), [1, 2], [0.4, -1]);
    assert.deepEqual(z, reparameterize([1, 2], [0.4, -1], standardNormals(new Random(3), 2)));
  });

  it('sampleDiagonal has the mean and the variance', () => {
    const random = new Random(11);
    const n = 20000;
    let sum = 0;
    let squares = 0;
    for (let i = 0; i < n; i++) {
      const z = sampleDiagonal(random, [0.5], [Math.log(4)])[0]!;
      sum += z;
      squares += (z - 0.5) ** 2;
    }
    assert.ok(Math.abs(sum / n - 0.5) < (4 * 2) / Math.sqrt(n));
    assert.ok(Math.abs(squares / n - 4) < 4 * 4 * Math.sqrt(2 / n));
  });

  it('sampleFull has the mean and the covariance', () => {
    const n = 20000;
    const draws = sampleFull(new Random(5), meanA, A, n);
    for (let i = 0; i < 3; i++) {
      const mean = draws.reduce((sum, z) => sum + z[i]!, 0) / n;
      assert.ok(Math.abs(mean - meanA[i]!) < 4 * Math.sqrt(A[i]![i]! / n));
      for (let j = 0; j < 3; j++) {
        const moment = draws.reduce((sum, z) => sum + (z[i]! - meanA[i]!) * (z[j]! - meanA[j]!), 0) / n;
        const error = Math.sqrt((A[i]![i]! * A[j]![j]! + A[i]![j]! ** 2) / n);
        assert.ok(Math.abs(moment - A[i]![j]!) < 4 * error, `covariance [${i}][${j}] is ${moment}`);
      }
    }
  });

  it('refuses bad input with the value', () => {
    assertRefused(() => reparameterize([0], [0], [0, 1]), /eps has 2 values but mean has 1/);
    assertRefused(() => reparameterize([0], [0], [NaN]), /eps\[0\] must be a finite number, but it is NaN/);
    assertRefused(() => sampleDiagonal(new Random(1), [0], []), /mean has 1 values but logVar has 0/);
    assertRefused(() => sampleFull(new Random(1), [0], A, 1), /mean has 1 values but covariance has 3/);
    assertRefused(
      () => sampleFull(new Random(1), meanA, A, 0),
      /count must be a whole number >= 1, but it is 0/,
    );
    assertRefused(() => standardNormals(new Random(1), 1.5), /k must be a whole number >= 1, but it is 1\.5/);
  });
});
