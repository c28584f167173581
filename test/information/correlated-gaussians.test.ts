import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { expectation, normalLogDensity } from '../../lib/gaussian';
import {
  correlatedPairs,
  correlationOf,
  gaussianMutualInformation,
  infoNceBound,
  interpolatedBound,
  nwjBound,
  nwjVariance,
  optimalScores,
} from '../../lib/information';
import { Random } from '../../lib/random';
import { estimateMean } from '../../lib/statistics';
import { assertClose, assertRefused, assertWithin } from '../support/close';

const { infoNceOfTwo } = JSON.parse(readFileSync('test/oracles/critic_bounds_numpy.json', 'utf8')) as {
  infoNceOfTwo: [number, number][];
};

/** A bound of many batches with the best critic. */
function values(batch: number, k: number, rho: number, batches: number, bound: (s: Float64Array) => number) {
  const random = new Random(11);
  return Array.from({ length: batches }, () =>
    bound(optimalScores(correlatedPairs(random, batch, k, rho), k, rho)),
  );
}

describe('correlated Gaussian pairs (nats)', () => {
  it('hold the information asked for', () => {
    for (const [nats, k] of [
      [0.3, 1],
      [2, 20],
      [10, 20],
    ] as const) {
      assertClose(k * gaussianMutualInformation(correlationOf(nats, k)), nats, 1e-12);
    }
  });

  it('have the logarithm of the density ratio as best scores', () => {
    const [k, rho] = [2, 0.6];
    const pairs = correlatedPairs(new Random(2), 3, k, rho);
    const scores = optimalScores(pairs, k, rho);
    for (let i = 0; i < 3; i++) {
      for (let j = 0; j < 3; j++) {
        let expected = 0;
        for (let d = 0; d < k; d++) {
          const [x, z] = [pairs.x[j * k + d]!, pairs.z[i * k + d]!];
          expected += normalLogDensity(z, rho * x, 0.8) - normalLogDensity(z);
        }
        assertClose(scores[i * 3 + j]!, expected, 1e-10, 1e-10);
      }
    }
  });

  it('make NWJ unbiased with the best critic, and the interpolated bound a lower one', () => {
    const [k, rho] = [2, 0.5];
    const truth = k * gaussianMutualInformation(rho);
    assertWithin(estimateMean(values(8, k, rho, 4000, s => nwjBound(s, 8))), truth);
    const between = estimateMean(values(8, k, rho, 4000, s => interpolatedBound(s, 8, 0.5)));
    if (between.value > truth) throw new Error(`${between.value} is above ${truth}`);
  });

  it('give NWJ the variance of the closed form', () => {
    const [batch, k, rho, n] = [4, 1, 0.4, 40000];
    const bounds = values(batch, k, rho, n, s => nwjBound(s, batch));
    const { value } = estimateMean(bounds);
    assertWithin(estimateMean(bounds.map(b => (b - value) ** 2)), nwjVariance(batch, k, rho));
  });

  it('have e^f of a strange pair with the mean square 1/(1 - rho^2), by quadrature', () => {
    const rho = 0.5;
    const square = expectation(x =>
      expectation(z => Math.exp(2 * (normalLogDensity(z, rho * x, Math.sqrt(0.75)) - normalLogDensity(z)))),
    );
    assertClose(square, 1 / (1 - rho * rho), 1e-6);
    // With enormous batches only the first part of the variance is left.
    assertClose(nwjVariance(1e7, 1, rho) * 1e7, rho * rho, 1e-6);
  });

  it('give InfoNCE of two the mean that quadrature gives', () => {
    for (const [rho, mean] of infoNceOfTwo) {
      assertWithin(estimateMean(values(2, 1, rho, 20000, s => infoNceBound(s, 2))), mean);
    }
  });

  it('refuse impossible requests', () => {
    assertRefused(() => correlationOf(0, 3), /nats.*0/);
    assertRefused(() => correlatedPairs(new Random(1), 3, 2, 1), /strictly between/);
    assertRefused(
      () => optimalScores({ x: new Float32Array(3), z: new Float32Array(2) }, 1, 0.5),
      /same length/,
    );
  });
});
