import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { relativeDistance } from '../finite-difference';
import { oracleBatch, oracleCases, testEngine } from './oracle';

describe('the engine against Keras: loss and every gradient', () => {
  for (const { name, options, noise, weights, expected } of oracleCases) {
    test(name, () => {
      const engine = testEngine(options);
      engine.setWeights(weights);
      const found = engine.gradient(oracleBatch, noise && { noise });
      for (const key of ['loss', 'distortion', 'rate'] as const) {
        const distance = Math.abs(found[key] - expected[key]);
        assert.ok(distance <= 1e-6 * Math.max(1, expected[key]), `${key} is ${distance} away`);
      }
      const gradients = Object.entries(expected.gradients);
      assert.deepEqual(Object.keys(found.gradients).sort(), gradients.map(([key]) => key).sort());
      for (const [key, values] of gradients) {
        const distance = relativeDistance(found.gradients[key]!, values);
        assert.ok(distance <= 1e-5, `the gradient of ${key} is ${distance} away`);
      }
      engine.dispose();
    });
  }
});

describe('the gradient', () => {
  test('has the same bits with one thread, two and three', () => {
    for (const { options, noise, weights } of oracleCases) {
      const [one, ...others] = [1, 2, 3].map(threads => {
        const engine = testEngine({ ...options, threads });
        engine.setWeights(weights);
        const found = engine.gradient(oracleBatch, noise && { noise });
        engine.dispose();
        return found;
      });
      for (const other of others) assert.deepEqual(other, one);
    }
  });

  test('of a text alone in its batch, averaged over the texts, is that of the batch', () => {
    const { options, noise, weights } = oracleCases.find(one => one.options.head === 'vib')!;
    const engine = testEngine(options);
    engine.setWeights(weights);
    const { length, latent } = options;
    const whole = engine.gradient(oracleBatch, { noise: noise! }).gradients.embedding!;
    const n = oracleBatch.labels.length;
    const sum = new Float64Array(whole.length);
    for (let i = 0; i < n; i++) {
      const batch = {
        tokens: oracleBatch.tokens.subarray(i * length, (i + 1) * length),
        labels: [oracleBatch.labels[i]!],
      };
      const part = engine.gradient(batch, { noise: noise!.subarray(i * latent, (i + 1) * latent) });
      part.gradients.embedding!.forEach((g, j) => (sum[j] = sum[j]! + g / n));
    }
    assert.ok(relativeDistance(whole, sum) < 1e-5);
    engine.dispose();
  });

  test('goes to the first of two different windows that tie', () => {
    const engine = testEngine({
      head: 'logistic',
      words: 6,
      length: 4,
      embedding: 3,
      filters: 20,
      width: 1,
      seed: 1,
    });
    const { embedding } = engine.weights();
    // Words 4 and 5 look the same to every filter, and stronger than the others.
    const vector = [3, -2, 4];
    embedding!.set([...vector, ...vector], 4 * 3);
    engine.setWeights({ embedding: embedding!, bias: new Float32Array(20).fill(20) });
    const found = (tokens: number[]) =>
      engine.gradient({ tokens: Int32Array.from(tokens), labels: [1] }).gradients.embedding!;
    const [early, late] = [found([4, 5, 4, 5]), found([5, 4, 4, 4])];
    const row = (gradient: Float32Array, word: number) => gradient.subarray(word * 3, (word + 1) * 3);
    assert.ok(row(early, 4).some(g => g !== 0) && row(late, 5).some(g => g !== 0));
    assert.ok(row(early, 5).every(g => g === 0) && row(late, 4).every(g => g === 0));
    engine.dispose();
  });
});
