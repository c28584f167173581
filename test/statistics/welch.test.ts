import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Random } from '../../lib/random';
import { welchComparison } from '../../lib/statistics';

test('agrees with SciPy on two small samples of different sizes', () => {
  // scipy.stats.ttest_ind([1, 2, 3, 4], [2, 4, 6, 8, 10], equal_var=False), and its confidence_interval()
  const { value, standardError, p, low, high, verdict } = welchComparison([1, 2, 3, 4], [2, 4, 6, 8, 10]);
  assert.equal(value, -3.5);
  assert.ok(Math.abs(standardError - Math.sqrt(5 / 12 + 2)) < 1e-12);
  assert.ok(Math.abs(p - 0.06913359319239237) < 1e-9, `${p}`);
  assert.ok(
    Math.abs(low + 7.385368080514045) < 1e-8 && Math.abs(high - 0.3853680805140449) < 1e-8,
    `${low} ${high}`,
  );
  assert.equal(verdict, 'undecided');
});

test('its interval holds the true difference about 95 times in 100, with unequal sizes and variances', () => {
  const random = new Random(7);
  let inside = 0;
  for (let run = 0; run < 1000; run++) {
    const a = random.normals(8).map(e => 1 + 3 * e);
    const { low, high } = welchComparison(a, random.normals(40));
    if (low <= 1 && 1 <= high) inside++;
  }
  // 950 of 1000 with a standard deviation of 6.9.
  assert.ok(inside > 920 && inside < 978, `${inside}`);
});

test('two constant samples differ surely or not at all; bad input is refused', () => {
  assert.equal(welchComparison([1, 1], [2, 2, 2]).p, 0);
  assert.equal(welchComparison([1, 1], [2, 2, 2]).verdict, 'below');
  assert.equal(welchComparison([2, 2], [2, 2, 2]).p, 1);
  assert.throws(() => welchComparison([1], [2, 3]), RangeError);
  assert.throws(() => welchComparison([1, NaN], [2, 3]), RangeError);
  assert.throws(() => welchComparison([1, 2], [2, 3], 1), RangeError);
});
