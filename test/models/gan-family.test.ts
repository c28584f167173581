import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ringOfGaussians } from '../../lib/data/ring';
import { trainJudges } from '../../lib/experiments/two-gaussian-judges';
import { klToStandardNormal } from '../../lib/gaussian';
import { DiscriminatorFamily } from '../../lib/models/discriminator-family';
import { GanFamily } from '../../lib/models/gan-family';
import { NetworkFamily } from '../../lib/models/network-family';
import { Random } from '../../lib/random';
import { tf } from '../../lib/tf';
import { finiteDifferences, relativeDistance } from '../finite-difference';
import { assertClose, assertRefused } from '../support/close';

const members = [
  { seed: 3, capacity: 0.2, lambda: 0.5 },
  { seed: 3, capacity: null, lambda: 0.5 },
  { seed: 4, capacity: 1, lambda: 2 },
];
const random = new Random(8);
const inputs = tf.tensor3d(random.normals(3 * 6 * 2), [3, 6, 2]);

/** A network run by plain loops on the weights of one member, laid out as its documentation says. */
function runAlone(family: NetworkFamily, member: number, x: number[]): number[] {
  const weights = Array.from(family.weights.arraySync()[member]!);
  let values = x;
  family.widths.slice(1).forEach((width, l) => {
    const kernel = weights.splice(0, values.length * width);
    const bias = weights.splice(0, width);
    const sums = bias.map((b, j) => values.reduce((sum, v, i) => sum + v * kernel[i * width + j]!, b));
    values = l < family.widths.length - 2 ? sums.map(v => Math.max(0, v)) : sums;
  });
  return values;
}

/** f with the weights of `family` in place of its own. */
function withWeights(family: NetworkFamily, weights: Float32Array, f: () => number): number {
  const kept = family.weights;
  family.weights = tf.tensor2d(weights, kept.shape);
  try {
    return f();
  } finally {
    family.weights.dispose();
    family.weights = kept;
  }
}

