import fc from 'fast-check';
import * as s from '../../../lib/statistics';
import { between, count, covariance, number, positive, reals, rows, vector } from '../argument-kinds';
import { call, type Room } from '../check-room';

const confidence = between('confidence', 0.5, 0.99);
const values = vector('values', 6);
const table = (name: string, height: number, width: number, ...words: string[]) => {
  const row = fc.array(reals(-5, 5), { minLength: width, maxLength: width });
  return rows(name, fc.array(row, { minLength: height, maxLength: height }), height, width, ...words);
};
const degrees = positive('degrees');

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
  principalVariances: call(s.principalVariances, covariance()),
};
