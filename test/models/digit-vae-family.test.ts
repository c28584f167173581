import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DigitVae, DigitVaeFamily } from '../../lib/models';
import { Random } from '../../lib/random';
import { tf } from '../../lib/tf';
import { train } from '../../lib/training';
import { assertClose, assertRefused } from '../support/close';
import { assertNoTensorLeft } from '../support/tensors';

const n = 20;
const pictures = new Random(2).uniforms(n * 784);
const x = tf.tensor2d(pictures, [n, 784]);
const labels = tf.zeros<tf.Rank.R1>([n], 'int32');
const lambdas = [0, 0.5, 4];
const options = { seed: 3, hidden: 8, latent: 3 };
const valuesOf = (model: DigitVae) => model.variables.flatMap(variable => [...variable.dataSync()]);

describe('DigitVaeFamily', () => {
  test('members start as DigitVae does, and the loss is the mean of theirs', () => {
    const family = new DigitVaeFamily({ ...options, lambdas });
    const alone = lambdas.map(lambda => new DigitVae({ ...options, lambda }));
    alone.forEach((model, m) => assert.deepEqual(valuesOf(family.member(m)), valuesOf(model)));
    const terms = family.batchLoss({ inputs: x, labels }, { training: false });
    const expected = alone.map(model => model.batchLoss({ inputs: x, labels }, { training: false }));
    for (const key of ['total', 'distortion', 'rate'] as const) {
      const mean = expected.reduce((sum, one) => sum + one[key].dataSync()[0]! / lambdas.length, 0);
      assertClose(terms[key].dataSync()[0]!, mean, 1e-5);
    }
  });

  test('trains each member as if it were alone: the gradients are those of one member, over M', () => {
    const family = new DigitVaeFamily({ ...options, lambdas });
    const batch = { inputs: x, labels };
    const { grads } = tf.variableGrads(
      () => family.batchLoss(batch, { training: false }).total,
      family.variables,
    );
    lambdas.forEach((lambda, m) => {
      const model = new DigitVae({ ...options, lambda });
      const own = tf.variableGrads(
        () => model.batchLoss(batch, { training: false }).total,
        model.variables,
      ).grads;
      model.variables.forEach((variable, i) => {
        const mine = own[variable.name]!.dataSync();
        const theirs = grads[family.variables[i]!.name]!.gather(m).mul(lambdas.length).dataSync();
        mine.forEach((value, j) => assertClose(theirs[j]!, value, 1e-3, 1e-5));
      });
    });
  });

  test('training makes the members differ as their weights say', async () => {
    const family = new DigitVaeFamily({ ...options, lambdas });
    const data = { inputs: pictures, labels: new Int32Array(n) };
    await train(family, data, { epochs: 60, seed: 1, batch: 10, learningRate: 0.01 });
    const rates = lambdas.map((_, m) => family.member(m).elboTerms(x).rate.dataSync()[0]!);
    assert.ok(rates[0]! > rates[1]! && rates[1]! > rates[2]!, String(rates));
  });

  test('leaves no tensor behind, made, trained, copied and disposed of', () =>
    assertNoTensorLeft(async () => {
      const family = new DigitVaeFamily({ ...options, lambdas });
      await train(
        family,
        { inputs: pictures, labels: new Int32Array(n) },
        { epochs: 1, seed: 1, batch: 10, learningRate: 0.01 },
      );
      family.member(1).dispose();
      family.dispose();
    }));

  test('refuses an empty family and a member that is not there', () => {
    assertRefused(() => new DigitVaeFamily({ ...options, lambdas: [] }), /lambdas is empty/);
    assertRefused(() => new DigitVaeFamily({ ...options, lambdas: [-1] }), /but it is -1/);
    assertRefused(() => new DigitVaeFamily({ ...options, lambdas }).member(3), /members 0 to 2, but 3/);
  });
});
