import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  correlatedPairs,
  correlationOf,
  criticGradient,
  criticScores,
  interpolatedBound,
  interpolatedBoundGradient,
  nwjBound,
  optimalScores,
  type QuadraticCritic,
  quadraticCritic,
  trainCritic,
} from '../../lib/information';
import { Random } from '../../lib/random';
import { estimateMean } from '../../lib/statistics';
import { assertClose, assertRefused } from '../support/close';

describe('the quadratic critic', () => {
  const [k, batch] = [2, 5];
  const pairs = correlatedPairs(new Random(1), batch, k, 0.6);

  it('holds the best critic of correlated Gaussians', () => {
    const [a, b] = [0.36 / (2 * 0.64), 0.6 / 0.64];
    const parameters = Float64Array.of(b, 0, 0, b, -a, -a, -a, -a, -Math.log(0.64));
    const scores = criticScores({ dimensions: k, parameters }, pairs);
    optimalScores(pairs, k, 0.6).forEach((best, at) => assertClose(scores[at]!, best, 1e-12, 1e-12));
  });

  it('has the gradient of finite differences', () => {
    const parameters = Float64Array.from(new Random(4).normals(9), v => 0.4 * v);
    const bound = (values: Float64Array) =>
      interpolatedBound(criticScores({ dimensions: k, parameters: values }, pairs), batch, 0.3);
    const critic: QuadraticCritic = { dimensions: k, parameters };
    const byScore = interpolatedBoundGradient(criticScores(critic, pairs), batch, 0.3);
    criticGradient(critic, pairs, byScore).forEach((slope, i) => {
      const moved = (step: number) => bound(parameters.map((v, at) => (at === i ? v + step : v)));
      assertClose(slope, (moved(1e-5) - moved(-1e-5)) / 2e-5, 1e-6, 1e-8);
    });
  });

  it('learns from f = 0 most of 2 nats, judged on fresh pairs', () => {
    const rho = correlationOf(2, 3);
    const draw = (random: Random) => correlatedPairs(random, 64, 3, rho);
    for (const gamma of [0, 0.1]) {
      const critic = trainCritic({ draw, dimensions: 3, gamma, steps: 400, random: new Random(6) });
      const fresh = new Random(7);
      const found = estimateMean(
        Array.from({ length: 200 }, () => nwjBound(criticScores(critic, draw(fresh)), 64)),
      );
      assert.ok(found.value > 1.5 - 4 * found.standardError, `gamma ${gamma}: ${found.value}`);
      assert.ok(found.value < 2 + 4 * found.standardError, `gamma ${gamma}: ${found.value}`);
    }
  });

  it('refuses bad sizes', () => {
    assertRefused(() => quadraticCritic(0), /dimensions/);
    assertRefused(
      () => criticScores(quadraticCritic(2), { x: new Float32Array(4), z: new Float32Array(2) }),
      /same length/,
    );
  });
});
