import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { twoMoons } from '../../lib/data/toy';
import { DenseVib, DigitAutoencoder, VibTextCnn } from '../../lib/models';
import { Random } from '../../lib/random';
import { tf } from '../../lib/tf';
import { evaluate, latentAll, predictAll, RunningMetrics } from '../../lib/training';

const data = twoMoons({ n: 50, seed: 1 });
const model = new DenseVib({ seed: 1, lambda: 0.3 });

describe('RunningMetrics', () => {
  test('every example weighs the same, and nothing is added twice', () => {
    const metrics = new RunningMetrics();
    metrics.add({ loss: 1, distortion: 2, rate: 3, correct: 4 }, 4);
    metrics.add({ loss: 7, distortion: 8, rate: 9, correct: 1 }, 2);
    const expected = { loss: 3, distortion: 4, rate: 5, accuracy: 5 / 6 };
    assert.deepEqual(metrics.means(), expected);
    assert.deepEqual(metrics.means(), expected);
    assert.equal(metrics.examples, 6);
  });
});

describe('evaluate', () => {
  test('does not depend on the batch size, and counts by hand', async () => {
    const whole = await evaluate(model, data, { batch: 50 });
    for (const batch of [7, 32]) {
      const parts = await evaluate(model, data, { batch });
      for (const name of ['loss', 'distortion', 'rate'] as const) {
        assert.ok(Math.abs(parts[name] - whole[name]) < 1e-6 * whole[name], name);
      }
      assert.equal(parts.accuracy, whole.accuracy);
    }
    const p = await predictAll(model, data);
    const right = data.labels.filter((label, i) => p[2 * i + label]! > 0.5).length;
    assert.equal(whole.accuracy, right / 50);
    assert.equal(whole.n, 50);
    assert.ok(Math.abs(whole.loss - whole.distortion - 0.3 * whole.rate) < 1e-6);
  });

  test('gives no accuracy for a model that does not classify', async () => {
    const digits = { pixels: new Random(1).uniforms(3 * 784), labels: [0, 1, 2] };
    const result = await evaluate(new DigitAutoencoder({ seed: 1, hidden: 4 }), digits);
    assert.ok(!('accuracy' in result) && result.rate === 0 && result.n === 3);
  });

  test('refuses an empty set and a bad batch; leaves no tensor', async () => {
    const before = tf.memory().numTensors;
    await evaluate(model, data);
    assert.equal(tf.memory().numTensors, before);
    await assert.rejects(evaluate(model, { inputs: new Float32Array(0), labels: [] }), /hold no examples/);
    await assert.rejects(evaluate(model, data, { batch: 0 }), /batch must be a whole number >= 1/);
  });
});

describe('predictAll and latentAll', () => {
  const text = new VibTextCnn({
    words: 9,
    length: 5,
    embedding: 2,
    filters: 3,
    latent: 4,
    lambda: 1,
    seed: 1,
  });
  const random = new Random(2);
  const texts = {
    tokens: Int32Array.from({ length: 55 }, () => random.integer(9)),
    labels: new Uint8Array(11),
  };
  const all = tf.tensor2d(texts.tokens, [11, 5], 'int32');

  test('join the batches in order', async () => {
    const found = await predictAll(text, texts, { batch: 4 });
    const expected = text.predict(all).dataSync();
    assert.equal(found.length, 11);
    found.forEach((p, i) => assert.ok(Math.abs(p - expected[i]!) < 1e-6));
    const { mean, logVar, k } = await latentAll(text, texts, { batch: 4 });
    const code = text.latent(all);
    assert.deepEqual([mean.length, logVar.length, k], [44, 44, 4]);
    code.mean.dataSync().forEach((m, i) => assert.ok(Math.abs(m - mean[i]!) < 1e-6));
    code.logVar.dataSync().forEach((v, i) => assert.ok(Math.abs(v - logVar[i]!) < 1e-6));
  });

  test('leave no tensor behind', async () => {
    const before = tf.memory().numTensors;
    await predictAll(text, texts);
    await latentAll(text, texts);
    assert.equal(tf.memory().numTensors, before);
  });
});
