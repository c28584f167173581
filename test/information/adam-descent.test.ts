import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { AdamDescent } from '../../lib/information/adam-descent';
import { assertClose, assertRefused } from '../support/close';

describe('AdamDescent', () => {
  test('takes the steps of averages written out as sums, without a recursion', () => {
    const gradients = [[1, -2e-3], [-0.5, 4e-3], [0, 1e-3], [3, -5e-3]]; // prettier-ignore
    const x = Float64Array.of(1, -1);
    const descent = new AdamDescent(x);
    const expected = [1, -1];
    gradients.forEach((gradient, last) => {
      const size = 0.1 / (last + 1);
      descent.step(gradient, size);
      expected.forEach((_, i) => {
        // Weighted means of all gradients so far: the weights b^(age) sum to (1 - b^t) / (1 - b).
        const mean = (b: number, power: number) => {
          const weights = gradients.slice(0, last + 1).map((__, t) => b ** (last - t));
          const total = weights.reduce((sum, w) => sum + w, 0);
          return weights.reduce((sum, w, t) => sum + w * gradients[t]![i]! ** power, 0) / total;
        };
        expected[i] -= (size * mean(0.9, 1)) / (Math.sqrt(mean(0.999, 2)) + 1e-8);
        assertClose(x[i]!, expected[i]!, 1e-12, 1e-12);
      });
    });
  });

  test('moves each number by the size of the step where the gradient stays as it is, however steep', () => {
    const x = new Float64Array(2);
    const descent = new AdamDescent(x);
    for (let t = 0; t < 5; t++) descent.step([1e-4, -1e4], 0.01);
    assertClose(x[0]!, -0.05, 1e-3);
    assertClose(x[1]!, 0.05, 1e-6);
  });

  test('refuses a gradient of another length, and moves nothing', () => {
    const x = Float64Array.of(1, 2);
    assertRefused(() => new AdamDescent(x).step([1], 0.1), /gradient has 1 values but x has 2/);
    assert.deepEqual([...x], [1, 2]);
  });
});
