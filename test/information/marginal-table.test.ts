import { describe, it } from 'node:test';
import { klFull } from '../../lib/gaussian';
import {
  encoderGrids,
  encoderInformation,
  gaussianEncoder,
  gaussianMutualInformationFull,
  gaussianRateParts,
  marginalLogDensity,
  marginalTable,
  rate,
  rateGap,
  rateParts,
  tableGap,
  tableGrids,
} from '../../lib/information';
import { assertClose, assertRefused } from '../support/close';
import { planeEncoder } from '../support/plane-encoder';

const encoder = planeEncoder([0.2, 0.5, 0.3]);

describe('the parts of a rate (nats)', () => {
  it('add up to it, though each is computed by itself', () => {
    for (const prior of [undefined, { mean: [0.3, -0.1], logVar: [0.5, -0.2] }]) {
      const parts = rateParts(encoder, prior);
      const sum = parts.information + parts.marginalKl[0]! + parts.marginalKl[1]! + parts.totalCorrelation;
      assertClose(sum, parts.rate, 1e-8);
      assertClose(parts.rate, rate(encoder, prior));
      assertClose(parts.information, encoderInformation(encoder), 1e-8);
      assertClose(
        parts.marginalKl[0]! + parts.marginalKl[1]! + parts.totalCorrelation,
        rateGap(encoder, prior),
        1e-7,
      );
    }
  });

  it('have the total correlation ln 2 of two far corners, and 0 of one bell or of four corners', () => {
    const corners = (means: number[][]) =>
      rateParts(
        gaussianEncoder(
          means,
          means.map(() => [0, 0]),
        ),
      ).totalCorrelation;
    assertClose(corners([[-9, -9], [9, 9]]), Math.LN2, 1e-9); // prettier-ignore
    assertClose(corners([[1, 2]]), 0, 0, 1e-9);
    assertClose(corners([[-9, -9], [9, 9], [-9, 9], [9, -9]]), 0, 0, 1e-9); // prettier-ignore
  });

  it('are the closed forms of a linear Gaussian channel', () => {
    // z1 = x1 + .5 eps1, z2 = x1 / 2 + x2 + .8 eps2
    const noise = [0.25, 0.64];
    const covariance = [
      [1.25, 0.5],
      [0.5, 1.89],
    ];
    const parts = gaussianRateParts(Math.log(1.25 * 1.89 - 0.25), [1.25, 1.89], noise);
    const joint = [
      [1, 0, 1, 0.5],
      [0, 1, 0, 1],
      [1, 0, 1.25, 0.5],
      [0.5, 1, 0.5, 1.89],
    ];
    assertClose(parts.information, gaussianMutualInformationFull(joint, 2), 1e-12);
    const standard = { mean: [0, 0], covariance: [[1, 0], [0, 1]] }; // prettier-ignore
    const gap = klFull({ mean: [0, 0], covariance }, standard);
    assertClose(parts.marginalKl[0]! + parts.marginalKl[1]! + parts.totalCorrelation, gap, 1e-12);
    assertClose(parts.rate, parts.information + gap, 1e-12);
  });

  it('of one dimension have no total correlation', () => {
    const one = rateParts(gaussianEncoder([[-1], [2]], [[0], [-1]]));
    assertClose(one.totalCorrelation, 0, 0, 1e-12);
    assertClose(one.information + one.marginalKl[0]!, one.rate, 1e-9);
  });
});

describe('a table of the marginal', () => {
  it('holds p(z), and has no gap to it', () => {
    const table = marginalTable(encoder);
    assertClose(
      tableGap(table, z => marginalLogDensity(encoder, z)),
      0,
      0,
      1e-9,
    );
  });

  it('has cells that are fine enough: half as wide gives the same parts', () => {
    const finer = tableGrids(encoder).map(grid => ({ ...grid, n: 2 * grid.n }));
    const [parts, again] = [rateParts(encoder), rateParts(encoder, undefined, finer)];
    assertClose(parts.information, again.information, 0, 1e-7);
    assertClose(parts.totalCorrelation, again.totalCorrelation, 0, 1e-7);
    const far = gaussianEncoder([[0], [1000]], [[0], [-9]]);
    assertRefused(() => tableGrids(far), /dimension 0 needs \d+ cells.*4000/);
  });

  it('refuses grids that miss p(z), and more than two dimensions', () => {
    const [first] = encoderGrids(encoder);
    const narrow = { low: -1, high: 1, n: 50 };
    assertRefused(() => marginalTable(encoder, [first!, narrow]), /integrates to 0\./);
    assertRefused(() => marginalTable(gaussianEncoder([[0, 0, 0]], [[0, 0, 0]]), []), /1 or 2 dimensions.*3/);
    assertRefused(() => tableGap(marginalTable(encoder), () => -Infinity), /ln q is -Infinity/);
  });
});
