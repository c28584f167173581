import { describe, it } from 'node:test';
import assert from 'node:assert/strict';
import {
  cholesky,
  fullLogDensity,
  integrate,
  integrate2d,
  klDiagonal,
  klFull,
  klNormal,
  klPerDimension,
  klToStandardNormal,
  normalDensity,
  normalLogDensity,
} from '../../lib/gaussian';
import scipy from '../oracles/gaussian_scipy.json';
import { assertClose, assertRefused } from '../support/close';

const { A, B, meanA, meanB, logVar } = scipy.vectors;
const diagonal = (l: number[]) => l.map((value, i) => l.map((_, j) => (i === j ? Math.exp(value) : 0)));

describe('KL divergence (nats)', () => {
  it('of scalars agrees with quadrature of the definition, ours and SciPy', () => {
    const kl = klNormal({ mean: 0.4, sd: 0.7 }, { mean: -0.3, sd: 1.6 });
    assertClose(kl, scipy.klScalarQuadrature, 1e-11);
    const integrand = (x: number) =>
      normalDensity(x, 0.4, 0.7) * (normalLogDensity(x, 0.4, 0.7) - normalLogDensity(x, -0.3, 1.6));
    assertClose(kl, integrate(integrand, -8, 9), 1e-11);
  });

  it('to N(0, I) is the sum over dimensions, not their mean', () => {
    const parts = meanA.map((mean, i) =>
      klNormal({ mean, sd: Math.exp(logVar[i]! / 2) }, { mean: 0, sd: 1 }),
    );
    parts.forEach((part, i) => assertClose(klPerDimension(meanA, logVar)[i]!, part));
    assertClose(
      klToStandardNormal(meanA, logVar),
      parts.reduce((a, b) => a + b),
    );
    assertClose(klToStandardNormal([1, 1, 1, 1], [0, 0, 0, 0]), 2);
    assert.equal(klToStandardNormal([0, 0], [0, 0]), 0);
  });

  it('keeps its digits next to the prior', () => {
    // KL = l^2/4 + l^3/12 + ... for mean 0 and log-variance l.
    assertClose(klToStandardNormal([0], [1e-5]), 1e-10 / 4 + 1e-15 / 12, 1e-9, 0);
  });

  it('of diagonals agrees with the full formula', () => {
    const q = [0.4, -0.7, 0.1];
    assertClose(
      klDiagonal({ mean: meanA, logVar }, { mean: meanB, logVar: q }),
      klFull({ mean: meanA, covariance: diagonal(logVar) }, { mean: meanB, covariance: diagonal(q) }),
    );
    assertClose(
      klDiagonal({ mean: meanA, logVar }, { mean: [0, 0, 0], logVar: [0, 0, 0] }),
      klToStandardNormal(meanA, logVar),
    );
  });

  it('of full covariances agrees with 2-D quadrature of the definition', () => {
    const p = {
      mean: [0.3, -0.4],
      covariance: [
        [1, 0.5],
        [0.5, 0.7],
      ],
    };
    const q = {
      mean: [-0.2, 0.1],
      covariance: [
        [0.9, -0.2],
        [-0.2, 1.3],
      ],
    };
    const integrand = (x: number, y: number) => {
      const logP = fullLogDensity([x, y], p.mean, p.covariance);
      return Math.exp(logP) * (logP - fullLogDensity([x, y], q.mean, q.covariance));
    };
    assertClose(klFull(p, q), integrate2d(integrand, -8, 8, 200), 1e-9);
  });

  it('does not change under an invertible linear map, and is not symmetric', () => {
    const p = { mean: meanA, covariance: A };
    const q = { mean: meanB, covariance: B };
    const map = cholesky([
      [2, 0.5, 0.1],
      [0.5, 1, 0.3],
      [0.1, 0.3, 3],
    ]);
    const times = (m: number[][], v: number[]) => m.map(row => row.reduce((sum, a, j) => sum + a * v[j]!, 0));
    const transpose = (m: number[][]) => m.map((_, i) => m.map(row => row[i]!));
    const conjugate = (s: number[][]) =>
      transpose(transpose(s).map(column => times(map, column))).map(row => times(map, row));
    const moved = ({ mean, covariance }: { mean: number[]; covariance: number[][] }) => ({
      mean: times(map, mean),
      covariance: conjugate(covariance),
    });
    assertClose(klFull(moved(p), moved(q)), klFull(p, q), 1e-12);
    assert.ok(Math.abs(klFull(p, q) - klFull(q, p)) > 0.01);
    assertClose(klFull(p, p), 0, 0, 1e-15);
  });

  it('refuses bad input with the value', () => {
    assertRefused(() => klToStandardNormal([0, 0], [0]), /mean has 2 values but logVar has 1/);
    assertRefused(() => klToStandardNormal([NaN], [0]), /mean\[0\] must be a finite number, but it is NaN/);
    assertRefused(() => klToStandardNormal([0], [NaN]), /logVar\[0\] must be a finite number, but it is NaN/);
    assertRefused(() => klToStandardNormal([], []), /mean is empty/);
    assertRefused(
      () => klNormal({ mean: 0, sd: -1 }, { mean: 0, sd: 1 }),
      /sd must be greater than 0, but it is -1/,
    );
    const one = { mean: [0], logVar: [0] };
    assertRefused(
      () => klDiagonal(one, { mean: [0, 0], logVar: [0, 0] }),
      /p.mean has 1 values but q.mean has 2/,
    );
    const p = {
      mean: [0, 0],
      covariance: [
        [1, 0],
        [0, 1],
      ],
    };
    assertRefused(() => klFull(p, { mean: [0], covariance: [[1]] }), /p.mean has 2 values but q.mean has 1/);
    assertRefused(
      () =>
        klFull(p, {
          mean: [0, 0],
          covariance: [
            [1, 2],
            [2, 1],
          ],
        }),
      /q.covariance must be positive definite, but its smallest eigenvalue is -1/,
    );
  });
});
