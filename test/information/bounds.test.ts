import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { integrate, klDiagonal, klToStandardNormal, normalDensity } from '../../lib/gaussian';
import {
  component,
  conditionalLogDensity,
  encoderGrids,
  encoderInformation,
  gaussianEncoder,
  informationCeiling,
  logSumExp,
  marginalLogDensity,
  rate,
  rateGap,
} from '../../lib/information';
import { assertClose, assertRefused } from '../support/close';
import { planeEncoder } from '../support/plane-encoder';

const line = gaussianEncoder([[-1.2], [0.4], [2]], [[-1], [0.2], [-2]], { probabilities: [0.2, 0.5, 0.3] });
const plane = planeEncoder();

describe('gaussianEncoder', () => {
  it('is the same from nested rows, flat arrays and typed arrays', () => {
    const flat = gaussianEncoder(plane.means, plane.logVars, { dimensions: 2 });
    assert.deepEqual(flat, plane);
    const plain = gaussianEncoder(Array.from(plane.means), Float32Array.from(plane.logVars), {
      dimensions: 2,
    });
    assert.equal(plain.count, 3);
    assert.deepEqual(Array.from(component(plane, 1).mean), [0.7, 1]);
    assertClose(plane.probabilities[2]!, 1 / 3);
  });

  it('has the mixture as its marginal, without underflow', () => {
    const z = [0.3];
    const direct =
      0.2 * normalDensity(0.3, -1.2, Math.exp(-0.5)) +
      0.5 * normalDensity(0.3, 0.4, Math.exp(0.1)) +
      0.3 * normalDensity(0.3, 2, Math.exp(-1));
    assertClose(marginalLogDensity(line, z), Math.log(direct));
    assertClose(conditionalLogDensity(line, 0, z), Math.log(normalDensity(0.3, -1.2, Math.exp(-0.5))));
    assertClose(marginalLogDensity(line, [200]), Math.log(0.5) + conditionalLogDensity(line, 1, [200]));
    assertClose(logSumExp([1000, 1000]), 1000 + Math.LN2);
    assert.equal(logSumExp([-Infinity, 3]), 3);
    assert.equal(logSumExp([-Infinity, -Infinity]), -Infinity);
  });

  it('refuses bad tables with the value', () => {
    assertRefused(() => gaussianEncoder([], []), /means are empty/);
    assertRefused(() => gaussianEncoder([1, 2], [0, 0]), /means are flat \(2 numbers\)/, /dimensions: k/);
    assertRefused(
      () => gaussianEncoder([1, 2, 3], [0, 0, 0], { dimensions: 2 }),
      /3 numbers, which is not a multiple/,
    );
    assertRefused(
      () => gaussianEncoder([[1, 2], [3]], [[0, 0], [0]]),
      /means\[1\] has 1 values but 2 are needed/,
    );
    assertRefused(() => gaussianEncoder([[1], [2]], [[0]]), /means are \[2, 1\] but logVars are \[1, 1\]/);
    assertRefused(
      () => gaussianEncoder([[NaN]], [[0]]),
      /means\[0\]\[0\] must be a finite number, but it is NaN/,
    );
    assertRefused(() => gaussianEncoder([NaN], [0], { dimensions: 1 }), /means\[0\] must be a finite number/);
    assertRefused(() => gaussianEncoder([[0]], [[999]]), /logVars\[0\] is 999/);
    assertRefused(
      () => gaussianEncoder([[0], [1]], [[0], [0]], { probabilities: [1] }),
      /probabilities has 1 values but the list of means has 2/,
    );
    assertRefused(
      () => gaussianEncoder([[0], [1]], [[0], [0]], { probabilities: [0.9, 0.9] }),
      /probabilities must sum to 1, but they sum to 1\.8/,
    );
    assertRefused(() => marginalLogDensity(line, [0, 0]), /z has 2 values but the encoder's mean has 1/);
  });
});

describe('rate (nats)', () => {
  it('is the weighted KL, to N(0, I) or to another prior', () => {
    const kls = [
      klToStandardNormal([-1.2], [-1]),
      klToStandardNormal([0.4], [0.2]),
      klToStandardNormal([2], [-2]),
    ] as const;
    assertClose(rate(line), 0.2 * kls[0] + 0.5 * kls[1] + 0.3 * kls[2]);
    const prior = { mean: [0.5, 0], logVar: [0.1, -0.3] };
    const mean = [0, 1, 2].reduce((sum, i) => sum + klDiagonal(component(plane, i), prior) / 3, 0);
    assertClose(rate(plane, prior), mean);
  });

  it('minus the gap is the information, in 1-D and 2-D and for any prior', () => {
    assertClose(rate(line) - rateGap(line), encoderInformation(line), 1e-9);
    assertClose(rate(plane) - rateGap(plane), encoderInformation(plane), 1e-9);
    const prior = { mean: [0.5, -0.2], logVar: [0.8, 0.3] };
    assertClose(rate(plane, prior) - rateGap(plane, prior), encoderInformation(plane), 1e-9);
    assert.ok(rateGap(plane) > 0.01);
  });

  it('the gap agrees with Simpson on the definition', () => {
    const gap = integrate(
      z => {
        const p = Math.exp(marginalLogDensity(line, [z]));
        return p === 0 ? 0 : p * Math.log(p / normalDensity(z));
      },
      -12,
      12,
      4000,
    );
    assertClose(rateGap(line), gap, 1e-10);
  });

  it('is tight when all conditionals are the prior, and at the best normal prior is still slack', () => {
    const blind = gaussianEncoder([[0], [0]], [[0], [0]]);
    assert.equal(rate(blind), 0);
    assertClose(rateGap(blind), 0, 0, 1e-12);
    assertClose(encoderInformation(blind), 0, 0, 1e-12);
  });

  it('information stays below ln N and reaches it for separate inputs, which the rate passes', () => {
    const separate = gaussianEncoder([[-30], [0], [30]], [[-2], [-2], [-2]]);
    assertClose(encoderInformation(separate), informationCeiling(3), 1e-9);
    assertClose(rate(separate) - rateGap(separate), Math.log(3), 1e-9);
    assert.ok(rate(separate) > 100);
    assert.ok(encoderInformation(line) < informationCeiling(3));
    assert.equal(informationCeiling(25000).toFixed(2), '10.13');
  });

  it('the automatic grids hold the mass and resolve the narrowest conditional', () => {
    const [grid] = encoderGrids(line);
    assert.ok(grid!.low < -1.2 - 5 && grid!.high > 2 + 5);
    const finer = { ...grid!, n: grid!.n * 4 };
    assertClose(encoderInformation(line), encoderInformation(line, [finer]), 1e-10);
    assertClose(rateGap(line), rateGap(line, undefined, [finer]), 1e-10);
  });

  it('refuses what a grid cannot do', () => {
    const three = gaussianEncoder([[0, 0, 0]], [[0, 0, 0]]);
    assertRefused(
      () => rateGap(three),
      /1 or 2 dimensions, but the encoder has 3: use estimateMutualInformation/,
    );
    const needle = gaussianEncoder(
      [
        [0, 0],
        [1, 1],
      ],
      [
        [-20, 0],
        [-20, 0],
      ],
    );
    assertRefused(() => encoderInformation(needle), /dimension 0 needs \d+ grid cells/, /more than 2000/);
    assertRefused(() => rateGap(plane, undefined, [{ low: -9, high: 9, n: 90 }]), /2 dimensions but 1 grids/);
    assertRefused(
      () => rateGap(line, undefined, [{ low: -9, high: 0, n: 90 }]),
      /p integrates to 0\.\d+ on the grid instead of 1/,
    );
    assertRefused(() => rate(line, { mean: [0, 0], logVar: [0, 0] }), /p.mean has 1 values but q.mean has 2/);
    assertRefused(() => informationCeiling(0), /count must be a whole number >= 1, but it is 0/);
  });
});
