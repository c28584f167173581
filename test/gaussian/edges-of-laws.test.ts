import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  cosineBetween,
  cosineDensity,
  empiricalCharacteristic,
  erf,
  erfc,
  intervalMass,
  invertCdf,
  irwinHallCdf,
  irwinHallDensity,
  logGamma,
  normDensity,
  normMean,
  normSd,
  normalCdf,
  normalCharacteristic,
  normalQuantile,
  sampleStable,
  stableCdf,
  stableDensity,
  stableScale,
  stableWeights,
} from '../../lib/gaussian';
import { Random } from '../../lib/random';
import mpmath from '../oracles/numbers_mpmath.json';
import { assertClose, assertRefused } from '../support/close';

describe('special functions at their edges, against 50 digits', () => {
  it('logGamma next to 0, 1 and 2 and far out', () => {
    for (const [x, value] of mpmath.logGamma) assertClose(logGamma(x!), value!, 3e-14, 0);
    assertRefused(() => logGamma(1e306), /ln Gamma\(x\) is Infinity/, /x is 1e\+306/);
  });

  it('erf and erfc', () => {
    for (const [x, value] of mpmath.erf) assertClose(erf(x!), value!, 1e-14, 5e-324);
    for (const [x, value] of mpmath.erfc) assertClose(erfc(x!), value!, 2e-13, 0);
    assertRefused(() => erf('1' as never), /x must be a finite number, but it is "1"/);
  });

  it('normal probabilities of any scale, and of intervals of any width', () => {
    for (const [x, mean, sd, p] of mpmath.normalCdf) assertClose(normalCdf(x!, mean, sd), p!, 2e-13, 0);
    for (const [low, high, mean, sd, p] of mpmath.intervalMass) {
      assertClose(intervalMass(low!, high!, mean, sd), p!, 3e-12, 0);
    }
  });

  it('quantiles next to 1/2 and far out', () => {
    for (const [p, x] of mpmath.normalQuantile) assertClose(normalQuantile(p!), x!, 1e-13, 0);
    assert.equal(normalQuantile(0.5), 0);
    assertRefused(() => invertCdf(() => NaN, 0.3), /cdf must give probabilities, but cdf\(-1\) is NaN/);
    assertRefused(() => invertCdf(() => 0, 0.3), /cdf does not pass p = 0\.3/, /beyond the range/);
  });

  it('the cosine, whose density holds in many dimensions', () => {
    for (const [a, b, cosine] of mpmath.cosineBetween as [number[], number[], number][]) {
      assertClose(cosineBetween(a, b), cosine, 1e-15, 1e-200);
    }
    for (const [c, d, density] of mpmath.cosineDensity) {
      assertClose(cosineDensity(c!, d!), density!, 2e-12, 0);
    }
  });

  it('the norm of a normal vector in up to 1e15 dimensions', () => {
    for (const [r, d, density] of mpmath.norm) assertClose(normDensity(r!, d!), density!, 3e-12, 0);
    for (const [d, mean, sd] of mpmath.normMoments) {
      assertClose(normMean(d!), mean!, 1e-15, 0);
      assertClose(normSd(d!), sd!, 2e-15, 0);
    }
    assertRefused(() => normDensity([] as never, 1), /r must lie between 0 and Infinity, but it is an array/);
  });

  it('characteristic functions after many turns, with errors that keep their digits', () => {
    for (const [t, mean, cos, sin] of mpmath.phase) {
      const phi = normalCharacteristic(t!, mean, 1e-300);
      assertClose(phi.re, cos!, 1e-14, 1e-14);
      assertClose(phi.im, sin!, 1e-14, 1e-14);
    }
    assert.deepEqual(normalCharacteristic(1e200, 1e200), { re: 0, im: 0 });
    assertRefused(() => normalCharacteristic(1e200, 1e200, 1e-200), /the angle t mean is Infinity/);
    for (const [values, t, re, im] of mpmath.empirical as [number[], number, number, number][]) {
      const { reError, imError } = empiricalCharacteristic(values, t);
      assertClose(reError, re, 1e-10, 0);
      assertClose(imError, im, 1e-10, 0);
    }
  });
});

describe('stable laws, against 25 digits of another integral', () => {
  const tails = mpmath.stable;

  it('have the whole tail, however far', () => {
    for (const [x, alpha, tail, density] of tails) {
      const [absolute, relative] = x! > 20 ? [0, 1e-11] : [3e-15, 0];
      assertClose(stableCdf(-x!, alpha!), tail!, relative, absolute);
      assertClose(stableCdf(x!, alpha!), 1 - tail!, 0, 3e-15);
      assertClose(stableDensity(x!, alpha!), density!, relative, absolute * 10);
      assert.ok(stableCdf(x!, alpha!) <= 1);
    }
    assertClose(stableCdf(-1e10, 1), 1e-10 / Math.PI, 1e-14, 0);
    const [[tail, alpha, quantile]] = mpmath.stableQuantile as [[number, number, number]];
    assertClose(
      invertCdf(x => stableCdf(x, alpha), 1 - tail),
      quantile,
      1e-9,
    );
  });

  it('never fall out of [0, 1] or go down', () => {
    for (const alpha of [0.25, 0.7, 1.2, 1.5, 1.95]) {
      let before = 0;
      for (let k = -300; k <= 300; k++) {
        const p = stableCdf(Math.sign(k) * 10 ** (Math.abs(k) - (k > 0 ? 1 : 301)), alpha);
        assert.ok(p >= 0 && p <= 1, `${p} at ${k}`);
        if (k > 0) assert.ok(p >= before - 1e-15, `${p} after ${before} at 1e${k - 1}`);
        before = k > 0 ? p : 0;
      }
    }
  });

  it('scales, weights and draws at the ends of the range', () => {
    for (const [a, b, alpha, c] of mpmath.stableScale) assertClose(stableScale(a!, b!, alpha!), c!, 1e-13, 0);
    assert.deepEqual(stableWeights(0, 5e-324), [1, 0]);
    assert.equal(stableScale(1, 0, 5e-324), 1);
    assertRefused(() => stableScale(1, 1, 1e-4), /the scale c is Infinity/, /alpha is 0\.0001/);
    assertRefused(() => sampleStable(new Random(1), 1000, 0.001), /alpha is 0\.001, so small/);
    assert.ok(sampleStable(new Random(1), 1000, 0.1).every(x => Number.isFinite(x) && x !== 0));
  });
});

describe('sums of uniforms, against exact fractions', () => {
  it('for a thousand uniforms, in work that grows like n^2', () => {
    for (const [x, n, p] of mpmath.irwinHallCdf) assertClose(irwinHallCdf(x!, n!), p!, 1e-12, 0);
    for (const [x, n, f] of mpmath.irwinHallDensity) assertClose(irwinHallDensity(x!, n!), f!, 1e-12, 0);
    assertRefused(() => irwinHallCdf(480, 1e9), /n must be a whole number from 1 to 10000/);
    assertRefused(() => irwinHallDensity(480, 1e9), /n must be a whole number from 1 to 10000/);
  });
});
