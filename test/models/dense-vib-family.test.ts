import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DenseVib, DenseVibFamily } from '../../lib/models';
import { Random } from '../../lib/random';
import { tf } from '../../lib/tf';
import { train } from '../../lib/training';
import { relativeDistance } from '../finite-difference';

const inputs = tf.tensor2d(new Random(2).normals(24), [12, 2]);
const labels = tf.tensor1d([0, 1, 0, 1, 1, 0, 1, 1, 0, 0, 1, 0], 'int32');
const batch = { inputs, labels };
const members = [
  { lambda: 0.1, seed: 3 },
  { lambda: 2, seed: 3 },
  { lambda: 0.5, seed: 8 },
];
const value = (scalar: tf.Tensor) => scalar.dataSync()[0]!;
const mean = (values: number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;

for (const covariance of ['diagonal', 'full'] as const) {
  for (const beta of [0, 0.2]) {
    describe(`DenseVibFamily, ${covariance} covariance, beta ${beta}`, () => {
      const shared = { hidden: [5, 4], latent: 3, covariance, beta };
      const family = new DenseVibFamily({ ...shared, members });
      const alone = members.map(member => new DenseVib({ ...shared, ...member }));

      test('has the terms of its members alone, averaged', () => {
        const terms = family.batchLoss(batch, { training: false });
        const expected = alone.map(model => model.batchLoss(batch, { training: false }));
        for (const name of ['total', 'distortion', 'rate', 'correct'] as const) {
          const average = mean(expected.map(one => value(one[name]!)));
          assert.ok(Math.abs(value(terms[name]!) - average) < 1e-5, name);
        }
      });

      test("has each member's own gradient, divided by their number", () => {
        const gradients = tf.variableGrads(
          () => family.batchLoss(batch, { training: false }).total,
          family.variables,
        ).grads;
        alone.forEach((model, m) => {
          const { grads } = tf.variableGrads(
            () => model.batchLoss(batch, { training: false }).total,
            model.variables,
          );
          model.variables.forEach((variable, i) => {
            const mine = gradients[family.variables[i]!.name]!.gather(m).mul(members.length);
            const own = grads[variable.name]!.dataSync();
            assert.ok(
              mine.dataSync().every((g, j) => Math.abs(g - own[j]!) < 1e-5),
              `variable ${i} of ${m}`,
            );
          });
        });
      });

      test('gives a copy of a member', () => {
        members.forEach((member, m) => {
          const copy = family.member(m);
          assert.deepEqual([copy.lambda, copy.beta, copy.covariance], [member.lambda, beta, covariance]);
          copy.variables.forEach((variable, i) => {
            assert.deepEqual(variable.dataSync(), alone[m]!.variables[i]!.dataSync());
          });
        });
      });
    });
  }
}

describe('DenseVibFamily', () => {
  test('trains every member as it would train alone, up to its noise', async () => {
    const data = { inputs: inputs.dataSync<'float32'>(), labels: labels.dataSync<'int32'>() };
    const options = { epochs: 60, batch: 12, learningRate: 0.02, seed: 1 };
    // With a heavy weight the code is the prior and the classifier says 1/2; without one it learns the labels.
    const pair = [
      { lambda: 0, seed: 1 },
      { lambda: 20, seed: 1 },
    ];
    const family = new DenseVibFamily({ members: pair, hidden: [16] });
    await train(family, data, options);
    const rates = pair.map((_, m) => value(family.member(m).batchLoss(batch, { training: false }).rate));
    assert.ok(rates[0]! > 0.5 && rates[1]! < 0.05, rates.join());
    const alone = new DenseVib({ ...pair[0]!, hidden: [16] });
    await train(alone, data, options);
    const [mine, own] = [family.member(0), alone].map(model =>
      value(model.batchLoss(batch, { training: false }).distortion),
    );
    assert.ok(Math.abs(mine! - own!) < 0.15, `${mine} and ${own}`);
  });

  test('learns from several training sets side by side, each member from its own', async () => {
    const other = new Random(7).normals(24);
    const first = inputs.dataSync<'float32'>();
    const beside = Float32Array.from({ length: 48 }, (_, j) => {
      const [row, column] = [Math.floor(j / 4), j % 4];
      return column < 2 ? first[2 * row + column]! : other[2 * row + column - 2]!;
    });
    const answers = labels.dataSync<'int32'>();
    const options = { epochs: 5, batch: 4, learningRate: 0.02, seed: 1 };
    const twins = [0, 1].map(set => ({ lambda: 0.1, seed: 3, set }));
    const family = new DenseVibFamily({ members: twins, sets: 2 });
    await train(family, { inputs: beside, labels: answers }, options);
    for (const [m, own] of [first, Float32Array.from(other)].entries()) {
      const alone = new DenseVibFamily({ members: [{ lambda: 0.1, seed: 3 }] });
      await train(alone, { inputs: own, labels: answers }, options);
      const [mine, its] = [family.member(m), alone.member(0)].map(one => one.predict(inputs).dataSync());
      assert.ok(relativeDistance(mine!, its!) < 1e-4, `set ${m}`);
    }
    assert.throws(
      () => new DenseVibFamily({ members: [{ lambda: 1, seed: 1, set: 2 }], sets: 2 }),
      /members\[0\]\.set must be .* 0 to 1, but it is 2/,
    );
    assert.throws(() => new DenseVibFamily({ members, sets: 0 }), /sets/);
  });

  test('noise has the spread of the code, and differs between seeds but not between lambdas', () => {
    const twins = new DenseVibFamily({ members, hidden: [5] });
    const loss = (m: number, family: DenseVibFamily) => {
      const only = new DenseVibFamily({ members: [members[m]!], hidden: [5] });
      return [family, only].map(one => value(one.batchLoss(batch, { training: true }).distortion));
    };
    const alone = members.map((_, m) => loss(m, twins)[1]!);
    assert.ok(relativeDistance([alone[0]!], [alone[1]!]) < 1e-6);
    assert.notEqual(alone[0], alone[2]);
  });

  test('a new lambda is given to all', () => {
    const family = new DenseVibFamily({ members });
    assert.ok(Math.abs(family.lambda - 2.6 / 3) < 1e-12);
    family.lambda = 0;
    const { total, distortion } = family.batchLoss(batch, { training: false });
    assert.equal(value(total), value(distortion));
    assert.throws(() => (family.lambda = -1), /but it is -1/);
  });

  test('refuses bad options', () => {
    assert.throws(() => new DenseVibFamily({ members: [] }), /at least 1 member/);
    assert.throws(() => new DenseVibFamily({ members: [{ lambda: -1, seed: 1 }] }), /but it is -1/);
    assert.throws(() => new DenseVibFamily({ members }).member(3), /members 0 to 2, but 3 was asked for/);
  });

  test('dispose frees everything', () => {
    const before = tf.memory().numTensors;
    const family = new DenseVibFamily({ members, covariance: 'full' });
    family.member(1).dispose();
    family.dispose();
    assert.equal(tf.memory().numTensors, before);
  });
});
