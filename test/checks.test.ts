import { describe, it } from 'node:test';
import {
  checkBetween,
  checkCount,
  checkFinite,
  checkNonNegative,
  checkPositive,
  checkProbabilities,
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
});
