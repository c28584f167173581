import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { twoMoons } from '../../lib/data';
import { sampledScores } from '../../lib/experiments';
import { expectation2d } from '../../lib/gaussian';
import { DenseVib } from '../../lib/models';
import { tf } from '../../lib/tf';
import { evaluate, latentAll } from '../../lib/training';

const data = twoMoons({ n: 4, seed: 1 });
const model = new DenseVib({ lambda: 1, seed: 2 });

describe('sampledScores', () => {
  test('agrees with quadrature over z, example by example', async () => {
    const { mean, logVar } = await latentAll(model, data);
    const samples = 20000;
    const { distortions, right } = sampledScores(model, data, { samples, seed: 3 });
    const decoder = (z1: number, z2: number) => model.classify(tf.tensor2d([[z1, z2]])).dataSync<'float32'>();
    for (let i = 0; i < data.size; i++) {
      const [m, s] = [mean, logVar.map(l => Math.exp(l / 2))].map(
        a => [a[2 * i]!, a[2 * i + 1]!] as [number, number],
      );
      const y = data.labels[i]!;
      const expected = (f: (d: number) => number) =>
        expectation2d((z1, z2) => f(-Math.log(decoder(z1, z2)[y]!)), m, s, 12);
      const first = expected(d => d);
      const error = Math.sqrt((expected(d => d * d) - first ** 2) / samples);
      assert.ok(Math.abs(distortions[i]! - first) < 4 * error + 1e-6, `${distortions[i]} and ${first}`);
      assert.ok(right[i]! >= 0 && right[i]! <= 1 + 1e-9);
    }
  });

  test('without noise it is evaluate', async () => {
    const quiet = new DenseVib({ lambda: 0, seed: 2 });
    // The bias of the layer of log-variances: a standard deviation of e^-20.
    quiet.variables[5]!.assign(tf.fill([2], -40));
    quiet.variables[4]!.assign(tf.zeros([64, 2]));
    const many = twoMoons({ n: 300, seed: 4 });
    const { distortions, right } = sampledScores(quiet, many, { samples: 2, seed: 1 });
    const average = (values: Float64Array) => values.reduce((a, b) => a + b, 0) / many.size;
    const { distortion, accuracy } = await evaluate(quiet, many);
    assert.ok(Math.abs(average(distortions) - distortion) < 1e-5);
    assert.ok(Math.abs(average(right) - accuracy!) < 1e-9);
  });

  test('same seed, same scores; no tensor is left', () => {
    const before = tf.memory().numTensors;
    const draw = (seed: number) => sampledScores(model, data, { samples: 3, seed });
    assert.deepEqual(draw(1), draw(1));
    assert.notDeepEqual(draw(1), draw(2));
    assert.equal(tf.memory().numTensors, before);
  });

  test('refuses bad options', () => {
    assert.throws(
      () => sampledScores(model, data, { samples: 0, seed: 1 }),
      /samples must be .* but it is 0/,
    );
    assert.throws(
      () => sampledScores(model, { inputs: new Float32Array(3), labels: [1] }, { seed: 1 }),
      /the data/,
    );
  });
});
