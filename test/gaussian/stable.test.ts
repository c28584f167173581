import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  empiricalCharacteristic,
  integrate,
  sampleStable,
  stableCdf,
  stableCharacteristic,
  stableDensity,
  stableScale,
  stableWeights,
} from '../../lib/gaussian';
import { Random } from '../../lib/random';
import { wilsonInterval } from '../../lib/statistics';
import scipy from '../oracles/stable_scipy.json';
import { assertClose, assertRefused, assertWithin } from '../support/close';

const indices = [0.5, 1, 1.5, 2];

describe('symmetric stable laws', () => {
  it('have the densities and probabilities of SciPy, which integrates another formula', () => {
    for (const [x, alpha, pdf, cdf] of scipy.stable as [number, number, number, number][]) {
      assertClose(stableDensity(x, alpha), pdf, 1e-10, 1e-14);
      assertClose(stableCdf(x, alpha), cdf, 1e-12, 1e-14);
      assert.equal(stableDensity(-x, alpha), stableDensity(x, alpha));
      assertClose(stableCdf(-x, alpha), 1 - cdf, 1e-10, 1e-14);
    }
  });

  it('the inversion meets the closed forms next to alpha = 1 and 2', () => {
    for (const x of [0.2, 1, 4]) {
      assertClose(stableDensity(x, 1 + 1e-9), 1 / (Math.PI * (1 + x * x)), 1e-8);
      assertClose(stableDensity(x, 2 - 1e-9), Math.exp((-x * x) / 4) / Math.sqrt(4 * Math.PI), 1e-7);
    }
  });

  it('at 0 is Gamma(1 + 1/alpha) / pi, and the inversion runs into it', () => {
    assertClose(stableDensity(0, 0.5), 2 / Math.PI);
    for (const alpha of [0.5, 1.3, 1.7])
      assertClose(stableDensity(1e-9, alpha), stableDensity(0, alpha), 1e-8);
  });

  it('falls like a power far out: f(x) x^(alpha + 1) -> alpha Gamma(alpha) sin(pi alpha / 2) / pi', () => {
    const limit = (1.5 * 0.5 * Math.sqrt(Math.PI) * Math.sin(0.75 * Math.PI)) / Math.PI;
    assertClose(stableDensity(1000, 1.5) * 1000 ** 2.5, limit, 1e-3);
    assert.ok(stableDensity(1e12, 1.9) >= 0);
  });

  it('convolve to their own shape: f * f at x is f(x / c) / c', () => {
    for (const alpha of [1.3, 1.7]) {
      const [a, b] = [0.6, 1.1];
      const c = stableScale(a, b, alpha);
      const product = (t: number) =>
        (stableDensity(t / a, alpha) / a) * (stableDensity((0.7 - t) / b, alpha) / b);
      assertClose(integrate(product, -60, 60, 6000), stableDensity(0.7 / c, alpha) / c, 1e-4);
    }
  });

  it('add up by characteristic functions: phi(a t) phi(b t) = phi(c t)', () => {
    for (const alpha of indices) {
      const product = stableCharacteristic(0.8 * 1.7, alpha) * stableCharacteristic(-2.5 * 1.7, alpha);
      assertClose(product, stableCharacteristic(stableScale(0.8, -2.5, alpha) * 1.7, alpha));
    }
    assert.equal(stableScale(3, -4, 2), 5);
    assert.equal(stableScale(3, -4, 1), 7);
  });

  it('keep their scale along the weights of their path: circle for 2, straight line for 1', () => {
    for (const theta of [0, 0.3, Math.PI / 4, 1.2, Math.PI / 2]) {
      for (const alpha of indices) {
        const [a, b] = stableWeights(theta, alpha);
        assertClose(stableScale(a, b, alpha), 1);
      }
      assertClose(stableWeights(theta, 2)[1], Math.sin(theta));
      const [a, b] = stableWeights(theta, 1);
      assertClose(a + b, 1);
    }
  });

  it('samples have the characteristic function exp(-|t|^alpha) and the quartiles of the cdf', () => {
    const n = 40000;
    for (const alpha of indices) {
      const draws = sampleStable(new Random(3), n, alpha);
      for (const t of [0.3, 1, 2]) {
        const { re, im, reError, imError } = empiricalCharacteristic(draws, t);
        assertWithin({ value: re, standardError: reError }, stableCharacteristic(t, alpha));
        assertWithin({ value: im, standardError: imError }, 0);
      }
      for (const x of [-3, 0.4, 2]) {
        const below = wilsonInterval(draws.filter(draw => draw <= x).length, n);
        assertWithin(below, stableCdf(x, alpha));
      }
    }
  });

  it('samples of alpha = 2 have variance 2, and no seed gives an infinite or missing number', () => {
    const draws = sampleStable(new Random(4), 20000, 2);
    const variance = draws.reduce((sum, x) => sum + x * x, 0) / draws.length;
    assertWithin({ value: variance, standardError: Math.sqrt(8 / draws.length) }, 2);
    assert.ok(sampleStable(new Random(5), 20000, 0.5).every(Number.isFinite));
  });

  it('refuse what is no index, and an index too small to invert', () => {
    for (const alpha of [0, -1, 2.1, NaN]) {
      assertRefused(() => stableDensity(1, alpha), /0 < alpha <= 2/, new RegExp(`alpha is ${alpha}`));
      assertRefused(() => sampleStable(new Random(1), 2, alpha), /index/);
      assertRefused(() => stableScale(1, 1, alpha), /index/);
    }
    assertRefused(() => stableCdf(1, 0.1), /0\.25 to 2/);
    assertRefused(() => stableDensity(NaN, 1.5), /x must be a finite number/);
    assertRefused(() => sampleStable(new Random(1), 0, 1), /n must be a whole number/);
  });
});
