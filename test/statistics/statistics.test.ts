import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  estimateMean,
  meanInterval,
  regularizedIncompleteBeta,
  standardDeviation,
  studentCdf,
  studentInterval,
  studentQuantile,
  wilsonInterval,
} from '../../lib/statistics';
import scipy from '../oracles/gaussian_scipy.json';
import { assertClose, assertRefused } from '../support/close';

type Triples = [number, number, number][];

describe('mean with its error', () => {
  it('agrees with SciPy, Student interval included', () => {
    const { values, low, high, sem } = scipy.studentInterval;
    const interval = studentInterval(values);
    assertClose(interval.value, 88.64, 1e-14);
    assertClose(interval.standardError, sem, 1e-12);
    assertClose(interval.low, low, 1e-12);
    assertClose(interval.high, high, 1e-12);
    assert.equal(interval.n, 5);
    assert.equal(interval.confidence, 0.95);
  });

  it('uses 1.96 standard errors for many values', () => {
    const values = Array.from({ length: 100 }, (_, i) => i % 2);
    const { value, standardError, low, high } = meanInterval(values);
    assertClose(value, 0.5);
    assertClose(standardError, Math.sqrt(25 / 99 / 100));
    assertClose((high - value) / standardError, 1.959963984540054);
    assertClose((value - low) / standardError, 1.959963984540054);
  });

  it('keeps its digits for values far from 0', () => {
    assertClose(standardDeviation([1e9 + 1, 1e9 + 2, 1e9 + 3]), 1, 1e-12);
    assertClose(estimateMean([1e9 + 1, 1e9 + 2, 1e9 + 3]).value, 1e9 + 2, 1e-16);
  });

  it('refuses too few values, NaN and a bad confidence', () => {
    assertRefused(() => estimateMean([3]), /at least two values, but there is 1/, /add runs/);
    assertRefused(() => estimateMean([]), /values is empty/);
    assertRefused(() => estimateMean([1, NaN]), /values\[1\] must be a finite number, but it is NaN/);
    assertRefused(
      () => meanInterval([1, 2], 95),
      /confidence must lie between 0 and 1, such as 0\.95, but it is 95/,
    );
    assertRefused(() => studentInterval([1, 2], NaN), /confidence .* is NaN/);
  });
});

describe('Student', () => {
  it('agrees with SciPy', () => {
    for (const [t, degrees, p] of scipy.studentCdf as Triples) assertClose(studentCdf(t, degrees), p, 1e-11);
    for (const [p, degrees, t] of scipy.studentQuantile as Triples) {
      assertClose(studentQuantile(p, degrees), t, 1e-10);
    }
    for (const [x, a, b, value] of scipy.incompleteBeta as [number, number, number, number][]) {
      assertClose(regularizedIncompleteBeta(x, a, b), value, 1e-12);
    }
    assert.deepEqual([regularizedIncompleteBeta(0, 2, 3), regularizedIncompleteBeta(1, 2, 3)], [0, 1]);
  });

  it('has the closed forms of one and two degrees', () => {
    assertClose(studentCdf(1, 1), 0.75);
    assertClose(studentQuantile(0.9, 2), (2 * 0.9 - 1) / Math.sqrt(2 * 0.9 * 0.1), 1e-12);
    assertClose(studentQuantile(0.1, 2), -studentQuantile(0.9, 2), 1e-12);
    assert.equal(studentCdf(1e200, 1), 1);
  });

  it('refuses bad input with the value', () => {
    assertRefused(() => studentCdf(1, 0), /degrees must be greater than 0, but it is 0/);
    assertRefused(() => studentQuantile(1, 3), /0 < p < 1/);
    assertRefused(() => regularizedIncompleteBeta(1.2, 1, 1), /x must lie between 0 and 1, but it is 1\.2/);
  });
});

describe('Wilson interval', () => {
  it('agrees with SciPy, both ends included', () => {
    for (const [successes, trials, low, high] of scipy.wilson as [number, number, number, number][]) {
      const interval = wilsonInterval(successes, trials);
      assertClose(interval.low, low, 1e-12);
      assertClose(interval.high, high, 1e-12);
      assert.equal(interval.value, successes / trials);
    }
  });

  it('has a standard error of .198 points for 89% of 25,000', () => {
    assert.equal((wilsonInterval(22250, 25000).standardError * 100).toFixed(3), '0.198');
  });

  it('refuses bad input with the value', () => {
    assertRefused(() => wilsonInterval(11, 10), /successes \(11\) cannot exceed trials \(10\)/);
    assertRefused(() => wilsonInterval(-1, 10), /successes must be a whole number >= 0, but it is -1/);
    assertRefused(() => wilsonInterval(0, 0), /trials must be a whole number >= 1, but it is 0/);
    assertRefused(
      () => wilsonInterval(0.89, 25000),
      /successes must be a whole number >= 0, but it is 0\.89/,
    );
    assertRefused(() => wilsonInterval(1, 10, 1), /confidence/, /it is 1/);
  });
});
