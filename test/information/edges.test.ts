import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { canonicalCovariance } from '../../lib/information';
import * as information from '../../lib/information';
import { AdamDescent } from '../../lib/information/adam-descent';
import { Random } from '../../lib/random';
import { assertClose, assertRefused } from '../support/close';

interface Oracle {
  interpolatedGradient: { scores: number[]; alpha: number; gradient: number[] }[];
  laplace: { theta: number; value: number }[];
  tables: { table: number[][]; value: number }[];
  divergences: { p: number[]; q: number[]; value: number }[];
  correlations: { rho: number; value: number }[];
  hinges: { rho: number; beta: number; value: number }[];
  scalar: { rho: number; lambda: number; value: Record<string, number> }[];
  curve: { eigenvalues: number[]; tradeoff: number; value: Record<string, number> }[];
  nwjVariance: { batch: number; k: number; rho: number; value: number }[];
}
const oracle = JSON.parse(readFileSync(`${__dirname}/../oracles/information_mpmath.json`, 'utf8')) as Oracle;

describe('informations at the edges of double precision, against 50 digits (nats)', () => {
  it("the interpolated bound's gradient: one score far above the others", () => {
    for (const { scores, alpha, gradient } of oracle.interpolatedGradient) {
      const ours = information.interpolatedBoundGradient(scores, 3, alpha);
      gradient.forEach((slope, at) => assertClose(ours[at]!, slope, 1e-12, 1e-15));
    }
  });

  it('the total correlation of turned Laplace sources, near and at 45 degrees and near the axes', () => {
    for (const { theta, value } of oracle.laplace) {
      assertClose(information.rotatedTotalCorrelation('laplace', theta), value, 0, 1e-10);
    }
  });

  it('information and divergence of tables: tiny entries, and tables that are all but independent', () => {
    for (const { table, value } of oracle.tables) {
      const ours = information.discreteMutualInformation(table);
      assertClose(ours, value, 1e-7, 1e-25);
      assert.ok(ours >= 0, `${ours}`);
    }
    for (const { p, q, value } of oracle.divergences) {
      assertClose(information.discreteKl(p, q), value, 1e-7, 1e-25);
    }
    assert.equal(information.discreteKl([0.5, 0.5], [1, 0]), Infinity);
  });

  it('the information of correlated normals, for correlations near 0 and 1', () => {
    for (const { rho, value } of oracle.correlations) {
      assertClose(information.gaussianMutualInformation(rho), value, 1e-15, 0);
    }
  });

  it('the hinge of a Gaussian channel, from weak channels to budgets far away', () => {
    for (const { rho, beta, value } of oracle.hinges) {
      assertClose(information.gaussianChannelHinge(rho, beta), value, 1e-9, 0);
    }
  });

  it('the scalar bottleneck just before its collapse, and at the ends of its range', () => {
    for (const { rho, lambda, value } of oracle.scalar) {
      const ours = information.scalarBottleneck(rho, lambda) as unknown as Record<string, number>;
      // Within 1e-12 of the collapse, rho^2 itself is known to four digits of what is left.
      const relative = rho * rho - lambda < 1e-11 ? 2e-4 : 1e-10;
      for (const [name, expected] of Object.entries(value)) assertClose(ours[name]!, expected, relative, 0);
    }
  });

  it("the Gaussian bottleneck's curve where a direction opens, and at tradeoffs of 1e300", () => {
    for (const { eigenvalues, tradeoff, value } of oracle.curve) {
      const ours = information.gaussianBottleneck(eigenvalues, tradeoff) as unknown as Record<string, number>;
      for (const [name, expected] of Object.entries(value)) assertClose(ours[name]!, expected, 1e-3, 0);
    }
    // Where rounding of b (1 - l) - 1 itself costs nothing, all digits hold.
    const [, , large] = oracle.curve;
    assertClose(information.gaussianBottleneck(large!.eigenvalues, 1e300).rate, large!.value.rate!, 1e-14);
  });

  it('the variance of the NWJ bound, for correlations near 0 and many nats', () => {
    for (const { batch, k, rho, value } of oracle.nwjVariance) {
      assertClose(information.nwjVariance(batch, k, rho), value, 1e-11, 0);
    }
  });
});

describe('the gap of mutual information (MIG) with equal codes', () => {
  const factor = [[0, 0, 1, 1]];
  it('keeps equal numbers together, whatever their order', () => {
    for (const codes of [
      [
        [0, 5],
        [0, 5],
        [1, 5],
        [1, 5],
      ],
      [
        [1, 5],
        [1, 5],
        [0, 5],
        [0, 5],
      ],
    ]) {
      assertClose(information.mutualInformationGap(codes, factor, { bins: 2 }).mean, 1);
    }
    // Shuffled rows: the same codes and factors in another order.
    const codes = [
      [1, 5],
      [0, 5],
      [0, 5],
      [1, 5],
    ];
    assertClose(information.mutualInformationGap(codes, [[1, 0, 0, 1]], { bins: 2 }).mean, 1);
  });

  it('does not depend on the order of the rows (300 codes of few values)', () => {
    const random = new Random(3);
    const rows = Array.from({ length: 300 }, () => {
      const level = random.integer(3);
      return { level, code: [level + random.integer(2), random.integer(4), random.normal()] };
    });
    const mig = (list: typeof rows) =>
      information.mutualInformationGap(
        list.map(row => row.code),
        [list.map(row => row.level)],
        { bins: 5 },
      );
    const turned = [...rows].reverse();
    assertClose(mig(turned).mean, mig(rows).mean, 1e-12);
    assert.ok(mig(rows).mean > 0.1);
  });

  it('takes levels and bins of any size', () => {
    const codes = [
      [0, 1],
      [1, 0],
      [2, 1],
      [3, 0],
    ];
    const { entropies } = information.mutualInformationGap(codes, [[0, 4e15, 0, 4e15]], { bins: 1e9 });
    assertClose(entropies[0]!, Math.LN2);
  });
});

