import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { minimize } from '../../lib/information';
import { assertClose, assertRefused } from '../support/close';

describe('minimize', () => {
  it('finds the bottom of x - ln x at 1, as far as rounding allows', () => {
    const { at, value } = minimize(x => x - Math.log(x), 0.01, 7);
    assertClose(at, 1, 3e-8);
    assertClose(value, 1);
  });

  it('finds a corner to the last digits', () => {
    assertClose(minimize(x => Math.abs(x - 1 / 3), -5, 9).at, 1 / 3, 1e-12);
  });

  it('takes the deeper of two valleys, and an end when f only falls', () => {
    assertClose(minimize(x => (x * x - 1) ** 2 + 0.1 * x, -2, 2).at, -1.0123, 1e-4);
    assert.deepEqual(
      minimize(x => -x, 0, 3),
      { at: 3, value: -3 },
    );
    assert.deepEqual(
      minimize(x => x, 0, 3),
      { at: 0, value: 0 },
    );
  });

  it('refuses NaN and an empty range', () => {
    assertRefused(() => minimize(Math.log, -1, 2), /NaN at -1/);
    assertRefused(() => minimize(x => x, 2, 2), /low is 2 and high is 2/);
  });
});
