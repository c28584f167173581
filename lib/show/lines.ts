import { type AxisSpec, axisLayout } from './axis';
import { checkNotEmpty, checkText, jointRange } from './checks';
import { Figure } from './figure';
import { describeXY, type LineSeries, lineTraces } from './line-series';
import { type Mark, markLayout } from './marks';
import { baseLayout, type HeadSpec } from './style';

export interface LinesSpec extends HeadSpec {
  x: AxisSpec;
  y: AxisSpec;
  series: readonly LineSeries[];
  marks?: readonly Mark[];
}

/** y against x, one curve for each series, with error bars, bands and reference lines. @throws RangeError as checks say. */
export function lines(spec: LinesSpec): Figure {
  const { title, series, marks = [] } = spec;
  checkText(title, 'the title of the figure');
  checkNotEmpty(series, `the list of series of "${title}"`);
  const data = series.flatMap(lineTraces);
  const xs = series.map(one => one.x);
  const log = { x: spec.x.log, y: spec.y.log };
  return new Figure({
    title,
    data,
    layout: {
      ...baseLayout(
        spec,
        series.map(one => one.name),
      ),
      xaxis: axisLayout(spec.x, 'x', xs),
      yaxis: axisLayout(
        spec.y,
        'y',
        series.map(one => one.y),
      ),
      hovermode: 'x unified',
      ...markLayout(marks, spec.x.range ?? jointRange(xs), log),
    },
    summary: [
      ...series.map(describeXY),
      ...marks.map(mark => `${mark.label}: at ${mark.axis} = ${mark.value}`),
    ],
  });
}
