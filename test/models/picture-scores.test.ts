import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { klToStandardNormal } from '../../lib/gaussian';
import { DenseVib } from '../../lib/models/dense-vib';
import { DigitVae } from '../../lib/models/digit-vae';
import { confidences, decodePictures, encodePictures, scorePictures } from '../../lib/models/picture-scores';
import { Random } from '../../lib/random';
import { tf } from '../../lib/tf';
import { assertClose, assertRefused } from '../support/close';

const model = new DigitVae({ seed: 1, latent: 3, hidden: 8 });
const random = new Random(5);
const pictures = [random.uniforms(784), random.uniforms(784, 0.2, 0.3)];
const blank = new Float32Array(784);
const grey = new Float32Array(784).fill(0.5);

/** Pictures as they come back, and their codes, in plain numbers. */
function codesOf(picture: Float32Array): { mean: number[]; logVar: number[]; back: number[] } {
  const x = tf.tensor2d(picture, [1, 784]);
  const { mean, logVar } = model.encode(x);
  const rows = [mean, logVar, model.reconstruct(x)].map(t => t.arraySync()[0] as number[]);
  return { mean: rows[0]!, logVar: rows[1]!, back: rows[2]! };
}

describe('scorePictures', () => {
  test('is 784 ln 2 for an even grey and 0 for a blank sheet', () => {
    const { blur } = scorePictures(model, [blank, grey]);
    assertClose(blur[0]!, 0, 0, 1e-3);
    assertClose(blur[1]!, 784 * Math.LN2, 1e-6);
  });

  test('agrees with sums over pixels and dimensions', () => {
    const { blur, rate, gap } = scorePictures(model, pictures);
    pictures.forEach((picture, i) => {
      const { mean, logVar, back } = codesOf(picture);
      let [entropy, divergence] = [0, 0];
      picture.forEach((x, j) => {
        entropy -= x * Math.log(x) + (1 - x) * Math.log(1 - x);
        divergence += x * Math.log(x / back[j]!) + (1 - x) * Math.log((1 - x) / (1 - back[j]!));
      });
      assertClose(blur[i]!, entropy, 1e-5);
      assertClose(gap[i]!, divergence, 1e-3);
      assertClose(rate[i]!, klToStandardNormal(mean, logVar), 1e-4);
    });
  });

  test('leaves no tensor behind', () => {
    const before = tf.memory().numTensors;
    scorePictures(model, pictures);
    decodePictures(model, [[0, 0, 1]]);
    assert.equal(tf.memory().numTensors, before);
  });

  test('refuses what is no picture', () => {
    assertRefused(() => scorePictures(model, []), /there is no picture/);
    assertRefused(
      () => scorePictures(model, [grey, [0, 1]]),
      /picture 1 has 2 values, but the model takes 784/,
    );
    assertRefused(
      () => scorePictures(model, [grey.map((g, j) => (j === 7 ? 1.5 : g))]),
      /the value 1\.5 at pixel 7/,
    );
  });
});

describe('decodePictures', () => {
  test('gives one picture a code, in order', () => {
    const codes = [
      [0, 0, 0],
      [2, -1, 0.5],
    ];
    const decoded = decodePictures(model, codes);
    codes.forEach((code, i) => {
      const alone: number[][] = model.decode(tf.tensor2d([code])).arraySync();
      decoded[i]!.forEach((value, j) => assertClose(value, alone[0]![j]!, 1e-6));
    });
    assertRefused(() => decodePictures(model, [[0]]), /code 0 has 1 values, but the model takes 3/);
  });
});

test('encodePictures gives the mean code of each picture, in order', () => {
  encodePictures(model, pictures).forEach((code, i) => {
    codesOf(pictures[i]!).mean.forEach((value, k) => assertClose(code[k]!, value, 1e-5));
  });
  assertRefused(() => encodePictures(model, [[0, 1]]), /picture 0 has 2 values/);
});

test('confidences are the largest probabilities', () => {
  const classifier = new DenseVib({ lambda: 0, seed: 3, inputs: 784, classes: 4, hidden: [6] });
  const q: number[][] = classifier.predict(tf.tensor2d(pictures[0]!, [1, 784])).arraySync();
  assertClose(confidences(classifier, pictures)[0]!, Math.max(...q[0]!), 1e-6);
});
