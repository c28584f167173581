import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { tf } from '../../lib/tf';
import { Adam } from '../../lib/training';
import oracle from '../oracles/adam_keras.json';

describe('Adam', () => {
  test('moves the weights as Keras does, step by step', () => {
    const variable = tf.variable(tf.tensor1d(oracle.start));
    const adam = new Adam([variable], oracle.rate);
    oracle.gradients.forEach((gradient, step) => {
      adam.step({ [variable.name]: tf.tensor1d(gradient) });
      variable.dataSync().forEach((weight, j) => {
        const expected = oracle.weights[step]![j]!;
        assert.ok(
          Math.abs(weight - expected) <= 2e-7 * Math.max(1, Math.abs(expected)),
          `step ${step}, weight ${j}`,
        );
      });
    });
  });

  test('leaves a variable without a gradient, and no tensor', () => {
    const [a, b] = [tf.variable(tf.ones([2, 3])), tf.variable(tf.ones([2]))];
    const gradient = tf.ones([2, 3]);
    const adam = new Adam([a, b], 0.1);
    const before = tf.memory().numTensors;
    adam.step({ [a.name]: gradient });
    assert.equal(tf.memory().numTensors, before);
    assert.deepEqual([...b.dataSync()], [1, 1]);
    assert.ok(a.dataSync().every(weight => Math.abs(weight - 0.9) < 1e-5));
    assert.deepEqual(a.shape, [2, 3]);
  });
});
