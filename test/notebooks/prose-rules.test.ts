import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { saysOfRun } from '../support/prose-rules';

describe('what a Markdown cell says of a run', () => {
  const found = (text: string): string[] =>
    saysOfRun(text).map(line => line.split(':')[0]!.replace(/"/g, ''));

  test('is a number with decimals, or of nats, bits or percent', () => {
    assert.deepEqual(found('The rate is 1.45, hence 17 nats more, or 3% and 2 bits.'), [
      '1.45',
      '17',
      '3',
      '2',
    ]);
  });

  test('is no level of an interval, no number of equations, code, formulas, titles, quotations', () => {
    assert.deepEqual(
      found('In $0.5$ or `0.1`, by [1.13](https://a.b), with 95% intervals, 25,000 reviews; see section 3.'),
      [],
    );
    assert.deepEqual(found('# A title of 0.5\n| a | 0.7 |\nThe essay says "easily 89%".'), []);
  });

  for (const sentence of [
    'VIB is well ahead.',
    'The gap clearly closes.',
    'The accuracy does not fall.',
    'As the table shows, it helps.',
    'The rate rises from one nat.',
    'It beats the VAE.',
    'The intervals overlap.',
    'With the parameters as they stand it holds.',
  ]) {
    test(`is a word of outcome: ${sentence}`, () => assert.equal(found(sentence).length > 0, true));
  }

  const words =
    'clearly evidently best worst ahead behind win wins won loses beat beats outperform outperforms hardly overlap';
  for (const word of words.split(' ')) {
    test(`is "${word}", wherever it stands`, () => assert.deepEqual(found(`This ${word} that.`), [word]));
  }

  test('is not what a definition says', () => {
    assert.deepEqual(
      found('The optimal decoder is $p(y\\mid z)$; where the price is above one, no code pays.'),
      [],
    );
  });
});
