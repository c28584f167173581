import { checkRange, checkText, finiteRange, jointRange, type Numbers } from './checks';
import { plotlyText } from './plotly-text';
import { colours } from './style';

/** What an axis measures. The unit is put in brackets after the label: "rate (nats)". */
export interface AxisSpec {
  label: string;
  unit?: string;
  range?: [number, number];
  log?: boolean;
}

/** "label (unit)". @throws RangeError when the label is blank. */
export function axisTitle(axis: AxisSpec | undefined, name: string): string {
  const label = checkText(axis?.label, `the label of the ${name} axis`);
  return axis?.unit === undefined
    ? label
    : `${label} (${checkText(axis.unit, `the unit of the ${name} axis`)})`;
}

/** One axis in the house style; the values drawn along it decide the ticks. */
export function axisLayout(
  axis: AxisSpec,
  name: string,
  values: readonly Numbers[] = [],
): Record<string, unknown> {
  if (axis.range !== undefined) checkRange(axis.range, `the range of the ${name} axis`, true);
  const span = axis.range ? finiteRange(axis.range) : jointRange(values);
  return {
    title: { text: plotlyText(axisTitle(axis, name)), standoff: 10, font: { size: 13 } },
    tickfont: { size: 12 },
    automargin: true,
    showgrid: true,
    gridcolor: colours.grid,
    linecolor: colours.frame,
    showline: true,
    zeroline: false,
    ticks: 'outside',
    tickcolor: colours.frame,
    ticklen: 4,
    ...(axis.log ? logTicks(axis, name, span) : linearTicks(axis, span, values)),
  };
}

function linearTicks(axis: AxisSpec, span: [number, number] | null, values: readonly Numbers[]): object {
  const range = axis.range && { range: axis.range };
  // Epochs, dimensions and counts: 1, 2, 3 and never 1.5.
  const whole =
    span !== null && span[1] > span[0] && span[1] - span[0] <= 15 && values.length > 0 && allWhole(values);
  return { ...range, ...(whole ? { dtick: span[1] - span[0] > 10 ? 2 : 1 } : { nticks: 8 }) };
}

function logTicks(axis: AxisSpec, name: string, span: [number, number] | null): object {
  if (span !== null) checkLogValue(span[0], name, axis.range ? 'range begins at' : 'smallest value is');
  // Plain numbers while they are short: 0.001, and 10 to the power -6.
  const short = span !== null && span[0] >= 1e-5 && span[1] <= 1e5;
  const decades = span === null ? 0 : Math.log10(span[1] / span[0]);
  return {
    type: 'log',
    ...(axis.range && { range: axis.range.map(Math.log10) }),
    ...(decades > 1.5 ? { dtick: Math.ceil(decades / 8), minor: { ticks: 'outside', ticklen: 2 } } : {}),
    ...(short ? { tickformat: '~r' } : { exponentformat: 'power' }),
  };
}

/** @throws RangeError for a value that has no place on a logarithmic axis. */
export function checkLogValue(value: number, name: string, what: string): void {
  if (value <= 0) {
    throw new RangeError(`the ${name} axis is logarithmic, but its ${what} ${value}; leave out values <= 0`);
  }
}

function allWhole(values: readonly Numbers[]): boolean {
  return values.every(array => Array.prototype.every.call(array, Number.isInteger));
}
