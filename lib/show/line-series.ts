import {
  checkNotEmpty,
  checkSameLength,
  checkSomeFinite,
  checkText,
  finiteRange,
  type Numbers,
} from './checks';
import type { Trace } from './figure';
import { formatNumber } from './format';
import { plotlyText } from './plotly-text';
import { colourOf, symbolOf, withOpacity } from './style';

/** Half-widths of error bars, the same both ways or one array for each way. */
export type ErrorBars = Numbers | { minus: Numbers; plus: Numbers };

export interface LineSeries {
  name: string;
  x: Numbers;
  y: Numbers;
  error?: ErrorBars;
  /** A shaded region between two curves, such as an interval over seeds. */
  band?: { lower: Numbers; upper: Numbers };
  dash?: 'solid' | 'dash' | 'dot' | 'dashdot';
  /** Markers appear by themselves on short series. */
  mode?: 'lines' | 'markers' | 'lines+markers';
  /** `#rrggbb` instead of the house colour of its turn. */
  colour?: string;
}

/** @throws RangeError for an empty, unnamed, unequal or wholly non-finite series. */
export function checkXY(series: { name: string; x: Numbers; y: Numbers }): void {
  const owner = `series "${checkText(series.name, 'the name of a series')}"`;
  checkSameLength(series.x, 'x', series.y, 'y', owner);
  checkNotEmpty(series.x, owner);
  checkSomeFinite(series.x, `x of ${owner}`);
  checkSomeFinite(series.y, `y of ${owner}`);
  for (let i = 0; i < series.x.length; i++)
    if (Number.isFinite(series.x[i]) && Number.isFinite(series.y[i])) return;
  throw new RangeError(`${owner}: no point has both x and y finite, so there is nothing to draw`);
}

/** @throws RangeError for a colour that is not #rrggbb. */
export function checkColour(colour: string, owner: string): string {
  if (!/^#[0-9a-f]{6}$/i.test(colour))
    throw new RangeError(`${owner}: colour must be #rrggbb, such as #0072b2, but it is "${String(colour)}"`);
  return colour;
}

/** The traces of one series: its band first, so that the line lies on top. */
export function lineTraces(series: LineSeries, index: number): Trace[] {
  checkXY(series);
  const colour = checkColour(series.colour ?? colourOf(index), `series "${series.name}"`);
  const line: Trace = {
    type: 'scatter',
    name: plotlyText(series.name),
    legendgroup: series.name,
    x: series.x,
    y: series.y,
    mode: series.mode ?? (series.x.length <= 25 ? 'lines+markers' : 'lines'),
    line: { color: colour, width: 2.2, ...(series.dash && { dash: series.dash }) },
    marker: { color: colour, size: 7, symbol: symbolOf(index) },
    ...(series.error && { error_y: errorBars(series.error, series.y, series.name, colour) }),
  };
  return series.band ? [bandTrace(series, series.band, colour), line] : [line];
}

/** Plotly's error bars. @throws RangeError when the lengths differ or a half-width is negative. */
export function errorBars(
  error: ErrorBars,
  values: Numbers,
  name: string,
  colour: string,
): Record<string, unknown> {
  const { minus, plus } = 'minus' in error ? error : { minus: error, plus: error };
  for (const half of [minus, plus]) {
    checkSameLength(values, 'y', half, 'error', `series "${name}"`);
    const smallest = finiteRange(half)?.[0] ?? 0;
    if (smallest < 0)
      throw new RangeError(`series "${name}": an error bar has the half-width ${smallest}; it must be >= 0`);
  }
  const look = { type: 'data', color: colour, thickness: 1.5, width: 4 };
  return 'minus' in error
    ? { ...look, symmetric: false, array: plus, arrayminus: minus }
    : { ...look, array: plus };
}

/** "name: 12 points, x 0 to 5, y 0.1 to 3.2". */
export function describeXY(series: { name: string; x: Numbers; y: Numbers }): string {
  const count = series.x.length === 1 ? '1 point' : `${series.x.length} points`;
  return `${series.name}: ${count}, x ${describeRange(series.x)}, y ${describeRange(series.y)}`;
}

/** "low to high", or the one value that there is. */
export function describeRange(values: Numbers): string {
  const range = finiteRange(values);
  if (range === null) return 'not a number';
  const [low, high] = range.map(value => formatNumber(value)) as [string, string];
  return low === high ? low : `${low} to ${high}`;
}

function bandTrace(series: LineSeries, band: { lower: Numbers; upper: Numbers }, colour: string): Trace {
  checkSameLength(series.x, 'x', band.lower, 'band.lower', `series "${series.name}"`);
  checkSameLength(series.x, 'x', band.upper, 'band.upper', `series "${series.name}"`);
  const x = Array.from(series.x);
  return {
    type: 'scatter',
    name: plotlyText(`${series.name} (band)`),
    legendgroup: series.name,
    showlegend: false,
    hoverinfo: 'skip',
    mode: 'lines',
    x: [...x, ...x.slice().reverse()],
    y: [...Array.from(band.upper), ...Array.from(band.lower).reverse()],
    fill: 'toself',
    fillcolor: withOpacity(colour, 0.18),
    line: { width: 0 },
  };
}
