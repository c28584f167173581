import { describe, it } from 'node:test';
import { normalDensity } from '../../lib/gaussian';
import { estimateLabelInformation, gaussianEncoder, mutualInformationOnGrid } from '../../lib/information';
import { Random } from '../../lib/random';
import { assertRefused, assertWithin } from '../support/close';

describe('the information of a code about the label', () => {
  it('agrees with quadrature over the classes', () => {
    const [means, sds, p, labels] = [
      [-2, -0.5, 0.4, 1.5],
      [0.5, 0.8, 0.4, 1],
      [0.1, 0.4, 0.3, 0.2],
      [0, 1, 0, 1],
    ];
    const encoder = gaussianEncoder(
      means.map(m => [m]),
      sds.map(s => [2 * Math.log(s)]),
      { probabilities: p },
    );
    const share = [0.4, 0.6];
    const density = (z: number, y: number) =>
      means.reduce(
        (sum, m, i) => sum + (labels[i] === y ? (p[i]! / share[y]!) * normalDensity(z, m, sds[i]) : 0),
        0,
      );
    const exact = mutualInformationOnGrid(
      { points: [0, 1], probabilities: share, density },
      { low: -9, high: 9, n: 3000 },
    );
    assertWithin(estimateLabelInformation(encoder, labels, new Random(3), 20000), exact);
  });

  it('is 0 for one label or equal codes, and the entropy for codes far apart', () => {
    const at = (a: number, b: number, labels: number[]) =>
      estimateLabelInformation(gaussianEncoder([[a], [b]], [[0], [0]]), labels, new Random(1), 200).value;
    for (const zero of [at(0, 5, [1, 1]), at(3, 3, [0, 1])]) {
      if (Math.abs(zero) > 1e-12) throw new Error(`${zero} is not 0`);
    }
    const one = at(-50, 50, [0, 1]);
    if (Math.abs(one - Math.LN2) > 1e-12) throw new Error(`${one} is not log 2`);
  });

  it('refuses labels that do not fit', () => {
    const encoder = gaussianEncoder([[0], [1]], [[0], [0]]);
    assertRefused(() => estimateLabelInformation(encoder, [1], new Random(1), 10), /labels/, /1/, /2/);
    assertRefused(
      () => estimateLabelInformation(encoder, [0, 1], new Random(1), 1),
      /samples must be .*2, but it is 1/,
    );
  });
});
