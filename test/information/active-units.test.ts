import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { activeUnits } from '../../lib/information';
import { Random } from '../../lib/random';
import { assertClose, assertRefused } from '../support/close';

describe('activeUnits', () => {
  test('of a hand-made linear encoder: Var(a_k x) = a_k^2 / 12 for x even on [0, 1]', () => {
    const slopes = [1, 0.5, 0.3, 0];
    const n = 20000;
    const means = Array.from({ length: n }, (_, i) => slopes.map(slope => 7 + (slope * (i + 0.5)) / n));
    const { variances, active, count } = activeUnits(means);
    slopes.forEach((slope, k) => assertClose(variances[k]!, slope ** 2 / 12, 1e-4, 1e-12));
    // 0.3^2 / 12 = 0.0075 is below the threshold, although it is not 0.
    assert.deepEqual(active, [true, true, false, false]);
    assert.equal(count, 2);
    assert.equal(activeUnits(means, 0.005).count, 3);
  });

  test('is a variance over inputs: a constant mean, however large, is not active', () => {
    const random = new Random(1);
    const means = Array.from({ length: 500 }, () => [100, random.normal()]);
    assert.deepEqual(activeUnits(means).active, [false, true]);
  });

  test('divides by n - 1', () => assertClose(activeUnits([[0], [2]]).variances[0]!, 2));

  test('refuses a single input, ragged means and a bad threshold', () => {
    assertRefused(() => activeUnits([[1]]), /at least two of them, but there is 1/);
    assertRefused(() => activeUnits([[1, 2], [1]]), /means\[1\] has 1 values but means\[0\] has 2/);
    assertRefused(() => activeUnits([[1], [2]], 0), /threshold must be greater than 0/);
  });
});
