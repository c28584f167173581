import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  circularInterpolation,
  cubeInterpolation,
  irwinHallCdf,
  normalCdf,
  quantileInterpolation,
  rescaledInterpolation,
  sphericalInterpolation,
  standardNormals,
} from '../../lib/gaussian';
import { Random } from '../../lib/random';
import { wilsonInterval } from '../../lib/statistics';
import { assertClose, assertRefused, assertWithin } from '../support/close';

const close = (actual: ArrayLike<number>, expected: ArrayLike<number>, relative = 1e-9) => {
  assert.equal(actual.length, expected.length);
  Array.from(actual).forEach((value, i) => assertClose(value, expected[i]!, relative, 1e-12));
};

describe('rescaledInterpolation', () => {
  it('points where the straight path points, at the length in between', () => {
    // |z1| = 5, |z2| = 13: at t = 1/4 the length is 7 along (3, 4) 3/4 + (-5, 12) / 4 = (1, 6).
    const root = Math.sqrt(37);
    close(rescaledInterpolation([3, 4], [-5, 12], 0.25), [7 / root, 42 / root]);
    close(rescaledInterpolation([3, 4], [-5, 12], 0), [3, 4]);
    close(rescaledInterpolation([3, 4], [-5, 12], 1), [-5, 12]);
  });

  it('meets the great circle in the middle of two codes of one length', () => {
    const [a, b] = [
      [3, 4, 0],
      [0, -3, 4],
    ];
    close(rescaledInterpolation(a, b, 0.5), sphericalInterpolation(a, b, 0.5));
  });

  it('refuses a path through the origin, and a bad t', () => {
    assertRefused(() => rescaledInterpolation([1, -2], [-1, 2], 0.5), /meets the origin at t = 0\.5/);
    assertRefused(() => rescaledInterpolation([0], [0], 0.5), /origin/);
    assertRefused(() => rescaledInterpolation([1], [2], 1.5), /t must lie between 0 and 1/);
  });
});

describe('paths of uniform codes', () => {
  const n = 4000;
  const random = new Random(6);
  const [u1, u2] = [1, 2].map(() => Float64Array.from({ length: n }, () => random.uniform()));
  const below = (values: Float64Array, x: number) => wilsonInterval(values.filter(v => v <= x).length, n);

  it('through the quantiles keep the uniform law, at any angle', () => {
    for (const theta of [0.2, Math.PI / 4, 1.3]) {
      const path = quantileInterpolation(u1!, u2!, theta);
      for (const x of [0.1, 0.5, 0.8]) assertWithin(below(path, x), x);
    }
    close(quantileInterpolation(u1!, u2!, 0), u1!, 1e-8);
    close(quantileInterpolation([0.5], [0.975], Math.PI / 2), [0.975]);
  });

  it('straight through the cube make the triangular law of two uniforms', () => {
    const z1 = standardNormals(random, n);
    const z2 = standardNormals(random, n);
    const u = cubeInterpolation(z1, z2, 0.5).map(z => normalCdf(z));
    for (const x of [0.1, 0.3, 0.8]) assertWithin(below(u, x), irwinHallCdf(2 * x, 2));
    close(cubeInterpolation(z1.subarray(0, 9), z2.subarray(0, 9), 1), z2.subarray(0, 9), 1e-8);
  });

  it('are the circle seen through the cdf', () => {
    const z = [
      [0.3, -1.2],
      [1.1, 0.4],
    ].map(row => Float64Array.from(row));
    const u = z.map(row => row.map(v => normalCdf(v)));
    const expected = circularInterpolation(z[0]!, z[1]!, 0.6).map(v => normalCdf(v));
    close(quantileInterpolation(u[0]!, u[1]!, 0.6), expected);
  });

  it('refuse what is outside', () => {
    assertRefused(
      () => quantileInterpolation([0], [0.5], 1),
      /u1\[0\] must lie between 0 and 1, both left out, but it is 0/,
    );
    assertRefused(() => quantileInterpolation([0.2], [0.5, 0.1], 1), /same length/);
    assertRefused(() => cubeInterpolation([40], [40], 0.5), /so far out that Phi is 0 or 1/);
  });
});
