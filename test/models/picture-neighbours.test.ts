import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nearestPictures } from '../../lib/models';
import { Random } from '../../lib/random';
import { nearestDistances } from '../../lib/statistics';
import { tf } from '../../lib/tf';
import { assertClose, assertRefused } from '../support/close';

const random = new Random(3);
const draw = (n: number) => Array.from({ length: n }, () => random.uniforms(30));

test('nearestPictures finds what comparing every pair finds, beyond one batch too', () => {
  const [pictures, others] = [draw(230), draw(17)];
  const { index, distance } = nearestPictures(pictures, others);
  nearestDistances(pictures, others).forEach((expected, i) => {
    assertClose(distance[i]!, expected, 1e-4);
    const chosen = others[index[i]!]!;
    const square = pictures[i]!.reduce((sum, value, k) => sum + (value - chosen[k]!) ** 2, 0);
    assertClose(Math.sqrt(square), expected, 1e-4);
  });
});

test('nearestPictures measures a black sheet from a white one, leaves no tensor, and refuses nothing', () => {
  const before = tf.memory().numTensors;
  const [black, white] = [new Float32Array(784), new Float32Array(784).fill(1)];
  assertClose(nearestPictures([black], [white]).distance[0]!, 28, 1e-6);
  assertRefused(() => nearestPictures([], [black]), /there is no picture/);
  assertRefused(() => nearestPictures([black], []), /there is no picture/);
  assertRefused(() => nearestPictures([black], [white, [1]]), /a picture has 1 values but the first has 784/);
  assert.equal(tf.memory().numTensors, before);
});
