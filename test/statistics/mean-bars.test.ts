import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { meanBars } from '../../lib/statistics';
import { assertClose, assertRefused } from '../support/close';

describe('mean bars', () => {
  it('has one mean and one half interval a set', () => {
    const { y, error } = meanBars([
      [1, 3],
      [5, 5, 5],
    ]);
    assert.deepEqual(y, [2, 5]);
    assertClose(error[0]!, 1.959963984540054);
    assert.equal(error[1], 0);
  });

  it('needs two values a set', () => {
    assertRefused(() => meanBars([[1]]), /at least two values, but there is 1/);
  });
});
