import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Cell } from '../support/notebooks';
import { isPrinted, unmarkedNumbers, unprintedNumbers, writtenNumbers } from '../support/quoted-numbers';

const prose = (source: string): Cell => ({ cell_type: 'markdown', id: 'prose', source, metadata: {} });
const printing = (text: string): Cell => ({
  cell_type: 'code',
  id: 'code',
  source: '',
  metadata: {},
  outputs: [{ output_type: 'stream', name: 'stdout', text }],
});

describe('a number quoted in prose', () => {
  test('is read as it is written', () => {
    assert.deepEqual(
      writtenNumbers('-1,250.5 of 4e-6, x3 and 25,000.').map(n => n.value),
      [-1250.5, 4e-6, 25000],
    );
  });

  for (const [mark, text, right] of [
    ['0.38', 'difference 0.3812 nats', true],
    ['0.38', 'difference 0.3749 nats', false],
    ['0.3812', 'difference 0.38 nats', false],
    ['0.38', 'difference -0.38 nats', true],
    ['-0.38', 'difference 0.38 nats', false],
    ['+0.38', 'difference 0.38 nats', true],
    ['88.9%', 'accuracy 0.88912', true],
    ['88.9%', 'accuracy 88.92%', true],
    ['88.9', 'accuracy 0.88912', false],
    ['[88.5, 89.3]', '88.92 [88.52, 89.30]', true],
    ['[88.5, 89.4]', '88.92 [88.52, 89.30]', false],
    ['25,000', 'n = 25000', true],
    ['7', 'I(Z7;Y) of 0.7', false],
    ['about half', '0.5', false],
  ] as const) {
    test(`${mark} is ${right ? '' : 'not '}in "${text}"`, () => assert.equal(isPrinted(mark, text), right));
  }

  test('has to be printed in its own section, but for the closing ones', () => {
    const cells = [
      prose('# T\n\n## 1. One'),
      printing('rate 1.447'),
      prose('It is <samp>1.45</samp>.\n\n## 2. Two'),
      printing('gap 0.12'),
      prose(
        'It is <samp>0.12</samp>, and was <samp>1.45</samp>.\n\n## Summary\n\n<samp>1.447</samp>, <samp>9</samp>',
      ),
    ];
    assert.deepEqual(unprintedNumbers(cells), ['1.45 (## 2. Two)', '9 (## Summary)']);
  });

  test('is not quoted from a figure', () => {
    const figure: Cell = {
      ...printing(''),
      outputs: [
        {
          output_type: 'display_data',
          data: { 'application/vnd.plotly.v1+json': {}, 'text/plain': '5 points, y 0.25 to 0.75' },
        },
      ],
    };
    assert.deepEqual(unprintedNumbers([prose('## 1. One'), figure, prose('<samp>0.25</samp>')]).length, 1);
  });

  test('is missed when it has no mark, unless it is no result', () => {
    const found = (text: string): string[] => unmarkedNumbers(text).map(line => line.split(':')[0]!);
    assert.deepEqual(found('The rate is 1.45, hence 17 nats more, or 3% and 2 bits.'), [
      '1.45',
      '17',
      '3',
      '2',
    ]);
    assert.deepEqual(
      found('In $0.5$ or `0.1`, by [1.13](https://a.b), with 95% intervals, 25,000 reviews; see section 3.'),
      [],
    );
    assert.deepEqual(found('# A title of 0.5\n| a | 0.7 |\nThe essay says "easily 89%".'), []);
  });
});
