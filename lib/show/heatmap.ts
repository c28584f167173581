import { type ArrowSeries, arrowTrace, describeArrows } from './arrows';
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
import { paintOf, type PointSeries } from './scatter';
import {
  type BaseLayout,
  baseLayout,
  colourBar,
  colourOf,
  colours,
  divergingScale,
  type HeadSpec,
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
  /**
   * 'diverging' puts near-white at 0, with as much colour below as above. 'classes' is for the probability of class 1: blue at 0,
   * the colour of class 0, vermilion at 1.
   */
  scale?: 'sequential' | 'diverging' | 'classes';
  /** Contour lines in place of a picture of cells. */
  contours?: boolean;
  /** Single level lines, drawn over the picture; with `values` of their own they may be of another map on the same grid. */
  levels?: readonly LevelLine[];
  points?: readonly PointSeries[];
  /** Arrows over the map, in the axes' units. */
  arrows?: readonly ArrowSeries[];
  marks?: readonly Mark[];
  equalAxes?: boolean;
}

/** Where a map has one value. */
export interface LevelLine {
  name: string;
  value: number;
  /** `[y, x]`, of the figure's grid; the figure's own values unless given. */
  values?: readonly Numbers[];
  dash?: 'solid' | 'dash' | 'dot';
}

/** z(x, y) on a grid as colour, optionally with points on top. @throws RangeError as checks say. */
export function heatmap(spec: HeatmapSpec): Figure {
  const { title, x, y, points = [], arrows = [], levels = [], marks = [] } = spec;
  checkText(title, 'the title of the figure');
  checkGrid(spec);
  const flat = spec.values.flatMap(row => Array.from(row));
  checkSomeFinite(flat, `values of "${title}"`);
  const names = [...levels, ...points, ...arrows].map(one => one.name);
  const base = baseLayout(spec, names.length > 0 ? ['', ...names] : []);
  return new Figure({
    title,
    data: [
      gridTrace(spec, flat),
      ...levels.map(level => levelTrace(spec, level)),
      // From the second colour on, where the first is the hue of the grid.
      ...points.map((one, i) => overlayTrace(one, i, colourOf(spec.scale === 'classes' ? i : i + 1))),
      ...arrows.map(arrowTrace),
    ],
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
      ...levels.map(({ name, value }) => `${name}: where it is ${value}`),
      ...points.map(describeXY),
      ...arrows.map(describeArrows),
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
  const usual = { sequential: undefined, diverging: [-reach, reach], classes: [0, 1] } as const;
  const range = spec.z.range ?? usual[spec.scale ?? 'sequential'];
  return {
    type: spec.contours ? 'contour' : 'heatmap',
    x: spec.x.values,
    y: spec.y.values,
    z: spec.values,
    colorscale: diverging || spec.scale === 'classes' ? divergingScale : sequentialScale,
    ...(range && { zmin: range[0], zmax: range[1] }),
    ...(spec.contours && {
      contours: { coloring: 'heatmap' },
      line: { width: 0.6, color: 'rgba(34,40,49,0.35)' },
    }),
    colorbar: colourBar(axisTitle(spec.z, 'colour')),
  };
}

/** One line, which Plotly names by its value alone. */
function levelTrace(
  spec: HeatmapSpec,
  { name, value, values = spec.values, dash = 'solid' }: LevelLine,
): Trace {
  checkText(name, `the name of a level line of "${spec.title}"`);
  checkNumber(value, `level line "${name}" of "${spec.title}"`, -Number.MAX_VALUE);
  checkGrid({ ...spec, values });
  return {
    type: 'contour',
    name: plotlyText(name),
    showlegend: true,
    showscale: false,
    hoverinfo: 'skip',
    x: spec.x.values,
    y: spec.y.values,
    z: values,
    autocontour: false,
    contours: { start: value, end: value, size: 1, coloring: 'none', showlines: true },
    line: { color: colours.ink, width: 2.4, dash },
  };
}

function overlayTrace(series: PointSeries, index: number, usual: string): Trace {
  checkXY(series);
  if (series.size !== undefined) checkNumber(series.size, `size of series "${series.name}"`, 0.1, 200);
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
      color: paintOf(series, usual),
      symbol: symbolOf(index),
      line: { width: 0.8, color: colours.paper },
    },
  };
}