describe('what cannot be computed is refused by name', () => {
  const encoder = information.gaussianEncoder([[0], [1]], [[0], [0]]);
  const cases: [string, () => unknown, RegExp][] = [
    ['logSumExp', () => information.logSumExp([1, NaN]), /values\[1\] must be a number, but it is NaN/],
    ['z of another length', () => information.conditionalLogDensity(encoder, 0, [0, 1]), /z has 2 values/],
    ['z of NaN', () => information.conditionalLogDensity(encoder, 0, [NaN]), /z\[0\].*NaN/],
    ['an input too many', () => information.conditionalLogDensity(encoder, 2, [0]), /i must be .*0 to 1.*2/],
    ['component', () => information.component(encoder, -1), /i must be .*-1/],
    ['NWJ', () => information.nwjBound([0, 800, 0, 0], 2), /NWJ bound is -Infinity.*scores/],
    ['a law', () => information.rotatedTotalCorrelation('cauchy' as 'normal', 1), /law must be .*cauchy/],
    ['nats', () => information.correlationOf(20, 1), /20 nats in 1 dimensions .*fewer/],
    [
      'labels',
      () => information.estimateLabelInformation(encoder, [0, NaN], new Random(1), 9),
      /labels\[1\]/,
    ],
    [
      'weights',
      () => information.weightedSum([{ value: 1, gradient: new Float64Array(1) }], []),
      /weights has 0/,
    ],
    ['rate parts', () => information.gaussianRateParts(0, [-1], [1]), /variances\[0\].*-1/],
    ['noise', () => information.gaussianRateParts(0, [1], [0]), /noise\[0\].*0/],
    [
      'a density',
      () => {
        const channel = { points: [0], probabilities: [1], density: () => Infinity };
        return information.mutualInformationOnGrid(channel, { low: 0, high: 1, n: 4 });
      },
      /p\(z\|x\) of points\[0\] is Infinity/,
    ],
    [
      'ln q',
      () =>
        information.klOnGrid(
          () => 0,
          () => NaN,
          { low: 0, high: 1, n: 4 },
        ),
      /ln q is NaN at z/,
    ],
    [
      'a divergent descent',
      () => {
        const at = Float64Array.of(0);
        new AdamDescent(at).step([1e200], 1);
      },
      /gradient\[0\] is 1e\+200/,
    ],
    [
      'a gradient of NaN',
      () => information.minimizeSmooth(() => ({ value: 1, gradient: [NaN] }), [0]),
      /gradient\[0\].*NaN/,
    ],
    [
      'no minimum',
      () => information.minimizeSmooth(x => ({ value: x[0]! < -3 ? -Infinity : x[0]!, gradient: [1] }), [0]),
      /-Infinity at \[.*no minimum/,
    ],
    ['no number', () => information.minimize(() => undefined as unknown as number, 0, 1), /undefined at 0/],
    [
      'means far out',
      () => information.activeUnits([[1e200], [-1e200]]),
      /variance of dimension 0 is Infinity/,
    ],
    [
      'pairs',
      () => information.gaussianPairsCode([0.5, 0.5]).terms(Float64Array.of(1, 800, 1, 0)),
      /parameters\[1\] is 800/,
    ],
    [
      'logits',
      () =>
        information
          .tableCode(
            [
              [0.5, 0],
              [0, 0.5],
            ],
            2,
          )
          .terms(new Float64Array(3)),
      /logits has 3/,
    ],
    [
      'a mixture',
      () => {
        const q = information.mixtureLogDensity({
          weights: [1],
          means: [[0, 0]],
          covariances: [
            [
              [1, 0],
              [0, 1],
            ],
          ],
        });
        return q([1]);
      },
      /z has 1 values/,
    ],
    [
      'powers',
      () =>
        new information.PredictabilityGame(
          Float64Array.from({ length: 10 }, (_, i) => (i % 2 ? 1 : -1)),
          Float64Array.from({ length: 10 }, (_, i) => (i % 2 ? 1 : -1) * (i < 5 ? 1 : -1) || 1),
          { from: [], of: [1] },
          [0, 1],
        ),
      /kind\.from is empty|white/,
    ],
  ];
  for (const [name, call, pattern] of cases) it(name, () => assertRefused(call, pattern));

  it('a direction of X that is a function of Y', () => {
    const covariance = [
      [1, 1 - 2e-15],
      [1 - 2e-15, 1],
    ];
    assert.throws(() => information.bottleneckEigenvalues(covariance, 1), RangeError);
    const fine = information.bottleneckEigenvalues(canonicalCovariance([0.9], new Random(1)), 1);
    assertClose(fine[0]!, 1 - 0.81, 1e-10);
  });

  it('a table of 200,000 inputs needs no stack', () => {
    const many = information.gaussianEncoder(new Float64Array(200_000), new Float64Array(200_000), {
      dimensions: 1,
    });
    assert.equal(information.tableGrids(many).length, 1);
  });
});
