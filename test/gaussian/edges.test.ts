import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { klDiagonal, klFull, klNormal, klPerDimension, klToStandardNormal } from '../../lib/gaussian';
import mpmath from '../oracles/numbers_mpmath.json';
import { assertClose } from '../support/close';

type Rows = number[][];
const finite = Number.MAX_VALUE;

/** The oracle's Infinity, as JSON has none: a value beyond the largest number. */
function assertValue(actual: number, expected: number | null, relative: number, absolute = 0): void {
  if (expected === null) assert.ok(actual > finite, `${actual} should be beyond the range of numbers`);
  else assertClose(actual, expected, relative, absolute);
}

describe('KL next to 0 and at the ends of the range, against 50 digits', () => {
  it('of two normals', () => {
    for (const [m1, s1, m2, s2, kl] of mpmath.klNormal) {
      assertValue(klNormal({ mean: m1!, sd: s1! }, { mean: m2!, sd: s2! }), kl!, 1e-12);
    }
    assert.equal(klNormal({ mean: 0, sd: 1e200 }, { mean: 0, sd: 1e-200 }), Infinity);
  });

  it('to N(0, 1), also as a difference of log-variances', () => {
    for (const [m, l, kl] of mpmath.klPart) {
      assertValue(klPerDimension([m!], [l!])[0]!, kl!, 1e-13);
      const moved = klDiagonal({ mean: [m!], logVar: [l!] }, { mean: [0], logVar: [0] });
      assertValue(moved, kl!, 1e-13);
    }
    for (let i = 0; i < 2000; i++) assert.ok(klToStandardNormal([0], [(i - 1000) * 1e-13]) >= 0);
  });

  it('of full covariances: next to each other and of sizes that have no square', () => {
    for (const [mean, p, qMean, q, kl] of mpmath.klFull as [number[], Rows, number[], Rows, number][]) {
      const value = klFull({ mean, covariance: p }, { mean: qMean, covariance: q });
      assertClose(value, kl, kl < 1e-10 ? 1e-6 : 1e-12, 0);
    }
    const covariance = [
      [1, 0.3],
      [0.3, 2],
    ];
    assert.equal(klFull({ mean: [1, 2], covariance }, { mean: [1, 2], covariance }), 0);
  });
});
