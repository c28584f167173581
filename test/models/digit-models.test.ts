import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DigitAutoencoder, digitPixels, DigitVae } from '../../lib/models';
import { Random } from '../../lib/random';
import { tf } from '../../lib/tf';
import { relativeDistance } from '../finite-difference';

const n = 3;
const x = tf.tensor2d(new Random(2).uniforms(n * digitPixels), [n, digitPixels]);
const labels = tf.zeros<tf.Rank.R1>([n], 'int32');
const value = (scalar: tf.Tensor) => scalar.dataSync()[0]!;

/** -log q(x|z) and the KL, from probabilities and codes, in plain numbers. */
function termsByHand(model: DigitVae, eps: number[][]): { distortion: number; rate: number } {
  const { mean, logVar } = model.encode(x);
  const [m, v]: [number[][], number[][]] = [mean.arraySync(), logVar.arraySync()];
  const z = m.map((row, i) => row.map((mu, j) => mu + Math.sqrt(Math.exp(v[i]![j]!)) * eps[i]![j]!));
  const p: number[][] = model.decode(tf.tensor2d(z)).arraySync();
  const pixels: number[][] = x.arraySync();
  let [distortion, rate] = [0, 0];
  pixels.forEach((row, i) =>
    row.forEach((grey, j) => {
      distortion -= (grey * Math.log(p[i]![j]!) + (1 - grey) * Math.log(1 - p[i]![j]!)) / n;
    }),
  );
  m.forEach((row, i) =>
    row.forEach((mu, j) => {
      rate += (0.5 * (mu * mu + Math.exp(v[i]![j]!) - 1 - v[i]![j]!)) / n;
    }),
  );
  return { distortion, rate };
}

describe('DigitVae', () => {
  const eps = [
    [1, -0.5],
    [0.3, 2],
    [-1, 0],
  ];

  test('elboTerms are nats a digit, summed over pixels and dimensions', () => {
    const model = new DigitVae({ seed: 1, hidden: 16 });
    const { total, distortion, rate } = model.elboTerms(x, tf.tensor2d(eps));
    const expected = termsByHand(model, eps);
    assert.ok(Math.abs(value(distortion) - expected.distortion) < 1e-5 * expected.distortion);
    assert.ok(Math.abs(value(rate) - expected.rate) < 1e-5);
    assert.ok(Math.abs(value(total) - expected.distortion - expected.rate) < 1e-5 * expected.distortion);
    assert.ok(expected.distortion > 400, 'a sum over 784 pixels, not a mean');
  });

  test('lambda weighs the rate from the next loss on', () => {
    const model = new DigitVae({ seed: 1, hidden: 16 });
    model.lambda = 100;
    const { total, distortion, rate } = model.batchLoss({ inputs: x, labels }, { training: false });
    assert.ok(Math.abs(value(total) - value(distortion) - 100 * value(rate)) < 1e-3);
    assert.throws(() => (model.lambda = -1), /but it is -1/);
  });

  test('same seed, same weights and noise', () => {
    const make = () => {
      const model = new DigitVae({ seed: 4, hidden: 8 });
      return [...model.variables.map(v => [...v.dataSync()]), value(model.elboTerms(x).total)];
    };
    assert.deepEqual(make(), make());
  });

  test('noise only when training', () => {
    const model = new DigitVae({ seed: 4, hidden: 8 });
    const loss = (training: boolean) => value(model.batchLoss({ inputs: x, labels }, { training }).total);
    assert.equal(loss(false), loss(false));
    assert.notEqual(loss(true), loss(true));
  });

  test('784-256-k-256-784, disposed of without rest', () => {
    const before = tf.memory().numTensors;
    const model = new DigitVae({ seed: 1, latent: 5 });
    assert.deepEqual(
      model.variables.map(v => v.shape),
      [[784, 256], [256], [256, 5], [5], [256, 5], [5], [5, 256], [256], [256, 784], [784]],
    );
    tf.dispose(model.reconstruct(x));
    model.dispose();
    assert.equal(tf.memory().numTensors, before);
  });

  test('refuses eps of another shape and bad sizes', () => {
    const model = new DigitVae({ seed: 1, hidden: 4 });
    assert.throws(() => model.elboTerms(x, tf.zeros([3, 1])), /mean is \[3, 2\] and eps is \[3, 1\]/);
    assert.throws(
      () => new DigitVae({ seed: 1, latent: 0 }),
      /latent must be a whole number >= 1, but it is 0/,
    );
  });
});

describe('DigitAutoencoder', () => {
  test('has rate 0, no noise, and the cross-entropy of its reconstruction', () => {
    const model = new DigitAutoencoder({ seed: 1, hidden: 16 });
    const { total, distortion, rate } = model.batchLoss({ inputs: x, labels });
    const p = model.reconstruct(x).dataSync();
    const pixels = x.dataSync<'float32'>();
    const terms = Array.from(pixels, (grey, i) => -grey * Math.log(p[i]!) - (1 - grey) * Math.log(1 - p[i]!));
    const expected = terms.reduce((sum, term) => sum + term, 0);
    assert.ok(relativeDistance(distortion.dataSync(), [expected / n]) < 1e-5);
    assert.equal(value(rate), 0);
    assert.equal(value(total), value(distortion));
    assert.equal(value(model.elboTerms(x).total), value(total));
  });
});
