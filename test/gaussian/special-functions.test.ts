import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { erf, erfc, intervalMass, logGamma, normalCdf, normalQuantile } from '../../lib/gaussian';
import scipy from '../oracles/gaussian_scipy.json';
import { assertClose, assertRefused } from '../support/close';

type Pairs = [number, number][];

describe('special functions', () => {
  it('logGamma agrees with SciPy', () => {
    for (const [x, value] of scipy.logGamma as Pairs) assertClose(logGamma(x), value, 1e-14, 3e-15);
  });

  it('logGamma obeys Gamma(x + 1) = x Gamma(x)', () => {
    for (const x of [0.03, 0.49, 0.51, 2.7, 41])
      assertClose(logGamma(x + 1) - logGamma(x), Math.log(x), 1e-13, 1e-14);
  });

  it('erf and erfc agree with SciPy, the tails included', () => {
    for (const [x, value] of scipy.erf as Pairs) assertClose(erf(x), value, 1e-14, 0);
    for (const [x, value] of scipy.erfc as Pairs) assertClose(erfc(x), value, 1e-13, 0);
    assert.equal(erfc(Infinity), 0);
    assert.equal(erfc(-Infinity), 2);
    assert.equal(erf(-Infinity), -1);
  });

  it('intervalMass agrees with SciPy, also far in the upper tail', () => {
    type Row = [number, number, number, number, number];
    for (const [low, high, mean, sd, mass] of scipy.intervalMass as Row[]) {
      assertClose(intervalMass(low, high, mean, sd), mass, 1e-12, 0);
    }
    assert.equal(intervalMass(-Infinity, Infinity), 1);
    assertClose(intervalMass(0, Infinity, 0, 3), 0.5);
  });

  it('normalQuantile agrees with SciPy and inverts the cdf', () => {
    for (const [p, x] of scipy.normalQuantile as Pairs) assertClose(normalQuantile(p), x, 1e-12, 1e-15);
    assertClose(normalCdf(normalQuantile(0.3)), 0.3);
  });

  it('refuse NaN, wrong ranges and swapped ends', () => {
    assertRefused(() => logGamma(0), /x must be greater than 0, but it is 0/);
    assertRefused(() => erf(NaN), /x must be a finite number, but it is NaN/);
    assertRefused(() => erfc(NaN), /x must be a finite number, but it is NaN/);
    assertRefused(() => normalCdf(1, 0, -1), /sd must be greater than 0, but it is -1/);
    assertRefused(() => intervalMass(2, 1), /low end 2 is above its high end 1: swap/);
    assertRefused(() => intervalMass(NaN, 1), /finite number, but it is NaN/);
    assertRefused(() => normalQuantile(1), /0 < p < 1/);
    assertRefused(() => normalQuantile(NaN), /p must be a finite number, but it is NaN/);
  });
});
