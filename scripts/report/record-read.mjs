/**
 * Reads a record that some file brings: what has another shape than it should is left out, so that whoever draws it need not ask.
 *
 * @typedef {import('./record.mjs').Record} Record
 * @typedef {import('./record.mjs').Figure} Figure
 * @typedef {import('./record.mjs').Panel} Panel
 * @typedef {import('./record.mjs').Axis} Axis
 * @typedef {import('./record.mjs').Series} Series
 */

/**
 * @param {unknown} value
 * @returns {Record | null}
 */
export function cleanRecord(value) {
  if (value === null || typeof value !== 'object') return null;
  const from = fields(value);
  return {
    question: text(from.question),
    keyResult: text(from.keyResult),
    buildsOn: list(from.buildsOn)
      .map(text)
      .filter(name => /^\d\d_\w+$/.test(name)),
    keyFigure: text(from.keyFigure),
    sections: list(from.sections).map(one => {
      const { at, title, body, kind } = fields(one);
      return { at: identifier(at), title: text(title), body: text(body), kind: text(kind) };
    }),
    conclusions: list(from.conclusions).map(one => {
      const { cell, markdown } = fields(one);
      return { cell: identifier(cell), markdown: text(markdown) };
    }),
    tables: list(from.tables).map(one => {
      const { cell, caption, columns, rows } = fields(one);
      return {
        cell: identifier(cell),
        caption: text(caption),
        columns: list(columns).map(text),
        rows: list(rows).map(row => list(row).map(text)),
      };
    }),
    figures: list(from.figures).map(figure),
    notation: text(from.notation),
  };
}

/**
 * @param {unknown} value
 * @returns {Figure}
 */
function figure(value) {
  const { cell, title, panels } = fields(value);
  return { cell: identifier(cell), title: text(title), panels: list(panels).map(panel) };
}

/**
 * @param {unknown} value
 * @returns {Panel}
 */
function panel(value) {
  const { title, x, y, series, image } = fields(value);
  const isImage = /^data:image\/png;base64,[A-Za-z0-9+/=]+$/.test(text(image));
  return {
    title: text(title),
    x: axis(x),
    y: axis(y),
    series: list(series).flatMap(one => oneSeries(one) ?? []),
    ...(isImage ? { image: text(image) } : {}),
  };
}

/**
 * @param {unknown} value
 * @returns {Axis}
 */
function axis(value) {
  const { title, log, reversed, range, categories } = fields(value);
  const ends = list(range).map(Number);
  return {
    title: text(title),
    ...(log === true ? { log } : {}),
    ...(reversed === true ? { reversed } : {}),
    ...(ends.length === 2 && ends.every(Number.isFinite)
      ? { range: /** @type {[number, number]} */ (ends) }
      : {}),
    ...(Array.isArray(categories) ? { categories: categories.map(text) } : {}),
  };
}

/**
 * @param {unknown} value
 * @returns {Series | undefined}
 */
function oneSeries(value) {
  const { name, kind, dashed, colour, x, y, low, high } = fields(value);
  const draws = ['lines', 'points', 'lines+points', 'bars', 'area'];
  if (!draws.includes(text(kind))) return undefined;
  return {
    name: text(name),
    kind: /** @type {Series['kind']} */ (text(kind)),
    ...(dashed === true ? { dashed } : {}),
    colour: Number.isSafeInteger(colour) ? Number(colour) : 0,
    x: numbers(x),
    y: numbers(y),
    ...(Array.isArray(low) && Array.isArray(high) ? { low: numbers(low), high: numbers(high) } : {}),
  };
}

/** @param {unknown} value */
const fields = value => /** @type {{[key: string]: unknown}} */ (Object(value));

/**
 * @param {unknown} value
 * @returns {unknown[]}
 */
const list = value => (Array.isArray(value) ? value : []);

/** @param {unknown} value */
const text = value => (typeof value === 'string' ? value : '');

/** @param {unknown} value */
const identifier = value => text(value).replace(/[^\w=-]/g, '');

/**
 * Gaps stay gaps.
 * @param {unknown} value
 */
const numbers = value =>
  list(value).map(one => (typeof one === 'number' && Number.isFinite(one) ? one : null));
