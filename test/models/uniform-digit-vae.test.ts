import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { klToStandardNormal, normalCdf } from '../../lib/gaussian';
import { DigitVae, UniformDigitVae } from '../../lib/models';
import { Random } from '../../lib/random';
import { tf } from '../../lib/tf';
import { assertClose } from '../support/close';
import { assertNoTensorLeft } from '../support/tensors';

const sizes = { seed: 1, latent: 3, hidden: 8 };
const plain = new DigitVae(sizes);
const uniform = new UniformDigitVae(sizes);
const random = new Random(2);
const x = tf.tensor2d(random.uniforms(4 * 784), [4, 784]);
const eps = tf.tensor2d(random.normals(12), [4, 3]);
/** sqrt(12) (Phi(z) - 1/2), by the cdf of lib/gaussian in doubles. */
const squash = (z: tf.Tensor2D) =>
  tf.tensor2d(z.arraySync().map(row => row.map(v => Math.sqrt(12) * (normalCdf(v) - 0.5))));

function assertSame(actual: tf.Tensor, expected: tf.Tensor, relative = 1e-5): void {
  const wanted = expected.dataSync();
  actual.dataSync().forEach((value, i) => assertClose(value, wanted[i]!, relative, 1e-5));
}

describe('UniformDigitVae', () => {
  test('decodes what a plain one with the same weights makes of the code in the cube', () => {
    assertSame(uniform.decode(eps), plain.decode(squash(eps)));
    assertSame(uniform.decodeLogits(eps), plain.decodeLogits(squash(eps)));
  });

  test('its terms are the distortion through the cube and the rate of z', () => {
    const { mean, logVar } = uniform.encode(x);
    const z = mean.add<tf.Tensor2D>(logVar.div(2).exp().mul(eps));
    const { distortions, rates } = uniform.termsPerDigit(x, eps);
    const logits = plain.decodeLogits(squash(z));
    assertSame(distortions, logits.softplus().sub(x.mul(logits)).sum(1));
    const rows = [mean, logVar].map(t => t.arraySync());
    rates.arraySync().forEach((rate, i) => {
      assertClose(rate, klToStandardNormal(rows[0]![i]!, rows[1]![i]!), 1e-4, 1e-5);
    });
  });

  test('a random code reads as a uniform of mean 0 and variance 1', () => {
    const values = squash(tf.tensor2d(new Random(3).normals(4000), [4000, 1])).dataSync<'float32'>();
    const moment = (power: number) => values.reduce((sum, v) => sum + v ** power, 0) / values.length;
    assertClose(moment(1), 0, 0, 0.06);
    assertClose(moment(2), 1, 0.05);
    assertClose(moment(4), 1.8, 0.07);
  });

  test('leaves nothing but its answer', () =>
    assertNoTensorLeft(() => {
      uniform.decodeLogits(eps).dispose();
      uniform.decode(eps).dispose();
    }));

  test('passes a gradient to every weight', () => {
    const { grads } = tf.variableGrads(
      () => uniform.batchLoss({ inputs: x, labels: tf.zeros([4], 'int32') }, { training: true }).total,
      uniform.variables,
    );
    const all = Object.values(grads).map(g => g.abs().max().dataSync()[0]!);
    assert.equal(all.length, uniform.variables.length);
    assert.ok(all.every(size => size > 0));
  });
});
