import { describe, it } from 'node:test';
import {
  checkBetween,
  checkCount,
  checkFinite,
  checkFunction,
  checkNonNegative,
  checkPositive,
  checkProbabilities,
  checkRandom,
  checkRecord,
  checkResult,
  checkRows,
  checkSameLength,
  checkVector,
} from '../lib/checks';
import { assertRefused } from './support/close';

describe('checks', () => {
  it('name the argument, the value and the remedy', () => {
    assertRefused(
      () => checkFinite(NaN, 'mean'),
      /mean must be a finite number, but it is NaN/,
      /look where/,
    );
    assertRefused(
      () => checkPositive(-2, 'sd'),
      /sd must be greater than 0, but it is -2/,
      /pass a positive/,
    );
    assertRefused(() => checkNonNegative(-0.5, 'rate'), /rate must be >= 0, but it is -0\.5/);
    assertRefused(() => checkNonNegative(Infinity, 'rate'), /rate must be a finite number/);
    assertRefused(() => checkCount(2.5, 'n'), /n must be a whole number >= 1, but it is 2\.5/);
    assertRefused(() => checkCount(1, 'batchSize', 2), /batchSize must be a whole number >= 2, but it is 1/);
    assertRefused(() => checkBetween(NaN, 't', 0, 1), /t must lie between 0 and 1, but it is NaN/);
    assertRefused(() => checkVector([], 'mean'), /mean is empty: pass at least one/);
    assertRefused(() => checkVector([0, NaN], 'mean'), /mean\[1\] must be a finite number, but it is NaN/);
    assertRefused(() => checkSameLength([1, 2], 'mean', [1], 'logVar'), /mean has 2 values but logVar has 1/);
    assertRefused(
      () => checkProbabilities([0.5, 0.4], 'p'),
      /p must sum to 1, but they sum to 0\.9/,
      /divide/,
    );
    assertRefused(() => checkProbabilities([1.5, -0.5], 'p'), /p\[1\] is -0\.5/, /cannot be negative/);
  });

  it('say of what is no number, list, function or stream what it is', () => {
    // A value of the wrong kind, as it comes from JSON or a plain JavaScript cell.
    const wrong = (value: unknown) => value as never;
    assertRefused(() => checkFinite(wrong('1'), 'mean'), /mean must be a finite number, but it is "1": pass/);
    assertRefused(() => checkFinite(wrong(1n), 'mean'), /it is the bigint 1/);
    assertRefused(() => checkBetween(wrong([]), 'r', 0, 1), /r must lie between 0 and 1, but it is an array/);
    assertRefused(() => checkCount(wrong({}), 'n'), /n must be a whole number >= 1, but it is an object/);
    assertRefused(() => checkCount(1e9, 'n', 1, 1e8), /n must be a whole number from 1 to 100000000, but it/);
    for (const value of [undefined, null, 3, 'abc', {}, { length: -1 }, () => 1]) {
      assertRefused(
        () => checkVector(wrong(value), 'logVar'),
        /logVar must be an array of numbers, but it is/,
      );
      assertRefused(
        () => checkSameLength([1], 'mean', wrong(value), 'logVar'),
        /logVar must be an array of numbers, but it is/,
      );
    }
    assertRefused(() => checkRows([[1, 2], [1]], 'points'), /points\[1\] has 1 values but points\[0\] has 2/);
    assertRefused(() => checkRows([], 'points', 'points'), /points is empty/);
    assertRefused(() => checkRows([wrong(1)], 'points'), /points\[0\] must be an array of numbers/);
    assertRefused(() => checkFunction(3, 'f'), /f must be a function, but it is 3/);
    assertRefused(() => checkRecord(undefined, 'p', '{ mean, sd }'), /p must be an object \{ mean, sd \}/);
    assertRefused(
      () => checkRandom(Math.random),
      /random must be a stream, such as new Random\(1\), but it is a f/,
    );
    assertRefused(() => checkResult(Infinity, 'the sum', 'scale'), /the sum is Infinity/, /scale/);
    assertRefused(() => checkProbabilities([1e308, 1e308], 'p'), /p must sum to 1/);
  });
});
