/** @typedef {import('./record.mjs').Table} Table */

/**
 * The tables that `showTable` of lib/show displayed: their HTML is ours, and has one cell a line at most.
 * @param {import('./record.mjs').Cell[]} cells
 * @returns {Table[]}
 */
export const tablesOf = cells =>
  cells.flatMap(cell =>
    /** @type {any[]} */ (cell.outputs ?? []).flatMap(({ data }) => {
      const html = [data?.['text/html'] ?? ''].flat().join('');
      return html.includes('class="vib-table') ? tableOf(cell.id ?? '', html) : [];
    }),
  );

/**
 * @param {string} cell
 * @param {string} html
 * @returns {Table}
 */
function tableOf(cell, html) {
  const [head = '', body = ''] = html.split('</thead>');
  return {
    cell,
    caption: textsIn(head, 'caption')[0] ?? '',
    columns: textsIn(head, 'th'),
    rows: textsIn(body, 'tr', false).map(row => textsIn(row, 'td')),
  };
}

/**
 * @param {string} html
 * @param {string} tag
 * @param {boolean} [plain] as text
 */
const textsIn = (html, tag, plain = true) =>
  [...html.matchAll(new RegExp(`<${tag}\\b[^>]*>([\\s\\S]*?)</${tag}>`, 'g'))].map(([, inner = '']) =>
    plain ? plainText(inner) : inner,
  );

/** @type {{[name: string]: string}} */
const named = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/**
 * The text of some HTML, or of a label of Plotly's.
 * @param {string} html
 */
export const plainText = html =>
  html
    .replace(/<br\s*\/?>/gi, ' ')
    .replace(/<\/?[a-z][^<>]*>/gi, '')
    .replace(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (all, decimal, hex, name) => {
      if (name) return named[name] ?? all;
      const code = decimal ? Number(decimal) : parseInt(hex, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : all;
    })
    .replace(/\s+/g, ' ')
    .trim();
