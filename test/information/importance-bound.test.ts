import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { expectation, normalLogDensity } from '../../lib/gaussian';
import { expectedBias, importanceBound } from '../../lib/information';
import { Random } from '../../lib/random';
import { estimateMean } from '../../lib/statistics';
import { assertClose, assertRefused, assertWithin } from '../support/close';

// q(z) = N(0, 1), q(x|z) = N(z, 1/4), so q(x) = N(0, 5/4) and q(z|x) = N(0.8 x, 0.2).
const [x, t] = [1.3, 0.5];
const evidence = normalLogDensity(x, 0, Math.sqrt(1 + t * t));

/** ln w at z = mean + sd eps. */
const logWeight = (mean: number, sd: number, eps: number) => {
  const z = mean + sd * eps;
  return normalLogDensity(z, 0, 1) + normalLogDensity(x, z, t) - normalLogDensity(z, mean, sd);
};
const draw = (mean: number, sd: number, inputs: number, samples: number) => {
  const random = new Random(7);
  return Array.from({ length: inputs }, () =>
    Float64Array.from({ length: samples }, () => logWeight(mean, sd, random.normal())),
  );
};

describe('importanceBound', () => {
  test('is ln q(x) for any S when the encoder is the ideal one', () => {
    const weights = draw(0.8 * x, Math.sqrt(0.2), 3, 64);
    for (const samples of [1, 4, 64]) {
      for (const bound of importanceBound(weights, samples)) assertClose(bound, evidence, 1e-12);
    }
  });

  test('agrees with quadrature at S = 1 and S = 2, for an encoder that is wrong', () => {
    const [mean, sd] = [0.5, 0.7];
    const weights = draw(mean, sd, 20000, 2);
    const one = expectation(eps => logWeight(mean, sd, eps));
    const two = expectation(a =>
      expectation(b => Math.log((Math.exp(logWeight(mean, sd, a)) + Math.exp(logWeight(mean, sd, b))) / 2)),
    );
    assert.ok(one < two - 0.05 && two < evidence, 'the chain is strict here');
    assertWithin(estimateMean(importanceBound(weights, 1)), one);
    assertWithin(estimateMean(importanceBound(weights, 2)), two);
  });

  test('is unmoved by a common factor of all weights, however large', () => {
    const rows = draw(0.5, 0.7, 1, 8);
    const [plain, shifted] = [rows, rows.map(row => row.map(nats => nats - 5000))].map(
      set => importanceBound(set, 8)[0]!,
    );
    assertClose(shifted!, plain! - 5000, 1e-12);
  });

  test('refuses more samples than weights', () => {
    assertRefused(() => importanceBound([[0, 0]], 3), /samples is 3, but input 0 has 2 weights/);
    assertRefused(() => importanceBound([[0, NaN]], 1), /logWeights\[0\]\[1\]/);
  });
});

describe('expectedBias', () => {
  const [mean, sd] = [0.7, 0.6];
  // Var(w) / (E w)^2, by quadrature: E w = q(x).
  const variation = expectation(eps => Math.exp(2 * (logWeight(mean, sd, eps) - evidence)), 0, 1, 128) - 1;

  test('finds the relative variance of the weights', () => {
    const bias = estimateMean(expectedBias(draw(mean, sd, 40, 20000), 10));
    assertClose(bias.value, variation / 20, 0.03);
  });

  test('foretells the bias at S = 32', () => {
    const weights = draw(mean, sd, 40000, 32);
    const { value, standardError } = estimateMean(importanceBound(weights, 32));
    const foretold = variation / 64;
    assert.ok(4 * standardError < foretold, 'the bias can be seen');
    assert.ok(Math.abs(evidence - value - foretold) < 4 * standardError + 0.1 * foretold);
  });

  test('refuses a single weight', () => {
    assertRefused(() => expectedBias([[0]], 4), /at least two weights, but input 0 has 1/);
  });
});
