import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { choose, conclude, decimals, listed, percent, points, pValue, say } from '../../lib/show';
import { inCell } from './kernel-double';

const text = (
  words: TemplateStringsArray,
  ...values: Parameters<typeof say> extends [unknown, ...infer V] ? V : never
) => say(words, ...values).markdown;

describe('say: a sentence with the numbers of a run', () => {
  it('writes a number with three digits, and an estimate with those that its error allows', () => {
    assert.equal(
      text`${0.123456} of ${25000}, ${-1.5}, ${0} and ${1e-7}`,
      '0.123 of 25000, −1.5, 0 and $1\\cdot10^{-7}$',
    );
    assert.equal(text`${{ value: 1.23456, standardError: 0.0213 }}`, '1.23 ± 0.02');
    assert.equal(text`${{ value: 1.23456, standardError: 0.0143 }}`, '1.235 ± 0.014');
    assert.equal(text`${{ value: 1234.5, standardError: 37 }}`, '1235 ± 37');
    assert.equal(text`${{ value: 0.5, standardError: 0 }}`, '0.5');
    assert.equal(
      text`${{ value: -0.0123, low: -0.2, high: 0.1755, standardError: 0.09 }}`,
      '−0.01 [−0.20, 0.18]',
    );
    assert.equal(text`${{ value: -0.001, standardError: 0.2 }}`, '0.0 ± 0.2');
  });

  it('writes p-values down to 0.0001', () => {
    assert.equal(text`${pValue(0.06361)}`, 'p = 0.0636');
    assert.equal(text`${pValue(0.0001)}`, 'p = 0.0001');
    assert.equal(text`${pValue(1)}`, 'p = 1');
    assert.equal(text`${pValue(1.6e-322)}, ${pValue(0)}`, 'p < 0.0001, p < 0.0001');
    for (const odd of [-0.1, 1.1, NaN, undefined]) assert.throws(() => pValue(odd as number), RangeError);
  });

  it('writes shares as percent and differences as points', () => {
    assert.equal(text`${percent(0.886)}`, '88.6%');
    assert.equal(text`${percent({ value: 0.88604, standardError: 0.0021 })}`, '88.6 ± 0.2%');
    assert.equal(text`${points({ value: 0.0016, low: 0.0001, high: 0.0031 })}`, '0.16 [0.01, 0.31] points');
    assert.equal(text`${decimals(88.6, 2)}`, '88.60');
  });

  it('keeps formulas of the author, and takes nothing in a text for Markdown, HTML or mathematics', () => {
    assert.equal(text`at $\lambda=0.1$, \`x\``, 'at $\\lambda=0.1$, `x`');
    const hostile = '$\\href{javascript:x}{y}$ <b> *a* [l](u) `c` | ~';
    const [, safe = ''] = /^<span class="mathjax_ignore[^"]*">(.*)<\/span>$/.exec(text`${hostile}`) ?? [];
    assert.notEqual(safe, '');
    assert.doesNotMatch(safe.replace(/\\[^\w\s]/g, ''), /[$<>*[\]`|~]/);
    assert.equal(text`${say`**${0.5}**`} is it`, '**0.5** is it');
  });

  it('chooses the words of a verdict, and lists', () => {
    const words = { above: 'wins', below: 'loses', undecided: 'is **not** told apart' };
    assert.equal(text`VIB ${choose('undecided', words)}.`, 'VIB is **not** told apart.');
    assert.equal(text`${listed([1, 'a_b', say`$x$`])}`, '1, a\\_b and $x$');
    assert.equal(text`${listed([])}`, 'none');
  });

  it('is no sentence about nothing', () => {
    assert.throws(() => say`${NaN}`, /cannot hold NaN/);
    assert.throws(() => say`${undefined as unknown as number}`, /cannot hold undefined/);
    assert.throws(() => say`${{ value: 1, standardError: NaN }}`, /cannot hold NaN/);
  });
});

describe('conclude', () => {
  it('shows Markdown, and text for a terminal', () => {
    const [sent] = inCell(() => conclude`**Rate** ${1.25} of ${'a_b $5'} [see](x.md)`);
    assert.deepEqual(sent?.data, {
      'text/markdown':
        '**Rate** 1.25 of <span class="mathjax_ignore tex2jax_ignore">a\\_b &#36;5</span> [see](x.md)',
      'text/plain': 'Rate 1.25 of a_b $5 see',
    });
  });
});
