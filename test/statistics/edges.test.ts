import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  estimateMean,
  meanInterval,
  modeCoverage,
  nearestDistances,
  principalVariances,
  regularizedIncompleteBeta,
  slicedWasserstein,
  standardDeviation,
  studentCdf,
  studentQuantile,
  wasserstein1,
  whitening,
  wilsonInterval,
} from '../../lib/statistics';
import mpmath from '../oracles/numbers_mpmath.json';
import { assertClose, assertRefused } from '../support/close';

describe('Student and the incomplete beta function, against 40 digits', () => {
  it('have the tail for any degrees', () => {
    for (const [t, degrees, tail] of mpmath.studentTail) {
      assertClose(studentCdf(-t!, degrees!), tail!, 2e-11, 0);
      assertClose(studentCdf(t!, degrees!), 1 - tail!, 1e-14, 0);
    }
  });

  it('have the quantile for any degrees, also next to 1/2', () => {
    for (const [p, degrees, t] of mpmath.studentQuantile)
      assertClose(studentQuantile(p!, degrees!), t!, 1e-11, 0);
    assert.equal(studentQuantile(0.5, 3), 0);
    assertRefused(() => studentQuantile(0.9, 1e-8), /p = 0\.9 and degrees = 1e-8 is beyond the range/);
  });

  it('have large a and b', () => {
    for (const [x, a, b, value] of mpmath.incompleteBeta) {
      assertClose(regularizedIncompleteBeta(x!, a!, b!), value!, 1e-10, 0);
    }
    assert.equal(regularizedIncompleteBeta(0.3, 1e300, 1e300), 0);
    assertRefused(
      () => regularizedIncompleteBeta(0.5, 1e17, 1e17),
      /would lose its digits, for a = 100000000000000000 and b = 1/,
    );
  });
});

describe('means, intervals and distances of any size', () => {
  it('have no square to overflow', () => {
    for (const size of [1e-200, 1e200, 1e-300, 1e300]) {
      assertClose(standardDeviation([size, 2 * size, 3 * size]), size, 1e-15, 0);
      assertClose(estimateMean([size, 2 * size, 3 * size]).value, 2 * size, 1e-15, 0);
      const [distance] = nearestDistances(
        [[3 * size, 0]],
        [
          [0, 4 * size],
          [9 * size, 0],
        ],
      );
      assertClose(distance!, 5 * size, 1e-15, 0);
      assertClose(wasserstein1([-size, size], [size, size]), size, 1e-15, 0);
      assertClose(slicedWasserstein([size, 0], [0, 0], 1000), (size * 2) / Math.PI, 1e-6, 0);
    }
    assertClose(standardDeviation([1, 1 + 2 ** -52]), 2 ** -52 / Math.SQRT2, 1e-12, 0);
    assertRefused(() => standardDeviation([1.7e308, -1.7e308]), /the spread of values is Infinity/);
    assertRefused(() => wasserstein1([1.7e308], [-1.7e308]), /the distance of a and b is Infinity/);
    assertRefused(
      () => slicedWasserstein([1, 2], [3, 4], 1e9),
      /directions must be a whole number from 1 to/,
    );
  });

  it('an interval of any confidence', () => {
    const { value, high, standardError } = meanInterval([0, 1], 1e-10);
    assertClose((high - value) / standardError, 1e-10 * Math.sqrt(Math.PI / 2), 1e-5, 0);
    assert.ok(Number.isFinite(meanInterval([0, 1], 1 - 2 ** -53).high));
  });

  it('the standard error of a share next to 1', () => {
    for (const [k, n, error] of mpmath.wilsonError) {
      assertClose(wilsonInterval(k!, n!).standardError, error!, 1e-14, 0);
    }
  });

  it('whitening, and eigenvalues of matrices that are none refused', () => {
    for (const size of [1e-100, 1, 1e100]) {
      const rows = [
        [1, 0],
        [0, 2],
        [-1, 0.5],
        [0.3, -2],
      ].map(row => row.map(x => x * size));
      const { white, variances, matrix } = whitening(rows);
      const square = white.reduce((sum, [u]) => sum + u! * u!, 0) / 4;
      assertClose(square, 1, 1e-12);
      assertClose(variances[0]! * matrix[0]!.reduce((sum, w) => sum + w * w, 0), 1, 1e-12);
    }
    assertRefused(
      () =>
        whitening([
          [1e-300, 0],
          [0, 1e-300],
          [0, 0],
        ]),
      /rows has the variance|a variance of rows/,
    );
    assertRefused(
      () =>
        principalVariances([
          [1, 2],
          [0, 1],
        ]),
      /covariance must be symmetric/,
    );
    assertRefused(() => principalVariances([[1, 2]]), /covariance must be square/);
    for (const size of [1e-300, 1e200]) {
      const [large, small] = principalVariances([
        [2 * size, size],
        [size, 2 * size],
      ]);
      assertClose(large!, 3 * size, 1e-14, 0);
      assertClose(small!, size, 1e-14, 0);
    }
  });

  it('modes that are no points are refused', () => {
    assertRefused(() => modeCoverage([0, 0], [[NaN, 0]], 1), /centres\[0\]\[0\] must be a finite number/);
    assertRefused(() => modeCoverage([0, 0], [[1] as never], 1), /centres\[0\] has 1 values/);
    const many = Array.from({ length: 200_000 }, (_, i): [number, number] => [i, 0]);
    assert.equal(modeCoverage([7, 0], many, 0.1).counts[7], 1);
  });
});
