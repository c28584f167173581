import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DenseVib } from '../../lib/models';
import { Random } from '../../lib/random';
import { tf } from '../../lib/tf';
import { finiteDifferences, relativeDistance } from '../finite-difference';

const inputs = tf.tensor2d(new Random(2).normals(12), [6, 2]);
const labels = tf.tensor1d([0, 1, 0, 1, 1, 0], 'int32');
const value = (scalar: tf.Tensor) => scalar.dataSync()[0]!;

for (const covariance of ['diagonal', 'full'] as const) {
  describe(`DenseVib, ${covariance} covariance`, () => {
    const make = (lambda = 0.5) => new DenseVib({ lambda, seed: 3, hidden: [5], covariance });

    test('gives a code whose factor fits its variances', () => {
      const { mean, logVar, cholesky } = make().latent(inputs);
      assert.deepEqual(
        [mean.shape, logVar.shape, cholesky.shape],
        [
          [6, 2],
          [6, 2],
          [6, 2, 2],
        ],
      );
      const factors: number[][][] = cholesky.arraySync();
      const variances = factors.flatMap(L => L.map(row => row.reduce((sum, l) => sum + l * l, 0)));
      assert.ok(relativeDistance(logVar.exp().dataSync(), variances) < 1e-5);
      const slanted = factors.some(L => L[1]![0] !== 0);
      assert.equal(slanted, covariance === 'full');
      assert.ok(factors.every(L => L[0]![1] === 0));
    });

    test('keeps distortion, rate and the count of right answers apart', () => {
      const model = make();
      const { total, distortion, rate, correct } = model.batchLoss({ inputs, labels }, { training: false });
      const p: number[][] = model.predict(inputs).arraySync();
      const classes = labels.dataSync();
      const expected = p.reduce((sum, row, i) => sum - Math.log(row[classes[i]!]!) / 6, 0);
      assert.ok(Math.abs(value(distortion) - expected) < 1e-6);
      assert.ok(Math.abs(value(total) - expected - 0.5 * value(rate)) < 1e-6);
      assert.equal(value(correct!), p.filter((row, i) => row[classes[i]!]! > 0.5).length);
    });

    test('has the gradient of finite differences in its spread', () => {
      const model = make();
      const variable = model.variables[4]!;
      const loss = () => value(model.batchLoss({ inputs, labels }, { training: false }).total);
      const { grads } = tf.variableGrads(
        () => model.batchLoss({ inputs, labels }, { training: false }).total,
        model.variables,
      );
      const at = Float32Array.from(variable.dataSync());
      const expected = finiteDifferences(values => {
        variable.assign(tf.tensor(values, variable.shape));
        return loss();
      }, at);
      assert.ok(relativeDistance(grads[variable.name]!.dataSync(), expected) < 5e-3);
    });

    test('same seed, same noise in training; none otherwise', () => {
      const losses = () => {
        const model = make();
        return [true, true, false, false].map(training =>
          value(model.batchLoss({ inputs, labels }, { training }).total),
        );
      };
      const [a, b, c, d] = losses();
      assert.deepEqual(losses(), [a, b, c, d]);
      assert.notEqual(a, b);
      assert.equal(c, d);
    });
  });
}

describe('DenseVib', () => {
  test('refuses bad options', () => {
    assert.throws(() => new DenseVib({ lambda: -1, seed: 1 }), /but it is -1/);
    assert.throws(() => new DenseVib({ lambda: 1, seed: 1, hidden: [4, 0] }), /hidden\[1\] .* but it is 0/);
    const covariance = 'round' as 'full';
    assert.throws(
      () => new DenseVib({ lambda: 1, seed: 1, covariance }),
      /'diagonal' or 'full', but it is 'round'/,
    );
  });

  test('dispose frees everything', () => {
    const before = tf.memory().numTensors;
    const model = new DenseVib({ lambda: 1, seed: 1, covariance: 'full' });
    tf.dispose(model.predict(inputs));
    model.dispose();
    assert.equal(tf.memory().numTensors, before);
  });
});
