import { checkNumber, checkSameLength, type Numbers } from './checks';
import type { Trace } from './figure';
import { checkXY, describeRange } from './line-series';
import { plotlyText } from './plotly-text';
import { colours } from './style';

/** An arrow from each (x, y) to (x + dx, y + dy). */
export interface ArrowSeries {
  name: string;
  x: Numbers;
  y: Numbers;
  dx: Numbers;
  dy: Numbers;
  /** Of the heads, in pixels. */
  size?: number;
}

/** Lines with a head at their ends, in one trace. @throws RangeError for unequal lengths, or without a finite arrow. */
export function arrowTrace(series: ArrowSeries): Trace {
  const { name, x, y, dx, dy, size = 10 } = series;
  checkXY(series);
  checkSameLength(x, 'x', dx, 'dx', `series "${name}"`);
  checkSameLength(x, 'x', dy, 'dy', `series "${name}"`);
  checkNumber(size, `size of series "${name}"`, 0.1, 200);
  const places = Array.from(x, (_, i) => i).filter(i =>
    [x[i], y[i], dx[i], dy[i]].every(value => Number.isFinite(value)),
  );
  // A gap after each arrow.
  const along = (from: Numbers, by: Numbers) =>
    places.flatMap(i => [from[i] as number, (from[i] as number) + (by[i] as number), NaN]);
  return {
    type: 'scatter',
    mode: 'lines+markers',
    name: plotlyText(name),
    legendgroup: name,
    showlegend: true,
    x: along(x, dx),
    y: along(y, dy),
    line: { width: 1.2, color: colours.ink },
    marker: {
      symbol: 'arrow',
      angleref: 'previous',
      size: places.flatMap(() => [0, size, 0]),
      opacity: 1,
      color: colours.ink,
    },
  };
}

/** "name: 60 arrows, x 0 to 5, y 0.1 to 3.2". */
export function describeArrows({ name, x, y }: ArrowSeries): string {
  const count = x.length === 1 ? '1 arrow' : `${x.length} arrows`;
  return `${name}: ${count}, x ${describeRange(x)}, y ${describeRange(y)}`;
}
