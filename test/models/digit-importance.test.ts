import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { importanceBound } from '../../lib/information';
import { DigitVae, importanceLogWeights, logEvidence } from '../../lib/models';
import { Random } from '../../lib/random';
import { tf } from '../../lib/tf';
import { assertClose, assertRefused } from '../support/close';
import { assertNoTensorLeft } from '../support/tensors';

const random = new Random(5);
const pictures = [random.uniforms(784), random.uniforms(784, 0.2, 0.3)];

/** An encoder near the prior, whose weights are well behaved, and a decoder that listens: its first layer is tripled. */
const model = new DigitVae({ seed: 1, hidden: 8 });
const listening = model.variables[6]!;
listening.assign(listening.mul(3));

describe('importanceLogWeights', () => {
  test('their mean at S = 1 is minus the distortion less the rate', () => {
    const weights = importanceLogWeights(model, pictures, { samples: 4000, seed: 2 });
    const x = tf.tensor2d(Float32Array.from(pictures.flatMap(row => [...row])), [2, 784]);
    const sums = [0, 0];
    const noise = new Random(9);
    for (let s = 0; s < 4000; s++) {
      tf.tidy(() => {
        const { distortions, rates } = model.termsPerDigit(x, tf.tensor2d(noise.normals(4), [2, 2]));
        distortions
          .add(rates)
          .dataSync()
          .forEach((nats, i) => (sums[i] += nats / 4000));
      });
    }
    importanceBound(weights, 1).forEach((bound, i) => assertClose(bound, -sums[i]!, 0, 0.5));
  });

  test('the bound climbs to ln q(x), known from a grid', () => {
    const evidence = logEvidence(model, pictures, { cells: 300 });
    const weights = importanceLogWeights(model, pictures, { samples: 20000, seed: 2 });
    const bounds = [1, 100, 20000].map(samples => importanceBound(weights, samples));
    pictures.forEach((_, i) => {
      assert.ok(bounds[0]![i]! < bounds[1]![i]! && bounds[1]![i]! < bounds[2]![i]! + 0.05);
      assertClose(bounds[2]![i]!, evidence[i]!, 0, 0.06);
      assert.ok(evidence[i]! - bounds[0]![i]! > 2, 'the bound at S = 1 is visibly lower');
    });
  });

  test('leaves no tensor behind, over several rounds of codes', () =>
    assertNoTensorLeft(() => importanceLogWeights(model, pictures, { samples: 4100, seed: 2 })));

  test('same seed, same weights; refuses no picture and no sample', () => {
    const [a, b] = [1, 2].map(() => importanceLogWeights(model, pictures, { samples: 3, seed: 4 }));
    assert.deepEqual(a, b);
    assertRefused(() => importanceLogWeights(model, [], { samples: 3, seed: 4 }), /there is no picture/);
    assertRefused(() => importanceLogWeights(model, pictures, { samples: 0, seed: 4 }), /samples/);
  });
});
