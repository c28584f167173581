import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatDuration, formatNumber, wrapWords } from '../../lib/show/format';

describe('format', () => {
  it('writes numbers for people', () => {
    const written = [0.31267, 88.64, 0.1, 25000, 123456.7, 1.23456e-7, 1e-5, -2.5, NaN, -Infinity].map(x =>
      formatNumber(x),
    );
    assert.deepEqual(written, [
      '0.3127',
      '88.64',
      '0.1',
      '25000',
      '123457',
      '1.235e-7',
      '1e-5',
      '-2.5',
      'NaN',
      '-infinity',
    ]);
  });

  it('writes durations for people', () => {
    const written = [0.04, 9.94, 9.97, 59.6, 185, 3720, NaN].map(formatDuration);
    assert.deepEqual(written, ['0.0 s', '9.9 s', '10 s', '1 min 0 s', '3 min 5 s', '1 h 2 min', 'unknown']);
  });

  it('breaks lines at spaces', () => {
    assert.deepEqual(wrapWords('one two  three', 7), ['one two', 'three']);
    assert.deepEqual(wrapWords('incomprehensibilities of it', 5), ['incomprehensibilities', 'of it']);
    assert.deepEqual(wrapWords('', 5), []);
  });
});