describe('DiscriminatorFamily', () => {
  const family = new DiscriminatorFamily({ members, inputs: 2, hidden: 5, latent: 2 });
  // Its output layer starts near 0, where gradients are too small to compare in 32 bits.
  family.encoder.weights = tf.mul(family.encoder.weights, 2);
  const noise = family.drawNoise(6);

  test('gives no noise to a member without a bottleneck, and the same weights to members of one seed', () => {
    const values = noise.arraySync();
    assert.ok(values[1]!.flat().every(v => v === 0));
    assert.ok(values[0]!.flat().every(v => v !== 0));
    const [first, second, third] = family.encoder.weights.arraySync();
    // The last layer, 5 * 4 kernels, differs by its scale.
    const start = 3 * 5 + 6 * 5;
    const inner = (weights: number[]) => weights.slice(0, start);
    assert.deepEqual(inner(first!), inner(second!));
    assert.notDeepEqual(inner(first!), inner(third!));
    for (let i = start; i < start + 20; i++) assertClose(10 * first![i]!, second![i]!, 1e-5);
  });

  test('has the distortion and the rate of plain loops', () => {
    const terms = family.gradients(inputs, noise);
    const x = inputs.arraySync();
    const eps = noise.arraySync();
    members.forEach(({ capacity }, m) => {
      let [distortion, rate] = [0, 0];
      x[m]!.forEach((point, i) => {
        const output = runAlone(family.encoder, m, point);
        const [mean, logVar] = [output.slice(0, 2), output.slice(2)];
        const z = mean.map((v, k) => v + Math.exp(logVar[k]! / 2) * eps[m]![i]![k]!);
        const logit = runAlone(family.head, m, z)[0]!;
        distortion += Math.log1p(Math.exp(i < 3 ? -logit : logit)) / 6;
        if (capacity !== null) rate += klToStandardNormal(mean, logVar) / 6;
      });
      assertClose(terms.distortion.dataSync()[m]!, distortion, 1e-5);
      assertClose(terms.rate.dataSync()[m]!, rate, 1e-5);
    });
  });

  for (const part of ['encoder', 'head'] as const) {
    test(`has the gradient of its loss by the weights of the ${part}`, () => {
      const loss = () => {
        const terms = family.gradients(inputs, noise);
        const [distortion, rate] = [terms.distortion.dataSync(), terms.rate.dataSync()];
        return members.reduce((sum, _, m) => sum + distortion[m]! + family.lambdas[m]! * rate[m]!, 0);
      };
      const weights = family[part].weights.dataSync<'float32'>().slice();
      const numeric = finiteDifferences(w => withWeights(family[part], w, loss), weights, 2e-3);
      const exact = family.gradients(inputs, noise)[part].dataSync();
      assert.ok(relativeDistance(exact, numeric) < 0.01, `${relativeDistance(exact, numeric)}`);
    });
  }

  test('has the slope of its verdict by the input', () => {
    const { slopes } = family.logitsAndSlopes(inputs);
    const total = (x: Float32Array) =>
      family
        .logits(tf.tensor3d(x, [3, 6, 2]))
        .sum()
        .dataSync()[0]!;
    const numeric = finiteDifferences(total, inputs.dataSync<'float32'>(), 2e-3);
    assert.ok(relativeDistance(slopes.dataSync(), numeric) < 0.01);
  });

  test('moves each price by its own rate, and none where there is no bottleneck', () => {
    const before = [...family.lambdas];
    const { rate } = family.step(inputs);
    members.forEach(({ capacity }, m) => {
      const moved = capacity === null ? 0 : Math.max(0, before[m]! + 0.01 * (rate[m]! - capacity));
      assertClose(family.lambdas[m]!, moved, 1e-6);
    });
    assert.equal(before[1], 0);
  });

  test('draws codes without a price where the capacity is infinite', () => {
    const free = new DiscriminatorFamily({
      members: [{ seed: 3, capacity: Infinity, lambda: 2 }],
      inputs: 2,
      hidden: 5,
    });
    const x = tf.tensor3d(random.normals(12), [1, 6, 2]);
    assert.ok(Array.from(free.drawNoise(6).dataSync()).every(v => v !== 0));
    for (let t = 0; t < 3; t++) assert.ok(free.step(x).rate[0]! > 0);
    assert.deepEqual(free.lambdas, [0]);
  });

  test('starts the code’s layer at its scale, and moves by its own learning rate', () => {
    const own = [{ outputScale: 0.1 }, {}, { rateFactor: 0.25 }].map(change => ({
      seed: 3,
      capacity: null,
      lambda: 0,
      ...change,
    }));
    const three = new DiscriminatorFamily({ members: own, inputs: 2, hidden: 5, latent: 2 });
    const before = three.encoder.weights.arraySync();
    for (let i = 45; i < 65; i++) assertClose(10 * before[0]![i]!, before[1]![i]!, 1e-5);
    assert.deepEqual(before[1], before[2]);
    const same = random.normals(12);
    three.step(tf.tensor3d([...same, ...same, ...same], [3, 6, 2]));
    const moves = three.encoder.weights.arraySync().map((w, m) => w.map((v, i) => v - before[m]![i]!));
    moves[1]!.forEach((move, i) => assertClose(moves[2]![i]!, 0.25 * move, 1e-2, 1e-6));
    assert.ok(Math.max(...moves[1]!.map(Math.abs)) > 5e-4);
  });

  test('tells the distortion at the mean of the code and of a draw, as gradients has it', () => {
    const { atMean, drawn } = family.distortions(inputs, noise);
    const of = (eps: tf.Tensor3D) => family.gradients(inputs, eps).distortion.dataSync();
    of(noise).forEach((value, m) => assertClose(drawn[m]!, value, 1e-5));
    of(tf.zerosLike(noise)).forEach((value, m) => assertClose(atMean[m]!, value, 1e-5));
    // A member without a bottleneck has no draw.
    assert.equal(family.distortions(inputs, tf.onesLike(noise)).drawn[1], atMean[1]);
  });

  test('has the slope of its verdict with drawn codes', () => {
    const { logits, slopes } = family.logitsAndSlopes(inputs, noise);
    const total = (x: Float32Array) =>
      family
        .logitsAndSlopes(tf.tensor3d(x, [3, 6, 2]), noise)
        .logits.sum()
        .dataSync()[0]!;
    const numeric = finiteDifferences(total, inputs.dataSync<'float32'>(), 2e-3);
    assert.ok(relativeDistance(slopes.dataSync(), numeric) < 0.01);
    assert.ok(relativeDistance(logits.dataSync(), family.logits(inputs).dataSync()) > 0.01);
  });

  test('refuses what cannot be trained', () => {
    const make = (change: object) => () =>
      new DiscriminatorFamily({ members, inputs: 2, hidden: 5, ...change });
    assertRefused(make({ members: [] }), /at least 1 member/);
    assertRefused(make({ members: [{ ...members[0], capacity: -1 }] }), /capacity/);
    assertRefused(make({ members: [{ ...members[0], lambda: NaN }] }), /lambda/);
    assertRefused(make({ stepSize: 0 }), /stepSize/);
    assertRefused(make({ members: [{ ...members[0], outputScale: 0 }] }), /outputScale/);
    assertRefused(make({ members: [{ ...members[0], rateFactor: -1 }] }), /rateFactor/);
    assertRefused(make({ hidden: 0 }), /hidden/);
  });
});

test('Adam of a NetworkFamily takes the steps of its formula', () => {
  const family = new NetworkFamily([1, 1], [1, 2]);
  const weights = Array.from(family.weights.dataSync());
  const [first, second] = [weights.map(() => 0), weights.map(() => 0)];
  for (const [t, gradient] of [
    [1, -2, 0.5, 3],
    [0.4, 0, -1, 3],
  ].entries()) {
    family.step(tf.tensor2d(gradient, [2, 2]), 0.1);
    gradient.forEach((g, i) => {
      first[i] = 0.5 * first[i]! + 0.5 * g;
      second[i] = 0.999 * second[i]! + 0.001 * g * g;
      const corrected = first[i]! / (1 - 0.5 ** (t + 1));
      weights[i] -= (0.1 * corrected) / Math.sqrt(second[i]! / (1 - 0.999 ** (t + 1)) + 1e-14);
    });
    weights.forEach((w, i) => assertClose(family.weights.dataSync()[i]!, w, 1e-4, 1e-5));
  }
});

