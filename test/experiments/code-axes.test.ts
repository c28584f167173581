import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeAxes, drawCodes } from '../../lib/experiments';
import { Random } from '../../lib/random';

test('one message in two dimensions: one axis has all the variance; the noise along it is the mean of theirs', () => {
  const message = [-1, 0, 1, 2, -2];
  const mean = message.flatMap(m => [0.5 * m, 0.5 * m]);
  const logVar = message.flatMap(() => [Math.log(0.5), Math.log(1.5)]);
  const [first, second] = codeAxes({ mean, logVar, k: 2 });
  assert.ok(Math.abs(first!.variance - 1) < 1e-12 && Math.abs(first!.share - 1) < 1e-12);
  assert.ok(Math.abs(first!.noise - 1) < 1e-12);
  first!.places.forEach((place, i) => assert.ok(Math.abs(place - message[i]! / Math.SQRT2) < 1e-12));
  assert.ok(second!.share < 1e-12);
  assert.equal(codeAxes({ mean, logVar, k: 2 }, 1).length, 1);
  // A silent code has no shares, and no NaN.
  assert.equal(codeAxes({ mean: mean.map(() => 0), logVar, k: 2 })[0]!.share, 0);
});

test('drawn codes have the means and variances they were given', () => {
  const n = 20000;
  const mean = Array.from({ length: n }, () => 3);
  const z = drawCodes({ mean, logVar: mean.map(() => Math.log(4)), k: 1 }, new Random(1));
  const average = z.reduce((sum, v) => sum + v, 0) / n;
  const variance = z.reduce((sum, v) => sum + (v - average) ** 2, 0) / n;
  assert.ok(Math.abs(average - 3) < 0.06 && Math.abs(variance - 4) < 0.2);
  assert.throws(() => drawCodes({ mean, logVar: [1], k: 1 }, new Random(1)), /logVar/);
});
