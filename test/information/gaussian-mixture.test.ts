import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fullLogDensity, sampleFull } from '../../lib/gaussian';
import { fitMixture, mixtureLogDensity } from '../../lib/information';
import { Random } from '../../lib/random';
import { assertClose, assertRefused } from '../support/close';

const truth = {
  weights: [0.3, 0.7],
  means: [
    [-2, 1],
    [1.5, 0],
  ],
  covariances: [
    [
      [0.5, 0.3],
      [0.3, 0.8],
    ],
    [
      [1, -0.4],
      [-0.4, 0.6],
    ],
  ],
};
function draw(random: Random, count: number): Float64Array[] {
  return Array.from({ length: count }, () => {
    const m = random.uniform() < 0.3 ? 0 : 1;
    return sampleFull(random, truth.means[m]!, truth.covariances[m]!, 1)[0]!;
  });
}

describe('a mixture of normals as prior', () => {
  it('has the logarithm of the weighted densities', () => {
    const z = [0.2, -0.7];
    const expected = Math.log(
      [0, 1].reduce(
        (sum, m) =>
          sum + truth.weights[m]! * Math.exp(fullLogDensity(z, truth.means[m]!, truth.covariances[m]!)),
        0,
      ),
    );
    assertClose(mixtureLogDensity(truth)(z), expected, 1e-12);
  });

  it('is the normal of the moments when it has one component', () => {
    const draws = [[0, 1], [2, 1], [4, 7]]; // prettier-ignore
    const full = fitMixture(draws, { components: 1, random: new Random(1), floor: 1e-9 });
    assert.deepEqual(full.means, [[2, 3]]);
    assertClose(full.covariances[0]![0]![1]!, 4, 1e-9);
    assertClose(full.covariances[0]![1]![1]!, 8, 1e-9);
    const diagonal = fitMixture(draws, { components: 1, random: new Random(1), covariance: 'diagonal' });
    assert.equal(diagonal.covariances[0]![0]![1], 0);
  });

  it('finds the mixture it was drawn from', () => {
    const fitted = fitMixture(draw(new Random(3), 4000), { components: 2, random: new Random(4) });
    const [low, high] = fitted.means[0]![0]! < fitted.means[1]![0]! ? [0, 1] : [1, 0];
    assertClose(fitted.weights[low]!, 0.3, 0, 0.03);
    assertClose(fitted.means[low]![0]!, -2, 0, 0.1);
    assertClose(fitted.covariances[high]![0]![1]!, -0.4, 0, 0.1);
  });

  it('never loses likelihood from step to step', () => {
    const draws = draw(new Random(5), 300);
    let before = -Infinity;
    for (const steps of [1, 2, 4, 8, 16, 32]) {
      const fitted = fitMixture(draws, { components: 4, random: new Random(6), steps, floor: 1e-9 });
      const log = mixtureLogDensity(fitted);
      const now = draws.reduce((sum, z) => sum + log(z), 0);
      assert.ok(now >= before - 1e-6, `${now} after ${before}`);
      before = now;
    }
  });

  it('refuses what cannot be fitted', () => {
    const random = new Random(1);
    assertRefused(() => fitMixture([[1, 2]], { components: 2, random }), /1 draws cannot place 2/);
    assertRefused(() => fitMixture([[1, 2], [1]], { components: 1, random }), /draws\[1\]/);
    assertRefused(() => fitMixture([[1, NaN]], { components: 1, random }), /draws\[0\]/);
  });
});
