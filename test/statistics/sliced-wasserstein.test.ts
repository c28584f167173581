import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Random } from '../../lib/random';
import { slicedWasserstein, wasserstein1 } from '../../lib/statistics';
import { assertClose, assertRefused } from '../support/close';

const scipy = JSON.parse(readFileSync('test/oracles/wasserstein_scipy.json', 'utf8')) as {
  a: number[];
  b: number[];
  first: number;
  second: number;
  sliced: [number, number][];
};
const every2nd = (values: number[], start: number) => values.filter((_, i) => i % 2 === start);

test('wasserstein1 is SciPy’s', () => {
  assertClose(wasserstein1(every2nd(scipy.a, 0), every2nd(scipy.b, 0)), scipy.first);
  assertClose(wasserstein1(every2nd(scipy.a, 1), every2nd(scipy.b, 1)), scipy.second);
  assertClose(wasserstein1([3, -1], [10, -1]), 3.5);
});

test('slicedWasserstein is the mean of SciPy’s over the directions', () => {
  for (const [directions, expected] of scipy.sliced) {
    assertClose(slicedWasserstein(scipy.a, scipy.b, directions), expected);
  }
});

test('slicedWasserstein of a shift is its length times the mean of |cos| over all directions, 2/pi', () => {
  const points = new Random(1).normals(400);
  const moved = points.map((v, i) => v + (i % 2 === 0 ? 3 : 4));
  assertClose(slicedWasserstein(points, moved, 500), (5 * 2) / Math.PI, 1e-4);
});

test('both refuse what they cannot compare', () => {
  assertRefused(() => wasserstein1([], []), /a is empty/);
  assertRefused(() => wasserstein1([1, 2], [1]), /a has 2 values but b has 1/);
  assertRefused(() => slicedWasserstein([1, 2, 3], [1, 2, 3]), /pairs/);
  assertRefused(() => slicedWasserstein([1, NaN], [1, 2]), /NaN/);
  assertRefused(() => slicedWasserstein([1, 2], [1, 2], 0), /directions/);
});
