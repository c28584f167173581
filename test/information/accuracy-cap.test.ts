import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accuracyCap } from '../../lib/information';
import { assertClose, assertRefused } from '../support/close';

test('accuracyCap is the accuracy of the symmetric channel that has so many nats', () => {
  for (const accuracy of [0.5001, 0.51, 0.6, 0.7, 0.9, 0.99, 0.999999]) {
    const nats = Math.LN2 + accuracy * Math.log(accuracy) + (1 - accuracy) * Math.log(1 - accuracy);
    assertClose(accuracyCap(nats), accuracy, 1e-6);
  }
  assert.equal(accuracyCap(0), 0.5);
  assert.equal(accuracyCap(Math.LN2), 1);
  assert.equal(accuracyCap(5), 1);
});

test('accuracyCap starts as 1/2 + sqrt(nats / 2), and grows', () => {
  assertClose(accuracyCap(1e-20) - 0.5, Math.sqrt(0.5e-20), 1e-6);
  assertClose(accuracyCap(1e-6) - 0.5, Math.sqrt(0.5e-6), 1e-6);
  const caps = Array.from({ length: 200 }, (_, i) => accuracyCap((i / 200) * Math.LN2));
  assert.ok(caps.every((cap, i) => i === 0 || cap > caps[i - 1]!));
  // The review's value.
  assertClose(accuracyCap(0.084), 0.702, 1e-3);
});

test('accuracyCap refuses what is no information', () => {
  for (const nats of [-0.1, NaN, Infinity]) assertRefused(() => accuracyCap(nats), /nats/);
});
