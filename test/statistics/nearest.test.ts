import { test } from 'node:test';
import { nearestDistances } from '../../lib/statistics';
import { assertClose, assertRefused } from '../support/close';

test('nearestDistances takes the nearest of several, each point for itself', () => {
  const others = [
    [0, 0],
    [3, 4],
    [-1, 0],
  ];
  const points = [
    [0, 0],
    [3, 3],
    [-4, 4],
    [0.25, 0],
  ];
  [0, 1, 5, 0.25].forEach((expected, i) =>
    assertClose(nearestDistances(points, others)[i]!, expected, 1e-14),
  );
});

test('nearestDistances refuses what it cannot compare', () => {
  assertRefused(() => nearestDistances([], [[1]]), /points is empty/);
  assertRefused(() => nearestDistances([[1]], []), /others is empty/);
  assertRefused(() => nearestDistances([[1]], [[1, 2]]), /points\[0\] has 1 values/);
  assertRefused(() => nearestDistances([[1, 2], [1]], [[1, 2]]), /points\[1\] has 1 values/);
  assertRefused(() => nearestDistances([[NaN]], [[1]]), /NaN/);
});
