import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { twoGaussians, twoMoons, twoRings, type ToySet } from '../../lib/data/toy';

const points = ({ inputs, labels }: ToySet) =>
  Array.from(labels, (label, i) => ({ label, x: inputs[2 * i]!, y: inputs[2 * i + 1]! }));

describe('toy data', () => {
  test('same seed, same points; classes in equal number', () => {
    for (const make of [twoGaussians, twoMoons, twoRings]) {
      const set = make({ n: 100, seed: 3 });
      assert.deepEqual(set, make({ n: 100, seed: 3 }));
      assert.notDeepEqual(set.inputs, make({ n: 100, seed: 4 }).inputs);
      assert.equal(set.labels.filter(label => label === 1).length, 50);
      assert.equal(set.inputs.length, 2 * set.size);
    }
  });

  test('twoGaussians: the best classifier, the sign of x, is right Phi(distance / 2 noise) of the time', () => {
    const n = 20000;
    const set = points(twoGaussians({ n, seed: 1, noise: 0.5, distance: 1 }));
    const right = set.filter(({ label, x }) => x > 0 === (label === 1)).length / n;
    const phi1 = 0.8413447;
    assert.ok(Math.abs(right - phi1) < 4 * Math.sqrt((phi1 * (1 - phi1)) / n), `${right}`);
  });

  test('without noise, moons and rings lie on their curves', () => {
    for (const { label, x, y } of points(twoMoons({ n: 60, seed: 1, noise: 0 }))) {
      const [u, v] = label === 0 ? [x, y] : [1 - x, 0.5 - y];
      assert.ok(Math.abs(Math.hypot(u, v) - 1) < 1e-6 && v >= -1e-6);
    }
    for (const { label, x, y } of points(twoRings({ n: 60, seed: 1, noise: 0 }))) {
      assert.ok(Math.abs(Math.hypot(x, y) - (label === 0 ? 0.5 : 1)) < 1e-6);
    }
  });

  test('refuse bad values', () => {
    assert.throws(() => twoMoons({ n: 0, seed: 1 }), /n must be a whole number >= 1, but it is 0/);
    assert.throws(() => twoRings({ n: 2, seed: 1, noise: -1 }), /noise .* but it is -1/);
    assert.throws(() => twoGaussians({ n: 2, seed: 1, distance: NaN }), /distance .* but it is NaN/);
  });
});
