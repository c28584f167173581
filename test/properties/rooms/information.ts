import fc from 'fast-check';
import * as i from '../../../lib/information';
import { Random } from '../../../lib/random';
import { whitening } from '../../../lib/statistics';
import {
  between,
  callback,
  count,
  covariance,
  type Kind,
  number,
  oneOf,
  positive,
  random,
  reals,
  record,
  rows,
  vector,
} from '../argument-kinds';
import { call, type Room, unbounded } from '../check-room';

const matrix = (height: number, width: number, values: fc.Arbitrary<number>) =>
  fc.array(fc.array(values, { minLength: width, maxLength: width }), {
    minLength: height,
    maxLength: height,
  });
const shares = (n: number) =>
  fc
    .array(reals(0.01, 1), { minLength: n, maxLength: n })
    .map(values => values.map(value => value / values.reduce((sum, one) => sum + one, 0)));
const table = (name: string): Kind =>
  rows(
    name,
    shares(6).map(p => [p.slice(0, 3), p.slice(3)]),
    2,
    3,
    'joint',
    'logits',
  );
/** An encoder of three inputs in two dimensions; what is no encoder is refused where encoders are made. */
const encoder = (k = 2, name = 'encoder'): Kind => ({
  name,
  words: [],
  usual: fc
    .tuple(matrix(3, k, reals(-2, 2)), matrix(3, k, reals(-1.5, 0.5)), shares(3))
    .map(([means, logVars, probabilities]) => i.gaussianEncoder(means, logVars, { probabilities })),
  odd: [],
});
const prior: Kind = record('prior', [vector('mean', 2), vector('logVar', 2, reals(-2, 2))], 'q');
const rho = between('rho', -0.95, 0.95, 'correlation');
const lambda = positive('lambda');
const scores = vector('scores', 9, reals(-4, 4), 'score', 'a batch');
const batch = (name = 'batch'): Kind => ({ ...count(name, 3, 3, 'scores', 'score'), usual: fc.constant(3) });
/** A size whose work grows with its square: the largest odd ones are left out. */
const few = (name: string): Kind => ({ ...count(name, 2, 5), odd: [0, 1, -1, 2.5, 17, NaN, 'a', 1e9] });
const samples = count('samples', 2, 20);
const grid = (name: string): Kind =>
  record(
    name,
    [number('low', fc.constant(-12)), number('high', fc.constant(12)), count('n', 300, 400)],
    'the grid',
  );
const bell = (mean: number, sd: number) => (z: number) =>
  Math.exp(-0.5 * ((z - mean) / sd) ** 2) / (sd * Math.sqrt(2 * Math.PI));
const channel = (pairs: boolean): Kind =>
  record(
    'channel',
    [
      {
        name: 'points',
        words: ['probabilities'],
        usual: fc.constant([0, 1, 2]),
        odd: [[], [0], undefined, 3],
      },
      { ...vector('probabilities', 3, undefined), usual: shares(3) },
      callback(
        'density',
        fc.constant(
          pairs
            ? (z1: number, z2: number, x: number) => bell(x, 1)(z1) * bell(0, 1)(z2)
            : (z: number, x: number) => bell(x, 1)(z),
        ),
        'p',
        'points',
        'grid',
      ),
    ],
    'p',
  );
const logBell = (name: string): Kind =>
  callback(
    name,
    fc.constant((z1: number, z2 = 0) => -0.5 * (z1 * z1 + z2 * z2) - Math.log(2 * Math.PI) / 2),
    'p',
    'q',
    'grid',
    'ln',
  );
const logBell2 = (name: string): Kind =>
  callback(
    name,
    fc.constant((z1: number, z2: number) => -0.5 * (z1 * z1 + z2 * z2) - Math.log(2 * Math.PI)),
    'p',
    'q',
    'grid',
    'ln',
  );
