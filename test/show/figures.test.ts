import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { bars } from '../../lib/show/bars';
import { ellipse } from '../../lib/show/ellipse';
import type { Figure } from '../../lib/show/figure';
import { heatmap, type HeatmapSpec } from '../../lib/show/heatmap';
import { lines } from '../../lib/show/lines';
import { byClass, scatter } from '../../lib/show/scatter';
import { smallMultiples } from '../../lib/show/small-multiples';
import { classColours } from '../../lib/show/style';

const x = { label: 'z1' };
const y = { label: 'z2' };

describe('scatter', () => {
  it('splits points by class, in the order of the classes', () => {
    const series = byClass([1, 2, 3, 4], [5, 6, 7, 8], [10, 2, 10, 2], c => `digit ${c}`);
    assert.deepEqual(series, [
      { name: 'digit 2', x: [2, 4], y: [6, 8] },
      { name: 'digit 10', x: [1, 3], y: [5, 7] },
    ]);
    assert.throws(() => byClass([1], [1], [1, 2]), /x has 1 values but classes has 2/);
  });

  it('paints a series where it has a colour of its own', () => {
    const series = [
      { name: 'a', x: [1], y: [1], paint: '#d55e00' },
      { name: 'b', x: [1], y: [2] },
    ];
    const used = scatter({ title: 't', x, y, series }).data.map(
      one => (one.marker as { color: string }).color,
    );
    assert.deepEqual(used, ['#d55e00', '#d55e00']);
    const bad = [{ name: 'a', x: [1], y: [1], paint: 'red' }];
    assert.throws(() => scatter({ title: 't', x, y, series: bad }), /colour must be #rrggbb.* "red"/);
  });

  it('keeps one unit as long across as up when asked', () => {
    const figure = scatter({ title: 't', x, y, equalAxes: true, series: [{ name: 'a', x: [1], y: [1] }] });
    assert.equal((figure.layout.yaxis as { scaleanchor: string }).scaleanchor, 'x');
  });

  it('colours by a number, with the label and unit on the colour bar', () => {
    const colour = { label: 'rate', unit: 'nats', values: [1, 2] };
    const { marker } = scatter({ title: 't', x, y, series: [{ name: 'a', x: [1, 2], y: [1, 2], colour }] })
      .data[0] as unknown as {
      marker: { color: number[]; colorbar: { title: { text: string } } };
    };
    assert.deepEqual(marker.color, [1, 2]);
    assert.equal(marker.colorbar.title.text, 'rate (nats)');
    const short = { name: 'a', x: [1, 2], y: [1, 2], colour: { label: 'rate', values: [1] } };
    assert.throws(
      () => scatter({ title: 't', x, y, series: [short] }),
      /x has 2 values but colour.values has 1/,
    );
  });
});

describe('bars', () => {
  const groups = ['0', '0.1'];
  it('gives every group a bar of every series, and says them in words', () => {
    const figure = bars({
      title: 't',
      x,
      y,
      groups,
      series: [{ name: 'best', values: [88.64, 88.89], error: [0.2, 0.14] }],
    });
    assert.deepEqual(figure.data[0]?.x, groups);
    assert.equal((figure.layout.xaxis as { type: string }).type, 'category');
    assert.equal(figure.summary[0], 'best, z2: 0 88.64 +- 0.2; 0.1 88.89 +- 0.14');
  });

  it('names some of many groups, so that the names stay apart', () => {
    const many = Array.from({ length: 128 }, (_, i) => String(i + 1));
    const figure = bars({
      title: 't',
      x,
      y,
      groups: many,
      series: [{ name: 'KL', values: many.map(Number) }],
    });
    const { tickvals, ticktext } = figure.layout.xaxis as { tickvals: number[]; ticktext: string[] };
    assert.ok(tickvals.length <= 20);
    assert.equal(ticktext[1], many[tickvals[1] as number]);
    const ten = Array.from('0123456789');
    const few = bars({ title: 't', x, y, groups: ten, series: [{ name: 'a', values: ten.map(Number) }] });
    assert.deepEqual((few.layout.xaxis as { ticktext: string[] }).ticktext, ten);
    assert.equal(figure.summary[0], 'KL, z2: 128 groups, 1 to 128');
  });

  it('refuses a series of another length than the groups', () => {
    assert.throws(
      () => bars({ title: 't', x, y, groups, series: [{ name: 'a', values: [1] }] }),
      /groups has 2 values but values has 1/,
    );
    assert.throws(() => bars({ title: 't', x, y, groups: [], series: [] }), /list of groups of "t" is empty/);
  });
});

describe('heatmap', () => {
  const spec = (change: Partial<HeatmapSpec> = {}): HeatmapSpec => ({
    title: 'grid',
    x: { ...x, values: [0, 1, 2] },
    y: { ...y, values: [0, 1] },
    z: { label: 'density' },
    values: [
      [1, 2, 3],
      [4, 5, -6],
    ],
    ...change,
  });

  it('draws a level line over the map, its own or that of another map, named once among panels', () => {
    const levels = [
      { name: 'one half', value: 0.5 },
      {
        name: 'exact',
        value: 0.5,
        values: [
          [0, 1, 1],
          [0, 0, 1],
        ],
      },
    ];
    const map = heatmap(spec({ levels }));
    const [, own, other] = map.data as [unknown, Record<string, unknown>, Record<string, unknown>];
    assert.deepEqual(own.z, (map.data[0] as { z?: unknown }).z);
    assert.deepEqual(other.z, levels[1]!.values);
    assert.deepEqual(own.contours, { start: 0.5, end: 0.5, size: 1, coloring: 'none', showlines: true });
    const both = smallMultiples({ title: 'two', panels: [map, map] });
    const named = both.data.filter(one => one.showlegend === true).map(one => one.name);
    assert.deepEqual(named, ['one half', 'exact']);
    const short = [{ name: 'exact', value: 0.5, values: [[0, 1]] }];
    assert.throws(() => heatmap(spec({ levels: short })), /grid/);
    assert.throws(() => heatmap(spec({ levels: [{ name: 'l', value: NaN }] })), /level line "l"/);
  });

  it('colours the probability of class 1 by the classes', () => {
    const points = [
      { name: 'y = 0', x: [0], y: [0] },
      { name: 'y = 1', x: [1], y: [1] },
    ];
    const [grid, zero, one] = heatmap(spec({ scale: 'classes', points })).data as unknown as {
      zmin: number;
      zmax: number;
      marker: { color: string };
    }[];
    assert.deepEqual([grid!.zmin, grid!.zmax], [0, 1]);
    assert.deepEqual([zero!.marker.color, one!.marker.color], [...classColours]);
  });

  it('centres a diverging scale at 0', () => {
    const [grid] = heatmap(spec({ scale: 'diverging' })).data;
    assert.deepEqual([grid?.zmin, grid?.zmax], [-6, 6]);
  });

  it('draws arrows from their foot to their head, with a gap after each, and leaves out what is not finite', () => {
    const arrows = [{ name: 'pull', x: [0, 1, NaN], y: [0.5, 0, 0], dx: [1, -0.5, 1], dy: [0.25, 1, 1] }];
    const figure = heatmap(spec({ arrows }));
    const trace = figure.data[1]!;
    assert.deepEqual(trace.x, [0, 1, NaN, 1, 0.5, NaN]);
    assert.deepEqual(trace.y, [0.5, 0.75, NaN, 0, 1, NaN]);
    assert.deepEqual((trace.marker as { size: number[] }).size, [0, 10, 0, 0, 10, 0]);
    assert.match(figure.text(), /pull: 3 arrows, x 0 to 1/);
    const short = [{ ...arrows[0]!, dx: [1] }];
    assert.throws(() => heatmap(spec({ arrows: short })), /series "pull": x has 3 values but dx has 1/);
    assert.throws(() => heatmap(spec({ arrows: [{ ...arrows[0]!, size: NaN }] })), /size of series "pull"/);
  });

  it('refuses a ragged grid, an empty one and one without a label, by row and length', () => {
    assert.throws(
      () => heatmap(spec({ values: [[1, 2, 3], [1]] })),
      /x.values has 3 values but row 1 of the grid has 1/,
    );
    assert.throws(
      () => heatmap(spec({ values: [[1, 2, 3]] })),
      /y.values has 2 values but the grid \(rows\) has 1/,
    );
    assert.throws(() => heatmap(spec({ values: [] })), /the grid of "grid" is empty/);
    assert.throws(() => heatmap(spec({ z: { label: '' } })), /label of the colour axis is empty/);
  });
});

describe('ellipse', () => {
  it('has every point at the asked Mahalanobis distance, and is closed', () => {
    const [a, b, d] = [2, 0.9, 1];
    const { x: xs, y: ys } = ellipse({
      name: 'e',
      mean: [1, -1],
      covariance: [
        [a, b],
        [b, d],
      ],
      radius: 2,
    });
    const determinant = a * d - b * b;
    for (let i = 0; i < xs.length; i++) {
      const [u, v] = [(xs[i] as number) - 1, (ys[i] as number) + 1];
      const squared = (d * u * u - 2 * b * u * v + a * v * v) / determinant;
      assert.ok(Math.abs(Math.sqrt(squared) - 2) < 1e-12);
    }
    assert.deepEqual([xs[0], ys[0]], [xs[xs.length - 1], ys[ys.length - 1]]);
  });

  it('takes standard deviations, and flattens where there is no spread', () => {
    const { x: xs, y: ys } = ellipse({ name: 'e', mean: [0, 0], sds: [0, 3], points: 4 });
    assert.ok(Array.from(xs).every(value => Math.abs(value) < 1e-12));
    assert.equal(Math.max(...Array.from(ys)), 3);
  });

  it('refuses what is not a covariance', () => {
    const make = (covariance: [number, number][]) => () => ellipse({ name: 'e', mean: [0, 0], covariance });
    assert.throws(
      make([
        [1, 2],
        [2, 1],
      ]),
      /not a covariance/,
    );
    assert.throws(
      make([
        [1, 0.5],
        [0.2, 1],
      ]),
      /not a covariance/,
    );
    assert.throws(
      make([
        [-1, 0],
        [0, 1],
      ]),
      /not a covariance/,
    );
    assert.throws(
      make([
        [NaN, 0],
        [0, 1],
      ]),
      /must be finite/,
    );
    assert.throws(() => ellipse({ name: 'e', mean: [0, 0] }), /either sds or covariance/);
    assert.throws(() => ellipse({ name: 'e', mean: [0, 0], sds: [1, -1] }), /standard deviation is < 0/);
  });
});

describe('smallMultiples', () => {
  const panel = (title: string) =>
    lines({
      title,
      x,
      y,
      series: ['a', 'b'].map(name => ({ name, x: [1, 2], y: [1, 2] })),
      marks: [{ axis: 'x', value: 1.5, label: 'half' }],
    });
  const figure = smallMultiples({ title: 'both', panels: [panel('first'), panel('second')], columns: 2 });

  it('gives each panel its own axes, marks and title', () => {
    assert.deepEqual(
      figure.data.map(trace => [trace.xaxis, trace.yaxis]),
      [
        ['x', 'y'],
        ['x', 'y'],
        ['x2', 'y2'],
        ['x2', 'y2'],
      ],
    );
    const { shapes, annotations } = figure.layout as Record<
      'shapes' | 'annotations',
      Record<string, unknown>[]
    >;
    assert.deepEqual(
      shapes.map(shape => [shape.xref, shape.yref]),
      [
        ['x', 'y domain'],
        ['x2', 'y2 domain'],
      ],
    );
    assert.deepEqual(
      annotations.map(note => note.text),
      ['half', '<b>first</b>', 'half', '<b>second</b>'],
    );
  });

  it('keeps panels apart and inside the figure', () => {
    const [left, right] = ['xaxis', 'xaxis2'].map(
      name => (figure.layout[name] as { domain: [number, number] }).domain,
    );
    assert.ok(left && right && left[0] === 0 && left[1] < right[0] && Math.abs(right[1] - 1) < 1e-9);
  });

  it('names a series once in the legend', () => {
    assert.deepEqual(
      figure.data.map(trace => trace.showlegend),
      [true, true, false, false],
    );
  });

  it('gives maps of one scale one colour bar, and others their own', () => {
    const map = (range?: [number, number]) =>
      heatmap({
        title: 'm',
        x: { label: 'x', values: [0, 1] },
        y: { label: 'y', values: [0] },
        z: { label: 'q', ...(range && { range }) },
        values: [[0, 1]],
      });
    const shown = (...panels: Figure[]) =>
      smallMultiples({ title: 't', panels }).data.filter(trace => trace.showscale !== false).length;
    assert.equal(shown(map([0, 1]), map([0, 1]), map([0, 1])), 1);
    assert.equal(shown(map([0, 1]), map([0, 2])), 2);
    // Without a range each map has its own scale.
    assert.equal(shown(map(), map()), 2);
  });

  it('refuses no panel and no column', () => {
    assert.throws(() => smallMultiples({ title: 'none', panels: [] }), /list of panels of "none" is empty/);
    assert.throws(
      () => smallMultiples({ title: 't', panels: [panel('p')], columns: 0 }),
      /columns must be .* not 0/,
    );
  });
});
