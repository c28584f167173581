import assert from 'node:assert/strict';
import { test } from 'node:test';
import { askText } from '../../lib/experiments';
import { TextCnn, VibTextCnn } from '../../lib/models';
import { valuesOf } from '../../lib/models/values';
import { tf } from '../../lib/tf';

const sizes = { words: 20, length: 6, embedding: 3, filters: 5 };
const reviews = { length: 6, encode: () => Int32Array.of(0, 0, 1, 7, 9, 4) };

test("the answer is the model's prediction; a bottleneck adds the spread of its draws, and nothing leaks", () => {
  const plain = new TextCnn({ ...sizes, seed: 1 });
  const vib = new VibTextCnn({ ...sizes, seed: 1, lambda: 0.1, latent: 4 });
  const before = tf.memory().numTensors;
  const tokens = tf.tensor2d(reviews.encode(), [1, 6], 'int32');
  assert.deepEqual(askText(plain, reviews, 'fine'), {
    probability: valuesOf(() => plain.predict(tokens))[0],
  });
  const answer = askText(vib, reviews, 'fine', { samples: 4000, seed: 3 });
  assert.equal(answer.probability, valuesOf(() => vib.predict(tokens))[0]);
  // By hand, from the code and the output weights: the last two variables.
  const [weights, bias] = vib.variables.slice(-2).map(variable => variable.dataSync<'float32'>());
  const { mean, logVar } = vib.latent(tokens);
  const [mu, lv] = [mean.dataSync<'float32'>(), logVar.dataSync<'float32'>()];
  const logit = mu.reduce((sum, m, k) => sum + m * weights![k]!, bias![0]!);
  const sd = Math.sqrt(lv.reduce((sum, l, k) => sum + Math.exp(l) * weights![k]! ** 2, 0));
  // The logit of a draw is N(logit, sd^2); s' = s(1 - s) carries a small sd over to the probability.
  const n = 4001;
  let [first, second, mass] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const u = -8 + (16 * i) / (n - 1);
    const weight = Math.exp((-u * u) / 2);
    const p = 1 / (1 + Math.exp(-(logit + sd * u)));
    [first, second, mass] = [first + weight * p, second + weight * p * p, mass + weight];
  }
  const expectedMean = first / mass;
  const expectedSpread = Math.sqrt(second / mass - expectedMean ** 2);
  assert.ok(
    Math.abs(answer.sampleMean! - expectedMean) < (4 * expectedSpread) / Math.sqrt(4000),
    `${answer.sampleMean}`,
  );
  assert.ok(
    Math.abs(answer.spread! / expectedSpread - 1) < 4 / Math.sqrt(8000),
    `${answer.spread} ${expectedSpread}`,
  );
  tf.dispose([tokens, mean, logVar]);
  assert.equal(tf.memory().numTensors, before);
});

test('a text without a word, and too few samples, are refused', () => {
  const vib = new VibTextCnn({ ...sizes, seed: 1, lambda: 0.1, latent: 4 });
  assert.throws(() => askText(vib, reviews, ' ... '), /no word to read: " \.\.\. "/);
  assert.throws(
    () => askText(vib, reviews, 'fine', { samples: 1 }),
    /samples must be a whole number >= 2, but it is 1/,
  );
});