const points: Kind = {
  name: 'points',
  words: ['point', 'weight', 'weights', 'D + w R'],
  usual: fc.constant([
    { weight: 0.1, rate: 3, distortion: 0.1 },
    { weight: 0.5, rate: 1, distortion: 0.4 },
  ]),
  odd: [
    [],
    ...[0, 1e300, -1e300, 1e308, NaN, Infinity, 'a', undefined].flatMap(value =>
      ['weight', 'rate', 'distortion'].map(field => [
        { weight: 0.1, rate: 3, distortion: 0.1 },
        { weight: 0.5, rate: 1, distortion: 0.4, [field]: value },
      ]),
    ),
  ],
};
const codes: Kind = rows('codes', matrix(6, 2, reals(-3, 3)), 6, 2, 'code', 'the list of codes', 'a gap');
const factors: Kind = rows(
  'factors',
  fc.constant<number[][]>([[0, 1, 2, 0, 1, 2]]),
  1,
  6,
  'factor',
  'the list of codes',
  'a gap',
);
const pairs = record('pairs', [vector('x', 6), vector('z', 6)], 'dimensions');
const critic: Kind = {
  name: 'critic',
  words: ['parameters'],
  usual: fc
    .array(reals(-1, 1), { minLength: 9, maxLength: 9 })
    .map(values => ({ dimensions: 2, parameters: Float64Array.from(values) })),
  odd: [0, 1e200, NaN, Infinity].map(value => ({
    dimensions: 2,
    parameters: new Float64Array(9).fill(value),
  })),
};
const code = i.gaussianPairsCode([0.9, 0.5]);
const terms = code.terms(Float64Array.of(1, -1, 0.5, -0.5));
const nonNegative = (name: string, ...words: string[]): Kind => between(name, 0, 3, ...words);
const charged =
  (charge: (...args: never[]) => i.RateCharge) =>
  (...args: number[]) =>
    charge(...(args as never[]))(terms);
const smooth: Kind = callback(
  'f',
  fc.constant((x: Float64Array) => ({
    value: x.reduce((sum, v) => sum + v * v, 0),
    gradient: x.map(v => 2 * v),
  })),
  'function',
  'gradient',
);
const white = (() => {
  const stream = new Random(4);
  const [x, y] = [stream.uniforms(40), stream.uniforms(40)];
  const { white: rows } = whitening(Array.from(x, (value, at) => [value, y[at]!]));
  return { u1: Float64Array.from(rows, row => row[0]!), u2: Float64Array.from(rows, row => row[1]!) };
})();
const mixture: Kind = record('mixture', [
  { ...vector('weights', 2), usual: shares(2) },
  rows('means', matrix(2, 2, reals(-2, 2)), 2, 2),
  {
    name: 'covariances',
    words: ['covariance'],
    usual: fc.constant([
      [
        [1, 0],
        [0, 1],
      ],
      [
        [2, 0.3],
        [0.3, 1],
      ],
    ]),
    odd: [[], [[[1]]], undefined],
  },
]);

