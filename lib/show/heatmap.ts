import { type AxisSpec, axisLayout, axisTitle } from './axis';
import {
  checkNotEmpty,
  checkNumber,
  checkRange,
  checkSameLength,
  checkSomeFinite,
  checkText,
  finiteRange,
  type Numbers,
} from './checks';
import { Figure, type Trace } from './figure';
import { checkXY, describeRange, describeXY } from './line-series';
import { type Mark, markLayout } from './marks';
import { plotlyText } from './plotly-text';
import type { PointSeries } from './scatter';
import {
  type BaseLayout,
  baseLayout,
  colourBar,
  colours,
  divergingScale,
  type HeadSpec,
  palette,
  sequentialScale,
  symbolOf,
} from './style';

export interface HeatmapSpec extends HeadSpec {
  x: AxisSpec & { values: Numbers };
  y: AxisSpec & { values: Numbers };
  /** What the colour measures. `range` fixes the two ends. */
  z: Omit<AxisSpec, 'log'>;
  /** `[y, x]`: one row for each y value. */
  values: readonly Numbers[];
  /** 'diverging' puts near-white at 0, with as much colour below as above. */
  scale?: 'sequential' | 'diverging';
  /** Contour lines in place of a picture of cells. */
  contours?: boolean;
  points?: readonly PointSeries[];
  marks?: readonly Mark[];
  equalAxes?: boolean;
}

/** z(x, y) on a grid as colour, optionally with points on top. @throws RangeError as checks say. */
export function heatmap(spec: HeatmapSpec): Figure {
  const { title, x, y, points = [], marks = [] } = spec;
  checkText(title, 'the title of the figure');
  checkGrid(spec);
  const flat = spec.values.flatMap(row => Array.from(row));
  checkSomeFinite(flat, `values of "${title}"`);
  const base = baseLayout(spec, points.length > 0 ? ['', ...points.map(one => one.name)] : []);
  return new Figure({
    title,
    data: [gridTrace(spec, flat), ...points.map(overlayTrace)],
    layout: {
      ...base,
      ...(spec.equalAxes && { autosize: false, width: fittingWidth(spec, base) }),
      xaxis: { ...axisLayout(x, 'x', [x.values]), showgrid: false, constrain: 'domain' },
      yaxis: {
        ...axisLayout(y, 'y', [y.values]),
        showgrid: false,
        ...(spec.equalAxes && { scaleanchor: 'x', scaleratio: 1, constrain: 'domain' }),
      },
      hovermode: 'closest',
      ...markLayout(marks, null, { x: x.log, y: y.log }),
    },
    summary: [
      `${axisTitle(spec.z, 'colour')}: ${y.values.length} x ${x.values.length} grid, ${describeRange(flat)}`,
      ...points.map(describeXY),
    ],
  });
}

/** The width in pixels that leaves no empty paper beside a map of equal axes, up to a page's width. */
function fittingWidth({ x, y }: HeatmapSpec, { height, margin }: BaseLayout): number {
  const spanOf = (values: Numbers) => {
    const [low, high] = finiteRange(values) ?? [0, 1];
    return high > low ? high - low : 1;
  };
  const across = ((height - margin.t - margin.b) * spanOf(x.values)) / spanOf(y.values);
  return Math.round(Math.min(720, across + margin.l + margin.r + 90));
}

function checkGrid({ title, x, y, values }: HeatmapSpec): void {
  checkNotEmpty(values, `the grid of "${title}"`);
  checkSameLength(y.values, 'y.values', values, 'the grid (rows)', `"${title}"`);
  values.forEach((row, i) =>
    checkSameLength(x.values, 'x.values', row, `row ${i} of the grid`, `"${title}"`),
  );
  checkNotEmpty(x.values, `x.values of "${title}"`);
  for (const [name, places] of Object.entries({ x: x.values, y: y.values })) {
    const bad = Array.prototype.findIndex.call(places, (value: number) => !Number.isFinite(value));
    if (bad >= 0)
      throw new RangeError(
        `${name}.values[${bad}] of "${title}" is ${places[bad]}: a grid needs finite places`,
      );
  }
}

function gridTrace(spec: HeatmapSpec, flat: number[]): Trace {
  const diverging = spec.scale === 'diverging';
  if (spec.z.range !== undefined) checkRange(spec.z.range, 'the range of the colour');
  const [low, high] = finiteRange(flat) as [number, number];
  // A grid of zeros alone still needs two ends.
  const reach = Math.max(-low, high) || 1;
  const range = spec.z.range ?? (diverging ? [-reach, reach] : undefined);
  return {
    type: spec.contours ? 'contour' : 'heatmap',
    x: spec.x.values,
    y: spec.y.values,
    z: spec.values,
    colorscale: diverging ? divergingScale : sequentialScale,
    ...(range && { zmin: range[0], zmax: range[1] }),
    ...(spec.contours && {
      contours: { coloring: 'heatmap' },
      line: { width: 0.6, color: 'rgba(34,40,49,0.35)' },
    }),
    colorbar: colourBar(axisTitle(spec.z, 'colour')),
  };
}

function overlayTrace(series: PointSeries, index: number): Trace {
  checkXY(series);
  if (series.size !== undefined) checkNumber(series.size, `size of series "${series.name}"`, 0.1, 200);
  // From the second colour on: the first is the hue of the grid.
  const colour = palette[(index + 1) % palette.length];
  return {
    type: 'scatter',
    mode: 'markers',
    name: plotlyText(series.name),
    legendgroup: series.name,
    showlegend: true,
    x: series.x,
    y: series.y,
    marker: {
      size: series.size ?? 6,
      color: colour,
      symbol: symbolOf(index),
      line: { width: 0.8, color: colours.paper },
    },
  };
}
