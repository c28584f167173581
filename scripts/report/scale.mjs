/**
 * @typedef {import('./record.mjs').Axis} Axis
 * @typedef {{from: number, to: number, log: boolean, categories?: string[], at: (value: number) => number}} Scale `at` is from 0 to 1
 */

/**
 * @param {Axis} axis
 * @param {number[]} values what is to be seen
 * @param {{pad: number, hold?: number}} options pad: room at both ends; hold: a value that is seen too
 * @returns {Scale}
 */
export function scaleOf(axis, values, { pad, hold }) {
  const log = axis.log ?? false;
  const seen = values.filter(value => Number.isFinite(value) && (!log || value > 0));
  if (hold !== undefined) seen.push(hold);
  let [from, to] = axis.range ?? [least(seen), most(seen)];
  if (log && !(from > 0 && to > 0)) [from, to] = [least(seen), most(seen)];
  if (from > to) [from, to] = [to, from];
  const inner = (/** @type {number} */ value) => (log ? Math.log10(value) : value);
  let [low, high] = [inner(from), inner(to)];
  if (!Number.isFinite(low) || !Number.isFinite(high)) [low, high] = [0, 1];
  if (low === high) [low, high] = [low - 0.5, high + 0.5];
  // With categories, half a place at each end; else a share of the length. A range that the figure asked for is kept.
  const room = axis.range ? 0 : axis.categories ? pad : pad * (high - low);
  [low, high] = [low - (hold !== undefined && low === inner(hold) ? 0 : room), high + room];
  const share = (/** @type {number} */ value) => (inner(value) - low) / (high - low);
  return {
    from: log ? 10 ** low : low,
    to: log ? 10 ** high : high,
    log,
    ...(axis.categories ? { categories: axis.categories } : {}),
    at: axis.reversed ? value => 1 - share(value) : share,
  };
}

/** @param {number[]} values */
const least = values => values.reduce((a, b) => Math.min(a, b), Infinity);
/** @param {number[]} values */
const most = values => values.reduce((a, b) => Math.max(a, b), -Infinity);

/**
 * Round numbers within a scale, about so many.
 * @param {Scale} scale
 * @param {number} count
 * @returns {number[]}
 */
export function ticksOf({ from, to, log, categories }, count) {
  if (categories) {
    const step = Math.max(1, Math.ceil(categories.length / (2 * count)));
    return categories.map((_, i) => i).filter(i => i % step === 0);
  }
  if (log) {
    const [first, last] = [Math.ceil(Math.log10(from) - 1e-9), Math.floor(Math.log10(to) + 1e-9)];
    const step = Math.max(1, Math.ceil((last - first + 1) / count));
    const decades = evenly(first, last, step).map(power => 10 ** power);
    if (decades.length > 1) return decades;
    const parts = evenly(first - 1, last, 1).flatMap(power => [1, 2, 5].map(digit => digit * 10 ** power));
    const within = parts.filter(tick => tick >= from && tick <= to);
    if (within.length > 1) return within;
  }
  const rough = (to - from) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find(digit => digit * power >= rough * 0.999) ?? 10) * power;
  return evenly(Math.ceil(from / step - 1e-9), Math.floor(to / step + 1e-9), 1).map(i =>
    Number((i * step).toPrecision(12)),
  );
}

/**
 * @param {number} first
 * @param {number} last
 * @param {number} step
 */
const evenly = (first, last, step) =>
  Array.from({ length: Math.max(0, Math.floor((last - first) / step) + 1) }, (_, i) => first + i * step);

/**
 * A tick's label.
 * @param {number} tick
 * @param {Axis} axis
 */
export function written(tick, axis) {
  if (axis.categories) return axis.categories[tick] ?? '';
  const size = Math.abs(tick);
  const text =
    size !== 0 && (size >= 1e5 || size < 1e-4) ? tick.toExponential() : String(Number(tick.toPrecision(6)));
  return text.replace('-', '−').replace('e+', 'e');
}
