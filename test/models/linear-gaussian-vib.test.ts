import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { cholesky, klToStandardNormal } from '../../lib/gaussian';
import { canonicalCovariance, gaussianBottleneck } from '../../lib/information';
import { LinearGaussianVib } from '../../lib/models/linear-gaussian-vib';
import { Random } from '../../lib/random';
import { estimateMean } from '../../lib/statistics';

const scalar = (lambda: number, rho = 0.9, seed = 1) => {
  const model = new LinearGaussianVib({
    covariance: [
      [1, rho],
      [rho, 1],
    ],
    dimensionsX: 1,
    lambda,
    seed,
  });
  model.train();
  return model;
};
const near = (actual: number, expected: number, what: string, share = 0.01) =>
  assert.ok(Math.abs(actual - expected) <= share * Math.abs(expected), `${what}: ${actual}, not ${expected}`);

const correlations = [0.95, 0.8, 0.6, 0.4];
const critical = correlations.map(rho => rho ** 2);
const trained = (lambda: number, seed: number, latent = 4) => {
  const covariance = canonicalCovariance(correlations, new Random(seed));
  const model = new LinearGaussianVib({ covariance, dimensionsX: 4, latent, lambda, seed });
  model.train();
  return model;
};

describe('a trained scalar VIB', () => {
  test('reaches the known numbers of rho = 0.9, lambda = 0.1', () => {
    const model = scalar(0.1);
    near(model.sigmas[0]! ** 2, 0.02606, 'u', 0.001);
    near(model.terms().rate, 1.8236, 'rate', 0.001);
    near(model.informations().zy, 0.7777, 'I(Z;Y)', 0.001);
  });

  for (const lambda of [0.005, 0.03, 0.2, 0.4, 0.6, 0.75, 0.8]) {
    test(`lands on the closed form at lambda = ${lambda}, from three seeds`, () => {
      const u = (lambda * (1 - 0.81)) / (0.81 * (1 - lambda));
      for (const seed of [1, 2, 3]) {
        const model = scalar(lambda, 0.9, seed);
        near(model.sigmas[0]!, Math.sqrt(u), 'sigma');
        near(model.terms().rate, -0.5 * Math.log(u), 'rate');
        near(model.informations().zy, -0.5 * Math.log(1 - 0.81 * (1 - u)), 'I(Z;Y)');
        assert.equal(model.active(), 1);
      }
    });
  }

  for (const lambda of [0.81, 0.82, 1, 3]) {
    test(`falls silent at lambda = ${lambda}, not below rho^2 = 0.81`, () => {
      const model = scalar(lambda);
      assert.equal(model.active(), 0);
      assert.ok(model.terms().rate < 1e-5, `rate ${model.terms().rate}`);
      assert.ok(model.informations().zy < 1e-5, `I(Z;Y) ${model.informations().zy}`);
      near(model.sigmas[0]!, 1, 'sigma', 1e-4);
    });
  }

  test('spends no nat on slack, and its decoder misses none', () => {
    const model = scalar(0.1);
    const { rate, distortion } = model.terms();
    const { xz, zy } = model.informations();
    near(rate, xz, 'rate against I(X;Z)', 1e-6);
    near(distortion, 0.5 * Math.log(2 * Math.PI * Math.E) - zy, 'distortion against H(Y) - I(Z;Y)', 1e-6);
  });
});

describe('a trained VIB of four canonical correlations', () => {
  for (const lambda of [0.01, 0.1, 0.15, 0.17, 0.3, 0.35, 0.37, 0.5, 0.63, 0.65, 0.8, 0.89]) {
    test(`lands on the curve of Chechik et al. at lambda = ${lambda}`, () => {
      const open = correlations.filter(rho => lambda < rho ** 2);
      const variances = open.map(rho => (lambda * (1 - rho ** 2)) / (rho ** 2 * (1 - lambda)));
      const theory = gaussianBottleneck(
        critical.map(square => 1 - square),
        1 / lambda,
      );
      for (const seed of [1, 2]) {
        const model = trained(lambda, seed);
        near(model.terms().rate, theory.rate, 'rate');
        near(model.informations().zy, theory.relevantInformation, 'I(Z;Y)');
        assert.equal(model.active(), open.length);
        const sigmas = model.sigmas.sort((a, b) => a - b);
        correlations.forEach((_, i) => near(sigmas[i]!, Math.sqrt(variances[i] ?? 1), `sigma ${i}`));
      }
    });
  }

  test('opens its dimensions one after another, each at its squared correlation', () => {
    for (const [i, square] of critical.entries()) {
      assert.equal(trained(square * 0.98, 1).active(), i + 1, `just below ${square}`);
      assert.equal(trained(square * 1.02, 1).active(), i, `just above ${square}`);
    }
  });

  test('keeps the strongest directions when the code is narrower than x', () => {
    const strongest = gaussianBottleneck([1 - critical[0]!, 1 - critical[1]!], 1 / 0.05);
    const model = trained(0.05, 1, 2);
    near(model.terms().rate, strongest.rate, 'rate');
    near(model.informations().zy, strongest.relevantInformation, 'I(Z;Y)');
  });

  test('stays silent when it starts from a silent code, which is a saddle of the loss', () => {
    const covariance = canonicalCovariance(correlations, new Random(1));
    const later = new LinearGaussianVib({ covariance, dimensionsX: 4, lambda: 0.1, seed: 1 });
    later.parameters = trained(1.1, 1).parameters;
    later.train();
    assert.equal(later.active(), 0);
    assert.equal(trained(0.1, 1).active(), 4);
  });

  test('leaves the dimensions silent that a code has beyond those of x', () => {
    const model = trained(0.05, 1, 6);
    assert.equal(model.active(), 4);
  });
});

