import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawSprites } from '../../lib/data';
import {
  fitLinearVaes,
  judgeSprites,
  playPredictability,
  probeCodes,
  whitePair,
} from '../../lib/experiments';
import { gaussianEncoder, predictorKinds } from '../../lib/information';
import { SpriteVaes } from '../../lib/models';
import { Random } from '../../lib/random';
import { linearDiscriminant, naiveBayes } from '../../lib/statistics';
import { tf } from '../../lib/tf';

const root = Math.sqrt(3);

test('a mixed pair is white, and its truth is where the first source lies', () => {
  const random = new Random(1);
  const sources = Array.from({ length: 4000 }, () => Array.from(random.uniforms(2, -root, root)));
  const { u1, u2, truth } = whitePair(sources, [
    [1, 0.6],
    [0.3, 0.8],
  ]);
  const radians = (truth * Math.PI) / 180;
  const z = u1.map((u, i) => u * Math.cos(radians) + u2[i]! * Math.sin(radians));
  const along = (k: number) => z.reduce((sum, v, i) => sum + v * sources[i]![k]!, 0) / z.length;
  // Whitening of finitely many draws is off by about 1/sqrt(n).
  assert.ok(Math.abs(along(0) - 1) < 0.06 && Math.abs(along(1)) < 0.06, `${along(0)} ${along(1)}`);
});

test('games end where their predictors see nothing: at the sources for the square, at a right angle for the line', () => {
  const random = new Random(2);
  const sources = Array.from({ length: 6000 }, () => Array.from(random.uniforms(2, -root, root)));
  const pair = whitePair(sources, [
    [1, 0],
    [0, 1],
  ]);
  const square = playPredictability(pair, predictorKinds.square, [20, 65], { rounds: 150 });
  for (const { error } of square) assert.ok(error < 5 && error >= 0, `${error}`);
  const line = playPredictability(pair, predictorKinds.linear, [20, 65], { rounds: 60 });
  for (const { between, left } of line)
    assert.ok(Math.abs(between - 90) < 0.5 && left < 1e-3, `${between} ${left}`);
  assert.deepEqual(
    line.map(end => end.start),
    [20, 65],
  );
  assert.throws(() => playPredictability(pair, predictorKinds.square, [], { rounds: 1 }), /starts/);
});

test('linear VAEs from every start reach the closed form, orthogonal, closed above e_i = lambda s^2', () => {
  const covariance = [
    [3, 0, 0],
    [0, 2, 0],
    [0, 0, 1],
  ];
  const fits = fitLinearVaes({ covariance, noise: 0.2, lambdas: [1, 12, 100], starts: [1, 2] });
  assert.deepEqual(
    fits.map(({ expected }) => expected.map(v => Number(v.toFixed(6)))),
    [1, 2].flatMap(() => [
      [2.8, 1.8],
      [0.6, 0],
      [0, 0],
    ]),
  );
  for (const { lengths, expected, cosine } of fits) {
    lengths.forEach((length, i) => assert.ok(Math.abs(length - expected[i]!) < 1e-4));
    if (expected[1]! > 0) assert.ok(cosine < 1e-4);
  }
});

test('judges each member on the same sprites, and shuffled factors tell little', () => {
  const before = tf.memory().numTensors;
  const sprites = drawSprites(400, 1);
  const members = [0, 1].map(lambda => ({ lambda, seed: 3 }));
  const vaes = new SpriteVaes({ members, hidden: 8, latent: 2 });
  const [first, second] = judgeSprites(vaes, members, sprites, { count: 300, samples: 20, seed: 1 });
  vaes.dispose();
  assert.equal(tf.memory().numTensors, before);
  // Before training both members are the same network.
  assert.deepEqual(first!.codes, second!.codes);
  assert.deepEqual([first!.lambda, second!.lambda], [0, 1]);
  assert.ok(Math.abs(first!.rate - first!.rates.reduce((a, b) => a + b)) < 1e-12);
  const shuffled = Math.max(...first!.shuffled.flat());
  // (bins - 1)(levels - 1)/(2 n) is 0.25 for eight levels, and these are the most of ten.
  assert.ok(shuffled < 0.4 && shuffled > 0.1, `${shuffled}`);
  // Shuffled levels are others than the true ones.
  assert.notDeepEqual(first!.shuffled, first!.gap.information);
  // A network that is surer than an untrained one: sigma = e^-2.
  const mean = Array.from({ length: 300 }, () => [1, -1]);
  const sure = {
    sampledDistortions: () => [0],
    encoders: () => [
      gaussianEncoder(
        mean,
        mean.map(() => [-4, -4]),
      ),
    ],
  } as unknown as SpriteVaes;
  const [judged] = judgeSprites(sure, [members[0]!], sprites, { count: 300, samples: 20, seed: 1 });
  const squares = judged!.codes.flatMap(code =>
    code.map((v, k) => (v - (k === 0 ? 1 : -1)) ** 2 / Math.exp(-4)),
  );
  const variance = squares.reduce((a, b) => a + b, 0) / squares.length;
  // 600 draws of a chi-square: a standard error of 0.06.
  assert.ok(variance > 0.75 && variance < 1.25, `${variance}`);
  assert.throws(() => judgeSprites(vaes, members, sprites, { count: 401, samples: 20, seed: 1 }), /count/);
});

test('a probe reads what the code says, on rows that it was not fitted to', () => {
  const random = new Random(5);
  const levels = Array.from({ length: 600 }, () => random.integer(3));
  const rows = levels.map(level => [level + 0.01 * random.normal(), random.normal()]);
  const noise = levels.map(() => [random.normal(), random.normal()]);
  for (const fit of [naiveBayes, linearDiscriminant]) {
    assert.equal(probeCodes(rows, [levels], fit, 300), 1);
    const chance = probeCodes(noise, [levels], fit, 300);
    assert.ok(chance > 0.2 && chance < 0.47, `${chance}`);
    assert.equal(probeCodes(rows, [levels, levels], fit, 300), 1);
  }
  assert.throws(() => probeCodes(rows, [levels], naiveBayes, 600), /known/);
});
