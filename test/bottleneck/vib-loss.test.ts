import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  bernoulliDistortion,
  categoricalDistortion,
  gaussianDistortion,
  reparameterizeTensor,
  vibLoss,
} from '../../lib/bottleneck';
import { Random } from '../../lib/random';
import { tf } from '../../lib/tf';
import { relativeDistance } from '../finite-difference';

const value = (scalar: tf.Tensor) => scalar.dataSync()[0]!;

describe('distortions', () => {
  test('bernoulli: the sum of -log probabilities', () => {
    const logits = [-3, 0.5, 2, -0.1];
    const targets = [0, 1, 0.25, 1];
    const s = (a: number) => 1 / (1 + Math.exp(-a));
    const each = logits.map((a, j) => -targets[j]! * Math.log(s(a)) - (1 - targets[j]!) * Math.log(1 - s(a)));
    const found = bernoulliDistortion(tf.tensor2d(targets, [2, 2]), tf.tensor2d(logits, [2, 2])).dataSync();
    assert.ok(relativeDistance(found, [each[0]! + each[1]!, each[2]! + each[3]!]) < 1e-6);
  });

  test('bernoulli: stays finite where probabilities round to 0', () => {
    assert.equal(value(bernoulliDistortion(tf.tensor2d([[1]]), tf.tensor2d([[-200]]))), 200);
    assert.equal(value(bernoulliDistortion(tf.tensor2d([[0]]), tf.tensor2d([[-200]]))), 0);
  });

  test('gaussian: the negative log density, constant included', () => {
    const v = 0.3;
    const density = (y: number, m: number) =>
      Math.exp(-((y - m) ** 2) / (2 * v)) / Math.sqrt(2 * Math.PI * v);
    const expected = -Math.log(density(1, 0.4)) - Math.log(density(-0.5, 0));
    const found = gaussianDistortion(tf.tensor2d([[1, -0.5]]), tf.tensor2d([[0.4, 0]]), v);
    assert.ok(Math.abs(value(found) - expected) < 1e-6);
    assert.throws(() => gaussianDistortion(tf.zeros([1, 1]), tf.zeros([1, 1]), 0), /but it is 0/);
  });

  test('categorical: -log softmax at the label, logits normalised', () => {
    const logits = [5, 1, -2];
    const sum = logits.reduce((a, b) => a + Math.exp(b), 0);
    const found = categoricalDistortion(tf.tensor1d([2, 0], 'int32'), tf.tensor2d([logits, logits]));
    const expected = [2, 0].map(label => -Math.log(Math.exp(logits[label]!) / sum));
    assert.ok(relativeDistance(found.dataSync(), expected) < 1e-6);
  });

  test('refuse shapes that do not fit, naming both', () => {
    assert.throws(() => bernoulliDistortion(tf.zeros([2, 3]), tf.zeros([2, 1])), /\[2, 3\].*\[2, 1\]/);
    assert.throws(
      () => categoricalDistortion(tf.tensor1d([1], 'int32'), tf.zeros([2, 2])),
      /\[1\].*\[2, 2\]/,
    );
  });
});

describe('vibLoss', () => {
  const distortions = tf.tensor1d([1, 2, 6]);
  const mean = tf.tensor2d([
    [1, 0],
    [2, 0],
    [0, 0],
  ]);
  const logVar = tf.zerosLike(mean);
  const kl = [0.5, 2, 0];

  test('keeps the three terms apart', () => {
    const { total, distortion, rate } = vibLoss(distortions, mean, logVar, { lambda: 0.1 });
    assert.ok(Math.abs(value(distortion) - 3) < 1e-6);
    assert.ok(Math.abs(value(rate) - 2.5 / 3) < 1e-6);
    assert.ok(Math.abs(value(total) - (3 + 0.25 / 3)) < 1e-6);
  });

  test('a budget lowers the total but not the rate', () => {
    const { total, rate } = vibLoss(distortions, mean, logVar, { lambda: 2, beta: 0.5 });
    assert.ok(Math.abs(value(rate) - kl.reduce((a, b) => a + b) / 3) < 1e-6);
    assert.ok(Math.abs(value(total) - (3 + (2 * 1.5) / 3)) < 1e-6);
  });

  test('refuses a lambda that is negative or not finite', () => {
    for (const lambda of [-0.1, NaN, Infinity]) {
      assert.throws(() => vibLoss(distortions, mean, logVar, { lambda }), {
        name: 'RangeError',
        message: `lambda (the weight of the KL term) must be a finite number >= 0, but it is ${lambda}`,
      });
    }
    assert.throws(() => vibLoss(tf.zeros([2]), mean, logVar, { lambda: 1 }), /\[2\].*\[3\]/);
  });

  test('with y = x and lambda = 1 it is the VAE loss, written out from its definition', () => {
    const random = new Random(8);
    const [n, d, k] = [5, 6, 2];
    const draw = (rows: number, columns: number) =>
      tf.tensor2d(random.normals(rows * columns), [rows, columns]);
    const x = draw(n, d).greater(0).toFloat() as tf.Tensor2D;
    const [m, v, eps, decoder] = [draw(n, k), draw(n, k), draw(n, k), draw(k, d)];
    const logits = tf.matMul<tf.Tensor2D>(reparameterizeTensor(m, v, eps), decoder);
    const vib = value(vibLoss(bernoulliDistortion(x, logits), m, v, { lambda: 1 }).total);

    const a: number[][] = logits.arraySync();
    const [xs, ms, vs]: [number[][], number[][], number[][]] = [x.arraySync(), m.arraySync(), v.arraySync()];
    const vae = xs.map((row, i) => {
      const reconstruction = row.map((pixel, j) => {
        const p = 1 / (1 + Math.exp(-a[i]![j]!));
        return -Math.log(pixel === 1 ? p : 1 - p);
      });
      const divergence = ms[i]!.map((mu, j) => -0.5 * (1 + vs[i]![j]! - mu * mu - Math.exp(vs[i]![j]!)));
      return [...reconstruction, ...divergence].reduce((sum, term) => sum + term, 0);
    });
    const expected = vae.reduce((sum, term) => sum + term, 0) / n;
    assert.ok(Math.abs(vib - expected) < 1e-5 * expected, `${vib} is not ${expected}`);
  });
});
