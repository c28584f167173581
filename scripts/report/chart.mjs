import { escapeHtml } from './prose.mjs';
import { scaleOf, ticksOf, written } from './scale.mjs';

/**
 * A panel of a figure as an SVG that stands in the page: its colours are classes, so that they follow light and dark, and it needs
 * neither a browser nor Plotly to be made.
 *
 * @typedef {import('./record.mjs').Panel} Panel
 * @typedef {import('./record.mjs').Series} Series
 * @typedef {import('./scale.mjs').Scale} Scale
 */

/**
 * @param {Panel} panel
 * @param {{width: number, height: number, label: string}} options label: what one who does not see it is told
 */
export function chart(panel, { width, height, label }) {
  const open = `<svg class="chart" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeHtml(label)}">`;
  if (panel.image !== undefined && panel.series.length === 0) {
    return `${open}<image href="${escapeHtml(panel.image)}" width="${width}" height="${height}" preserveAspectRatio="xMinYMin slice"/></svg>`;
  }
  const [xs, ys] = [values(panel.series, 'x'), values(panel.series, 'y')];
  const bars = panel.series.some(({ kind }) => kind === 'bars');
  const x = scaleOf(panel.x, xs, bars ? { pad: panel.x.categories ? 0.6 : 0.03 } : { pad: 0.03 });
  const y = scaleOf(panel.y, ys, { pad: 0.06, ...(bars && !panel.y.log ? { hold: 0 } : {}) });
  const yTicks = ticksOf(y, 4);
  const left = 14 + 6.2 * Math.max(1, ...yTicks.map(tick => written(tick, panel.y).length));
  const top = panel.y.title ? 20 : 8;
  const area = { left, top, width: width - left - 10, height: height - top - 36 };
  const frame = {
    x: (/** @type {number} */ v) => area.width * x.at(v),
    y: (/** @type {number} */ v) => area.height * (1 - y.at(v)),
  };
  const xTicks = ticksOf(x, Math.max(2, Math.floor(area.width / 70)));
  return [
    open,
    `<g transform="translate(${round(area.left)} ${area.top})">`,
    ...yTicks.map(
      tick =>
        `<path class="grid" d="M0 ${round(frame.y(tick))}H${round(area.width)}"/><text x="-5" y="${round(frame.y(tick) + 3.5)}" text-anchor="end">${written(tick, panel.y)}</text>`,
    ),
    ...xTicks.map(
      tick =>
        `<path class="tick" d="M${round(frame.x(tick))} ${round(area.height)}v4"/><text x="${round(frame.x(tick))}" y="${round(area.height + 15)}" text-anchor="middle">${escapeHtml(shortened(written(tick, panel.x), 14))}</text>`,
    ),
    `<path class="axis" d="M0 0V${round(area.height)}H${round(area.width)}"/>`,
    `<text class="title" x="${round(area.width)}" y="${round(area.height + 31)}" text-anchor="end">${escapeHtml(shortened(panel.x.title, area.width / 5.6))}</text>`,
    `<text class="title" x="${round(5 - left)}" y="-8">${escapeHtml(shortened(panel.y.title, width / 5.8))}</text>`,
    // The inner picture ends where the axes do.
    `<svg width="${round(area.width)}" height="${round(area.height)}">`,
    ...drawn(panel, frame, area.height),
    '</svg></g></svg>',
  ].join('');
}

/**
 * @param {Series[]} series
 * @param {'x' | 'y'} key
 */
const values = (series, key) =>
  series
    .filter(({ kind }) => kind !== 'area')
    .flatMap(one => [...one[key], ...(key === 'y' ? [...(one.low ?? []), ...(one.high ?? [])] : [])])
    .flatMap(value => value ?? []);

/**
 * @param {Panel} panel
 * @param {{x: (v: number) => number, y: (v: number) => number}} frame
 * @param {number} floor
 */
