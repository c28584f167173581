import fc from 'fast-check';
import * as g from '../../../lib/gaussian';
import {
  between,
  callback,
  count,
  covariance,
  flag,
  number,
  positive,
  reals,
  random,
  record,
  rows,
  vector,
  type Kind,
} from '../argument-kinds';
import { call, unbounded, type Room } from '../check-room';

const BEYOND = 'the value may lie beyond the largest number';
const logVars = reals(-4, 4);
const logVar = vector('logVar', 3, logVars);
const mean = vector('mean');
const sd = positive('sd');
const x = number('x');
const probability = reals(0.01, 0.99);
const normal = (name: string): Kind => record(name, [number('mean'), sd]);
const diagonal = (name: string): Kind => record(name, [mean, logVar]);
const full = (name: string): Kind => record(name, [mean, covariance()]);
const curves = fc.constantFrom<(x: number, y?: number) => number>(
  () => 1,
  (x, y = 0) => Math.exp(-x * x - y * y),
  (x, y = 0) => 1 / (1 + (x + y) ** 2),
);
const grid = (name: string): Kind =>
  record(name, [number('low', fc.constant(-3)), number('high', fc.constant(3)), count('n')]);
const tabulated = (name: string): Kind =>
  record(name, [
    number('start'),
    number('step', fc.constant(0.25)),
    vector('values', 8, reals(0.1, 2), 'density'),
  ]);
const gridDensity = tabulated;
const alpha = between('alpha', 0.3, 2);
const factor = rows(
  'factor',
  fc.constant<number[][]>([
    [1.2, 0, 0],
    [0.3, 0.8, 0],
    [-0.4, 0.1, 2],
  ]),
  3,
  3,
);
const doubles = (name: string): Kind => {
  const kind = vector(name, 8, undefined, 'the length');
  return { ...kind, usual: kind.usual.map(values => Float64Array.from(values as number[])) };
};

