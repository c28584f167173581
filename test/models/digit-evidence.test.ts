import { describe, test } from 'node:test';
import { expectation2d, integrate } from '../../lib/gaussian';
import { DigitAutoencoder, DigitVae, logEvidence } from '../../lib/models';
import { Random } from '../../lib/random';
import { tf } from '../../lib/tf';
import { assertClose, assertRefused } from '../support/close';
import { assertNoTensorLeft } from '../support/tensors';

const random = new Random(5);
const pictures = [random.uniforms(784), random.uniforms(784, 0.2, 0.3)];

/** q(x|z) e^shift, from the decoder's probabilities in plain numbers. */
function likelihood(model: DigitVae, picture: Float32Array, z: number[], shift: number): number {
  const p = model.decode(tf.tensor2d([z])).dataSync();
  return Math.exp(
    picture.reduce((sum, x, j) => sum + x * Math.log(p[j]!) + (1 - x) * Math.log(1 - p[j]!), shift),
  );
}

describe('logEvidence', () => {
  test('agrees with a Gauss-Hermite rule over the prior', () => {
    const model = new DigitVae({ seed: 1, hidden: 8 });
    const evidence = logEvidence(model, pictures);
    pictures.forEach((picture, i) => {
      const byRule = expectation2d((a, b) => likelihood(model, picture, [a, b], 540), [0, 0], [1, 1], 48);
      assertClose(evidence[i]!, Math.log(byRule) - 540, 0, 2e-3);
    });
  });

  test('of a decoder that does not look at its code is ln q(x)', () => {
    const model = new DigitAutoencoder({ seed: 1, hidden: 4 });
    // Zero weights leave the biases: every pixel has the probability s(-1).
    model.variables.forEach((v, i) => v.assign(tf.fill(v.shape, i === model.variables.length - 1 ? -1 : 0)));
    const p = 1 / (1 + Math.E);
    logEvidence(model, pictures).forEach((value, i) => {
      const ink = pictures[i]!.reduce((sum, x) => sum + x, 0);
      assertClose(value, ink * Math.log(p) + (784 - ink) * Math.log(1 - p), 1e-6);
    });
  });

  test('leaves no tensor behind, whatever the prior, and after a refusal', () =>
    assertNoTensorLeft(() => {
      const model = new DigitVae({ seed: 1, hidden: 4 });
      const covariance = [
        [1, 0.2],
        [0.2, 2],
      ];
      logEvidence(model, pictures, { cells: 10 });
      logEvidence(model, pictures, { cells: 10, prior: { mean: [0, 1], covariance } });
      assertRefused(() => logEvidence(model, [[1]], { cells: 10 }), /784/);
      model.dispose();
    }));

  test("of a box of codes agrees with Simpson's rule", () => {
    const model = new DigitVae({ seed: 1, hidden: 8 });
    const evidence = logEvidence(model, pictures, {
      prior: [
        [-1, 2],
        [0, 1],
      ],
      cells: 60,
    });
    pictures.forEach((picture, i) => {
      const mass = integrate(
        a => integrate(b => likelihood(model, picture, [a, b], 540), 0, 1, 30),
        -1,
        2,
        60,
      );
      assertClose(evidence[i]!, Math.log(mass / 3) - 540, 0, 3e-3);
    });
    assertRefused(
      () =>
        logEvidence(model, pictures, {
          prior: [
            [2, -1],
            [0, 1],
          ],
        }),
      /low must be below high/,
    );
  });

  test('of a slanted normal prior agrees with Gauss-Hermite in its own axes', () => {
    const model = new DigitVae({ seed: 1, hidden: 8 });
    // Covariance L L^T with L = [[0.8, 0], [0.6, 0.5]].
    const prior = {
      mean: [1, -0.5],
      covariance: [
        [0.64, 0.48],
        [0.48, 0.61],
      ],
    };
    const evidence = logEvidence(model, pictures, { prior });
    pictures.forEach((picture, i) => {
      const byRule = expectation2d(
        (a, b) => likelihood(model, picture, [1 + 0.8 * a, -0.5 + 0.6 * a + 0.5 * b], 540),
        [0, 0],
        [1, 1],
        48,
      );
      assertClose(evidence[i]!, Math.log(byRule) - 540, 0, 2e-3);
    });
    const wide = { mean: [0, 0, 0], covariance: [[1]] };
    assertRefused(() => logEvidence(model, pictures, { prior: wide }), /the prior has 3/);
  });

  test('does not depend on the cells once they are small', () => {
    const model = new DigitVae({ seed: 2, hidden: 16 });
    const [coarse, fine] = [100, 200].map(cells => logEvidence(model, pictures, { cells }));
    coarse!.forEach((value, i) => assertClose(value, fine![i]!, 0, 1e-3));
  });

  test('refuses another number of dimensions and no picture', () => {
    assertRefused(
      () => logEvidence(new DigitVae({ seed: 1, latent: 3, hidden: 4 }), pictures),
      /the model's code has 3/,
    );
    assertRefused(() => logEvidence(new DigitVae({ seed: 1, hidden: 4 }), []), /there is no picture/);
  });
});
