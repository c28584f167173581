import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { EngineOptions } from '../../lib/engine';
import { DenseTextCnn, TextCnn, VibTextCnn } from '../../lib/models';
import { Random } from '../../lib/random';
import { tf } from '../../lib/tf';
import { relativeDistance } from '../finite-difference';
import { float64Gradient, float64Loss, type Network } from './float64-copy';
import { testEngine } from './oracle';

const sizes = fc
  .record({
    head: fc.constantFrom<EngineOptions['head']>('logistic', 'dense', 'vib'),
    words: fc.integer({ min: 1, max: 40 }),
    extra: fc.integer({ min: 0, max: 12 }),
    embedding: fc.integer({ min: 1, max: 9 }),
    filters: fc.integer({ min: 1, max: 35 }),
    width: fc.integer({ min: 1, max: 7 }),
    latent: fc.integer({ min: 1, max: 20 }),
    lambda: fc.double({ min: 0, max: 2, noNaN: true }),
    beta: fc.constantFrom(0, 0.5, 3),
    n: fc.integer({ min: 1, max: 9 }),
    seed: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
  })
  .map(({ extra, head, lambda, beta, ...rest }) => ({
    ...rest,
    head,
    length: rest.width + extra,
    lambda: head === 'vib' ? lambda : 0,
    beta: head === 'vib' ? beta : 0,
    dropout: head === 'dense' ? 0.3 : 0,
  }));

type Sizes = typeof sizes extends fc.Arbitrary<infer T> ? T : never;

/** An engine with lively weights, and texts half of which is padding. */
function world({ n, ...options }: Sizes, scale = 0.4) {
  const engine = testEngine({ ...options, batch: n });
  const random = new Random(options.seed);
  const weights = Object.fromEntries(
    Object.entries(engine.weights()).map(([name, values]) => [
      name,
      values.map(() => scale * random.normal()),
    ]),
  );
  engine.setWeights(weights);
  const { length, words, latent, head } = options;
  const tokens = Int32Array.from({ length: n * length }, (_, i) =>
    i % length < length / 2 ? 0 : random.integer(words),
  );
  const labels = Int32Array.from({ length: n }, () => random.integer(2));
  const draw = head === 'vib' ? () => random.normal() : () => (random.uniform() < 0.3 ? 0 : 1 / 0.7);
  const noise = head === 'logistic' ? undefined : Float32Array.from({ length: n * latent }, draw);
  return { engine, weights, batch: { tokens, labels }, noise, random };
}

describe('the engine on random networks and texts', () => {
  test('has the loss and the gradient of a 64-bit copy by finite differences', () => {
    let places = 0;
    fc.assert(
      fc.property(sizes, options => {
        const { engine, weights, batch, noise, random } = world(options);
        const network: Network = options;
        const { loss, gradients } = engine.gradient(batch, noise && { noise });
        engine.dispose();
        const exact = float64Loss(network, weights, batch, noise);
        assert.ok(Math.abs(loss - exact) <= 1e-5 * Math.max(1, exact), `loss ${loss}, exactly ${exact}`);
        for (const [name, gradient] of Object.entries(gradients)) {
          const index = random.integer(gradient.length);
          const place = { name, index };
          const [wide, narrow] = [1e-5, 1e-6].map(step =>
            float64Gradient(network, weights, batch, noise, place, step),
          ) as [number, number];
          // A maximum or a budget that changes hands within the step has no derivative there.
          if (Math.abs(wide - narrow) > 1e-6) continue;
          const largest = Math.max(...gradient.map(Math.abs), 1e-3);
          places++;
          assert.ok(
            Math.abs(gradient[index]! - narrow) <= 1e-5 * largest + 1e-8,
            `${name}[${index}]: ${gradient[index]}, by differences ${narrow}`,
          );
        }
      }),
      { seed: 20261123, numRuns: 150 },
    );
    assert.ok(places > 800, `only ${places} derivatives were compared`);
  });

  test('has the loss and the gradient of the tfjs models', () => {
    fc.assert(
      fc.property(sizes, options => {
        // Smaller weights: near certainty tfjs takes the difference p - y in 32 bits, and loses what we compare.
        const { engine, weights, batch, noise } = world(options, 0.2);
        const { loss, gradients } = engine.gradient(batch, noise && { noise });
        engine.dispose();
        tf.tidy(() => {
          const { head, n, length, latent } = options;
          const models = { vib: VibTextCnn, dense: DenseTextCnn, logistic: TextCnn };
          const model = new models[head](options);
          const names = Object.keys(weights);
          model.variables.forEach((v, i) => v.assign(tf.tensor(weights[names[i]!]!, v.shape)));
          const inputs = tf.tensor2d(batch.tokens, [n, length], 'int32');
          const labels = tf.tensor1d(batch.labels, 'int32');
          const drawn = noise && tf.tensor2d(noise, [n, latent]);
          const { value, grads } = tf.variableGrads(
            () =>
              model.batchLoss(
                { inputs, labels },
                { training: true, ...(drawn && { eps: drawn, mask: drawn }) },
              ).total,
            model.variables,
          );
          assert.ok(Math.abs(value.dataSync()[0]! - loss) <= 1e-5 * Math.max(1, loss));
          model.variables.forEach((v, i) => {
            const other = grads[v.name]!.dataSync();
            if (other.every(g => g === 0)) return;
            const distance = relativeDistance(gradients[names[i]!]!, other);
            // The output's bias is one sum of p - y, which may cancel: then a rounding of p is all that is left.
            const rounding = other.length === 1 ? 2 ** -23 / Math.abs(other[0]!) : 0;
            assert.ok(distance <= Math.max(1e-5, rounding), `${names[i]} is ${distance} away`);
          });
          model.dispose();
        });
      }),
      { seed: 7, numRuns: 60 },
    );
  });
});