describe('GanFamily', () => {
  const ring = ringOfGaussians();
  const gans = [
    { ...members[0]!, instanceNoise: 0.3 },
    { ...members[1]!, instanceNoise: 0 },
  ];
  const options = { members: gans, ring, steps: 4, batch: 5, hidden: 6, latent: 2 };

  test('has the gradient of the generator’s loss', () => {
    const family = new GanFamily(options);
    for (let t = 0; t < 3; t++) family.step();
    const causes = tf.tensor3d(random.normals(2 * 5 * 4), [2, 5, 4]);
    const blur = tf.zeros<tf.Rank.R3>([2, 5, 2]);
    // Larger weights, or the verdict hardly depends on the point.
    family.discriminators.encoder.weights = tf.mul(family.discriminators.encoder.weights, 2);
    const loss = () => Array.from(family.generatorLoss(causes, blur).loss.dataSync()).reduce((a, b) => a + b);
    const weights = family.generators.weights.dataSync<'float32'>().slice();
    const numeric = finiteDifferences(w => withWeights(family.generators, w, loss), weights, 5e-4);
    const exact = family.generatorLoss(causes, blur).gradient.dataSync();
    assert.ok(relativeDistance(exact, numeric) < 0.02, `${relativeDistance(exact, numeric)}`);
    family.dispose();
  });

  test('trains a member as if it were alone, and frees what it takes', () => {
    const together = new GanFamily(options);
    const alone = new GanFamily({ ...options, members: [gans[0]!] });
    together.step();
    const tensors = tf.memory().numTensors;
    together.step();
    assert.equal(tf.memory().numTensors, tensors);
    for (let t = 0; t < 2; t++) alone.step();
    const [both, one] = [together.sample(20)[0]!, alone.sample(20)[0]!];
    assert.ok(relativeDistance(both, one) < 1e-4);
  });

  test('lets a generator hear drawn codes, and only where codes are drawn', () => {
    const ears = (hears: 'mean' | 'drawn') =>
      new GanFamily({ ...options, members: [{ ...gans[0]!, hears }, gans[1]!] });
    const [mean, drawn] = [ears('mean'), ears('drawn')];
    for (let t = 0; t < 2; t++) [mean, drawn].forEach(each => each.step());
    const [byMean, byDraw] = [mean.sample(20), drawn.sample(20)];
    assert.ok(relativeDistance(byMean[0]!, byDraw[0]!) > 1e-6);
    assert.deepEqual(byMean[1], byDraw[1]);
    const wrong = [gans[0]!, { ...gans[1]!, hears: 'drawn' as const }];
    assertRefused(
      () => new GanFamily({ ...options, members: wrong }),
      /hears is "drawn", but capacity is null/,
    );
  });

  test('refuses a negative noise', () => {
    const bad = [{ ...gans[0]!, instanceNoise: -1 }];
    assertRefused(() => new GanFamily({ ...options, members: bad }), /instanceNoise/);
  });
});

test('judges of two normal distributions: no budget gives the true log odds, a budget its capacity', () => {
  const judges = trainJudges({ distance: 2, capacities: [null, 0.1], lambda: 0.1, seed: 1, steps: 800 });
  const points = Float64Array.from({ length: 121 }, (_, i) => -6 + i / 10);
  const [free, bound] = judges.onLine(points);
  // The true log odds are d x: about 2 at x = 1.
  assertClose(free!.logits[70]!, 2, 0.2);
  assertClose(free!.logits[50]!, -2, 0.2);
  const density = (x: number) =>
    (Math.exp(-((x - 1) ** 2) / 2) + Math.exp(-((x + 1) ** 2) / 2)) / (2 * Math.sqrt(2 * Math.PI));
  const rate = bound!.rates.reduce((sum, nats, i) => sum + 0.1 * density(points[i]!) * nats, 0);
  assert.ok(Math.abs(rate - 0.1) < 0.03, `${rate}`);
  assert.ok(Math.abs(bound!.logits[70]!) < 1);
  assert.ok(free!.spreads.every(v => v === 0) && bound!.spreads.every(v => v > 0));
  judges.dispose();
});

test('NetworkFamily refuses factors that are not one for each member', () => {
  const family = new NetworkFamily([1, 1], [1, 2]);
  const gradient = tf.ones<tf.Rank.R2>([2, 2]);
  assertRefused(() => family.step(gradient, 0.1, [1]), /factors holds 1 numbers, but there are 2 members/);
  assertRefused(() => family.step(gradient, 0.1, [1, 0]), /factors\[1\]/);
  family.dispose();
});