/** The exports of lib/gaussian and how they are called. */
export const gaussianRoom: Room = {
  LOG_2_PI: 'a constant',
  cosineBetween: call(g.cosineBetween, vector('z1'), vector('z2')),
  cosineDensity: unbounded(
    'it grows without limit at the ends for d = 2',
    g.cosineDensity,
    between('c', -0.99, 0.99),
    count('d', 2),
  ),
  normalCharacteristic: call(g.normalCharacteristic, number('t'), number('mean'), sd),
  uniformCharacteristic: call(g.uniformCharacteristic, number('t'), positive('width')),
  empiricalCharacteristic: call(g.empiricalCharacteristic, vector('values'), number('t')),
  cholesky: call(g.cholesky, covariance()),
  logDeterminant: call(g.logDeterminant, factor),
  solveLower: call(g.solveLower, factor, vector('b')),
  sumOfNormals: call(g.sumOfNormals, normal('terms'), normal('terms')),
  weightedSumOfNormals: call(g.weightedSumOfNormals, number('a'), normal('z1'), number('b'), normal('z2')),
  convolveDirect: call(g.convolveDirect, gridDensity('p'), gridDensity('q')),
  convolveFft: call(g.convolveFft, gridDensity('p'), gridDensity('q')),
  normalCdf: call(g.normalCdf, x, number('mean'), sd),
  intervalMass: call(g.intervalMass, between('low', -4, 0), between('high', 0, 4), number('mean'), sd),
  normalQuantile: call(g.normalQuantile, number('p', probability)),
  invertCdf: call(
    g.invertCdf,
    callback(
      'cdf',
      fc.constant((x: number) => g.normalCdf(x)),
    ),
    number('p', probability),
  ),
  normalLogDensity: unbounded(BEYOND, g.normalLogDensity, x, number('mean'), sd),
  normalDensity: unbounded(BEYOND, g.normalDensity, x, number('mean'), sd),
  diagonalLogDensity: unbounded(BEYOND, g.diagonalLogDensity, vector('z'), mean, logVar),
  diagonalDensity: unbounded(BEYOND, g.diagonalDensity, vector('z'), mean, logVar),
  fullLogDensity: unbounded(BEYOND, g.fullLogDensity, vector('z'), mean, covariance()),
  fullDensity: unbounded(BEYOND, g.fullDensity, vector('z'), mean, covariance()),
  normalEntropy: call(g.normalEntropy, sd),
  diagonalEntropy: call(g.diagonalEntropy, logVar),
  fullEntropy: call(g.fullEntropy, covariance()),
  klPerDimension: unbounded(BEYOND, g.klPerDimension, mean, logVar),
  klToStandardNormal: unbounded(BEYOND, g.klToStandardNormal, mean, logVar),
  klNormal: unbounded(BEYOND, g.klNormal, normal('p'), normal('q')),
  klDiagonal: unbounded(BEYOND, g.klDiagonal, diagonal('p'), diagonal('q')),
  klFull: unbounded(BEYOND, g.klFull, full('p'), full('q')),
  fft: call(
    (re: Float64Array, im: Float64Array, inverse: boolean) => {
      g.fft(re, im, inverse);
      return [re, im];
    },
    doubles('re'),
    doubles('im'),
    flag('inverse'),
  ),
  fitGaussian: call(
    g.fitGaussian,
    rows(
      'points',
      fc.array(fc.array(reals(-5, 5), { minLength: 3, maxLength: 3 }), {
        minLength: 5,
        maxLength: 5,
      }),
      5,
      3,
      'point',
    ),
  ),
  tabulate: call(
    g.tabulate,
    callback('density', curves),
    between('low', -4, 0),
    between('high', 0.5, 4),
    count('n'),
  ),
  gridPoints: call(g.gridPoints, gridDensity('grid')),
  gridMoments: call(g.gridMoments, gridDensity('grid')),
  cellWidth: call(g.cellWidth, between('low', -4, 0), between('high', 0.5, 4), count('n')),
  linearInterpolation: call(g.linearInterpolation, vector('z1'), vector('z2'), between('t', 0, 1)),
  circularInterpolation: call(g.circularInterpolation, vector('z1'), vector('z2'), number('theta')),
  sphericalInterpolation: call(g.sphericalInterpolation, vector('z1'), vector('z2'), between('t', 0, 1)),
  linearPathVariance: call(
    g.linearPathVariance,
    between('t', 0, 1),
    positive('variance1'),
    positive('variance2'),
  ),
  circularPathVariance: call(
    g.circularPathVariance,
    number('theta'),
    positive('variance1'),
    positive('variance2'),
  ),
  linspace: call(g.linspace, number('low'), number('high'), count('n', 2)),
  normDensity: call(g.normDensity, between('r', 0, 20), count('d')),
  normMean: call(g.normMean, count('d')),
  normSd: call(g.normSd, count('d')),
  normMode: call(g.normMode, count('d')),
  scaledNormMean: call(g.scaledNormMean, count('d'), sd),
  integrate: call(
    g.integrate,
    callback('f', curves, 'integrand'),
    between('low', -4, 0),
    between('high', 0.5, 4),
    count('n'),
  ),
  integrate2d: call(
    g.integrate2d,
    callback('f', curves, 'integrand'),
    between('low', -4, 0),
    between('high', 0.5, 4),
    count('n', 1, 10),
  ),
  integrateOnGrid: call(g.integrateOnGrid, callback('f', curves, 'integrand'), grid('grid')),
  integrateOnGrid2d: call(
    g.integrateOnGrid2d,
    callback('f', curves, 'integrand'),
    grid('gridX'),
    grid('gridY'),
  ),
  gaussHermite: call(g.gaussHermite, count('n')),
  expectation: call(g.expectation, callback('f', curves, 'integrand'), number('mean'), sd, count('n')),
  expectation2d: call(
    g.expectation2d,
    callback('f', curves, 'integrand'),
    vector('mean', 2),
    vector('sd', 2, reals(0.05, 6)),
    count('n', 1, 10),
  ),
  quantileInterpolation: call(
    g.quantileInterpolation,
    vector('u1', 3, probability),
    vector('u2', 3, probability),
    number('theta'),
  ),
  cubeInterpolation: call(g.cubeInterpolation, vector('z1'), vector('z2'), between('t', 0, 1)),
  rescaledInterpolation: call(g.rescaledInterpolation, vector('z1'), vector('z2'), between('t', 0, 1)),
  reparameterize: call(g.reparameterize, mean, logVar, vector('eps')),
  standardNormals: call(g.standardNormals, random(), count('k')),
  sampleDiagonal: call(g.sampleDiagonal, random(), mean, logVar),
  sampleFull: call(g.sampleFull, random(), mean, covariance(), count('count')),
  logGamma: call(g.logGamma, positive('x')),
  erf: call(g.erf, x),
  erfc: call(g.erfc, x),
  stableCharacteristic: call(g.stableCharacteristic, number('t'), alpha),
  stableScale: call(g.stableScale, number('a'), number('b'), alpha),
  stableWeights: call(g.stableWeights, number('theta'), alpha),
  stableDensity: call(g.stableDensity, x, alpha),
  stableCdf: call(g.stableCdf, x, alpha),
  checkIndex: call(g.checkIndex, alpha),
  sampleStable: call(g.sampleStable, random(), count('n'), alpha),
  irwinHallDensity: call(g.irwinHallDensity, between('x', 0, 20), count('n')),
  irwinHallCdf: call(g.irwinHallCdf, between('x', 0, 20), count('n')),
  irwinHallMoments: call(g.irwinHallMoments, count('n')),
  triangularDensity: call(g.triangularDensity, x),
};
