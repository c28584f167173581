import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  checkBeta,
  hingeOfBatchMean,
  hingePerExample,
  klToStandardNormalTensor,
  logRatioAtSample,
  rate,
  reparameterizeTensor,
} from '../../lib/bottleneck';
import { Random } from '../../lib/random';
import { tf } from '../../lib/tf';
import { finiteDifferences, relativeDistance } from '../finite-difference';

const random = new Random(5);
const [batch, k] = [4, 3];
const mean = random.normals(batch * k);
const logVar = random.normals(batch * k);
const matrix = (values: Float32Array) => tf.tensor2d(values, [batch, k]);

/** KL(N(m, v) || N(0, 1)) by the trapezoid rule over the density: no closed form in it. */
function klByQuadrature(m: number, logVariance: number): number {
  const sd = Math.exp(logVariance / 2);
  const steps = 4000;
  let sum = 0;
  for (let i = 0; i <= steps; i++) {
    const u = -10 + (20 * i) / steps;
    const z = m + sd * u;
    const density = Math.exp(-0.5 * u * u) / Math.sqrt(2 * Math.PI);
    sum += density * (-0.5 * u * u - Math.log(sd) + 0.5 * z * z);
  }
  return (sum * 20) / steps;
}

const expected = Array.from({ length: batch }, (_, i) =>
  Array.from({ length: k }, (_, j) => klByQuadrature(mean[i * k + j]!, logVar[i * k + j]!)),
);
const total = (row: number[]) => row.reduce((a, b) => a + b, 0);

describe('KL to the standard normal, as tensors', () => {
  test('sums over dimensions, one value an example (not divided by k)', () => {
    const kl = klToStandardNormalTensor(matrix(mean), matrix(logVar));
    assert.deepEqual(kl.shape, [batch]);
    assert.ok(relativeDistance(kl.dataSync(), expected.map(total)) < 1e-5);
  });

  test('rate averages over the batch', () => {
    const average = total(expected.map(total)) / batch;
    assert.ok(Math.abs(rate(matrix(mean), matrix(logVar)).dataSync()[0]! - average) < 1e-5 * average);
  });

  test('is 0 at N(0, I)', () => {
    assert.deepEqual([...klToStandardNormalTensor(tf.zeros([2, 3]), tf.zeros([2, 3])).dataSync()], [0, 0]);
  });

  test('has the gradient of finite differences', () => {
    const f = (m: tf.Tensor2D, v: tf.Tensor2D) => rate(m, v).mul<tf.Scalar>(1);
    const [dMean, dLogVar] = tf.grads((m, v) => f(m as tf.Tensor2D, v as tf.Tensor2D))([
      matrix(mean),
      matrix(logVar),
    ]) as [tf.Tensor, tf.Tensor];
    const byMean = finiteDifferences(x => f(matrix(x), matrix(logVar)).dataSync()[0]!, mean);
    const byLogVar = finiteDifferences(x => f(matrix(mean), matrix(x)).dataSync()[0]!, logVar);
    assert.ok(relativeDistance(dMean.dataSync(), byMean) < 2e-3);
    assert.ok(relativeDistance(dLogVar.dataSync(), byLogVar) < 2e-3);
  });

  test('is the mean of the log ratio over samples', () => {
    const n = 40000;
    const one = (values: Float32Array) => matrix(values).slice([0, 0], [1, k]).tile<tf.Tensor2D>([n, 1]);
    const [m, v] = [one(mean), one(logVar)];
    const z = reparameterizeTensor(m, v, tf.tensor2d(new Random(2).normals(n * k), [n, k]));
    const ratios = logRatioAtSample(z, m, v);
    const error = Math.sqrt(tf.moments(ratios).variance.dataSync()[0]! / n);
    assert.ok(Math.abs(ratios.mean().dataSync()[0]! - total(expected[0]!)) < 4 * error);
  });

  test('refuses shapes that differ, naming both', () => {
    assert.throws(() => klToStandardNormalTensor(tf.zeros([2, 3]), tf.zeros([2, 1])), {
      name: 'RangeError',
      message: 'mean and logVar must have the same shape, but mean is [2, 3] and logVar is [2, 1]',
    });
  });
});

describe('reparameterizeTensor', () => {
  test('scales the noise by the standard deviation exp(logVar / 2), not by the variance', () => {
    const z = reparameterizeTensor(tf.tensor2d([[1]]), tf.tensor2d([[Math.log(9)]]), tf.tensor2d([[2]]));
    assert.ok(Math.abs(z.dataSync()[0]! - 7) < 1e-5);
  });
});

describe('budgets', () => {
  const values = tf.tensor1d([0.2, 3, 1, 7]);

  test('per example and of the batch', () => {
    assert.ok(Math.abs(hingePerExample(values, 2).dataSync()[0]! - (1 + 5) / 4) < 1e-6);
    assert.ok(Math.abs(hingeOfBatchMean(values, 2).dataSync()[0]! - 0.8) < 1e-6);
    assert.equal(hingeOfBatchMean(values, 3).dataSync()[0], 0);
  });

  test('the hinge per example is never below that of the mean (Jensen)', () => {
    const draws = new Random(9);
    for (let i = 0; i < 50; i++) {
      const v = tf.tensor1d(draws.uniforms(8, 0, 4));
      const beta = draws.uniform() * 4;
      const [each, whole] = [hingePerExample(v, beta), hingeOfBatchMean(v, beta)].map(s => s.dataSync()[0]!);
      assert.ok(each! >= whole! - 1e-6, `${each} < ${whole} at beta ${beta}`);
    }
  });

  test('refuse a beta that is negative or not finite', () => {
    assert.throws(() => hingePerExample(values, -1), {
      name: 'RangeError',
      message: 'beta (the budget in nats) must be a finite number >= 0, but it is -1',
    });
    assert.throws(() => hingeOfBatchMean(values, Infinity), /but it is Infinity/);
    assert.throws(() => checkBeta(NaN), /but it is NaN/);
  });
});
