import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lines, type LinesSpec } from '../../lib/show/lines';

const spec = (change: Partial<LinesSpec> = {}): LinesSpec => ({
  title: 'Rate',
  x: { label: 'lambda' },
  y: { label: 'rate', unit: 'nats' },
  series: [{ name: 'VIB', x: [1, 2, 3], y: [3, 2, 1] }],
  ...change,
});
const series = (change: object) => spec({ series: [{ name: 'VIB', x: [1, 2, 3], y: [3, 2, 1], ...change }] });

describe('lines', () => {
  it('puts the unit after the label', () => {
    const { yaxis, xaxis } = lines(spec()).layout as Record<'yaxis' | 'xaxis', { title: { text: string } }>;
    assert.equal(yaxis.title.text, 'rate (nats)');
    assert.equal(xaxis.title.text, 'lambda');
  });

  it('describes each series in words', () => {
    assert.equal(lines(spec()).text(), 'Rate\n  VIB: 3 points, x 1 to 3, y 1 to 3');
  });

  it('draws a band as one closed region below its line', () => {
    const [band, line] = lines(series({ band: { lower: [2, 1, 0], upper: [4, 3, 2] } })).data;
    assert.deepEqual(band?.x, [1, 2, 3, 3, 2, 1]);
    assert.deepEqual(band?.y, [4, 3, 2, 0, 1, 2]);
    assert.equal(band?.fill, 'toself');
    assert.equal(line?.name, 'VIB');
  });

  it('takes error bars of one half-width or two', () => {
    assert.deepEqual(
      (lines(series({ error: [1, 1, 2] })).data[0]?.error_y as { array: number[] }).array,
      [1, 1, 2],
    );
    const two = lines(series({ error: { minus: [1, 1, 1], plus: [2, 2, 2] } })).data[0]?.error_y as Record<
      string,
      unknown
    >;
    assert.deepEqual([two.symmetric, two.array, two.arrayminus], [false, [2, 2, 2], [1, 1, 1]]);
  });

  it('draws reference lines across the plot; on a log axis the label stands at the logarithm', () => {
    const marks = [{ axis: 'x' as const, value: 100, label: 'here' }];
    const { shapes, annotations } = lines(spec({ x: { label: 'lambda', log: true }, marks }))
      .layout as Record<'shapes' | 'annotations', Record<string, unknown>[]>;
    assert.equal(shapes[0]?.x0, 100);
    assert.equal(annotations[0]?.x, 2);
    assert.equal(annotations[0]?.text, 'here');
  });

  it('ticks whole numbers at whole numbers', () => {
    assert.equal((lines(spec()).layout.xaxis as { dtick?: number }).dtick, 1);
    const halves = lines(series({ x: [1, 1.5, 2] })).layout.xaxis as { dtick?: number };
    assert.equal(halves.dtick, undefined);
  });

  const wrong: [string, LinesSpec, RegExp][] = [
    ['an empty label', spec({ x: { label: ' ' } }), /label of the x axis is empty/],
    ['an empty unit', spec({ y: { label: 'rate', unit: '' } }), /unit of the y axis is empty/],
    ['an empty title', spec({ title: '' }), /title of the figure is empty/],
    ['no series', spec({ series: [] }), /list of series of "Rate" is empty/],
    ['an empty series', series({ x: [], y: [] }), /series "VIB" is empty/],
    ['a series without a name', series({ name: '' }), /name of a series is empty/],
    ['x and y of unequal length', series({ y: [1, 2] }), /x has 3 values but y has 2/],
    ['a band of another length', series({ band: { lower: [1], upper: [1, 2, 3] } }), /band\.lower has 1/],
    ['a negative error bar', series({ error: [1, -2, 1] }), /half-width -2/],
    ['error bars of another length', series({ error: [1] }), /y has 3 values but error has 1/],
    ['no finite value', series({ y: [NaN, NaN, NaN] }), /not one is a finite number/],
    [
      '0 on a log axis',
      spec({ x: { label: 'l', log: true }, series: [{ name: 'a', x: [0, 1], y: [1, 1] }] }),
      /smallest value is 0/,
    ],
    [
      'a mark that is not a number',
      spec({ marks: [{ axis: 'x', value: NaN, label: 'here' }] }),
      /"here" is at NaN/,
    ],
    [
      'a mark without a label',
      spec({ marks: [{ axis: 'y', value: 1, label: '' }] }),
      /reference line at y = 1 is empty/,
    ],
  ];
  for (const [what, bad, message] of wrong) {
    it(`refuses ${what}`, () => {
      assert.throws(() => lines(bad), { name: 'RangeError', message });
    });
  }
});
