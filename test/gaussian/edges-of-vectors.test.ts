import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  cholesky,
  cubeInterpolation,
  expectation,
  gaussHermite,
  integrate,
  integrate2d,
  klToStandardNormal,
  linspace,
  logDeterminant,
  rescaledInterpolation,
  solveLower,
  sphericalInterpolation,
  standardNormals,
} from '../../lib/gaussian';
import { Random } from '../../lib/random';
import mpmath from '../oracles/numbers_mpmath.json';
import { assertClose, assertRefused } from '../support/close';

describe('quadrature', () => {
  it('has weights with all their digits, however small', () => {
    for (const [n, [outer, inner]] of Object.entries(mpmath.hermite) as [string, [number[], number[]]][]) {
      const { nodes, weights } = gaussHermite(Number(n));
      for (const [at, [node, weight]] of [
        [nodes.length - 1, outer],
        [nodes.length / 2, inner],
      ] as [number, [number, number]][]) {
        assertClose(nodes[at]!, node, 1e-15, 0);
        assertClose(weights[at]!, weight, 1e-12, 0);
        assert.equal(nodes[nodes.length - 1 - at], -nodes[at]!);
      }
    }
    assertClose(
      expectation(z => Math.exp((z * z) / 4), 0, 1, 256),
      Math.SQRT2,
      1e-12,
    );
  });

  it('refuses grids that would take for ever and integrals beyond the range of numbers', () => {
    assertRefused(() => integrate(() => 1, 0, 1, 1e10), /n must be a whole number from 1 to 99999999/);
    assertRefused(() => integrate2d(() => 1, 0, 1, 1e5), /n must be a whole number from 1 to 10000/);
    assertRefused(
      () => integrate(() => 1e300, 0, 1e200),
      /the integral of f over low = 0 to high = 1e\+200 is Inf/,
    );
    assertRefused(() => integrate(undefined as never, 0, 1), /f must be a function, but it is undefined/);
    assertRefused(() => linspace(0, 1, 1e9), /n must be a whole number from 2 to 100000000/);
    assertRefused(() => standardNormals(new Random(1), 1e12), /k must be a whole number from 1 to/);
    assert.deepEqual(linspace(-1.7e308, 1.7e308, 3), [-1.7e308, 0, 1.7e308]);
  });
});

describe('the great circle next to opposite and parallel vectors, against 50 digits', () => {
  it('has its point and its norm', () => {
    for (const [z1, z2, t, point] of mpmath.slerp as [number[], number[], number, number[]][]) {
      const z = sphericalInterpolation(z1, z2, t);
      const size = Math.max(...point.map(Math.abs));
      z.forEach((value, i) => assertClose(value / size, point[i]! / size, 0, 2e-14));
    }
    for (const angle of [2e-7, 1e-9, 1e-12]) {
      const z = sphericalInterpolation([1, 0], [-Math.cos(angle), Math.sin(angle)], 0.5);
      assertClose(Math.hypot(...z), 1, 1e-14);
    }
    assertRefused(() => sphericalInterpolation([0.1, 0.2, 0.3], [-0.3, -0.6, -0.9], 0.5), /opposite/);
  });

  it('the rescaled path has lengths of any size', () => {
    for (const size of [1e-200, 1e200]) {
      const z = rescaledInterpolation([size, 0], [0, size], 0.5);
      assertClose(z[0]! / size, Math.SQRT1_2);
    }
  });

  it('the path through the cube keeps both tails', () => {
    for (const z of [8, 12, 30]) {
      assertClose(cubeInterpolation([z], [z], 0.3)[0]!, z, 1e-13);
      assertClose(cubeInterpolation([-z], [-z], 0.3)[0]!, -z, 1e-13);
    }
    assertRefused(() => cubeInterpolation([40], [40], 0.5), /z1\[0\] = 40 and z2\[0\] = 40 lie so far out/);
  });
});

describe('covariances that were computed', () => {
  it('are symmetric up to rounding next to their diagonal', () => {
    assert.ok(
      cholesky([
        [1, 1e-17],
        [2e-17, 1],
      ]),
    );
    let refused = 0;
    const random = new Random(4);
    for (let k = 2; k < 40; k++) {
      // Q, orthogonal by Gram and Schmidt, and Q (0.3 I) Q^T as anyone would multiply it.
      const q: number[][] = [];
      while (q.length < k) {
        let v = Array.from({ length: k }, () => random.normal());
        for (let turn = 0; turn < 2; turn++)
          for (const u of q) {
            const along = u.reduce((sum, x, i) => sum + x * v[i]!, 0);
            v = v.map((x, i) => x - along * u[i]!);
          }
        const length = Math.hypot(...v);
        q.push(v.map(x => x / length));
      }
      const scaled = q.map(row => row.map(x => x * 0.3));
      const product = scaled.map(row => q.map(other => row.reduce((sum, x, i) => sum + x * other[i]!, 0)));
      try {
        cholesky(product);
      } catch {
        refused++;
      }
    }
    assert.equal(refused, 0);
    assertRefused(
      () =>
        cholesky([
          [1, 1e-9],
          [2e-9, 1],
        ]),
      /must be symmetric, but its entry \[1\]\[0\] is 2e-9/,
    );
    assertRefused(
      () =>
        cholesky([
          [1e200, 2e200],
          [2e200, 1e200],
        ]),
      /smallest eigenvalue is -1e\+200/,
    );
  });

  it('factors and right sides that are none are refused by name', () => {
    assertRefused(
      () => logDeterminant([Float64Array.of(NaN)]),
      /factor\[0\]\[0\] must be a finite number, but it is NaN/,
    );
    assertRefused(() => logDeterminant(Float64Array.of(NaN) as never), /factor\[0\] must be an array/);
    assertRefused(() => logDeterminant([[-1]]), /factor\[0\]\[0\] must be greater than 0, but it is -1/);
    assertRefused(() => logDeterminant([]), /factor is empty/);
    assertRefused(() => solveLower([[0]], [1]), /factor\[0\]\[0\] is 0/);
    assertRefused(
      () => solveLower([0] as never, [1]),
      /factor\[0\] must be an array of numbers, but it is 0/,
    );
    assertRefused(() => solveLower([[1]], [NaN]), /b\[0\] must be a finite number, but it is NaN/);
    assertRefused(() => solveLower([[1]], [1, 2]), /factor has 1 values but b has 2/);
    assertRefused(
      () => klToStandardNormal('a' as never, [0]),
      /mean must be an array of numbers, but it is "a"/,
    );
    assertRefused(
      () => (klToStandardNormal as (mean: unknown) => number)('a'),
      /mean must be an array of numbers, but it is "a"/,
    );
  });
});
