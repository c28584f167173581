import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  bottleneckEigenvalues,
  canonicalCovariance,
  gaussianMutualInformationFull,
} from '../../lib/information';
import { Random } from '../../lib/random';

const correlations = [0.95, 0.8, 0.6, 0.4];

test('has the canonical correlations that were asked for, whatever the seed', () => {
  for (const seed of [1, 2, 3]) {
    const covariance = canonicalCovariance(correlations, new Random(seed));
    const eigenvalues = bottleneckEigenvalues(covariance, 4);
    correlations.forEach((rho, i) => assert.ok(Math.abs(eigenvalues[i]! - (1 - rho * rho)) < 1e-10));
    const nats = correlations.reduce((sum, rho) => sum - 0.5 * Math.log(1 - rho * rho), 0);
    assert.ok(Math.abs(gaussianMutualInformationFull(covariance, 4) - nats) < 1e-10);
  }
});

test('hides them: the coordinates of X are correlated, and seeds differ', () => {
  const [one, two] = [1, 2].map(seed => canonicalCovariance(correlations, new Random(seed)));
  assert.ok(Math.abs(one![0]![1]!) > 1e-3);
  assert.notDeepEqual(one, two);
});

test('refuses what is no correlation', () => {
  assert.throws(() => canonicalCovariance([0.5, 1], new Random(1)), {
    name: 'RangeError',
    message: /rho is 1/,
  });
  assert.throws(() => canonicalCovariance([], new Random(1)), { name: 'RangeError', message: /empty/ });
});
