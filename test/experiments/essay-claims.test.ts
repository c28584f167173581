import assert from 'node:assert/strict';
import { test } from 'node:test';
import { essayClaims } from '../../lib/experiments';
import { compareWithZero } from '../../lib/statistics';

const equal = compareWithZero([1, -1, 1, -1, 0]);
const here = (findings: ReturnType<typeof essayClaims>) => findings.map(one => one.here);

test('a claim holds where its difference is beyond its error, and is undecided within it', () => {
  const n = 25000;
  const sure = essayClaims({ baseline: [0.86, 0.885, 0.88], vib: [0.88, 0.9, 0.89], n, last: equal });
  assert.deepEqual(here(sure), ['holds', 'holds', 'holds', 'holds', 'undecided']);
  // 88.83% of 25,000 is within one standard error (0.198 points) of 89%.
  const near = essayClaims({ baseline: [0.8735, 0.8892], vib: [0.886, 0.8883], n, last: equal });
  assert.deepEqual(here(near), ['undecided', 'holds', 'undecided', 'holds', 'undecided']);
  assert.ok(Math.abs(near[0]!.difference.value + 0.17) < 1e-9);
  assert.ok(Math.abs(near[0]!.difference.standardError - 0.1979) < 1e-4);
});

test('a claim that is contradicted does not hold, and five tests are corrected together', () => {
  const opposite = essayClaims({ baseline: [0.9], vib: [0.85], n: 25000, last: equal });
  assert.deepEqual(here(opposite), ['does not hold', 'holds', 'does not hold', 'does not hold', 'undecided']);
  // 2.2 standard errors above 89%: alone p = 0.03, among five not.
  const alone = essayClaims({ baseline: [0.88], vib: [0.89 + 2.2 * 0.001979], n: 25000, last: equal });
  assert.equal(alone[0]!.here, 'undecided');
  assert.ok(alone[0]!.difference.low > 0);
});

test('accuracies of 0 and 1 and a single review give no NaN', () => {
  for (const { p, difference } of essayClaims({ baseline: [0], vib: [1], n: 1, last: equal })) {
    assert.ok(p >= 0 && p <= 1 && Number.isFinite(difference.low));
  }
  assert.throws(
    () => essayClaims({ baseline: [], vib: [1], n: 1, last: equal }),
    /epochs of baseline must be .*, but it is 0/,
  );
});
