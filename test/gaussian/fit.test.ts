import { describe, test } from 'node:test';
import { fitGaussian, fullLogDensity, sampleFull } from '../../lib/gaussian';
import { Random } from '../../lib/random';
import { assertClose, assertRefused } from '../support/close';

describe('fitGaussian', () => {
  const covariance = [
    [2, 1.2],
    [1.2, 1.5],
  ];
  const points = sampleFull(new Random(3), [5, -3], covariance, 4000);
  const { mean, covariance: fitted } = fitGaussian(points);

  test('finds the distribution that the points were drawn from', () => {
    [5, -3].forEach((m, k) => assertClose(mean[k]!, m, 0, (4 * Math.sqrt(2)) / Math.sqrt(4000)));
    // Var(s_ab) = (S_aa S_bb + S_ab^2) / n for normal points.
    covariance.forEach((row, a) =>
      row.forEach((value, b) => {
        const sd = Math.sqrt((covariance[a]![a]! * covariance[b]![b]! + value ** 2) / 4000);
        assertClose(fitted[a]![b]!, value, 0, 4 * sd);
      }),
    );
  });

  test('no nearby normal distribution makes the points likelier', () => {
    const likelihood = (m: ArrayLike<number>, s: ArrayLike<number>[]) =>
      points.reduce((sum, point) => sum + fullLogDensity(point, m, s), 0);
    const best = likelihood(mean, [...fitted]);
    const [a, b, c] = [fitted[0]![0]!, fitted[0]![1]!, fitted[1]![1]!];
    for (const step of [-0.02, 0.02]) {
      for (const other of [
        likelihood([mean[0]! + step, mean[1]!], [...fitted]),
        likelihood(mean, [
          [a + step, b],
          [b, c],
        ]),
        likelihood(mean, [
          [a, b + step],
          [b + step, c],
        ]),
      ]) {
        if (!(other < best)) throw new Error(`a step of ${step} gives ${other}, more than ${best}`);
      }
    }
  });

  test('divides by n: two points', () => {
    const two = fitGaussian([[0], [2]]);
    assertClose(two.mean[0]!, 1);
    assertClose(two.covariance[0]![0]!, 1);
  });

  test('refuses too few points and ragged ones', () => {
    assertRefused(() => fitGaussian([[1, 2]]), /at least two points, but points has 1/);
    assertRefused(() => fitGaussian([[1, 2], [1]]), /points\[1\] has 1 values but points\[0\] has 2/);
    assertRefused(() => fitGaussian([[1], [NaN]]), /points\[1\]\[0\] must be a finite number/);
  });
});
