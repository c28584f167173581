import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { linspace } from '../../lib/gaussian';
import { assertRefused } from '../support/close';

describe('linspace', () => {
  it('has both ends and even steps, up or down', () => {
    assert.deepEqual(linspace(-1, 1, 5), [-1, -0.5, 0, 0.5, 1]);
    assert.deepEqual(linspace(3, 1, 3), [3, 2, 1]);
    assert.equal(linspace(0.1, 0.7, 7)[6], 0.7);
  });

  it('refuses bad input with the value', () => {
    assertRefused(() => linspace(0, 1, 1), /n must be a whole number >= 2, but it is 1/);
    assertRefused(() => linspace(NaN, 1, 3), /low must be a finite number, but it is NaN/);
  });
});
