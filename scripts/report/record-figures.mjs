import { plainText } from './record-tables.mjs';

/**
 * @typedef {import('./record.mjs').Figure} Figure
 * @typedef {import('./record.mjs').Panel} Panel
 * @typedef {import('./record.mjs').Series} Series
 */

/** The type of a figure among a cell's outputs. */
export const FIGURE = 'application/vnd.plotly.v1+json';
/** Longer series keep so many points, evenly chosen: a curve of a few hundred pixels has no more. */
const POINTS = 240;
const DIGITS = 5;
/** A picture in a figure, as base64: larger ones stay in the figure alone. */
const IMAGE = 120_000;

/**
 * The curves, points, bars and pictures of the figures that cells displayed; fields of colour are left out.
 * @param {import('./record.mjs').Cell[]} cells
 * @returns {Figure[]}
 */
export const figuresOf = cells =>
  cells.flatMap(cell =>
    /** @type {any[]} */ (cell.outputs ?? []).flatMap(({ data }) => {
      const plot = data?.[FIGURE];
      return plot ? [figureOf(cell.id ?? '', plot)] : [];
    }),
  );

/**
 * @param {string} cell
 * @param {any} plot
 * @returns {Figure}
 */
function figureOf(cell, { data = [], layout = {} }) {
  /** @type {Map<string, any[]>} */
  const byAxes = new Map();
  for (const trace of data) {
    const axes = `${trace.xaxis ?? 'x'} ${trace.yaxis ?? 'y'}`;
    byAxes.set(axes, [...(byAxes.get(axes) ?? []), trace]);
  }
  const titles = /** @type {any[]} */ (layout.annotations ?? [])
    .filter(({ text }) => String(text).startsWith('<b>'))
    .map(({ text }) => plainText(String(text)));
  const colours = [...new Set(/** @type {any[]} */ (data).map(colourOf).filter(Boolean))];
  const panels = [...byAxes].map(([axes, traces], i) => {
    const [x = '', y = ''] = axes.split(' ');
    return panelOf(traces, axisOf(layout, x), axisOf(layout, y), titles[i] ?? '', colours);
  });
  return {
    cell,
    title: plainText(String(layout.title?.text ?? '')),
    panels: panels.filter(({ series, image }) => series.length > 0 || image !== undefined),
  };
}

/**
 * @param {any} layout
 * @param {string} name x, x2, y ...
 */
const axisOf = (layout, name) => layout[`${name[0]}axis${name.slice(1)}`] ?? {};

/**
 * @param {any[]} traces
 * @param {any} xAxis
 * @param {any} yAxis
 * @param {string} title
 * @param {string[]} colours
 * @returns {Panel}
 */
function panelOf(traces, xAxis, yAxis, title, colours) {
  const image = traces.find(({ type, source }) => type === 'image' && String(source).length < IMAGE)?.source;
  const curves = traces.filter(
    ({ type, x, y }) =>
      ['scatter', 'scattergl', 'bar'].includes(type) && Array.isArray(x) && Array.isArray(y),
  );
  /** @param {'x' | 'y'} key */
  const categoriesOf = key => [
    ...new Set(
      curves.flatMap(trace => trace[key].filter((/** @type {unknown} */ one) => typeof one === 'string')),
    ),
  ];
  const [xs, ys] = [categoriesOf('x'), categoriesOf('y')];
  return {
    title,
    x: { ...labelled(xAxis), ...(xs.length > 0 ? { categories: xs.map(String) } : {}) },
    y: { ...labelled(yAxis), ...(ys.length > 0 ? { categories: ys.map(String) } : {}) },
    series: curves.map(trace => seriesOf(trace, xs, ys, colours)),
    ...(image === undefined ? {} : { image: String(image) }),
  };
}

/**
 * @param {any} axis
 * @returns {import('./record.mjs').Axis}
 */
const labelled = ({ title, type, autorange, range }) => ({
  title: plainText(String(title?.text ?? '')),
  ...(type === 'log' ? { log: true } : {}),
  ...(autorange === 'reversed' ? { reversed: true } : {}),
  // Plotly's range of a logarithmic axis is of exponents.
  ...(Array.isArray(range) && range.every(Number.isFinite)
    ? { range: /** @type {[number, number]} */ (type === 'log' ? range.map(one => 10 ** one) : range) }
    : {}),
});

/**
 * @param {any} trace
 * @param {string[]} xs
 * @param {string[]} ys
 * @param {string[]} colours
 * @returns {Series}
 */
function seriesOf(trace, xs, ys, colours) {
  const { x, y, error_y: error } = trace;
  const kept = keptPlaces(Math.min(x.length, y.length));
  /** @param {(i: number) => unknown} value */
  const values = value => kept.map(i => rounded(value(i)));
  const bars = error?.visible !== false && Array.isArray(error?.array);
  return {
    name: plainText(String(trace.name ?? '')),
    kind: kindOf(trace),
    ...(trace.line?.dash && trace.line.dash !== 'solid' ? { dashed: true } : {}),
    colour: Math.max(0, colours.indexOf(colourOf(trace))),
    x: values(i => (typeof x[i] === 'string' ? xs.indexOf(x[i]) : x[i])),
    y: values(i => (typeof y[i] === 'string' ? ys.indexOf(y[i]) : y[i])),
    ...(bars
      ? {
          low: values(i => y[i] - (error.arrayminus ?? error.array)[i]),
          high: values(i => y[i] + error.array[i]),
        }
      : {}),
  };
}

/**
 * @param {any} trace
 * @returns {Series['kind']}
 */
function kindOf({ type, mode = 'lines', fill }) {
  if (type === 'bar') return 'bars';
  if (fill === 'toself') return 'area';
  if (mode.includes('lines')) return mode.includes('markers') ? 'lines+points' : 'lines';
  return 'points';
}

/** @param {any} trace */
const colourOf = ({ line, marker, fillcolor }) =>
  [line?.color, marker?.color, fillcolor].find(one => typeof one === 'string') ?? '';

/** @param {number} length */
const keptPlaces = length =>
  Array.from({ length: Math.min(length, POINTS) }, (_, i) =>
    length <= POINTS ? i : Math.round((i * (length - 1)) / (POINTS - 1)),
  );

/** @param {unknown} value */
const rounded = value =>
  typeof value === 'number' && Number.isFinite(value) ? Number(value.toPrecision(DIGITS)) : null;
