import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Random } from '../../lib/random';
import { heldOutR2 } from '../../lib/statistics';

const random = new Random(11);
const n = 5000;

test('a number that is features plus noise: the share of its variance that the features are', () => {
  const features = random.normals(3 * n);
  // Variance of the signal 4 + 1 = 5 (the third feature says nothing), of the noise 5: R^2 = 1/2.
  const targets = Array.from(
    { length: n },
    (_, i) => 100 + 2 * features[3 * i]! - features[3 * i + 1]! + Math.sqrt(5) * random.normal(),
  );
  const { value, low, high } = heldOutR2(features, targets);
  assert.ok(Math.abs(value - 0.5) < 0.03, `${value}`);
  assert.ok(low < value && value < high && high - low < 0.15);
});

test('what features say exactly has an R^2 of 1, whatever their scale; what they do not say 0, or less', () => {
  const features = Array.from({ length: 2 * n }, () => 1e-5 * random.normal());
  const exact = Array.from({ length: n }, (_, i) => 3 + 1e5 * features[2 * i]! + 1e5 * features[2 * i + 1]!);
  assert.ok(heldOutR2(features, exact).value > 1 - 1e-9);
  const other = Array.from({ length: n }, () => random.normal());
  const { value } = heldOutR2(features, other);
  assert.ok(value < 0.002 && value > -0.01, `${value}`);
  // Held out: with nearly as many features as rows an in-sample R^2 would be near 1.
  const wide = heldOutR2(
    Array.from({ length: 60 * 40 }, () => random.normal()),
    other.slice(0, 60),
  );
  assert.ok(wide.value < 0, `${wide.value}`);
});

test('a constant feature, and more features than rows, are no error; constant targets are', () => {
  const flat = Array.from({ length: 100 }, (_, i) => (i % 2 === 0 ? 7 : i));
  const targets = Array.from({ length: 50 }, (_, i) => 2 * (2 * i + 1));
  assert.ok(heldOutR2(flat, targets).value > 0.999);
  const wide = Array.from({ length: 20 * 30 }, () => random.normal());
  assert.ok(Number.isFinite(heldOutR2(wide, targets.slice(0, 20)).value));
  assert.throws(() => heldOutR2(flat, new Array<number>(50).fill(1)), /all the same/);
  assert.throws(() => heldOutR2(flat, [1, 2, 3]), /folds need 10 rows at least, but targets has 3/);
});
