import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { normalDensity, normalLogDensity } from '../../lib/gaussian';
import {
  batchSandwich,
  encoderInformation,
  estimateMutualInformation,
  estimateRate,
  estimateSandwich,
  gaussianEncoder,
  rate,
} from '../../lib/information';
import { Random } from '../../lib/random';
import { assertClose, assertRefused, assertWithin } from '../support/close';
import { planeEncoder } from '../support/plane-encoder';

const encoder = planeEncoder([0.2, 0.5, 0.3]);

describe('Monte Carlo estimates (nats)', () => {
  it('of the information agree with the grid within their standard error', () => {
    const estimate = estimateMutualInformation(encoder, new Random(1), 20000);
    assertWithin(estimate, encoderInformation(encoder));
    assert.equal(estimate.n, 20000);
    assert.ok(estimate.standardError < 0.01);
  });

  it('of the rate agree with the closed form, for two priors', () => {
    assertWithin(estimateRate(encoder, new Random(2), 20000), rate(encoder));
    const prior = { mean: [0.5, -0.3], logVar: [0.4, -0.2] };
    assertWithin(estimateRate(encoder, new Random(3), 20000, prior), rate(encoder, prior));
  });

  it('have standard errors of the right size: 200 estimates scatter by one of them', () => {
    const truth = rate(encoder);
    const random = new Random(4);
    let squares = 0;
    for (let i = 0; i < 200; i++) {
      const { value, standardError } = estimateRate(encoder, random, 200);
      squares += ((value - truth) / standardError) ** 2;
    }
    // The mean of 200 squared normals is 1 with a standard error of .1.
    assert.ok(Math.abs(squares / 200 - 1) < 0.4, `mean squared distance ${squares / 200}`);
  });

  it('repeat with the seed', () => {
    const run = () => estimateMutualInformation(encoder, new Random(9), 50);
    assert.deepEqual(run(), run());
  });
});

describe('known-encoder sandwich (nats)', () => {
  it('of two inputs is the formula written out', () => {
    const pair = gaussianEncoder([[0], [1]], [[0], [Math.log(4)]]);
    const z = [0.3, 2];
    const p = (value: number, j: number) => normalDensity(value, j, j === 0 ? 1 : 2);
    const { lower, upper } = batchSandwich(pair, z);
    for (const i of [0, 1]) {
      const [own, other] = [p(z[i]!, i), p(z[i]!, 1 - i)];
      assertClose(lower[i]!, Math.log(own / ((own + other) / 2)));
      assertClose(upper[i]!, Math.log(own / other));
    }
  });

  it('leaves the own term out exactly, however small the others: a finite mask would not', () => {
    const far = gaussianEncoder([[0], [100]], [[0], [0]]);
    const { lower, upper } = batchSandwich(far, [0, 100]);
    assertClose(upper[0]!, normalLogDensity(0) - normalLogDensity(100));
    assertClose(upper[0]!, 5000);
    assertClose(lower[0]!, Math.LN2);
  });

  it('lower never exceeds ln K, upper is never below lower', () => {
    const random = new Random(8);
    const means = Array.from({ length: 40 }, () => [5 * random.normal(), 5 * random.normal()]);
    const logVars = means.map(() => [random.normal() - 2, random.normal() - 2]);
    const batch = gaussianEncoder(means, logVars);
    const z = means.flatMap((mean, i) =>
      mean.map((m, d) => m + Math.exp(logVars[i]![d]! / 2) * random.normal()),
    );
    const { lower, upper } = batchSandwich(batch, z);
    lower.forEach((low, i) => {
      assert.ok(low <= Math.log(40) + 1e-12);
      assert.ok(upper[i]! >= low - 1e-12);
    });
  });

  it('holds the information between its two means', () => {
    const truth = encoderInformation(encoder);
    const { lower, upper } = estimateSandwich(encoder, new Random(5), { batchSize: 8, batches: 4000 });
    assert.ok(lower.value + 4 * lower.standardError < truth, `${lower.value} is not below ${truth}`);
    assert.ok(upper.value - 4 * upper.standardError > truth, `${upper.value} is not above ${truth}`);
    assert.equal(lower.n, 4000);
  });

  it('closes on the information as the batch grows', () => {
    const truth = encoderInformation(encoder);
    const { lower, upper } = estimateSandwich(encoder, new Random(6), { batchSize: 400, batches: 12 });
    assert.ok(Math.abs(lower.value - truth) < 0.02 + 4 * lower.standardError);
    assert.ok(Math.abs(upper.value - truth) < 0.02 + 4 * upper.standardError);
    assert.ok(upper.value - lower.value < 0.02);
  });
});

describe('estimators refuse bad input', () => {
  it('with the value', () => {
    const random = new Random(1);
    assertRefused(
      () => estimateMutualInformation(encoder, random, 1),
      /samples must be a whole number >= 2, but it is 1/,
    );
    assertRefused(
      () => estimateRate(encoder, random, NaN),
      /samples must be a whole number >= 2, but it is NaN/,
    );
    assertRefused(
      () => estimateRate(encoder, random, 9, { mean: [0], logVar: [0] }),
      /z has 2 values but mean has 1/,
    );
    assertRefused(
      () => estimateSandwich(encoder, random, { batchSize: 1, batches: 5 }),
      /batchSize .* >= 2, but it is 1/,
    );
    assertRefused(
      () => estimateSandwich(encoder, random, { batchSize: 4, batches: 1 }),
      /batches .* >= 2, but it is 1/,
    );
    assertRefused(() => batchSandwich(encoder, [0]), /z has 1 values but means has 6/);
    assertRefused(() => batchSandwich(encoder, [0, 0, 0, 0, 0, NaN]), /z\[5\] must be a finite number/);
    assertRefused(
      () => batchSandwich(gaussianEncoder([[0]], [[0]]), [0]),
      /batch's size .* >= 2, but it is 1/,
    );
  });
});
