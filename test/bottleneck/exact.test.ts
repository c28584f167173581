import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  bernoulliDistortion,
  categoricalDistortion,
  choleskyFromVector,
  gaussianDistortion,
  klFullCovarianceTensor,
  klToStandardNormalTensor,
  logRatioAtSample,
  logVariancesTensor,
} from '../../lib/bottleneck';
import { tf } from '../../lib/tf';
import oracle from '../oracles/bottleneck_mpmath.json';

/** Fails unless a 32-bit result is the reference to some of its last bits; below 1e-37 TensorFlow flushes to 0. */
function assertRounded(found: ArrayLike<number>, expected: number[], what: string, bits = 2): void {
  expected.forEach((right, i) => {
    const error = Math.abs(found[i]! - right);
    assert.ok(
      error <= 2 ** (bits - 24) * Math.abs(right) + 1e-37,
      `${what}, entry ${i}: ${found[i]} for ${right}`,
    );
  });
}

const row = (values: number[]) => tf.tensor2d([values]);

describe('values and gradients at 32-bit inputs are those of 50 digits', () => {
  test('KL to N(0, I), each case an example, and all of them together', () => {
    const means = tf.tensor2d(oracle.kl.map(one => [one.mean]));
    const logVars = tf.tensor2d(oracle.kl.map(one => [one.logVar]));
    const f = (m: tf.Tensor, v: tf.Tensor) => klToStandardNormalTensor(m as tf.Tensor2D, v as tf.Tensor2D);
    const [byMean, byLogVar] = tf.grads(f)([means, logVars]) as [tf.Tensor, tf.Tensor];
    assertRounded(
      f(means, logVars).dataSync(),
      oracle.kl.map(one => one.value),
      'KL',
      1,
    );
    assertRounded(
      byMean.dataSync(),
      oracle.kl.map(one => one.byMean),
      'd mean',
    );
    assertRounded(
      byLogVar.dataSync(),
      oracle.kl.map(one => one.byLogVar),
      'd logVar',
    );
  });

  test('no KL is below 0, for thousands of variances near 1', () => {
    const v = Float32Array.from({ length: 8000 }, (_, i) => (i - 4000) * 2.5e-7);
    const kl = klToStandardNormalTensor(tf.zeros([8000, 1]), tf.tensor2d(v, [8000, 1])).dataSync();
    kl.forEach((nats, i) => {
      const right = v[i]! ** 2 / 4 + v[i]! ** 3 / 12;
      assert.ok(nats >= 0 && Math.abs(nats - right) <= 1e-6 * right, `${v[i]}: ${nats}`);
    });
  });

  test('the second derivative of the KL is there, too', () => {
    const slope = (v: tf.Tensor) =>
      tf.grad(x => klToStandardNormalTensor(tf.zeros([1, 1]), x as tf.Tensor2D))(v);
    const second = tf
      .grad(v => slope(v).sum())(row([0.3]))
      .dataSync();
    assertRounded(second, [0.5 * Math.exp(Math.fround(0.3))], 'second derivative');
  });

  test('log ratio at a sample', () => {
    for (const { z, mean, logVar, value, byZ, byMean, byLogVar } of oracle.logRatio) {
      const inputs = [z, mean, logVar].map(x => row([x]));
      const f = (...x: tf.Tensor[]) => logRatioAtSample(...(x as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D]));
      const what = `z ${z}, mean ${mean}, logVar ${logVar}`;
      assertRounded(f(...inputs).dataSync(), [value], what, 1);
      const found = tf
        .grads(f)(inputs)
        .map(gradient => gradient.dataSync()[0]!);
      // z - mean is rounded before it is divided by the variance, and z less that once more.
      const last = 2 ** -22 * Math.max(Math.abs(z), Math.abs(byMean));
      assert.ok(Math.abs(found[0]! - byZ) <= last, `${what}: d z ${found[0]} for ${byZ}`);
      assertRounded(found.slice(1), [byMean, byLogVar], what, 3);
    }
  });

  test('full covariance: KL, its gradient, and the log-variances with theirs', () => {
    for (const { mean, raw, value, byRaw, logVar, logVarByRaw } of oracle.full) {
      const kl = (r: tf.Tensor) => klFullCovarianceTensor(row(mean), choleskyFromVector(r as tf.Tensor2D, 2));
      const logs = (r: tf.Tensor) => logVariancesTensor(choleskyFromVector(r as tf.Tensor2D, 2));
      const r = row(raw);
      const what = JSON.stringify({ mean, raw });
      assertRounded(kl(r).dataSync(), [value], what, 1);
      assertRounded(tf.grad(kl)(r).dataSync(), byRaw, `d KL, ${what}`, 4);
      assertRounded(logs(r).dataSync(), logVar, `log-variance, ${what}`, 2);
      assertRounded(
        tf
          .grad(x => logs(x).sum())(r)
          .dataSync(),
        logVarByRaw,
        `d log-variance, ${what}`,
        4,
      );
    }
  });

  test('a factor that is given as it is has the gradient L - 1/L on its diagonal', () => {
    const factor = tf.tensor3d([
      [
        [0.5, 0],
        [3, 2],
      ],
    ]);
    const by = (L: tf.Tensor3D) => tf.grad(x => klFullCovarianceTensor(row([1, 2]), x as tf.Tensor3D))(L);
    assertRounded(by(factor).dataSync(), [0.5 - 2, 0, 3, 2 - 0.5], 'd L');
    const made = choleskyFromVector(row([Math.log(0.5), 3, Math.log(2)]), 2);
    assertRounded(by(made).dataSync(), [0.5 - 2, 0, 3, 2 - 0.5], 'd L of a vector', 3);
  });

  test('categorical distortion', () => {
    for (const { label, logits, value, byLogits } of oracle.categorical) {
      const f = (a: tf.Tensor) => categoricalDistortion(tf.tensor1d([label], 'int32'), a as tf.Tensor2D);
      const what = JSON.stringify({ label, logits });
      assertRounded(f(row(logits)).dataSync(), [value], what, 1);
      // exp of a rounded difference, of scores up to 100 apart.
      assertRounded(tf.grad(f)(row(logits)).dataSync(), byLogits, `gradient, ${what}`, 8);
    }
  });

  test('Bernoulli distortion, also at a logit of 0', () => {
    for (const { target, logit, value, byLogit, byTarget } of oracle.bernoulli) {
      const f = (y: tf.Tensor, a: tf.Tensor) => bernoulliDistortion(y as tf.Tensor2D, a as tf.Tensor2D);
      const what = JSON.stringify({ target, logit });
      const inputs = [row([target]), row([logit])];
      assertRounded(f(inputs[0]!, inputs[1]!).dataSync(), [value], what, 4);
      const [byY, byA] = tf
        .grads(f)(inputs)
        .map(gradient => gradient.dataSync()[0]!);
      assertRounded([byY!], [byTarget], `d target, ${what}`);
      // Between 0 and 1 the two parts cancel, each rounded to 2^-25.
      const last = target > 0 && target < 1 ? 2 ** -24 : 0;
      const off = Math.abs(byA! - byLogit);
      assert.ok(
        off <= last + 2 ** -20 * Math.abs(byLogit) + 1e-37,
        `d logit, ${what}: ${byA} for ${byLogit}`,
      );
    }
  });

  test('Gaussian distortion, also with a variance that 32 bits do not hold', () => {
    for (const { target, mean, variance, value, byMean } of oracle.gaussian) {
      const f = (m: tf.Tensor) => gaussianDistortion(row([target]), m as tf.Tensor2D, variance);
      const what = JSON.stringify({ target, mean, variance });
      assertRounded(f(row([mean])).dataSync(), [value], what, 1);
      assertRounded(
        tf
          .grad(f)(row([mean]))
          .dataSync(),
        [byMean],
        `gradient, ${what}`,
      );
    }
  });
});
