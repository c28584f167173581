import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ConvMaxPool } from '../../lib/models';
import { Random } from '../../lib/random';
import { tf } from '../../lib/tf';
import { relativeDistance } from '../finite-difference';

const sizes = { words: 12, embedding: 4, filters: 6, width: 3 };
const tokens = tf.tensor2d(
  [
    [0, 0, 0, 0, 1, 5, 9],
    [0, 0, 0, 0, 0, 0, 0],
    [3, 4, 3, 4, 3, 4, 11],
  ],
  [3, 7],
  'int32',
);

/** The same layers by tfjs's own operations. */
function plain(pool: ConvMaxPool, ids: tf.Tensor2D): tf.Tensor2D {
  const [batch, length] = ids.shape;
  const vectors = tf
    .gather(pool.embedding, ids.flatten())
    .reshape<tf.Tensor3D>([batch, length, pool.sizes.embedding]);
  const responses = tf.conv1d(vectors, pool.kernel as tf.Variable<tf.Rank.R3>, 1, 'valid');
  return responses.add(pool.bias).relu().max(1);
}

describe('ConvMaxPool', () => {
  const pool = new ConvMaxPool(new Random(3), sizes);
  pool.bias.assign(tf.tensor1d([0.02, -0.03, 0.01, 0.02, -0.01, 0]));

  test('forward is embedding, convolution, relu and maximum', () => {
    const expected = plain(pool, tokens).dataSync();
    assert.ok(relativeDistance(pool.apply(tokens).dataSync(), expected) < 1e-6);
    assert.ok(relativeDistance(pool.evaluate(tokens).dataSync(), expected) < 1e-6);
    assert.ok(expected.some(h => h === 0) && expected.some(h => h > 0));
  });

  test('where no windows tie, its gradients are tfjs own', () => {
    const distinct = tf.tensor2d(
      [
        [1, 2, 3, 4, 5, 6, 7],
        [11, 10, 9, 8, 2, 4, 1],
      ],
      [2, 7],
      'int32',
    );
    const weights = tf.tensor2d(new Random(4).normals(12), [2, 6]);
    const gradients = (run: (ids: tf.Tensor2D) => tf.Tensor) =>
      tf.variableGrads(() => run(distinct).mul(weights).sum(), pool.variables).grads;
    const ours = gradients(ids => pool.apply(ids));
    const theirs = gradients(ids => plain(pool, ids));
    for (const { name } of pool.variables) {
      assert.ok(relativeDistance(ours[name]!.dataSync(), theirs[name]!.dataSync()) < 1e-5, name);
    }
  });

  test('tied windows share one gradient: padding alone counts once, not once a window', () => {
    const padding = tf.zeros<tf.Rank.R2>([1, 7], 'int32');
    const { grads } = tf.variableGrads(() => pool.apply(padding).sum(), pool.variables);
    const active = pool.evaluate(padding).step();
    assert.ok(active.sum().dataSync()[0]! > 0);
    // Each active filter passes its three rows of weights to word 0, once.
    const expected = tf.tidy(() => pool.kernel.sum(0).mul(active).sum(1).dataSync());
    const found = grads[pool.embedding.name]!.slice([0, 0], [1, 4]).dataSync();
    assert.ok(relativeDistance(found, expected) < 1e-5);
    assert.deepEqual(grads[pool.bias.name]!.dataSync(), active.dataSync());
  });

  test('evaluation notices that weights were changed', () => {
    const before = pool.evaluate(tokens).dataSync();
    pool.embedding.assign(pool.embedding.mul(2));
    assert.notDeepEqual(pool.evaluate(tokens).dataSync(), before);
    assert.ok(relativeDistance(pool.evaluate(tokens).dataSync(), plain(pool, tokens).dataSync()) < 1e-6);
    pool.kernel.assign(pool.kernel.mul(0.5));
    assert.ok(relativeDistance(pool.evaluate(tokens).dataSync(), plain(pool, tokens).dataSync()) < 1e-6);
  });

  test('leaves no tensor behind', () => {
    const before = tf.memory().numTensors;
    tf.tidy(() => {
      tf.variableGrads(() => pool.apply(tokens).sum(), pool.variables);
      pool.evaluate(tokens);
    });
    assert.equal(tf.memory().numTensors, before);
  });

  test('refuses tokens outside the vocabulary and texts shorter than a window', () => {
    const bad = tf.tensor2d(
      [
        [0, 0, 0],
        [0, 12, 0],
      ],
      [2, 3],
      'int32',
    );
    assert.throws(() => pool.apply(bad), {
      name: 'RangeError',
      message: 'token 12 (text 1, place 1) is outside the vocabulary: tokens go from 0 to 11',
    });
    assert.throws(() => pool.evaluate(tf.tensor2d([[0, -1, 0]], [1, 3], 'int32')), /token -1/);
    assert.throws(() => pool.apply(tf.zeros([2, 2], 'int32')), /length >= 3 .*\[2, 2\]/);
  });
});