function drawn(panel, frame, floor) {
  const bars = panel.series.filter(({ kind }) => kind === 'bars');
  return panel.series.map(one => {
    const points = one.x.flatMap((x, i) => {
      const y = one.y[i] ?? null;
      return [x === null || y === null ? null : /** @type {[number, number]} */ ([frame.x(x), frame.y(y)])];
    });
    const style = `class="${one.kind === 'area' ? 'area' : 'curve'} c${one.colour % 10}"`;
    if (one.kind === 'bars') return barsOf(one, points, bars.indexOf(one), bars.length, floor, frame);
    if (one.kind === 'area') return `<path ${style} d="${pathOf(points)}Z"/>`;
    const dots = one.kind.includes('points') ? dotsOf(points, one.kind === 'points' ? 1.8 : 2.2) : '';
    const line =
      one.kind === 'points'
        ? ''
        : `<path ${style}${one.dashed ? ' stroke-dasharray="5 4"' : ''} d="${pathOf(points)}"/>`;
    return `${intervalsOf(one, frame)}${line}${dots && `<path class="dots c${one.colour % 10}" d="${dots}"/>`}`;
  });
}

/** @param {([number, number] | null)[]} points */
function pathOf(points) {
  let pen = 'M';
  return points
    .map(point => {
      if (!point || !point.every(Number.isFinite)) {
        pen = 'M';
        return '';
      }
      const step = `${pen}${round(point[0])} ${round(point[1])}`;
      pen = 'L';
      return step;
    })
    .join('');
}

/**
 * @param {([number, number] | null)[]} points
 * @param {number} r
 */
const dotsOf = (points, r) =>
  points
    .filter(point => point?.every(Number.isFinite))
    .map(
      point =>
        `M${round((point?.[0] ?? 0) - r)} ${round(point?.[1] ?? 0)}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`,
    )
    .join('');

/**
 * @param {Series} one
 * @param {{x: (v: number) => number, y: (v: number) => number}} frame
 */
function intervalsOf(one, frame) {
  const { low, high } = one;
  if (!low || !high) return '';
  const lines = one.x.map((x, i) => {
    const [from, to] = [low[i] ?? null, high[i] ?? null];
    return x === null || from === null || to === null
      ? ''
      : `M${round(frame.x(x))} ${round(frame.y(from))}V${round(frame.y(to))}`;
  });
  return `<path class="curve c${one.colour % 10}" d="${lines.join('')}"/>`;
}

/**
 * @param {Series} one
 * @param {([number, number] | null)[]} points
 * @param {number} place among the kinds of bars
 * @param {number} kinds
 * @param {number} floor
 * @param {{x: (v: number) => number, y: (v: number) => number}} frame
 */
function barsOf(one, points, place, kinds, floor, frame) {
  const xs = points.flatMap(point => (point ? [point[0]] : [])).sort((a, b) => a - b);
  const gaps = xs
    .slice(1)
    .map((x, i) => x - (xs[i] ?? 0))
    .filter(gap => gap > 0);
  const slot = 0.8 * (gaps.length > 0 ? Math.min(...gaps) : 40);
  const zero = Math.min(floor, Math.max(0, frame.y(0)));
  const base = Number.isFinite(zero) ? zero : floor;
  const paths = points.map(point => {
    if (!point) return '';
    const left = point[0] - slot / 2 + (place * slot) / kinds;
    return `M${round(left)} ${round(base)}V${round(point[1])}h${round(slot / kinds)}V${round(base)}Z`;
  });
  return `<path class="bars c${one.colour % 10}" d="${paths.join('')}"/>${intervalsOf({ ...one, x: one.x }, frame)}`;
}

/** @param {number} value */
const round = value => Math.round(value * 10) / 10;

/**
 * @param {string} text
 * @param {number} most
 */
const shortened = (text, most) => (text.length <= most ? text : `${text.slice(0, Math.max(1, most - 1))}…`);
