import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { Random } from '../../lib/random';
import { afterHolm, compareWithZero, holm, pairedComparison, verdictOf } from '../../lib/statistics';
import { assertClose, assertRefused } from '../support/close';

const oracle = JSON.parse(readFileSync(`${__dirname}/../oracles/comparison_scipy.json`, 'utf8')) as {
  paired: { a: number[]; b: number[]; p: number; low: number; high: number }[];
  holm: { p: number[]; adjusted: number[] }[];
};

describe('paired comparisons', () => {
  it("agree with SciPy's paired t test", () => {
    for (const { a, b, p, low, high } of oracle.paired) {
      const ours = pairedComparison(a, b, 0.9);
      assertClose(ours.p, p, 1e-9);
      assertClose(ours.low, low, 1e-9, 1e-12);
      assertClose(ours.high, high, 1e-9, 1e-12);
      assert.equal(ours.verdict, low > 0 ? 'above' : high < 0 ? 'below' : 'undecided');
      assert.equal(ours.verdict === 'undecided', p >= 0.1);
    }
  });

  it('read the verdict off the interval', () => {
    assert.equal(verdictOf({ low: 0.1, high: 1 }), 'above');
    assert.equal(verdictOf({ low: -2, high: -1 }), 'below');
    assert.equal(verdictOf({ low: 0, high: 1 }), 'undecided');
    assert.equal(compareWithZero([1, 1, 1]).verdict, 'above');
    assert.equal(compareWithZero([1, 1, 1]).p, 0);
    assert.equal(compareWithZero([0, 0]).p, 1);
  });

  it('refuse pairs that are none', () => {
    assertRefused(() => pairedComparison([1, 2], [1]), /a has 2 values but b has 1/);
    assertRefused(() => compareWithZero([1]), /two values/);
    assertRefused(() => compareWithZero([1, NaN]), /NaN/);
  });
});

describe("Holm's p-values", () => {
  it('agree with statsmodels', () => {
    for (const { p, adjusted } of oracle.holm)
      holm(p).forEach((ours, i) => assertClose(ours, adjusted[i]!, 1e-12));
  });

  it('take verdicts back that only one test of many gives', () => {
    const random = new Random(5);
    const one = (shift: number) => compareWithZero(Array.from({ length: 12 }, () => shift + random.normal()));
    const strong = one(3);
    const weak = { ...one(0), p: 0.03, value: 0.6, verdict: 'above' as const };
    const family = afterHolm([weak, strong, ...Array.from({ length: 4 }, () => one(0))]);
    assert.deepEqual(
      family.slice(0, 2).map(({ verdict }) => verdict),
      ['undecided', 'above'],
    );
    assertClose(family[0]!.p, 0.15);
  });

  it('keep the rate of false findings of a family below 5% where no difference is (2,000 families of 5)', () => {
    const random = new Random(11);
    let wrong = 0;
    for (let i = 0; i < 2000; i++) {
      const family = Array.from({ length: 5 }, () =>
        compareWithZero(Array.from({ length: 6 }, () => random.normal())),
      );
      if (afterHolm(family).some(({ verdict }) => verdict !== 'undecided')) wrong++;
    }
    // 5% of 2,000 is 100, with a standard deviation of 10; without the correction it would be 450.
    assert.ok(wrong < 140 && wrong > 50, `${wrong}`);
  });

  it('are refused by name', () => {
    assertRefused(() => holm([]), /pValues is empty/);
    assertRefused(() => holm([0.1, 1.2]), /pValues\[1\].*1\.2/);
    assertRefused(
      () => afterHolm([compareWithZero([1, 2], 0.9), compareWithZero([1, 2])]),
      /0\.95 .*0\.9|0\.9.*0\.95/,
    );
  });
});
