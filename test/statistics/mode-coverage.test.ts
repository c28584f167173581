import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawRing, ringOfGaussians } from '../../lib/data/ring';
import { Random } from '../../lib/random';
import { modeCoverage } from '../../lib/statistics';
import { assertClose, assertRefused } from '../support/close';

const centres = [
  [0, 0],
  [10, 0],
  [0, 10],
  [10, 10],
] as const;

test('modeCoverage counts by hand', () => {
  // Two at the first mode, one of them at just its reach; one at the second; one far from all; four at the third.
  const points = [0, 0, 1, 0, 10.5, 0, 5, 5, 0, 10, 0, 9.5, 0.5, 10, 0, 10.5];
  const { counts, covered, highQuality } = modeCoverage(points, centres, 1);
  assert.deepEqual(counts, [2, 1, 4, 0]);
  assert.equal(highQuality, 7 / 8);
  // A quarter of a fair share is 8 / 16 = half a point.
  assert.equal(covered, 3);
  // With twelve more at the first mode it is 20 / 16: one point no longer counts.
  assert.equal(modeCoverage([...points, ...new Array<number>(24).fill(0)], centres, 1).covered, 2);
});

test('a mode is covered from a quarter of its fair share on', () => {
  const at = (mode: number, count: number): number[] =>
    new Array<readonly number[]>(count).fill(centres[mode]!).flat();
  // Of 32 points a fair share is 8, and a quarter of it 2. The point at 1.5 belongs to no mode.
  const points = [...at(0, 26), ...at(1, 3), ...at(2, 2), 1.5, 0];
  assert.equal(modeCoverage(points, centres, 1).covered, 3);
  assert.deepEqual(modeCoverage(points, centres, 1).counts, [26, 3, 2, 0]);
  assert.equal(modeCoverage([...points, ...at(0, 16)], centres, 1).covered, 2);
});

test('modeCoverage of the ring itself: every mode, and 1 - exp(-9/2) of the points', () => {
  const ring = ringOfGaussians({ modes: 8, radius: 2, sd: 0.1 });
  const n = 20000;
  const { covered, highQuality } = modeCoverage(drawRing(ring, n, new Random(3)), ring.centres, 0.3);
  const expected = 1 - Math.exp(-4.5);
  assert.equal(covered, 8);
  assert.ok(Math.abs(highQuality - expected) < 4 * Math.sqrt((expected * (1 - expected)) / n));
});

test('the ring has its radius and spread', () => {
  const { centres: found, sd } = ringOfGaussians({ modes: 5, radius: 3, sd: 0.2 });
  assert.equal(found.length, 5);
  assert.equal(sd, 0.2);
  found.forEach(([x, y]) => assertClose(Math.hypot(x, y), 3));
  assertClose(found[1]![0], 3 * Math.cos(1.2566370614359172));
  assertRefused(() => ringOfGaussians({ modes: 0 }), /modes/);
  assertRefused(() => ringOfGaussians({ sd: 0 }), /sd/);
  assertRefused(() => drawRing(ringOfGaussians(), 0, new Random(1)), /n must/);
});

test('modeCoverage refuses what it cannot count', () => {
  assertRefused(() => modeCoverage([], centres, 1), /points is empty/);
  assertRefused(() => modeCoverage([1], centres, 1), /pairs/);
  assertRefused(() => modeCoverage([1, NaN], centres, 1), /NaN/);
  assertRefused(() => modeCoverage([1, 2], [], 1), /centres is empty/);
  assertRefused(() => modeCoverage([1, 2], centres, 0), /reach/);
});