/** The exports of lib/information and how they are called. */
export const informationRoom: Room = {
  activeUnits: call(
    i.activeUnits,
    rows('means', matrix(3, 2, reals(-2, 2)), 3, 2, 'mean', 'the variance', 'a variance'),
    positive('threshold'),
  ),
  rate: unbounded('the prior may lie beyond the largest number', i.rate, encoder(), prior),
  rateGap: call(i.rateGap, encoder(), prior),
  encoderInformation: call(i.encoderInformation, encoder()),
  encoderGrids: call(i.encoderGrids, encoder()),
  informationCeiling: call(i.informationCeiling, count('count')),
  standardPrior: call(i.standardPrior, { ...count('dimensions'), odd: [0, -1, 2.5, NaN, 'a', undefined] }),
  accuracyCap: call(i.accuracyCap, nonNegative('nats')),
  scalarCapacityPrice: call(i.scalarCapacityPrice, rho, nonNegative('capacity', 'rho')),
  canonicalCovariance: call(
    i.canonicalCovariance,
    vector('correlations', 2, reals(-0.9, 0.9), 'rho', 'correlation'),
    random(),
  ),
  correlationOf: call(i.correlationOf, positive('nats'), count('dimensions', 1, 8, 'nats')),
  correlatedPairs: call(
    i.correlatedPairs,
    random(),
    count('batch', 1, 6),
    { ...count('dimensions', 1, 3), odd: [0, -1, 0.5, NaN, 'a'] },
    rho,
  ),
  optimalScores: call(
    i.optimalScores,
    record('pairs', [vector('x', 6), vector('z', 6)], 'score'),
    { ...count('dimensions', 2, 2, 'x'), usual: fc.constant(2) },
    rho,
  ),
  nwjVariance: call(
    i.nwjVariance,
    count('batch', 2),
    count('dimensions', 1, 8, 'the variance'),
    between('rho', -0.95, 0.95, 'the variance'),
  ),
  nwjBound: call(i.nwjBound, scores, batch()),
  infoNceBound: call(i.infoNceBound, scores, batch()),
  interpolatedBound: call(
    i.interpolatedBound,
    scores,
    batch(),
    between('gamma', 0, 1),
    vector('baseline', 3),
  ),
  interpolatedBoundGradient: call(i.interpolatedBoundGradient, scores, batch(), between('gamma', 0, 1)),
  gaussianEncoder: call(
    i.gaussianEncoder,
    rows('means', matrix(3, 2, reals(-2, 2)), 3, 2, 'logVars'),
    rows('logVars', matrix(3, 2, reals(-2, 2)), 3, 2, 'means'),
    record('options', [
      { ...count('dimensions', 2, 2, 'means'), usual: fc.constant(2) },
      { ...vector('probabilities', 3), usual: shares(3) },
    ]),
  ),
  component: call(i.component, encoder(), count('i', 0, 2)),
  conditionalLogDensity: unbounded(
    'z may lie beyond the largest number',
    i.conditionalLogDensity,
    encoder(),
    count('i', 0, 2),
    vector('z', 2),
  ),
  marginalLogDensity: unbounded(
    'z may lie beyond the largest number',
    i.marginalLogDensity,
    encoder(),
    vector('z', 2),
  ),
  logSumExp: unbounded('the sum of nothing is 0', i.logSumExp, vector('values')),
  estimateMutualInformation: call(i.estimateMutualInformation, encoder(), random(), samples),
  estimateRate: call(i.estimateRate, encoder(), random(), samples, prior),
  batchSandwich: unbounded('z may lie beyond the largest number', i.batchSandwich, encoder(), vector('z', 6)),
  estimateSandwich: call(
    i.estimateSandwich,
    encoder(),
    random(),
    record('sizes', [few('batchSize'), few('batches')]),
  ),
  discreteEntropy: call(i.discreteEntropy, { ...vector('probabilities'), usual: shares(3) }),
  discreteKl: unbounded(
    'q may be 0 where p is not',
    i.discreteKl,
    { ...vector('p'), usual: shares(3) },
    { ...vector('q', 3, undefined, 'p'), usual: shares(3) },
  ),
  discreteMutualInformation: call(i.discreteMutualInformation, table('joint')),
  gaussianMutualInformation: call(i.gaussianMutualInformation, rho),
  gaussianMutualInformationFull: call(
    i.gaussianMutualInformationFull,
    covariance(),
    count('dimensionsX', 1, 2),
  ),
  checkCorrelation: call(i.checkCorrelation, rho),
  logUnexplained: call(i.logUnexplained, rho, between('share', 0, 1)),
  scalarBottleneck: call(i.scalarBottleneck, rho, lambda),
  gaussianBottleneck: call(
    i.gaussianBottleneck,
    vector('eigenvalues', 3, reals(0.05, 1)),
    positive('tradeoff'),
  ),
  gaussianBottleneckCurve: call(
    i.gaussianBottleneckCurve,
    vector('eigenvalues', 3, reals(0.05, 1)),
    vector('tradeoffs', 3, reals(0.1, 9), 'tradeoff'),
  ),
  bottleneckEigenvalues: call(
    i.bottleneckEigenvalues,
    covariance('covariance', 3, 'X'),
    count('dimensionsX', 1, 2),
  ),
  bottleneckAtRate: call(
    i.bottleneckAtRate,
    vector('eigenvalues', 3, reals(0.05, 0.95), 'rate'),
    nonNegative('rate'),
  ),
  mixtureLogDensity: unbounded(
    'z may lie beyond the largest number',
    (m: i.GaussianMixture, z: number[]) => i.mixtureLogDensity(m)(z),
    mixture,
    vector('z', 2),
  ),
  fitMixture: call(
    i.fitMixture,
    rows('draws', matrix(6, 2, reals(-3, 3)), 6, 2),
    record(
      'options',
      [
        count('components', 1, 3, 'draws'),
        random(),
        oneOf('covariance', 'full', 'diagonal'),
        { ...count('steps', 1, 5), odd: [0, -1, NaN, 'a'] },
        positive('floor'),
      ],
      'draws',
    ),
  ),
  mutualInformationOnGrid: call(i.mutualInformationOnGrid, channel(false), grid('grid')),
  mutualInformationOnGrid2d: call(
    i.mutualInformationOnGrid2d,
    channel(true),
    record(
      'grid1',
      [
        number('low', fc.constant(-9)),
        number('high', fc.constant(9)),
        { ...count('n', 40, 50), odd: [0, -1, 0.5, NaN, 'a', 3] },
      ],
      'the grid',
    ),
  ),
  klOnGrid: call(i.klOnGrid, logBell('logP'), logBell('logQ'), grid('grid')),
  klOnGrid2d: call(
    i.klOnGrid2d,
    logBell2('logP'),
    logBell2('logQ'),
    record(
      'grid1',
      [
        number('low', fc.constant(-9)),
        number('high', fc.constant(9)),
        { ...count('n', 40, 50), odd: [0, -1, 0.5, NaN, 'a', 3] },
      ],
      'the grid',
    ),
  ),
  encoderHinges: call(i.encoderHinges, encoder(1), number('beta')),
  gaussianChannelHinge: call(i.gaussianChannelHinge, rho, number('beta')),
  importanceBound: call(
    i.importanceBound,
    rows('logWeights', matrix(3, 4, reals(-3, 3)), 3, 4, 'samples'),
    count('samples', 1, 4),
  ),
  expectedBias: call(
    i.expectedBias,
    rows('logWeights', matrix(3, 4, reals(-3, 3)), 3, 4, 'a variance'),
    count('samples', 1, 4),
  ),
  jointSampler: call(
    (e: i.GaussianEncoder, r: Random) => {
      const sampler = i.jointSampler(e, r);
      return sampler.latent(sampler.input());
    },
    encoder(),
    random(),
  ),
  pointwiseInformationSamples: call(i.pointwiseInformationSamples, encoder(), random(), samples),
  estimateLabelInformation: call(
    i.estimateLabelInformation,
    encoder(),
    vector('labels', 3),
    random(),
    samples,
  ),
  estimateLabelAndRest: 'it needs four inputs of each label: see label-and-rest.test.ts',
  marginalTable: call(i.marginalTable, encoder(1)),
  tableGrids: call(i.tableGrids, encoder()),
  tableEntropy: call((e: i.GaussianEncoder) => i.tableEntropy(i.marginalTable(e)), encoder(1)),
  tableGap: call(
    (e: i.GaussianEncoder, q: (z: Float64Array) => number) => i.tableGap(i.marginalTable(e), q),
    encoder(1),
    callback(
      'logQ',
      fc.constant((z: Float64Array) => -0.5 * z[0]! ** 2 - Math.log(2 * Math.PI) / 2),
      'q',
    ),
  ),
  rateParts: call(i.rateParts, encoder(1)),
  gaussianRateParts: call(
    i.gaussianRateParts,
    number('logDeterminant'),
    vector('variances', 3, reals(0.1, 4)),
    vector('noise', 3, reals(0.1, 4)),
  ),
  minimize: call(
    i.minimize,
    callback(
      'f',
      fc.constant((x: number) => x * x),
      'function',
    ),
    between('low', -4, -1),
    between('high', 1, 4, 'low'),
    { ...count('scan', 2, 20), odd: [0, 1, -3, 2.5, NaN, 'a'] },
  ),
  minimizeSmooth: call(
    i.minimizeSmooth,
    smooth,
    vector('start', 3, undefined, 'function', 'gradient'),
    record('options', [positive('tolerance'), count('steps')]),
  ),
  mutualInformationGap: call(i.mutualInformationGap, codes, factors, record('options', [count('bins', 2)])),
  predictorKinds: 'a constant',
  PredictabilityGame: {
    'new PredictabilityGame': call(
      (start: [number, number]) =>
        new i.PredictabilityGame(white.u1, white.u2, i.predictorKinds.cubic, start),
      vector('start', 2),
    ),
    codes: call(
      (start: [number, number]) =>
        new i.PredictabilityGame(white.u1, white.u2, i.predictorKinds.cubic, start).codes(),
      vector('start', 2),
    ),
    valueAndGradients: call(
      (start: [number, number]) =>
        new i.PredictabilityGame(white.u1, white.u2, i.predictorKinds.square, start).valueAndGradients(),
      vector('start', 2, undefined, 'power'),
    ),
    moments: call(
      (start: [number, number]) =>
        new i.PredictabilityGame(white.u1, white.u2, i.predictorKinds.linear, start).valueAndGradients(),
      vector('start', 2),
    ),
    angleSlopes: call(
      (start: [number, number]) =>
        new i.PredictabilityGame(white.u1, white.u2, i.predictorKinds.linear, start).valueAndGradients(),
      vector('start', 2),
    ),
    round: call(
      (rate: number) => {
        const game = new i.PredictabilityGame(white.u1, white.u2, i.predictorKinds.linear, [0.3, 1]);
        return [game.round(rate), game.round(rate), game.angles];
      },
      positive('rate', 'V', 'angle'),
    ),
  },
  exchangeRates: unbounded('two points of one rate', i.exchangeRates, points),
  quadraticCritic: call(i.quadraticCritic, {
    ...count('dimensions'),
    odd: [0, -1, 2.5, NaN, 'a', undefined],
  }),
  criticScores: call(
    i.criticScores,
    critic,
    record('pairs', [vector('x', 6), vector('z', 6)], 'dimensions', 'scores'),
  ),
  criticGradient: call(i.criticGradient, critic, pairs, vector('byScore', 9)),
  trainCritic: call(
    (dimensions: number, gamma: number, steps: number, stream: Random, learningRate: number) =>
      i.trainCritic({
        draw: r => i.correlatedPairs(r, 4, 2, 0.5),
        dimensions,
        gamma,
        steps,
        random: stream,
        learningRate,
      }),
    { ...count('dimensions', 2, 2, 'x'), usual: fc.constant(2), odd: [0, 1.5, 3, NaN, 'a'] },
    between('gamma', 0, 1),
    { ...count('steps', 1, 4), odd: [0, -1, 2.5, NaN, 'a'] },
    random(),
    { ...positive('learningRate'), odd: [0, -1, NaN, Infinity, 'a'] },
  ),
  ratePerDimension: call(i.ratePerDimension, encoder()),
  weightedSum: call(
    (weights: number[]) => i.weightedSum([terms.rate, terms.relevant], weights),
    vector('weights', 2, undefined, 'sum'),
  ),
  gaussianPairsCode: call(
    (correlations: [number, number], parameters: Float64Array) => {
      const { rate, relevant, hinge } = i.gaussianPairsCode(correlations).terms(parameters);
      return [rate, relevant, hinge(0.3)];
    },
    vector('correlations', 2, reals(-0.9, 0.9), 'rho', 'correlation'),
    vector('parameters', 4),
  ),
  fixedCharge: call(charged(i.fixedCharge), nonNegative('lambda', 'weights')),
  squaredCharge: call(charged(i.squaredCharge), nonNegative('lambda', 'weights')),
  meanHingeCharge: call(charged(i.meanHingeCharge), nonNegative('lambda'), nonNegative('beta')),
  inputHingeCharge: call(charged(i.inputHingeCharge), nonNegative('lambda'), nonNegative('beta')),
  freeBitsCharge: call(charged(i.freeBitsCharge), nonNegative('lambda'), nonNegative('floor', 'nats')),
  tableCode: call(
    (joint: number[][], size: number, logits: number[]) => {
      const { rate, relevant, hinge } = i.tableCode(joint, size).terms(logits as unknown as Float64Array);
      return [rate, relevant, hinge(0.1)];
    },
    table('joint'),
    { ...count('codes', 2, 2, 'logits'), usual: fc.constant(2), odd: [0, -1, 1.5, 3, NaN, 'a'] },
    vector('logits', 4),
  ),
  gaussianTotalCorrelation: call(i.gaussianTotalCorrelation, covariance()),
  rotatedTotalCorrelation: call(
    i.rotatedTotalCorrelation,
    oneOf('law', 'normal', 'uniform', 'laplace'),
    number('theta'),
  ),
  decomposeRate: call(i.decomposeRate, encoder(), record('options', [samples, random()])),
  trainCode: call(
    (start: number[], steps: number, lastStep: number) =>
      i.trainCode(code, i.fixedCharge(0.1), start, { steps, lastStep }).parameters,
    vector('start', 4, undefined, 'parameters', 'gradient'),
    { ...count('steps', 1, 5), odd: [0, -1, NaN, 'a'] },
    positive('lastStep'),
  ),
};
