import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { TextCnn, VibTextCnn, essaySizes } from '../../lib/models';
import { tf } from '../../lib/tf';
import { relativeDistance } from '../finite-difference';
import oracle from '../oracles/text_cnn_keras.json';

type Case = typeof oracle.baseline | typeof oracle.vib;
const batch = {
  inputs: tf.tensor2d(oracle.tokens, undefined, 'int32'),
  labels: tf.tensor1d(oracle.labels, 'int32'),
};
const eps = tf.tensor2d(oracle.eps);

/** Both models list their variables in the order in which the oracle writes them. */
function loadWeights(model: TextCnn | VibTextCnn, { weights }: Case): string[] {
  const entries = Object.entries(weights);
  assert.equal(entries.length, model.variables.length);
  entries.forEach(([, { shape, values }], i) => model.variables[i]!.assign(tf.tensor(values, shape)));
  return entries.map(([name]) => name);
}

function compare(model: TextCnn | VibTextCnn, expected: Case): void {
  const names = loadWeights(model, expected);
  const call = { training: true, eps };
  const terms = model.batchLoss(batch, call);
  for (const name of ['total', 'distortion', 'rate'] as const) {
    const found = terms[name].dataSync()[0]!;
    assert.ok(Math.abs(found - expected[name]) <= 1e-6 * Math.max(1, expected[name]), `${name}: ${found}`);
  }
  const { grads } = tf.variableGrads(() => model.batchLoss(batch, call).total, model.variables);
  const gradients = Object.values(expected.gradients);
  model.variables.forEach((variable, i) => {
    const distance = relativeDistance(grads[variable.name]!.dataSync(), gradients[i]!);
    assert.ok(distance <= 1e-5, `the gradient of ${names[i]} is ${distance} away`);
  });
}

describe('the text CNN against Keras, loss and every gradient', () => {
  test('baseline', () => {
    const model = new TextCnn({ ...oracle.sizes, seed: 1 });
    compare(model, oracle.baseline);
    assert.ok(relativeDistance(model.predict(batch.inputs).dataSync(), oracle.baseline.probability) < 1e-6);
  });

  test('VIB', () => {
    const { sizes, latent, lambda } = oracle;
    compare(new VibTextCnn({ ...sizes, latent, lambda, seed: 1 }), oracle.vib);
  });
});

describe('TextCnn and VibTextCnn', () => {
  const tiny = { words: 20, length: 6, embedding: 3, filters: 4, width: 2, seed: 5 };
  const inputs = tf.tensor2d(
    [
      [0, 0, 1, 5, 6, 7],
      [1, 9, 9, 8, 19, 2],
    ],
    [2, 6],
    'int32',
  );
  const labels = tf.tensor1d([1, 0], 'int32');
  const numbers = (variables: tf.Variable[]) => variables.map(v => [...v.dataSync()]);

  test('have the sizes of the essay unless told otherwise', () => {
    assert.deepEqual(essaySizes, { words: 5000, length: 400, embedding: 50, filters: 250, width: 3 });
    const baseline = new TextCnn({ seed: 1 });
    const vib = new VibTextCnn({ seed: 1, lambda: 0.1 });
    const shapes = [[5000, 50], [3, 50, 250], [250]];
    assert.deepEqual(
      baseline.variables.map(v => v.shape),
      [...shapes, [250, 1], [1]],
    );
    assert.deepEqual(
      vib.variables.map(v => v.shape),
      [...shapes, [250, 128], [128], [250, 128], [128], [128, 1], [1]],
    );
    const largest = (v: tf.Variable) => v.abs().max().dataSync()[0]!;
    const [embedding, kernel, bias] = baseline.variables as [tf.Variable, tf.Variable, tf.Variable];
    const limit = Math.sqrt(6 / (150 + 750));
    assert.ok(largest(embedding) <= 0.05 && largest(embedding) > 0.0499);
    assert.ok(largest(kernel) <= limit && largest(kernel) > 0.999 * limit);
    assert.equal(largest(bias), 0);
    baseline.dispose();
    vib.dispose();
  });

  test('same seed, same weights; another seed, others', () => {
    const weights = (seed: number) => numbers(new VibTextCnn({ ...tiny, lambda: 1, seed }).variables);
    assert.deepEqual(weights(5), weights(5));
    assert.notDeepEqual(weights(5), weights(6));
  });

  test('lambda and beta hold from the next loss on', () => {
    const model = new VibTextCnn({ ...tiny, lambda: 0.5 });
    const terms = () => {
      const { total, distortion, rate } = model.batchLoss({ inputs, labels }, { training: false });
      return [total, distortion, rate].map(s => s.dataSync()[0]!) as [number, number, number];
    };
    let [total, distortion, rate] = terms();
    assert.ok(rate > 0 && Math.abs(total - distortion - 0.5 * rate) < 1e-6);
    model.lambda = 200;
    [total, distortion, rate] = terms();
    assert.ok(Math.abs(total - distortion - 200 * rate) < 1e-4);
    model.beta = 10;
    [total, distortion] = terms();
    assert.equal(total, distortion);
    assert.throws(() => (model.lambda = NaN), /but it is NaN/);
  });

  test('predict is the decoder at the mean of the code; latent gives the code', () => {
    const model = new VibTextCnn({ ...tiny, latent: 3, lambda: 1 });
    const { mean, logVar } = model.latent(inputs);
    assert.deepEqual(
      [mean.shape, logVar.shape],
      [
        [2, 3],
        [2, 3],
      ],
    );
    const [kernel, bias] = model.variables.slice(-2) as [tf.Variable, tf.Variable];
    const expected = mean
      .matMul<tf.Tensor>(kernel as tf.Tensor as tf.Tensor2D)
      .add(bias)
      .sigmoid()
      .dataSync();
    assert.ok(relativeDistance(model.predict(inputs).dataSync(), expected) < 1e-6);
    assert.deepEqual(model.predict(inputs).shape, [2]);
  });

  test('correct counts the right answers: class 1 from probability 1/2 on', () => {
    const model = new TextCnn(tiny);
    // Logits between 0 and 1.
    model.variables[4]!.assign(tf.tensor1d([0.3]));
    const probabilities = model.predict(inputs).dataSync<'float32'>();
    assert.ok(probabilities.every(p => p > 0.5 && p < 0.7));
    const correct = (classes: number[]) => {
      const batch = { inputs, labels: tf.tensor1d(classes, 'int32') };
      return model.batchLoss(batch, { training: false }).correct!.dataSync()[0];
    };
    assert.deepEqual([correct([1, 1]), correct([1, 0]), correct([0, 0])], [2, 1, 0]);
  });

  test('dispose frees everything', () => {
    const before = tf.memory().numTensors;
    for (const model of [new TextCnn(tiny), new VibTextCnn({ ...tiny, lambda: 1 })]) {
      tf.dispose(model.predict(inputs));
      model.dispose();
    }
    assert.equal(tf.memory().numTensors, before);
  });

  test('refuse bad sizes and lambdas', () => {
    assert.throws(
      () => new TextCnn({ ...tiny, filters: 0 }),
      /filters must be a whole number >= 1, but it is 0/,
    );
    assert.throws(() => new TextCnn({ ...tiny, length: 1 }), /length must be at least width = 2/);
    assert.throws(() => new VibTextCnn({ ...tiny, lambda: -1 }), /but it is -1/);
    assert.throws(() => new VibTextCnn({ ...tiny, lambda: 1, latent: 1.5 }), /latent .* but it is 1.5/);
  });
});
