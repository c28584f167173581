import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { klToStandardNormal } from '../../lib/gaussian';
import { DigitAutoencoder, DigitVae } from '../../lib/models';
import { Random } from '../../lib/random';
import { tf } from '../../lib/tf';
import { digitTerms, evaluate } from '../../lib/training';
import { assertClose } from '../support/close';

const n = 130;
const data = { pixels: new Random(2).uniforms(n * 784), labels: new Uint8Array(n) };
const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('digitTerms', () => {
  test('has the rate of each code, and the distortion of each digit under the given noise', async () => {
    const model = new DigitVae({ seed: 1, hidden: 8 });
    const { distortion, rate } = await digitTerms(model, data, { samples: 2, seed: 7 });
    // The noise of the second batch (digits 100 to 129) follows the two draws of the first.
    const noise = new Random(7);
    for (let s = 0; s < 2; s++) noise.normals(200);
    const eps = [0, 1].map(() => noise.normals(60));
    const { mean: m, logVar } = model.encode(tf.tensor2d(data.pixels, [n, 784]));
    const [means, logVars] = [m.arraySync(), logVar.arraySync()];
    for (const i of [0, 101, 129]) {
      assertClose(rate[i]!, klToStandardNormal(means[i]!, logVars[i]!), 1e-4);
      if (i < 100) continue;
      const nats = eps.map(draw => {
        const z = means[i]!.map((mu, k) => mu + Math.exp(logVars[i]![k]! / 2) * draw[2 * (i - 100) + k]!);
        const p = model.decode(tf.tensor2d([z])).dataSync();
        const x = data.pixels.subarray(i * 784, (i + 1) * 784);
        return x.reduce((sum, v, j) => sum - v * Math.log(p[j]!) - (1 - v) * Math.log(1 - p[j]!), 0);
      });
      assertClose(distortion[i]!, (nats[0]! + nats[1]!) / 2, 1e-5);
    }
  });

  test('of an autoencoder averages to evaluate, with rate 0', async () => {
    const model = new DigitAutoencoder({ seed: 1, hidden: 8 });
    const { distortion, rate } = await digitTerms(model, data, { seed: 7 });
    const whole = await evaluate(model, data);
    assertClose(mean(distortion), whole.distortion, 1e-6);
    assert.ok(rate.every(value => value === 0));
  });

  test("repeats itself, leaves the model's own noise alone and no tensor behind", async () => {
    const [one, two] = [1, 1].map(seed => new DigitVae({ seed, hidden: 8 })) as [DigitVae, DigitVae];
    const before = tf.memory().numTensors;
    const first = await digitTerms(one, data, { seed: 3 });
    assert.deepEqual(await digitTerms(one, data, { seed: 3 }), first);
    assert.equal(tf.memory().numTensors, before);
    const x = tf.tensor2d(data.pixels, [n, 784]);
    assert.deepEqual(one.elboTerms(x).total.dataSync(), two.elboTerms(x).total.dataSync());
    await assert.rejects(digitTerms(one, data, { samples: 0, seed: 1 }), /samples must be a whole number/);
  });
});
