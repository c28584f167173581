import fc from 'fast-check';
import * as s from '../../../lib/statistics';
import type { Comparison } from '../../../lib/statistics';
import { between, count, covariance, number, positive, reals, record, rows, vector } from '../argument-kinds';
import { call, type Room } from '../check-room';

const confidence = between('confidence', 0.5, 0.99);
const values = vector('values', 6);
const table = (name: string, height: number, width: number, ...words: string[]) => {
  const row = fc.array(reals(-5, 5), { minLength: width, maxLength: width });
  return rows(name, fc.array(row, { minLength: height, maxLength: height }), height, width, ...words);
};
const comparison = (name: string) =>
  record(
    name,
    [between('p', 0, 1), number('value'), number('confidence', fc.constant(0.95))],
    'comparisons',
    'a family',
  );
const degrees = positive('degrees');

const labelled = [
  table('rows', 4, 2),
  vector('labels', 4, fc.constantFrom(0, 1)),
  vector('row', 2, reals(-5, 5)),
] as const;

/** The exports of lib/statistics and how they are called. */
export const statisticsRoom: Room = {
  estimateMean: call(s.estimateMean, values),
  standardDeviation: call(s.standardDeviation, values),
  meanInterval: call(s.meanInterval, values, confidence),
  studentInterval: call(s.studentInterval, values, confidence),
  upperProbability: call(s.upperProbability, confidence),
  meanBars: call(s.meanBars, table('sets', 4, 5)),
  modeCoverage: call(s.modeCoverage, vector('points', 6), table('centres', 3, 2), positive('reach')),
  nearestDistances: call(s.nearestDistances, table('points', 4, 3), table('others', 5, 3)),
  wilsonInterval: call(s.wilsonInterval, count('successes', 0, 20), count('trials', 20, 40), confidence),
  wasserstein1: call(s.wasserstein1, vector('a', 6), vector('b', 6)),
  slicedWasserstein: call(s.slicedWasserstein, vector('a', 6), vector('b', 6), count('directions')),
  studentCdf: call(s.studentCdf, number('t'), degrees),
  studentQuantile: call(s.studentQuantile, between('p', 0.01, 0.99), degrees),
  regularizedIncompleteBeta: call(
    s.regularizedIncompleteBeta,
    between('x', 0, 1),
    positive('a'),
    positive('b'),
  ),
  whitening: call(s.whitening, table('rows', 6, 3)),
  holm: call(s.holm, vector('pValues', 6, reals(0, 1))),
  pairedComparison: call(s.pairedComparison, vector('a', 6), vector('b', 6), confidence),
  welchComparison: call(s.welchComparison, vector('a', 6), vector('b', 4), confidence),
  compareWithZero: call(s.compareWithZero, vector('differences', 6), confidence),
  verdictOf: call(s.verdictOf, record('interval', [number('low'), number('high')])),
  afterHolm: call(
    (first: Comparison, second: Comparison) => s.afterHolm([first, second]),
    comparison('first'),
    comparison('second'),
  ),
  heldOutR2: call(
    (features: number[], targets: number[], options: { folds: number; ridge: number }) =>
      s.heldOutR2(features, targets, options),
    vector('features', 24),
    vector('targets', 12),
    record('options', [count('folds', 2, 5), positive('ridge')], 'fold', 'folds'),
  ),
  naiveBayes: call(
    (known: number[][], labels: number[], row: number[]) => s.naiveBayes(known, labels).probabilities(row),
    ...labelled,
  ),
  linearDiscriminant: call(
    (known: number[][], labels: number[], row: number[]) =>
      s.linearDiscriminant(known, labels).probabilities(row),
    ...labelled,
  ),
  principalAxes: call(s.principalAxes, vector('values', 12), count('k', 3, 3, 'values')),
  alongAxis: call(
    s.alongAxis,
    vector('values', 12),
    record('principal', [vector('mean'), table('axes', 3, 3)]),
    count('axis', 0, 2),
  ),
  principalVariances: call(s.principalVariances, covariance()),
};
