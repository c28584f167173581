import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Random } from '../../lib/random';
import { principalVariances, whitening } from '../../lib/statistics';

test('white rows have mean 0 and covariance I, and the principal direction comes first', () => {
  const random = new Random(1);
  // Along (3, 4) / 5 with standard deviation 5, across with 1.
  const rows = Array.from({ length: 4000 }, () => {
    const [a, b] = [5 * random.normal(), random.normal()];
    return [7 + 0.6 * a - 0.8 * b, -2 + 0.8 * a + 0.6 * b];
  });
  const { white, matrix, variances } = whitening(rows);
  for (const i of [0, 1]) {
    assert.ok(Math.abs(white.reduce((sum, row) => sum + row[i]!, 0) / white.length) < 1e-10);
    for (const j of [0, 1]) {
      const moment = white.reduce((sum, row) => sum + row[i]! * row[j]!, 0) / white.length;
      assert.ok(Math.abs(moment - (i === j ? 1 : 0)) < 1e-10);
    }
  }
  assert.ok(Math.abs(variances[0]! - 25) < 3 && Math.abs(variances[1]! - 1) < 0.15);
  const first = matrix[0]!.map(v => v * Math.sqrt(variances[0]!));
  assert.ok(Math.abs(Math.abs(first[0]! * 0.6 + first[1]! * 0.8) - 1) < 1e-3);
});

test('rows without variation are refused', () => {
  assert.throws(() => whitening([[1, 1], [2, 2], [3, 3]]), /variance/); // prettier-ignore
  assert.throws(() => whitening([[1, 2]]), /more rows/);
});

test('principal variances: sum and product are trace and determinant, the largest first', () => {
  const e = principalVariances([[3, 1], [1, 2]]); // prettier-ignore
  assert.ok(Math.abs(e[0]! + e[1]! - 5) < 1e-12 && Math.abs(e[0]! * e[1]! - 5) < 1e-12 && e[0]! > e[1]!);
});
