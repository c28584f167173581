import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { TextCnnEngine, roofline } from '../../lib/engine';
import { engineDistances, engineParts } from '../../lib/experiments';
import { engineHost, makeTextCnn, TextCnn, VibTextCnn } from '../../lib/models';
import { Random } from '../../lib/random';
import { tf } from '../../lib/tf';

const sizes = { words: 50, length: 12, embedding: 6, filters: 20, width: 3, seed: 4 };
const random = new Random(1);
const data = {
  tokens: Int32Array.from({ length: 40 * 12 }, () => random.integer(50)),
  labels: Int32Array.from({ length: 40 }, () => random.integer(2)),
};
const engineOf = (head: 'vib' | 'dense' | 'logistic') =>
  new TextCnnEngine({ ...sizes, head, latent: 5, threads: 1 }, engineHost());

describe('makeTextCnn', () => {
  test('gives the engine, or the tfjs model with the same weights', () => {
    const kinds = { vib: VibTextCnn, logistic: TextCnn };
    for (const head of ['vib', 'logistic'] as const) {
      const fast = makeTextCnn({ ...sizes, head: head as 'vib' });
      const plain = makeTextCnn({ ...sizes, head: head as 'vib', engine: 'tfjs' });
      assert.ok(fast instanceof TextCnnEngine && plain instanceof kinds[head]);
      assert.equal(fast.lambda, plain.lambda);
      Object.values(fast.weights()).forEach((values, i) =>
        assert.deepEqual(values, plain.variables[i]!.dataSync()),
      );
      fast.dispose();
      plain.dispose();
    }
  });

  test('refuses an engine that there is not', () => {
    assert.throws(
      () => makeTextCnn({ ...sizes, head: 'vib', engine: 'gpu' }),
      /'fast' or 'tfjs', but it is 'gpu'/,
    );
  });
});

describe('engineDistances', () => {
  test('are those of rounding for every parameter, and no tensor stays', () => {
    const before = tf.memory().numTensors;
    for (const head of ['vib', 'dense', 'logistic'] as const) {
      const engine = engineOf(head);
      const distances = engineDistances(engine, data);
      assert.deepEqual(
        distances.map(one => one.parameter),
        Object.keys(engine.weights()),
      );
      assert.ok(distances.every(one => one.distance < 1e-5 && one.distance >= 0));
      assert.ok(
        distances.some(one => one.distance > 0),
        'two computations do not agree in every bit',
      );
      engine.dispose();
    }
    assert.equal(tf.memory().numTensors, before);
  });
});

describe('engineParts', () => {
  test('name the parts of a step and nearly add up to it', () => {
    const engine = engineOf('vib');
    const parts = engineParts(engine, data, { steps: 30, warmUp: 5 });
    assert.equal(engine.steps, 35);
    assert.deepEqual(
      parts.map(one => one.part),
      ['table, windows', 'head, forward', 'head, backward', 'winners, backward', 'Adam', 'the rest'],
    );
    assert.ok(
      parts.every(({ milliseconds: { value, low, high } }) => value >= 0 && low <= value && value <= high),
    );
    engine.dispose();
  });
});

test('the roofline: the table is below the ceiling, and both are rates of a machine of our days', () => {
  // The two are measured one after the other: on a busy machine one of them may be cut short, so it gets ten chances.
  const measured = [];
  for (let attempt = 0; attempt < 10; attempt++) {
    const { ceiling, table } = roofline(engineHost(), { runs: 3 });
    assert.ok(table > 0 && ceiling < 1000, `${table} and ${ceiling} billion operations a second`);
    if (table < 1.2 * ceiling) return;
    measured.push(`${table} is above ${ceiling}`);
  }
  assert.fail(measured.join('; '));
});
