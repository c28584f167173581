import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  choleskyFromVector,
  klFullCovarianceTensor,
  klToStandardNormalTensor,
  reparameterizeFullTensor,
} from '../../lib/bottleneck';
import { Random } from '../../lib/random';
import { tf } from '../../lib/tf';
import { finiteDifferences, relativeDistance } from '../finite-difference';

describe('full covariance', () => {
  test('choleskyFromVector fills the triangle row by row, its diagonal positive', () => {
    const L = choleskyFromVector(
      tf.tensor2d([[0, 2, Math.log(3), -200, 5, Math.log(0.5)]]),
      3,
    ).arraySync()[0]!;
    const expected = [1, 0, 0, 2, 3, 0, -200, 5, 0.5];
    assert.ok(relativeDistance(L.flat(), expected) < 1e-6);
    assert.throws(
      () => choleskyFromVector(tf.zeros([4, 5]), 3),
      /\[batch, 6\] for k = 3, but it is \[4, 5\]/,
    );
  });

  test('a large entry below the diagonal does no harm', () => {
    const L = choleskyFromVector(tf.tensor2d([[0, 500, 0]]), 2);
    assert.deepEqual(L.arraySync(), [
      [
        [1, 0],
        [500, 1],
      ],
    ]);
  });

  test('the KL in two dimensions agrees with quadrature over the plane', () => {
    const [m0, m1] = [0.4, -0.7];
    const [a, b, c] = [0.8, 0.5, 0.6];
    const h = 0.02;
    let sum = 0;
    for (let u = -8; u <= 8; u += h) {
      for (let w = -8; w <= 8; w += h) {
        const [x, y] = [m0 + a * u, m1 + b * u + c * w];
        const logP = -0.5 * (u * u + w * w) - Math.log(2 * Math.PI * a * c);
        const logQ = -0.5 * (x * x + y * y) - Math.log(2 * Math.PI);
        sum += (Math.exp(-0.5 * (u * u + w * w)) / (2 * Math.PI)) * (logP - logQ) * h * h;
      }
    }
    const kl = klFullCovarianceTensor(
      tf.tensor2d([[m0, m1]]),
      tf.tensor3d([
        [
          [a, 0],
          [b, c],
        ],
      ]),
    );
    assert.ok(Math.abs(kl.dataSync()[0]! - sum) < 1e-4);
  });

  test('a diagonal factor gives the diagonal KL', () => {
    const random = new Random(4);
    const [mean, logVar] = [0, 0].map(() => tf.tensor2d(random.normals(6), [3, 2])) as [
      tf.Tensor2D,
      tf.Tensor2D,
    ];
    const factor = logVar.mul(0.5).exp().expandDims(2).mul<tf.Tensor3D>(tf.eye(2));
    const [full, diagonal] = [klFullCovarianceTensor(mean, factor), klToStandardNormalTensor(mean, logVar)];
    assert.ok(relativeDistance(full.dataSync(), diagonal.dataSync()) < 1e-5);
  });

  test('samples have the covariance L L^T', () => {
    const n = 50000;
    const L = tf
      .tensor3d([
        [
          [0.8, 0],
          [0.5, 0.6],
        ],
      ])
      .tile<tf.Tensor3D>([n, 1, 1]);
    const eps = tf.tensor2d(new Random(3).normals(2 * n), [n, 2]);
    const z = reparameterizeFullTensor(tf.zeros([n, 2]), L, eps);
    const covariance = z.transpose().matMul(z).div(n).dataSync();
    const expected = [0.64, 0.4, 0.4, 0.61];
    // The standard error of a covariance is at most sqrt(2 / n) here.
    covariance.forEach((c, i) => assert.ok(Math.abs(c - expected[i]!) < 4 * Math.sqrt(2 / n)));
  });

  test('gradients are those of finite differences', () => {
    const raw = new Random(6).normals(6);
    const f = (r: tf.Tensor) => {
      const L = choleskyFromVector(r as tf.Tensor2D, 2);
      const z = reparameterizeFullTensor(
        tf.ones([2, 2]),
        L,
        tf.tensor2d([
          [1, -2],
          [0.5, 1],
        ]),
      );
      return klFullCovarianceTensor(tf.ones([2, 2]), L)
        .sum()
        .add<tf.Scalar>(z.square().sum());
    };
    const gradient = tf
      .grad(f)(tf.tensor2d(raw, [2, 3]))
      .dataSync();
    const expected = finiteDifferences(x => f(tf.tensor2d(x, [2, 3])).dataSync()[0]!, raw);
    assert.ok(relativeDistance(gradient, expected) < 2e-3);
  });

  test('refuses shapes that do not fit', () => {
    assert.throws(
      () => klFullCovarianceTensor(tf.zeros([2, 3]), tf.zeros([2, 3, 2])),
      /\[2, 3\].*\[2, 3, 2\]/,
    );
  });
});
