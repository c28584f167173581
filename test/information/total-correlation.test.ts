import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import {
  decomposeRate,
  gaussianEncoder,
  gaussianTotalCorrelation,
  rate,
  rotatedTotalCorrelation,
  type SourceLaw,
} from '../../lib/information';
import { Random } from '../../lib/random';

const oracle = JSON.parse(readFileSync('test/oracles/decoupling_numpy.json', 'utf8')) as {
  covariances: { covariance: number[][]; totalCorrelation: number }[];
  rotations: { law: SourceLaw; degrees: number; totalCorrelation: number }[];
};

test("total correlation of normals is SciPy's entropies of the margins less that of all", () => {
  for (const { covariance, totalCorrelation } of oracle.covariances) {
    assert.ok(Math.abs(gaussianTotalCorrelation(covariance) - totalCorrelation) < 1e-9);
  }
  assert.equal(gaussianTotalCorrelation([[2, 0], [0, 5]]), 0); // prettier-ignore
  // Two variables: -1/2 ln(1 - rho^2), their mutual information.
  assert.ok(Math.abs(gaussianTotalCorrelation([[1, 1.2], [1.2, 4]]) + 0.5 * Math.log(1 - 0.36)) < 1e-12); // prettier-ignore
});

test('rotated uniform and Laplace pairs: nested quadrature by SciPy', () => {
  for (const { law, degrees, totalCorrelation } of oracle.rotations) {
    const ours = rotatedTotalCorrelation(law, (degrees * Math.PI) / 180);
    assert.ok(Math.abs(ours - totalCorrelation) < 2e-4, `${law} ${degrees}: ${ours} ${totalCorrelation}`);
  }
});

test('rotation: zero on the axes and for normals, a quarter turn changes nothing, 1 - ln 2 at the worst', () => {
  assert.equal(rotatedTotalCorrelation('normal', 0.7), 0);
  for (const law of ['uniform', 'laplace'] as const) {
    assert.ok(rotatedTotalCorrelation(law, Math.PI / 2) < 1e-6);
    const [here, there] = [0.4, 0.4 + Math.PI / 2].map(angle => rotatedTotalCorrelation(law, angle));
    assert.ok(Math.abs(here! - there!) < 1e-9);
  }
  assert.ok(Math.abs(rotatedTotalCorrelation('uniform', Math.PI / 4) - (1 - Math.log(2))) < 1e-12);
  assert.throws(() => rotatedTotalCorrelation('uniform', NaN), /theta/);
});

test('the three parts of the rate: a code whose marginal is normal has the closed forms', () => {
  // Means drawn from N(0, S) and noise of variance v: the marginal is close to N(0, S + v I).
  const [n, v, rho] = [1500, 0.5, 0.8];
  const random = new Random(3);
  const means = Array.from({ length: n }, () => {
    const [a, b] = [random.normal(), random.normal()];
    return [a, rho * a + Math.sqrt(1 - rho ** 2) * b];
  });
  const encoder = gaussianEncoder(means, means.map(() => [Math.log(v), Math.log(v)])); // prettier-ignore
  const parts = decomposeRate(encoder, { samples: 1500, random });
  const s = [[1 + v, rho], [rho, 1 + v]]; // prettier-ignore
  const exact = gaussianTotalCorrelation(s);
  assert.ok(
    Math.abs(parts.totalCorrelation - exact) < 4 * parts.standardError + 0.02,
    `${parts.totalCorrelation}`,
  );
  const information = 0.5 * Math.log(((1 + v) ** 2 - rho ** 2) / v ** 2);
  assert.ok(Math.abs(parts.information - information) < 0.08, `${parts.information} ${information}`);
  assert.ok(Math.abs(parts.rate - rate(encoder)) < 0.1, `${parts.rate} ${rate(encoder)}`);
});

test('too few draws are refused', () => {
  const encoder = gaussianEncoder([[0], [1]], [[0], [0]]);
  assert.throws(() => decomposeRate(encoder, { samples: 1, random: new Random(1) }), /samples.*>= 2/);
  assert.throws(() => gaussianTotalCorrelation([[1, 2], [2, 1]]), /positive definite/); // prettier-ignore
});
