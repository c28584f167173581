import { textOf } from './collection.mjs';
import { figuresOf } from './record-figures.mjs';
import { tablesOf } from './record-tables.mjs';

/**
 * @typedef {object} Record what a report tells programs of its run; written into its facts
 * @property {string} question of the notebook, as Markdown
 * @property {string} keyResult what the cell tagged `key-result` printed: its first list item, or else its first sentence
 * @property {string[]} buildsOn the notebooks that its "Before you start" names
 * @property {string} keyFigure the cell whose figure stands for the notebook: tagged `key-figure`, or else the first with one
 * @property {{at: string, title: string, body: string, kind: string}[]} sections its prose and equations, for the search
 * @property {{cell: string, markdown: string}[]} conclusions the sentences that the run printed
 * @property {Table[]} tables
 * @property {Figure[]} figures
 * @property {string} notation the table of notation, as Markdown
 *
 * @typedef {{cell: string, caption: string, columns: string[], rows: string[][]}} Table
 * @typedef {{cell: string, title: string, panels: Panel[]}} Figure
 * @typedef {{title: string, x: Axis, y: Axis, series: Series[], image?: string}} Panel one pair of axes
 * @typedef {{title: string, log?: boolean, reversed?: boolean, range?: [number, number], categories?: string[]}} Axis
 * @typedef {object} Series
 * @property {string} name
 * @property {'lines' | 'points' | 'lines+points' | 'bars' | 'area'} kind
 * @property {boolean} [dashed]
 * @property {number} colour its place in the palette
 * @property {(number | null)[]} x with categories, their places
 * @property {(number | null)[]} y
 * @property {(number | null)[]} [low] the lower ends of intervals
 * @property {(number | null)[]} [high]
 *
 * @typedef {import('./collection.mjs').Notebook} Notebook
 * @typedef {Notebook['cells'][number]} Cell
 */

/**
 * @param {Notebook} notebook executed, or as it is committed
 * @returns {Record}
 */
export function recordOf(notebook) {
  const { cells } = notebook;
  const conclusions = cells.flatMap(cell =>
    hasTag(cell, 'conclusion')
      ? markdownOutputs(cell).map(markdown => ({ cell: cell.id ?? '', markdown }))
      : [],
  );
  const told = cells.find(cell => hasTag(cell, 'key-result'));
  const figures = figuresOf(cells);
  const drawn = figures.filter(({ panels }) => panels.length > 0).map(({ cell }) => cell);
  const tagged = cells.find(cell => hasTag(cell, 'key-figure'))?.id ?? '';
  const keyFigure = (drawn.includes(tagged) ? tagged : drawn[0]) ?? '';
  // Pictures are large, and only one is shown.
  for (const { cell, panels } of figures)
    if (cell !== keyFigure) for (const panel of panels) delete panel.image;
  return {
    question: paragraph(cells[0], 'Question'),
    keyResult: firstStatement((told && markdownOutputs(told)[0]) ?? ''),
    buildsOn: [
      ...new Set(
        [...paragraph(cells[0], 'Before you start').matchAll(/\]\((\d\d_\w+)\.ipynb/g)].map(m => m[1] ?? ''),
      ),
    ],
    keyFigure,
    sections: sectionsOf(cells),
    conclusions,
    tables: tablesOf(cells),
    figures,
    notation: notationOf(cells),
  };
}

/**
 * @param {Cell} cell
 * @param {string} tag
 */
const hasTag = (cell, tag) => cell.metadata.tags?.includes(tag) ?? false;

/**
 * @param {Cell} cell
 * @returns {string[]}
 */
const markdownOutputs = cell =>
  /** @type {any[]} */ (cell.outputs ?? []).flatMap(({ data }) =>
    data?.['text/markdown'] === undefined ? [] : [[data['text/markdown']].flat().join('').trim()],
  );

