import { type AxisSpec, axisLayout, axisTitle } from './axis';
import {
  checkNotEmpty,
  checkNumber,
  checkSameLength,
  checkSomeFinite,
  checkText,
  jointRange,
  type Numbers,
} from './checks';
import { Figure, type Trace } from './figure';
import { checkColour, checkXY, describeRange, describeXY, type LineSeries, lineTraces } from './line-series';
import { type Mark, markLayout } from './marks';
import { plotlyText } from './plotly-text';
import { baseLayout, colourBar, colourOf, colours, type HeadSpec, pointScale, symbolOf } from './style';

export interface PointSeries {
  name: string;
  x: Numbers;
  y: Numbers;
  /** Colours each point by a number, with a colour bar. */
  colour?: { label: string; unit?: string; values: Numbers };
  /** `#rrggbb` for all points, instead of the house colour of its turn: `classColours[0]`. */
  paint?: string;
  size?: number;
}

export interface ScatterSpec extends HeadSpec {
  x: AxisSpec;
  y: AxisSpec;
  series: readonly PointSeries[];
  /** Curves over the points, such as ellipses. */
  outlines?: readonly LineSeries[];
  marks?: readonly Mark[];
  /** One unit is as long across as up. */
  equalAxes?: boolean;
}

/** Points of a plane, one colour and marker for each series. @throws RangeError as checks say. */
export function scatter(spec: ScatterSpec): Figure {
  const { title, series, outlines = [], marks = [] } = spec;
  checkText(title, 'the title of the figure');
  checkNotEmpty(series, `the list of series of "${title}"`);
  const all = [...series, ...outlines];
  const curves = outlines.map(one => ({ colour: colours.ink, mode: 'lines' as const, ...one }));
  const xs = all.map(one => one.x);
  const log = { x: spec.x.log, y: spec.y.log };
  return new Figure({
    title,
    data: [...series.map(pointTrace), ...curves.flatMap(lineTraces)],
    layout: {
      ...baseLayout(
        spec,
        [...series.filter(one => one.colour === undefined), ...outlines].map(one => one.name),
      ),
      xaxis: axisLayout(spec.x, 'x', xs),
      yaxis: {
        ...axisLayout(
          spec.y,
          'y',
          all.map(one => one.y),
        ),
        ...(spec.equalAxes && { scaleanchor: 'x', scaleratio: 1 }),
      },
      hovermode: 'closest',
      ...markLayout(marks, spec.x.range ?? jointRange(xs), log),
    },
    summary: [...series.map(describePoints), ...outlines.map(describeXY)],
  });
}

/** Splits points into one series for each class, in the classes' order (numbers by size, texts by alphabet). */
export function byClass(
  x: Numbers,
  y: Numbers,
  classes: ArrayLike<number | string>,
  nameOf: (value: number | string) => string = String,
): PointSeries[] {
  checkSameLength(x, 'x', y, 'y', 'byClass');
  checkSameLength(x, 'x', classes, 'classes', 'byClass');
  const members = new Map<number | string, number[]>();
  for (let i = 0; i < classes.length; i++) {
    const value = classes[i] as number | string;
    const indices = members.get(value);
    if (indices) indices.push(i);
    else members.set(value, [i]);
  }
  const order = [...members].sort(([a], [b]) =>
    typeof a === 'number' && typeof b === 'number' ? a - b : String(a) < String(b) ? -1 : 1,
  );
  return order.map(([value, indices]) => ({
    name: nameOf(value),
    x: indices.map(i => x[i] as number),
    y: indices.map(i => y[i] as number),
  }));
}

function pointTrace(series: PointSeries, index: number): Trace {
  checkXY(series);
  if (series.size !== undefined) checkNumber(series.size, `size of series "${series.name}"`, 0.1, 200);
  const many = series.x.length > 300;
  return {
    type: 'scatter',
    mode: 'markers',
    name: plotlyText(series.name),
    legendgroup: series.name,
    // Its colour bar explains a series coloured by number.
    showlegend: series.colour === undefined,
    x: series.x,
    y: series.y,
    marker: {
      size: series.size ?? (many ? 5 : 8),
      opacity: many ? 0.65 : 0.9,
      symbol: symbolOf(index),
      ...(series.colour
        ? continuousColour(series, series.colour)
        : { color: paintOf(series, colourOf(index)) }),
    },
  };
}

/** @throws RangeError for a paint that is not #rrggbb. */
export function paintOf({ name, paint }: PointSeries, usual: string): string {
  return paint === undefined ? usual : checkColour(paint, `series "${name}"`);
}

function continuousColour(
  series: PointSeries,
  colour: NonNullable<PointSeries['colour']>,
): Record<string, unknown> {
  checkSameLength(series.x, 'x', colour.values, 'colour.values', `series "${series.name}"`);
  checkSomeFinite(colour.values, `colour.values of series "${series.name}"`);
  const bar = colourBar(axisTitle(colour, 'colour'));
  return { color: colour.values, colorscale: pointScale, showscale: true, colorbar: bar, line: { width: 0 } };
}

function describePoints(series: PointSeries): string {
  const colour = series.colour
    ? `, ${axisTitle(series.colour, 'colour')} ${describeRange(series.colour.values)}`
    : '';
  return describeXY(series) + colour;
}
