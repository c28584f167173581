import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatDuration, formatNumber, plusMinus, withLimits, wrapWords } from '../../lib/show/format';

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

  it('writes an estimate with its interval, and ± only for a symmetric one', () => {
    const even = { value: 1.234, low: 1, high: 1.468 };
    assert.equal(plusMinus(even, 2), '1.23 ± 0.23');
    assert.equal(withLimits({ value: 0.9, low: 0.7, high: 0.95 }, 2), '0.90 [0.70, 0.95]');
    assert.equal(plusMinus({ value: 3, low: 3, high: 3 }, 0), '3 ± 0');
    assert.throws(() => plusMinus({ value: 0.9, low: 0.7, high: 0.95 }, 2), /0\.7 and 0\.95.*withLimits/);
    assert.throws(() => plusMinus({ ...even, value: NaN }, 2), /NaN/);
    assert.throws(() => withLimits({ ...even, low: 2 }, 2), /from 2 to/);
    assert.throws(() => withLimits(even, 2.5), /places.*2\.5/);
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