describe('the loss in closed form', () => {
  // Three numbers of x, two of y, and weights at random: nothing is symmetric or at an optimum.
  const factor = [
    [1, 0, 0, 0, 0],
    [0.4, 0.8, 0, 0, 0],
    [-0.3, 0.5, 1.1, 0, 0],
    [0.6, -0.4, 0.2, 0.7, 0],
    [0.1, 0.9, -0.5, 0.3, 0.6],
  ];
  const covariance = factor.map(a => factor.map(b => a.reduce((sum, v, i) => sum + v * b[i]!, 0)));
  const model = new LinearGaussianVib({ covariance, dimensionsX: 3, latent: 2, lambda: 0.3, seed: 5 });
  const values = Float64Array.from(new Random(6).normals(model.parameters.length), v => 0.4 * v);

  model.parameters = values;

  test('is the mean of -ln q(y|z) + lambda KL over draws of x, y and z', () => {
    const [random, lower] = [new Random(7), cholesky(covariance)];
    const { encoder, logVar, decoder, precisionFactor } = model.weights;
    const losses = Array.from({ length: 40_000 }, () => {
      const e = random.normals(5);
      const xy = lower.map(row => row.reduce((sum, v, i) => sum + v * e[i]!, 0));
      const apply = (rows: number[][], v: number[]) =>
        rows.map(row => row.reduce((sum, weight, i) => sum + weight * v[i]!, 0));
      const mean = apply(encoder, xy.slice(0, 3));
      const z = mean.map((m, k) => m + Math.exp(logVar[k]! / 2) * random.normal());
      const guess = apply(decoder, z);
      const residual = apply(
        precisionFactor,
        guess.map((g, i) => xy[3 + i]! - g),
      );
      const logDensity = residual.reduce(
        (sum, r, i) => sum - (r * r) / 2 - Math.log(2 * Math.PI) / 2 + Math.log(precisionFactor[i]![i]!),
        0,
      );
      return -logDensity + 0.3 * klToStandardNormal(mean, logVar);
    });
    const { value, standardError } = estimateMean(losses);
    const exact = model.terms().total;
    assert.ok(
      Math.abs(value - exact) < 4 * standardError,
      `${exact}, but drawn ${value} +- ${standardError}`,
    );
  });

  test('has the gradient that differences show', () => {
    const found = model.lossAt(values).gradient;
    values.forEach((_, i) => {
      const moved = (by: number) => model.lossAt(values.map((v, j) => (j === i ? v + by : v))).value;
      const expected = (moved(1e-5) - moved(-1e-5)) / 2e-5;
      assert.ok(
        Math.abs(found[i]! - expected) < 1e-7,
        `derivative ${i}: ${found[i]}, by differences ${expected}`,
      );
    });
  });
});

describe('bad input', () => {
  const options = { dimensionsX: 1, lambda: 0.1, seed: 1 };
  const unit = [
    [1, 0.9],
    [0.9, 1],
  ];
  test('is refused with what was wrong', () => {
    const make = (more: object) => () => new LinearGaussianVib({ covariance: unit, ...options, ...more });
    const tooMuch = [
      [1, 1.2],
      [1.2, 1],
    ];
    assert.throws(make({ covariance: tooMuch }), {
      name: 'RangeError',
      message: /smallest eigenvalue is -0.2/,
    });
    assert.throws(make({ dimensionsX: 2 }), { name: 'RangeError', message: /from 1 to 1 .* but it is 2/ });
    const model = new LinearGaussianVib({ covariance: unit, ...options });
    assert.throws(() => (model.parameters = [1, 2]), {
      name: 'RangeError',
      message: /has 2 values .* has 4/,
    });
    assert.throws(make({ latent: 0 }), { name: 'RangeError', message: /latent .* it is 0/ });
    assert.throws(make({ lambda: -1 }), { name: 'RangeError', message: /lambda.*-1/ });
    assert.throws(make({ lambda: NaN }), { name: 'RangeError', message: /lambda.*NaN/ });
  });
});
