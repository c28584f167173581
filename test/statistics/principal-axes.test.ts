import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Random } from '../../lib/random';
import { alongAxis, principalAxes, principalVariances } from '../../lib/statistics';

test('points on a line through the plane: its direction, its variance, and nothing across', () => {
  const t = [-2, -1, 0, 1, 2];
  const values = t.flatMap(s => [1 - 0.6 * s, 5 - 0.8 * s]);
  const found = principalAxes(values, 2);
  assert.deepEqual(
    Array.from(found.mean, m => Math.round(m * 1e12) / 1e12),
    [1, 5],
  );
  assert.ok(Math.abs(found.variances[0]! - 2) < 1e-12 && Math.abs(found.variances[1]!) < 1e-12);
  assert.ok(Math.abs(found.axes[0]![0]! - 0.6) < 1e-12 && Math.abs(found.axes[0]![1]! - 0.8) < 1e-12);
  alongAxis(values, found, 0).forEach((place, i) => assert.ok(Math.abs(place + t[i]!) < 1e-12));
});

test('variances are the eigenvalues of the covariance, axes are orthogonal, and few rows are no error', () => {
  const random = new Random(3);
  const [n, k] = [40, 7];
  const values = Float32Array.from({ length: n * k }, (_, at) => random.normal() * (1 + (at % k)));
  const { mean, variances, axes } = principalAxes(values, k);
  const covariance = Array.from({ length: k }, (_, d) =>
    Array.from({ length: k }, (_, e) => {
      let sum = 0;
      for (let i = 0; i < n; i++) sum += (values[i * k + d]! - mean[d]!) * (values[i * k + e]! - mean[e]!);
      return sum / n;
    }),
  );
  principalVariances(covariance).forEach((v, d) => assert.ok(Math.abs(v - variances[d]!) < 1e-10));
  axes.forEach((one, d) => {
    axes.forEach((other, e) => {
      const product = one.reduce((sum, v, at) => sum + v * other[at]!, 0);
      assert.ok(Math.abs(product - Number(d === e)) < 1e-10);
    });
    const along = alongAxis(values, { mean, axes }, d);
    const variance = along.reduce((sum, v) => sum + v * v, 0) / n;
    assert.ok(Math.abs(variance - variances[d]!) < 1e-10);
  });
  assert.ok(principalAxes(values.subarray(0, 3 * k), k).variances.every(v => v >= 0));
});

test('numbers that make no rows, and an axis that is not there, are refused', () => {
  assert.throws(() => principalAxes([1, 2, 3], 2), /rows of k = 2 numbers, but they are 3/);
  assert.throws(() => alongAxis([1, 2], principalAxes([1, 2], 2), 2), /axis must be/);
});
