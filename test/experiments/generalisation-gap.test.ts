import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { twoMoons } from '../../lib/data';
import { generalisationGaps, hourglass } from '../../lib/experiments';
import { tf } from '../../lib/tf';
import { assertRefused } from '../support/close';

const held = twoMoons({ n: 200, seed: 9, noise: 0.3 });
const options = {
  sizes: [10, 60],
  lambdas: [0.001, 50],
  sets: 2,
  steps: 300,
  test: held,
  noise: 0.3,
  seed: 1,
};

describe('generalisationGaps', () => {
  test('gives every size, lambda and set once, with test - train, and keeps no tensor', async () => {
    const before = tf.memory().numTensors;
    const runs = await generalisationGaps(options);
    assert.equal(tf.memory().numTensors, before);
    assert.deepEqual(
      runs.map(({ size, lambda, set }) => [size, lambda, set].join()),
      [10, 60].flatMap(size => [0.001, 50].flatMap(lambda => [0, 1].map(set => [size, lambda, set].join()))),
    );
    for (const run of runs) {
      assert.ok(Math.abs(run.gap - (run.testDistortion - run.trainDistortion)) < 1e-12);
      // A price of 50 leaves a code that says nothing: log 2 on both sides.
      if (run.lambda === 50)
        assert.ok(Math.abs(run.gap) < 0.1 && Math.abs(run.testDistortion - Math.log(2)) < 0.1);
    }
    const loud = runs.filter(run => run.size === 10 && run.lambda === 0.001);
    assert.ok(
      loud.every(run => run.gap > 0),
      'ten points are learnt by heart',
    );
    assert.deepEqual(await generalisationGaps(options), runs);
  });

  test('refuses sizes whose labels do not take turns, and a single set', async () => {
    await assert.rejects(generalisationGaps({ ...options, sizes: [11] }), /sizes\[0\] must be even.* 11/);
    await assert.rejects(generalisationGaps({ ...options, sizes: [] }), /sizes/);
    await assert.rejects(generalisationGaps({ ...options, sets: 1 }), /sets/);
  });
});

describe('hourglass', () => {
  test('has a neck that grows with the budget and stays narrower than its ends', () => {
    const neck = (budget: number) => {
      const { x, y } = hourglass({ budget }).data[0] as unknown as { x: number[]; y: number[] };
      return y[x.indexOf(0)]!;
    };
    const ends = (hourglass({ budget: 2 }).data[0] as unknown as { y: number[] }).y;
    assert.ok(
      0 < neck(0) && neck(0) < neck(0.5) && neck(0.5) < neck(100) && neck(1e300) < Math.max(...ends) / 2,
    );
    assert.match(hourglass({ budget: 0.5 }).text(), /at most 0\.5/);
    for (const budget of [-1, NaN, Infinity]) assertRefused(() => hourglass({ budget }), /budget/);
  });
});
