import { type AxisSpec, axisLayout, axisTitle, checkLogValue } from './axis';
import {
  checkNotEmpty,
  checkSameLength,
  checkSomeFinite,
  checkText,
  finiteRange,
  type Numbers,
} from './checks';
import { Figure, type Trace } from './figure';
import { formatNumber } from './format';
import { describeRange, type ErrorBars, errorBars } from './line-series';
import { type Mark, markLayout } from './marks';
import { plotlyText } from './plotly-text';
import { baseLayout, colourOf, colours, type HeadSpec } from './style';

export interface BarSeries {
  name: string;
  /** One for each group. */
  values: Numbers;
  error?: ErrorBars;
}

export interface BarsSpec extends HeadSpec {
  x: Omit<AxisSpec, 'range' | 'log'>;
  y: AxisSpec;
  /** The names along the x axis. */
  groups: readonly string[];
  series: readonly BarSeries[];
  /** Level reference lines. */
  marks?: readonly (Mark & { axis: 'y' })[];
}

/** Bars side by side in each group, with error bars. @throws RangeError as checks say. */
export function bars(spec: BarsSpec): Figure {
  const { title, groups, series, marks = [] } = spec;
  checkText(title, 'the title of the figure');
  checkNotEmpty(groups, `the list of groups of "${title}"`);
  checkNotEmpty(series, `the list of series of "${title}"`);
  const twice = groups.find((group, i) => groups.indexOf(group) < i);
  if (twice !== undefined)
    throw new RangeError(`groups of "${title}" holds "${twice}" twice: its bars would hide each other`);
  const data = series.map((one, index) => barTrace(one, groups, index));
  if (spec.y.log) {
    for (const { name, values } of series)
      checkLogValue(finiteRange(values)?.[0] as number, 'y', `series "${name}" has the value`);
  }
  return new Figure({
    title,
    data,
    layout: {
      ...baseLayout(
        spec,
        series.map(one => one.name),
      ),
      // A category axis keeps "0.1" and "1" as names, equally spaced.
      xaxis: { ...axisLayout(spec.x, 'x'), type: 'category', showgrid: false, ...groupTicks(groups) },
      yaxis: axisLayout(spec.y, 'y'),
      barmode: 'group',
      bargap: series.length > 1 ? 0.28 : 0.42,
      bargroupgap: 0.06,
      ...markLayout(marks, null, { y: spec.y.log }),
    },
    summary: series.map(one => describeBars(one, groups, axisTitle(spec.y, 'y'))),
  });
}

/** All names, or of many every second, fifth, tenth..., so that they stay upright and apart. */
function groupTicks(groups: readonly string[]): Record<string, unknown> {
  const step = [1, 2, 5, 10, 20, 50, 100].find(candidate => groups.length / candidate <= 20) ?? 500;
  const tickvals = groups.map((_, index) => index).filter(index => index % step === 0);
  // Named one by one: left to itself Plotly drops every second of ten.
  return {
    tickvals,
    ticktext: tickvals.map(index => plotlyText(groups[index] as string)),
    ...(step > 1 && { tickangle: 0 }),
  };
}

function barTrace(series: BarSeries, groups: readonly string[], index: number): Trace {
  const owner = `series "${checkText(series.name, 'the name of a series')}"`;
  checkSameLength(groups, 'groups', series.values, 'values', owner);
  checkSomeFinite(series.values, `values of ${owner}`);
  return {
    type: 'bar',
    name: plotlyText(series.name),
    legendgroup: series.name,
    x: groups.map(plotlyText),
    y: series.values,
    marker: { color: colourOf(index) },
    ...(series.error && { error_y: errorBars(series.error, series.values, series.name, colours.ink) }),
  };
}

function describeBars(series: BarSeries, groups: readonly string[], what: string): string {
  if (groups.length > 12)
    return `${series.name}, ${what}: ${groups.length} groups, ${describeRange(series.values)}`;
  const { error } = series;
  const half = error === undefined ? null : 'minus' in error ? null : error;
  const parts = groups.map((group, i) => {
    const spread = half === null ? '' : ` +- ${formatNumber(half[i] as number, 2)}`;
    return `${group} ${formatNumber(series.values[i] as number)}${spread}`;
  });
  return `${series.name}, ${what}: ${parts.join('; ')}`;
}
