import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { bestScores, linearSandwich, spreadOfBound, trainedScores } from '../../lib/experiments';
import {
  correlatedPairs,
  correlationOf,
  criticScores,
  infoNceBound,
  nwjBound,
  trainCritic,
} from '../../lib/information';
import { Random } from '../../lib/random';

describe('bounds over batches', () => {
  const task = { dimensions: 2, batch: 16, steps: 30, batches: 300, seed: 1 };

  test('NWJ with the best critic is unbiased, InfoNCE below its ceiling', () => {
    const scores = bestScores(task, 1);
    assert.deepEqual([scores.length, scores[0]!.length], [300, 256]);
    const { mean, standardError } = spreadOfBound(scores, one => nwjBound(one, 16));
    assert.ok(Math.abs(mean - 1) < 5 * standardError, `${mean} ± ${standardError}`);
    const { largest } = spreadOfBound(scores, one => infoNceBound(one, 16));
    assert.ok(largest <= Math.log(16));
  });

  test('a trained critic stays below the truth on average, and is made anew the same', () => {
    const [one, two] = [0, 1].map(() => trainedScores({ ...task, batches: 50 }, 1, 1));
    assert.deepEqual(one, two);
    // On fresh batches, not on those of its training.
    const rho = correlationOf(1, 2);
    const draw = (random: Random) => correlatedPairs(random, 16, 2, rho);
    const critic = trainCritic({ draw, dimensions: 2, gamma: 1, steps: 30, random: new Random(1) });
    assert.notDeepEqual(one![0], criticScores(critic, draw(new Random(1))));
    const { mean, standardError } = spreadOfBound(one!, scores => infoNceBound(scores, 16));
    assert.ok(mean < 1 + 5 * standardError && mean > 0, `${mean}`);
  });

  test('quantiles and deviation of numbers that are known', () => {
    const values = Array.from({ length: 11 }, (_, i) => Float64Array.of(10 - i));
    const spread = spreadOfBound(values, one => one[0]!);
    assert.deepEqual([spread.low, spread.median, spread.high, spread.largest, spread.mean], [1, 5, 9, 10, 5]);
    assert.ok(Math.abs(spread.sd - Math.sqrt(11)) < 1e-12);
    assert.throws(() => bestScores({ ...task, batch: 1 }, 1), /batch/);
  });
});

test('the sandwich of a linear channel holds its closed form', () => {
  // 1/2 log(1 + 1.2^2/0.09) twice, for A = 1.2 I.
  const exact = Math.log(1 + 1.44 / 0.09);
  const A = [
    [1.2, 0],
    [0, 1.2],
  ];
  const { lower, upper } = linearSandwich(A, 0.09, new Random(1), { batchSize: 400, batches: 20 });
  assert.equal(lower.n, 20);
  assert.ok(lower.value - 4 * lower.standardError < exact && upper.value + 4 * upper.standardError > exact);
  assert.ok(upper.value - lower.value < 0.3 && upper.value > lower.value);
  assert.throws(() => linearSandwich(A, 0, new Random(1), { batchSize: 4, batches: 2 }), /noiseVariance/);
});