/**
 * The paragraph of the first cell that begins with these words in bold.
 * @param {Cell | undefined} cell
 * @param {string} words
 */
function paragraph(cell, words) {
  const found = new RegExp(`\\*\\*${words}\\.\\*\\*\\s*([\\s\\S]*?)(?:\\n\\s*\\n|$)`).exec(
    cell ? textOf(cell) : '',
  );
  return (found?.[1] ?? '').replace(/\s+/g, ' ').trim();
}

/**
 * The first item of the first list, or where there is none the first sentence.
 * @param {string} markdown
 */
export function firstStatement(markdown) {
  const item = /^(?:[-*]|\d+\.)\s+([\s\S]*?)(?=\n\s*\n|\n(?:[-*]|\d+\.)\s|$(?![\s\S]))/m.exec(markdown)?.[1];
  if (item !== undefined) {
    // It stands alone now, where it was one of several.
    return item
      .replace(/\s+/g, ' ')
      .trim()
      .replace(/[;,]$/, '.')
      .replace(/^[a-z]/, c => c.toUpperCase());
  }
  const text = (markdown.split(/\n\s*\n/)[0] ?? '').replace(/\s+/g, ' ').trim();
  // A sentence ends at a stop before a capital; not within a formula, whose parts are the odd ones.
  let at = 0;
  for (const [i, part] of text.split('$').entries()) {
    const end = i % 2 === 0 ? /[.!?](?:\*\*|\))?(?= +["(*[]*[A-Z])/.exec(part) : null;
    if (end) return text.slice(0, at + end.index + end[0].length);
    at += part.length + 1;
  }
  return text;
}

/**
 * Every piece of prose under its heading, and every numbered equation: where it stands, and its words.
 * @param {Cell[]} cells
 */
function sectionsOf(cells) {
  let title = '';
  return cells.flatMap(cell => {
    const at = `cell-id=${cell.id ?? ''}`;
    if (cell.cell_type === 'code') {
      if (!hasTag(cell, 'conclusion')) return [];
      return markdownOutputs(cell).map(body => ({ at, title, body: plainWords(body), kind: 'result' }));
    }
    const source = textOf(cell);
    const equations = [...source.matchAll(/<a id="(eq-[\w-]+)"><\/a>\s*\$\$([\s\S]*?)\$\$/g)].map(
      ([, id = '', tex = '']) => ({
        at: id,
        title: `(${id.slice(3).replace('-', '.')})`,
        body: tex.replace(/\\tag\{[^}]*\}/, '').trim(),
        kind: 'equation',
      }),
    );
    const prose = source.split(/^(?=#{1,4} )/m).flatMap(part => {
      title = /^#{1,4} (.*)/.exec(part)?.[1]?.trim() ?? title;
      const body = plainWords(part.replace(/^#{1,4} .*/, ''));
      return body === '' && !/^#/.test(part) ? [] : [{ at, title, body, kind: 'prose' }];
    });
    return [...prose, ...equations];
  });
}

/**
 * Markdown without what is not read: tags, addresses, marks of emphasis.
 * @param {string} markdown
 */
const plainWords = markdown =>
  markdown
    .replace(/<!--[\s\S]*?-->|<\/?[a-z][^<>]*>/gi, ' ')
    .replace(/\]\([^()\s]*\)/g, ']')
    .replace(/\[([^\][]*)\]/g, '$1')
    .replace(/\*\*|^[|\s:-]+$|^#+ /gm, '')
    .replace(/\s+/g, ' ')
    .trim();

/**
 * The table under the heading "Notation".
 * @param {Cell[]} cells
 */
function notationOf(cells) {
  for (const cell of cells) {
    if (cell.cell_type !== 'markdown') continue;
    const section = /^##+ [\d. ]*Notation\s*$([\s\S]*?)(?=^#|$(?![\s\S]))/m.exec(textOf(cell))?.[1];
    if (section) return section.trim();
  }
  return '';
}
