import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawSprites } from '../../lib/data';
import { rate } from '../../lib/information';
import { SpriteVaes } from '../../lib/models';
import { Random } from '../../lib/random';
import { estimateMean } from '../../lib/statistics';
import { tf } from '../../lib/tf';
import { train } from '../../lib/training';
import { relativeDistance } from '../finite-difference';
import { assertNoTensorLeft } from '../support/tensors';

const data = drawSprites(60, 1);
const pictures = Array.from({ length: 60 }, (_, i) => data.pixels.subarray(i * 256, (i + 1) * 256));
const size = { latent: 3, hidden: 16 };

test('members trained together are as if alone: same codes to rounding', async () => {
  const members = [{ lambda: 0.5, seed: 3 }, { lambda: 4, seed: 8 }]; // prettier-ignore
  const options = { epochs: 3, seed: 2, batch: 20, learningRate: 0.003 };
  const both = new SpriteVaes({ members, ...size });
  await train(both, data, options);
  for (const m of [0, 1]) {
    const alone = new SpriteVaes({ members: [members[m]!], ...size });
    await train(alone, data, options);
    const [a, b] = [both.encoders(pictures)[m]!, alone.encoders(pictures)[0]!];
    // Adam divides by the gradient's size, so rounding may turn a step of a weight that hardly matters.
    const off = relativeDistance(a.means, b.means);
    assert.ok(off < 0.03, `member ${m}: ${off}`);
    alone.dispose();
  }
  both.dispose();
});

test('the terms are those of plain numbers: squares over 2 s^2, and the rate of lib/information', () => {
  const sd = 0.4;
  const vae = new SpriteVaes({ members: [{ lambda: 2, seed: 1 }], ...size, sd });
  const [encoder] = vae.encoders(pictures);
  const codes = pictures.map((_, i) => encoder!.means.slice(3 * i, 3 * i + 3));
  const decoded = vae.decode(0, codes);
  const squares = pictures.map((x, i) => x.reduce((sum, v, j) => sum + (v - decoded[i]![j]!) ** 2, 0));
  const distortion = squares.reduce((a, b) => a + b, 0) / 60 / (2 * sd * sd);
  const inputs = tf.tensor2d(data.pixels, [60, 256]);
  const terms = tf.tidy(() => {
    const {
      total,
      distortion: d,
      rate: r,
    } = vae.batchLoss({ inputs, labels: tf.zeros([60]) }, { training: false });
    return [total, d, r].map(t => t.dataSync()[0]!);
  });
  assert.ok(Math.abs(terms[1]! - distortion) < 1e-4 * distortion);
  assert.ok(Math.abs(terms[2]! - rate(encoder!)) < 1e-4);
  assert.ok(Math.abs(terms[0]! - distortion - 2 * rate(encoder!)) < 1e-3);
  assert.equal(vae.sampledDistortions(pictures, new Random(1)).length, 1);
  inputs.dispose();
  vae.dispose();
});

test("the noise has the encoder's standard deviation, in training and in sampled distortions", () => {
  const sd = 0.4;
  const vae = new SpriteVaes({ members: [{ lambda: 1, seed: 1 }], ...size, sd });
  // Codes of a standard deviation near 3, so that a variance in its place would show.
  tf.tidy(() =>
    vae.variables[5]!.assign(tf.tensor2d([[0, 0, 0, ...new Array<number>(3).fill(2 * Math.log(3))]])),
  );
  const [encoder] = vae.encoders(pictures);
  const random = new Random(5);
  const inputs = tf.tensor2d(data.pixels, [60, 256]);
  const plain = (): number => {
    const codes = pictures.map((_, i) =>
      [0, 1, 2].map(
        k => encoder!.means[3 * i + k]! + Math.exp(encoder!.logVars[3 * i + k]! / 2) * random.normal(),
      ),
    );
    const decoded = vae.decode(0, codes);
    const squares = pictures.map((x, i) => x.reduce((sum, v, j) => sum + (v - decoded[i]![j]!) ** 2, 0));
    return squares.reduce((a, b) => a + b, 0) / 60 / (2 * sd * sd);
  };
  const inTraining = (): number =>
    tf.tidy(
      () => vae.batchLoss({ inputs, labels: tf.zeros([60]) }, { training: true }).distortion.dataSync()[0]!,
    );
  const many = (draw: () => number) => estimateMean(Array.from({ length: 60 }, draw));
  const expected = many(plain);
  for (const found of [many(inTraining), many(() => vae.sampledDistortions(pictures, random)[0]!)]) {
    const error = Math.hypot(expected.standardError, found.standardError);
    assert.ok(Math.abs(found.value - expected.value) < 4 * error, `${found.value} and ${expected.value}`);
  }
  inputs.dispose();
  vae.dispose();
});

test('leaves no tensor behind, made, trained, asked for everything and disposed of', () =>
  assertNoTensorLeft(async () => {
    const vae = new SpriteVaes({ members: [{ lambda: 1, seed: 1 }, { lambda: 0, seed: 2 }], ...size }); // prettier-ignore
    await train(vae, data, { epochs: 1, seed: 2, batch: 20, learningRate: 0.003 });
    const [encoder] = vae.encoders(pictures);
    vae.decode(1, [encoder!.means.slice(0, 3)]);
    vae.sampledDistortions(pictures, new Random(1));
    vae.dispose();
  }));

test('bad options are refused', () => {
  assert.throws(() => new SpriteVaes({ members: [] }), /members/);
  assert.throws(() => new SpriteVaes({ members: [{ lambda: -1, seed: 1 }] }), /lambda/);
  assert.throws(() => new SpriteVaes({ members: [{ lambda: 1, seed: 1 }], sd: 0 }), /sd/);
});
