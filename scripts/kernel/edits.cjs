// Small insertions and replacements in a text, and the way back from a place in the new text to the old one. No edit
// moves a line: what is put in has no line break, and the breaks of what is taken out stay.

/**
 * @typedef {object} Edit
 * @property {number} at Where, in the old text.
 * @property {string} text What is put there.
 * @property {number} [remove] How many characters of the old text go.
 */

/**
 * @typedef {object} Edited
 * @property {string} text
 * @property {(line: number, column: number) => number} columnBefore Both lines and columns from 0.
 */

/**
 * @param {string} source
 * @param {Edit[]} edits Those at one place in the order in which they shall stand.
 * @returns {Edited}
 */
function applyEdits(source, edits) {
  const sorted = edits.map((edit, order) => ({ remove: 0, ...edit, order }));
  sorted.sort((a, b) => a.at - b.at || a.order - b.order);
  /** @type {{ start: number, before: number, isCopy: boolean }[]} Of the new text. */
  const pieces = [];
  let text = '';
  let done = 0;
  /** @param {string} piece @param {number} before @param {boolean} isCopy */
  const add = (piece, before, isCopy) => {
    pieces.push({ start: text.length, before, isCopy });
    text += piece;
  };
  for (const { at, remove, text: added } of sorted) {
    if (at > done) add(source.slice(done, at), done, true);
    add(added + source.slice(at, at + remove).replace(/[^\n]/g, ''), at, false);
    done = Math.max(done, at + remove);
  }
  add(source.slice(done), done, true);
  const newLines = lineStarts(text);
  const oldLines = lineStarts(source);
  return {
    text,
    columnBefore(line, column) {
      const offset = (newLines[line] ?? text.length) + column;
      const piece = pieces[pieces.findIndex(one => one.start > offset) - 1] ?? pieces[pieces.length - 1];
      if (!piece) return column;
      const before = piece.isCopy ? piece.before + offset - piece.start : piece.before;
      return Math.max(0, before - (oldLines[line] ?? 0));
    },
  };
}

/** @param {string} text */
function lineStarts(text) {
  const starts = [0];
  for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) starts.push(i + 1);
  return starts;
}

module.exports = { applyEdits };
