import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  cholesky,
  diagonalDensity,
  diagonalEntropy,
  diagonalLogDensity,
  fullDensity,
  fullEntropy,
  fullLogDensity,
  integrate,
  integrate2d,
  normalDensity,
  normalEntropy,
  normalLogDensity,
} from '../../lib/gaussian';
import scipy from '../oracles/gaussian_scipy.json';
import { assertClose, assertRefused } from '../support/close';

const { A, meanA, point, logVar } = scipy.vectors;

describe('Gaussian densities', () => {
  it('agree with SciPy', () => {
    for (const [x, mean, sd, value] of scipy.normalLogDensity as [number, number, number, number][]) {
      assertClose(normalLogDensity(x, mean, sd), value);
    }
    assertClose(diagonalLogDensity(point, meanA, logVar), scipy.diagonalLogDensity);
    assertClose(fullLogDensity(point, meanA, A), scipy.fullLogDensity);
  });

  it('integrate to 1 by quadrature', () => {
    assertClose(
      integrate(x => normalDensity(x, 0.3, 0.6), -6, 7),
      1,
    );
    assertClose(
      integrate2d((x, y) => diagonalDensity([x, y], [0.2, -0.1], [-1, 0.3]), -9, 9, 300),
      1,
      1e-10,
    );
    const covariance = [
      [1, 0.6],
      [0.6, 0.8],
    ];
    assertClose(
      integrate2d((x, y) => fullDensity([x, y], [0, 0], covariance), -8, 8, 300),
      1,
      1e-10,
    );
  });

  it('the full density with a diagonal covariance is the diagonal one', () => {
    const covariance = logVar.map((l, i) => logVar.map((_, j) => (i === j ? Math.exp(l) : 0)));
    assertClose(fullLogDensity(point, meanA, covariance), diagonalLogDensity(point, meanA, logVar));
  });

  it('takes typed arrays', () => {
    const floats = [point, meanA, logVar].map(v => Float64Array.from(v)) as [
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    assertClose(diagonalLogDensity(...floats), scipy.diagonalLogDensity);
  });
});

describe('Gaussian entropies (nats)', () => {
  it('agree with SciPy', () => {
    const [sd, value] = scipy.normalEntropy as [number, number];
    assertClose(normalEntropy(sd), value);
    assertClose(diagonalEntropy(logVar), scipy.diagonalEntropy);
    assertClose(fullEntropy(A), scipy.fullEntropy);
  });

  it('are -E ln p by quadrature', () => {
    assertClose(
      integrate(x => -normalDensity(x, 1, 0.4) * normalLogDensity(x, 1, 0.4), -4, 6),
      normalEntropy(0.4),
      1e-11,
    );
  });
});

describe('cholesky', () => {
  it('gives L with L L^T = S and zeros above', () => {
    const L = cholesky(A);
    A.forEach((row, i) => {
      row.forEach((value, j) => {
        assertClose(
          L[i]!.reduce((sum, l, d) => sum + l * L[j]![d]!, 0),
          value,
        );
        if (j > i) assert.equal(L[i]![j], 0);
      });
    });
  });

  it('accepts asymmetry by rounding, refuses the rest', () => {
    assert.ok(
      cholesky([
        [1, 0.3 + 1e-17],
        [0.1 + 0.2, 1],
      ]),
    );
    assertRefused(
      () =>
        cholesky([
          [1, 0.3],
          [0.2, 1],
        ]),
      /symmetric, but its entry \[1\]\[0\] is 0\.2 and \[0\]\[1\] is 0\.3/,
    );
    assertRefused(() => cholesky([[1, 0]]), /square, but it has 1 rows and row 0 has 2 values/);
    assertRefused(() => cholesky([]), /covariance is empty/);
    assertRefused(() => cholesky([[NaN]]), /covariance\[0\]\[0\] must be a finite number, but it is NaN/);
  });

  it('refuses an indefinite and a singular matrix, with the smallest eigenvalue', () => {
    const indefinite = [
      [1, 2],
      [2, 1],
    ];
    assertRefused(
      () => cholesky(indefinite),
      /positive definite, but its smallest eigenvalue is -1/,
      /add a small variance/,
    );
    const singular = [
      [0.1, 0.1, 0.2],
      [0.1, 0.1, 0.2],
      [0.2, 0.2, 0.4],
    ];
    assertRefused(() => cholesky(singular), /positive definite/);
    // Rounding leaves this singular matrix a last pivot of 2e-16 instead of 0.
    const products = [0.1, 0.7].map(a => [0.1, 0.7].map(b => a * b));
    assertRefused(() => cholesky(products), /positive definite/);
    assertRefused(() => cholesky([[0]]), /smallest eigenvalue is 0/);
  });
});

describe('densities refuse bad input', () => {
  it('with the value', () => {
    assertRefused(() => normalLogDensity(NaN), /x must be a finite number, but it is NaN/);
    assertRefused(() => normalLogDensity(0, 0, 0), /sd must be greater than 0, but it is 0/);
    assertRefused(() => normalEntropy(-1), /sd must be greater than 0, but it is -1/);
    assertRefused(() => diagonalLogDensity([0], [0, 0], [0, 0]), /z has 1 values but mean has 2/);
    assertRefused(() => diagonalLogDensity([0, 0], [0, 0], [0]), /mean has 2 values but logVar has 1/);
    assertRefused(() => diagonalLogDensity([], [], []), /mean is empty/);
    assertRefused(() => diagonalEntropy([0, 900]), /logVar\[1\] is 900/, /between -700 and 700/);
    assertRefused(() => fullLogDensity([0], [0], A), /mean has 1 values but covariance has 3/);
  });
});
