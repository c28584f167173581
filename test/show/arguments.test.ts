import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { bars } from '../../lib/show/bars';
import { ellipse } from '../../lib/show/ellipse';
import type { Figure } from '../../lib/show/figure';
import { formatNumber } from '../../lib/show/format';
import { heatmap } from '../../lib/show/heatmap';
import { binDensities, histogram } from '../../lib/show/histogram';
import { imageGrid } from '../../lib/show/image-grid';
import { lines } from '../../lib/show/lines';
import { noticeBundle } from '../../lib/show/notice';
import { toPlain } from '../../lib/show/plain-json';
import { scatter } from '../../lib/show/scatter';
import { smallMultiples } from '../../lib/show/small-multiples';
import { stackedBars } from '../../lib/show/stacked-bars';
import { startProgress } from '../../lib/show/progress';
import { inTerminal } from './kernel-double';

const x = { label: 'x' };
const y = { label: 'y' };
const line = { name: 'a', x: [1, 2], y: [3, 4] };
const some = lines({ title: 'some', x, y, series: [line] });

/** What drew nothing, hung, or threw a TypeError: each is refused in a sentence that names the argument and its value. */
const refused: [string, () => unknown, RegExp][] = [
  [
    'no series',
    () => lines({ title: 't', x, y } as never),
    /list of series of "t" must be an array, but it is undefined/,
  ],
  [
    'a series without y',
    () => lines({ title: 't', x, y, series: [{ name: 'a', x: [1] }] } as never),
    /series "a": y must be an array, but it is undefined/,
  ],
  [
    'x without a number',
    () => lines({ title: 't', x, y, series: [{ name: 'a', x: [NaN, Infinity], y: [1, 2] }] }),
    /x of series "a" holds 2 values and not one is a finite/,
  ],
  [
    'points of which each lacks x or y',
    () => lines({ title: 't', x, y, series: [{ name: 'a', x: [NaN, 1], y: [1, NaN] }] }),
    /series "a": no point has both x and y finite/,
  ],
  [
    'a colour by name',
    () => lines({ title: 't', x, y, series: [{ ...line, colour: 'red' }] }),
    /colour must be #rrggbb.* but it is "red"/,
  ],
  [
    'a height that is none',
    () => lines({ title: 't', x, y, series: [line], height: NaN }),
    /height of "t" in pixels must be a number from 50 to 20000, but it is NaN/,
  ],
  ['a negative height', () => lines({ title: 't', x, y, series: [line], height: -5 }), /but it is -5/],
  [
    'a range with NaN',
    () => lines({ title: 't', x: { ...x, range: [0, NaN] }, y, series: [line] }),
    /the range of the x axis must be two different finite numbers, but it is \[ 0, NaN \]/,
  ],
  [
    'an infinite range',
    () => lines({ title: 't', x, y: { ...y, range: [0, Infinity] }, series: [line] }),
    /the range of the y axis .* Infinity/,
  ],
  [
    'an empty range',
    () => lines({ title: 't', x: { ...x, range: [2, 2] }, y, series: [line] }),
    /but it is \[ 2, 2 \]/,
  ],
  [
    'a range of a logarithm from 0',
    () => lines({ title: 't', x: { ...x, log: true, range: [0, 5] }, y, series: [line] }),
    /x axis is logarithmic, but its range begins at 0/,
  ],
  [
    'a mark at 0 of a logarithm',
    () =>
      lines({
        title: 't',
        x: { ...x, log: true },
        y,
        series: [line],
        marks: [{ axis: 'x', value: 0, label: 'm' }],
      }),
    /logarithmic, but its reference line "m" is at 0/,
  ],
  [
    'bars at 0 of a logarithm',
    () =>
      bars({
        title: 't',
        x,
        y: { ...y, log: true },
        groups: ['a', 'b'],
        series: [{ name: 's', values: [0, 1] }],
      }),
    /logarithmic, but its series "s" has the value 0/,
  ],
  [
    'a group twice',
    () => bars({ title: 't', x, y, groups: ['a', 'a'], series: [{ name: 's', values: [1, 2] }] }),
    /groups of "t" holds "a" twice/,
  ],
  [
    'a part that is NaN',
    () => stackedBars({ title: 't', x, y, groups: ['a', 'b'], series: [{ name: 's', values: [1, NaN] }] }),
    /series "s" has the part NaN; parts of a stacked bar must be >= 0 and finite/,
  ],
  [
    'a part that is infinite',
    () =>
      stackedBars({ title: 't', x, y, groups: ['a', 'b'], series: [{ name: 's', values: [1, Infinity] }] }),
    /has the part Infinity/,
  ],
  [
    'a thousand million bins',
    () => histogram({ title: 't', x, samples: [{ name: 's', values: [1, 2] }], bins: 1e9 }),
    /bins must be a whole number <= 10000, but it is 1000000000/,
  ],
  [
    'bins that are NaN',
    () => histogram({ title: 't', x, samples: [{ name: 's', values: [1, 2] }], bins: NaN }),
    /bins must be a whole number >= 1, but it is NaN/,
  ],
  [
    'a range that goes down',
    () => histogram({ title: 't', x: { ...x, range: [2, 1] }, samples: [{ name: 's', values: [1, 2] }] }),
    /range of the x axis must go up.* \[ 2, 1 \]/,
  ],
  [
    'a range without a sample',
    () => histogram({ title: 't', x: { ...x, range: [5, 6] }, samples: [{ name: 's', values: [1, 2] }] }),
    /no value of sample set "s" lies in the range \[5, 6\]/,
  ],
  [
    'samples too far apart',
    () => histogram({ title: 't', x, samples: [{ name: 's', values: [-1e308, 1e308] }] }),
    /from -1e\+308 to 1e\+308 are too far apart/,
  ],
  [
    'samples too close together',
    () => histogram({ title: 't', x, samples: [{ name: 's', values: [1, 1 + 2 ** -52] }] }),
    /too close together/,
  ],
  [
    'bins of a logarithm from 0',
    () => histogram({ title: 't', x: { ...x, log: true }, samples: [{ name: 's', values: [0, 1] }] }),
    /logarithmic, but its bins begin at 0/,
  ],
  ['densities of nothing', () => binDensities([], [0, 1], 2), /values is empty/],
  ['densities in 1e9 bins', () => binDensities([1], [0, 1], 1e9), /bins must be a whole number <= 10000/],
  ['densities in a range with NaN', () => binDensities([1], [0, NaN], 2), /range must go up/],
  [
    'points of size -1',
    () => scatter({ title: 't', x, y, series: [{ ...line, size: -1 }] }),
    /size of series "a" must be a number from 0.1 to 200, but it is -1/,
  ],
  [
    'colours that are NaN',
    () => scatter({ title: 't', x, y, series: [{ ...line, colour: { label: 'c', values: [NaN, NaN] } }] }),
    /colour.values of series "a" holds 2 values and not one/,
  ],
  [
    'a grid without a row',
    () =>
      heatmap({
        title: 't',
        x: { ...x, values: [1] },
        y: { ...y, values: [1] },
        z: { label: 'z' },
        values: [null as never],
      }),
    /row 0 of the grid must be an array, but it is null/,
  ],
  [
    'a place that is NaN',
    () =>
      heatmap({
        title: 't',
        x: { ...x, values: [1, NaN] },
        y: { ...y, values: [1] },
        z: { label: 'z' },
        values: [[1, 2]],
      }),
    /x.values\[1\] of "t" is NaN/,
  ],
  [
    'a range of colour that goes down',
    () =>
      heatmap({
        title: 't',
        x: { ...x, values: [1] },
        y: { ...y, values: [1] },
        z: { label: 'z', range: [1, 0] },
        values: [[1]],
      }),
    /range of the colour must go up/,
  ],
  [
    'pictures of no size',
    () => imageGrid({ title: 't', rows: x, columns: y, images: [[[1]]], size: { width: 0, height: 1 } }),
    /size.width must be a whole number >= 1, but it is 0/,
  ],
  [
    'pictures of NaN size',
    () => imageGrid({ title: 't', rows: x, columns: y, images: [[[1]]], size: { width: 1, height: NaN } }),
    /size.height must be a whole number >= 1, but it is NaN/,
  ],
  [
    'too large a sheet',
    () =>
      imageGrid({
        title: 't',
        rows: x,
        columns: y,
        images: [[[1]]],
        size: { width: 10_000, height: 10_000 },
      }),
    /make \d+ pixels: show fewer/,
  ],
  [
    'places without a picture',
    () => imageGrid({ title: 't', rows: x, columns: y, images: [[null, null]] }),
    /its rows hold no picture/,
  ],
  [
    'a row that is null',
    () => imageGrid({ title: 't', rows: x, columns: y, images: [null as never] }),
    /row 0 of the grid of pictures "t" must be an array, but it is null/,
  ],
  [
    'an infinite range of greys',
    () =>
      imageGrid({
        title: 't',
        rows: x,
        columns: y,
        images: [[[1]]],
        size: { width: 1, height: 1 },
        range: [0, Infinity],
      }),
    /range must go up.* Infinity/,
  ],
  [
    'a panel that is no figure',
    () => smallMultiples({ title: 't', panels: [{} as Figure] }),
    /panels\[0\] is \{\}: a panel is a figure/,
  ],
  [
    'a panel made of panels',
    () => smallMultiples({ title: 't', panels: [smallMultiples({ title: 'inner', panels: [some, some] })] }),
    /panels\[0\], "inner", is made of panels itself/,
  ],
  [
    'panels without width',
    () => smallMultiples({ title: 't', panels: new Array<Figure>(12).fill(some), columns: 12 }),
    /columns is 12, which leaves the panels no width/,
  ],
  [
    'panels without height',
    () => smallMultiples({ title: 't', panels: new Array<Figure>(12).fill(some), height: 100 }),
    /height is 100 pixels, which leaves 4 rows of panels no room/,
  ],
  [
    'an ellipse of 1e9 points',
    () => ellipse({ name: 'e', mean: [0, 0], sds: [1, 1], points: 1e9 }),
    /ellipse "e": points must be a whole number <= 100000/,
  ],
  [
    'an ellipse in three dimensions',
    () => ellipse({ name: 'e', mean: [0, 0, 0] as never, sds: [1, 1] }),
    /ellipse "e": mean must hold 2 numbers, but it holds 3/,
  ],
  [
    'an ellipse without mean',
    () => ellipse({ name: 'e', sds: [1, 1] } as never),
    /ellipse "e": mean must be an array, but it is undefined/,
  ],
  [
    'a kind of notice that all objects have',
    () => noticeBundle('toString' as never, 'text'),
    /a notice is of kind "data" or "warning", not "toString"/,
  ],
  [
    'details with a function',
    () => noticeBundle('data', 'text', { f: () => 1 }),
    /the details of a notice can hold numbers, texts.* but it was given a function/,
  ],
  ['no digits', () => formatNumber(0.5, 0), /digits must be a whole number from 1 to 100, but it is 0/],
  ['digits that are NaN', () => formatNumber(0.5, NaN), /but it is NaN/],
  [
    'a number that is a text',
    () => formatNumber('1' as never),
    /only a number can be formatted, but it is '1'/,
  ],
  ['a number that is missing', () => formatNumber(undefined as never), /but it is undefined/],
];

