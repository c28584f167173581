import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { twoMoons, twoMoonsDensity } from '../../lib/data';
import { integrateOnGrid2d } from '../../lib/gaussian';

describe('twoMoonsDensity', () => {
  for (const noise of [0.1, 0.3]) {
    test(`integrates to 1 for each class, noise ${noise}`, () => {
      for (const label of [0, 1]) {
        const mass = integrateOnGrid2d(
          (x, y) => twoMoonsDensity(x, y, label, noise),
          { low: -3, high: 4, n: 175 },
          { low: -3, high: 3.5, n: 175 },
        );
        assert.ok(Math.abs(mass - 1) < 1e-6, `${mass}`);
      }
    });
  }

  test('gives boxes the share of points that twoMoons puts there', () => {
    const [n, noise] = [40000, 0.3];
    const { inputs, labels } = twoMoons({ n, seed: 5, noise });
    for (const [x0, y0] of [
      [-0.5, 0.5],
      [0.2, -0.6],
      [1, 0],
    ] as const) {
      for (const label of [0, 1]) {
        const inside = labels.reduce((count, y, i) => {
          const [u, v] = [inputs[2 * i]! - x0, inputs[2 * i + 1]! - y0];
          return count + (y === label && u >= 0 && u < 0.5 && v >= 0 && v < 0.5 ? 1 : 0);
        }, 0);
        const expected = integrateOnGrid2d(
          (x, y) => twoMoonsDensity(x, y, label, noise),
          { low: x0, high: x0 + 0.5, n: 50 },
          { low: y0, high: y0 + 0.5, n: 50 },
        );
        const share = inside / (n / 2);
        const error = Math.sqrt((expected * (1 - expected)) / (n / 2));
        assert.ok(
          Math.abs(share - expected) < 4 * error,
          `${share} and ${expected} at ${x0}, ${y0}, ${label}`,
        );
      }
    }
  });

  test('refuses what has no density', () => {
    assert.throws(() => twoMoonsDensity(0, 0, 2), /label must be 0 or 1, but it is 2/);
    assert.throws(() => twoMoonsDensity(NaN, 0, 0), /\(NaN, 0\) must be finite/);
    assert.throws(() => twoMoonsDensity(0, 0, 1, 0), /noise .* but it is 0/);
  });
});
