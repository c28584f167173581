import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ConvMaxPool, EngineConvMaxPool, VibTextCnn } from '../../lib/models';
import { Random } from '../../lib/random';
import { tf } from '../../lib/tf';
import { train } from '../../lib/training';
import { relativeDistance } from '../finite-difference';

const sizes = { words: 40, embedding: 5, filters: 20, width: 3 };
const length = 9;
const random = new Random(6);
const texts = (n: number) =>
  tf.tensor2d(
    Int32Array.from({ length: n * length }, (_, i) => (i % length < 3 ? 0 : random.integer(40))),
    [n, length],
    'int32',
  );

describe('the engine as an operation of tfjs', () => {
  const ours = new EngineConvMaxPool(new Random(3), sizes, { length, batch: 8 });
  const reference = new ConvMaxPool(new Random(3), sizes);
  const [a, b] = [texts(7), texts(4)];
  const weights = tf.tensor2d(random.normals(7 * 20), [7, 20]);

  /** A head of one's own, with two batches on one tape. */
  const loss = (pool: ConvMaxPool) =>
    pool.apply(a).square().mul(weights).sum().add<tf.Scalar>(pool.apply(b).sin().mean());

  test('has the value and the gradients of the reference, also with two batches on one tape', () => {
    tf.tidy(() => {
      const found = tf.variableGrads(() => loss(ours), ours.variables);
      const expected = tf.variableGrads(() => loss(reference), reference.variables);
      const [value, exact] = [found.value.dataSync()[0]!, expected.value.dataSync()[0]!];
      assert.ok(Math.abs(value - exact) < 1e-5 * Math.abs(exact));
      ours.variables.forEach((variable, i) => {
        const other = expected.grads[reference.variables[i]!.name]!;
        assert.deepEqual(found.grads[variable.name]!.shape, other.shape);
        assert.ok(relativeDistance(found.grads[variable.name]!.dataSync(), other.dataSync()) < 1e-5);
      });
    });
  });

  test('sees weights that were assigned, and keeps no tensor', () => {
    const before = tf.memory().numTensors;
    tf.tidy(() => {
      for (const pool of [ours, reference]) pool.bias.assign(tf.fill([20], 0.3));
      assert.ok(relativeDistance(ours.apply(a).dataSync(), reference.apply(a).dataSync()) < 1e-6);
    });
    assert.equal(tf.memory().numTensors, before);
  });

  test('refuses a batch larger than it was made for', () => {
    assert.throws(() => ours.apply(texts(9)), /9 texts, but this engine was made for at most 8/);
  });

  test('trains a network of tfjs to the weights of the reference', async () => {
    const data = {
      tokens: texts(60).dataSync<'int32'>(),
      labels: Array.from({ length: 60 }, (_, i) => i % 2),
    };
    const made = (['tfjs', 'engine'] as const).map(
      pool => new VibTextCnn({ ...sizes, length, latent: 4, lambda: 0.1, seed: 2, pool }),
    );
    const losses: number[] = [];
    for (const model of made) {
      const { epochs } = await train(model, data, { epochs: 2, seed: 1, batch: 16 });
      losses.push(epochs[1]!.loss);
    }
    assert.ok(Math.abs(losses[0]! - losses[1]!) < 1e-4, losses.join(' and '));
    made.forEach(model => model.dispose());
  });
});