describe('refused by name and value', () => {
  for (const [name, make, message] of refused) it(name, () => assert.throws(make, { message }));

  it('an object that contains itself', () => {
    const circular: Record<string, unknown> = {};
    circular.self = [circular];
    assert.throws(() => toPlain(circular), {
      name: 'TypeError',
      message: 'a figure cannot hold an object that contains itself',
    });
    const shared = { a: 1 };
    assert.deepEqual(toPlain([shared, shared]), [{ a: 1 }, { a: 1 }]);
  });
});

describe('drawn all the same', () => {
  it('an axis that runs down, and points that are missing', () => {
    const figure = lines({
      title: 't',
      x: { ...x, range: [5, 1] },
      y,
      series: [{ name: 'a', x: [1, 2, 3], y: [1, NaN, 3] }],
    });
    assert.deepEqual((figure.layout.xaxis as { range: number[] }).range, [5, 1]);
  });

  it('equal samples, and a grid of zeros or with infinity', () => {
    assert.equal(histogram({ title: 't', x, samples: [{ name: 's', values: [3, 3, 3] }] }).data.length, 1);
    const grid = (values: number[][]) =>
      heatmap({
        title: 't',
        x: { ...x, values: [1, 2] },
        y: { ...y, values: [1] },
        z: { label: 'z' },
        scale: 'diverging',
        values,
      }).data[0];
    assert.deepEqual([grid([[0, 0]])?.zmin, grid([[0, 0]])?.zmax], [-1, 1]);
    assert.deepEqual([grid([[-3, Infinity]])?.zmin, grid([[-3, Infinity]])?.zmax], [-3, 3]);
  });

  it('an ellipse of very large or small spread', () => {
    for (const sd of [1e-200, 1, 1e200]) {
      const bySds = ellipse({ name: 'e', mean: [0, 0], sds: [sd, 2 * sd], points: 4 });
      [1, 0, -1].forEach((value, i) =>
        assert.ok(Math.abs((bySds.x[i] as number) / sd - value) < 1e-12, `x ${i} at ${sd}`),
      );
      assert.ok(Math.abs((bySds.y[1] as number) / sd - 2) < 1e-12);
    }
    const large = ellipse({
      name: 'e',
      mean: [0, 0],
      covariance: [
        [4e200, 1e200],
        [1e200, 1e200],
      ],
      points: 4,
    });
    // L = 1e100 [[2, 0], [1/2, sqrt(3)/2]]
    assert.ok(Math.abs((large.x[0] as number) / 2e100 - 1) < 1e-12);
    assert.ok(Math.abs((large.y[0] as number) / 5e99 - 1) < 1e-12);
    assert.ok(Math.abs((large.y[1] as number) / (1e100 * Math.sqrt(0.75)) - 1) < 1e-12);
    assert.throws(
      () =>
        ellipse({
          name: 'e',
          mean: [0, 0],
          covariance: [
            [1e200, 2e200],
            [2e200, 1e200],
          ],
        }),
      /not a covariance/,
    );
  });

  it('progress with numbers that are none', () => {
    const printed = inTerminal(() => {
      const bar = startProgress('t');
      bar.update({
        epoch: NaN,
        epochs: NaN,
        step: 5,
        steps: 2,
        loss: NaN,
        examplesPerSecond: NaN,
        secondsLeft: NaN,
      });
      bar.stop('no data');
    });
    assert.match(printed, /100%, loss NaN\n/);
  });
});
