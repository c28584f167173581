import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  gridMoments,
  irwinHallCdf,
  irwinHallDensity,
  irwinHallMoments,
  normalDensity,
  tabulate,
  triangularDensity,
} from '../../lib/gaussian';
import scipy from '../oracles/gaussian_scipy.json';
import { assertClose, assertRefused } from '../support/close';

describe('sums of uniforms', () => {
  it('agree with SciPy', () => {
    for (const [x, n, pdf, cdf] of scipy.irwinHall as [number, number, number, number][]) {
      assertClose(irwinHallDensity(x, n), pdf, 1e-9, 1e-15);
      assertClose(irwinHallCdf(x, n), cdf, 1e-9, 1e-15);
    }
  });

  it('are x^(n-1)/(n-1)! and x^n/n! on [0, 1], to full precision for n = 20', () => {
    let factorial = 1;
    for (let i = 2; i < 20; i++) factorial *= i;
    assertClose(irwinHallDensity(0.3, 20), 0.3 ** 19 / factorial, 1e-13, 0);
    assertClose(irwinHallCdf(0.3, 20), 0.3 ** 20 / (factorial * 20), 1e-13, 0);
    assertClose(irwinHallDensity(19.7, 20), irwinHallDensity(0.3, 20), 1e-12, 0);
  });

  it('have mass 1, mean n/2 and variance n/12', () => {
    for (const n of [2, 3, 7, 20]) {
      const moments = gridMoments(tabulate(x => irwinHallDensity(x, n), 0, n, 400 * n));
      assertClose(moments.mass, 1, 1e-5);
      assertClose(moments.mean, n / 2, 1e-5);
      assertClose(moments.sd, irwinHallMoments(n).sd, 1e-5);
    }
  });

  it('two make the triangle, and n = 1 the closed interval', () => {
    for (const x of [-0.1, 0, 0.3, 1, 1.6, 2, 2.4]) assertClose(irwinHallDensity(x, 2), triangularDensity(x));
    assert.deepEqual(
      [-0.1, 0, 0.5, 1, 1.1].map(x => irwinHallDensity(x, 1)),
      [0, 1, 1, 1, 0],
    );
    assert.equal(irwinHallCdf(0.25, 1), 0.25);
    assert.deepEqual([irwinHallCdf(-1, 4), irwinHallCdf(4, 4), irwinHallCdf(9, 4)], [0, 1, 1]);
    assert.equal(irwinHallDensity(4, 4), 0);
  });

  it('approach the normal', () => {
    const { mean, sd } = irwinHallMoments(20);
    for (const x of [7, 9, 10, 11.5]) assertClose(irwinHallDensity(x, 20), normalDensity(x, mean, sd), 0.02);
  });

  it('stay a density for n = 200', () => {
    const { mean, sd } = irwinHallMoments(200);
    assertClose(irwinHallDensity(mean, 200), normalDensity(mean, mean, sd), 2e-3);
    assertClose(irwinHallCdf(mean, 200), 0.5, 1e-12);
  });

  it('refuse bad input with the value', () => {
    assertRefused(() => irwinHallDensity(0.5, 0), /n must be a whole number >= 1, but it is 0/);
    assertRefused(() => irwinHallCdf(NaN, 2), /x must be a finite number, but it is NaN/);
    assertRefused(() => irwinHallMoments(1.5), /n must be a whole number >= 1, but it is 1\.5/);
    assertRefused(() => triangularDensity(NaN), /x must be a finite number/);
  });
});
