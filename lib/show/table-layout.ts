import { type MimeBundle } from './display';
import { escapeHtml, noFormulas } from './html';

export interface Cell {
  text: string;
  numeric: boolean;
}

/** A table ready to be drawn. */
export interface TableLayout {
  caption: string;
  columns: readonly string[];
  /** A second line of headings, such as the columns' types. */
  kinds?: readonly string[];
  /** `[rows][columns]` */
  cells: readonly Cell[][];
  /** A line below, such as "... 980 more rows". */
  more?: string;
}

/** The table as HTML and as aligned text. */
export function layoutBundle(table: TableLayout): MimeBundle {
  // Numbers line up on the right; a column with any text in it reads from the left.
  const right = table.columns.map(
    (_, c) => table.cells.some(row => row[c]?.numeric) && table.cells.every(row => isRight(row[c])),
  );
  return { 'text/html': tableHtml(table, right), 'text/plain': tableText(table, right) };
}

function isRight(cell: Cell | undefined): boolean {
  return cell === undefined || cell.numeric || cell.text === '';
}

function tableHtml({ caption, columns, kinds, cells, more }: TableLayout, right: boolean[]): string {
  const style = (c: number, more = '') =>
    `style="text-align:${right[c] ? 'right;font-variant-numeric:tabular-nums' : 'left'};padding:4px 12px${more}"`;
  const rule = ';border-bottom:2px solid currentColor';
  const head = columns.map(
    (name, c) => `<th scope="col" ${style(c, kinds ? '' : rule)}>${escapeHtml(name)}</th>`,
  );
  const second = kinds?.map(
    (kind, c) => `<td ${style(c, `;font-size:0.85em;opacity:0.75${rule}`)}>${escapeHtml(kind)}</td>`,
  );
  const body = cells.map(
    row => `<tr>${row.map((cell, c) => `<td ${style(c)}>${escapeHtml(cell.text)}</td>`).join('')}</tr>`,
  );
  const foot =
    more &&
    `<tr><td colspan="${columns.length}" style="text-align:left;padding:4px 12px">${escapeHtml(more)}</td></tr>`;
  return `<table class="vib-table ${noFormulas}" style="border-collapse:collapse;margin:8px 0">
<caption style="caption-side:top;text-align:left;font-weight:600;padding:4px 0">${escapeHtml(caption)}</caption>
<thead><tr>${head.join('')}</tr>${second ? `<tr>${second.join('')}</tr>` : ''}</thead>
<tbody>
${body.join('\n')}${foot ? `\n${foot}` : ''}
</tbody>
</table>`;
}

function tableText({ caption, columns, kinds, cells, more }: TableLayout, right: boolean[]): string {
  const head = kinds ? [columns, kinds] : [columns];
  const body = cells.map(row => row.map(cell => cell.text.replace(/\s+/g, ' ')));
  const widths = columns.map((_, c) =>
    [...head, ...body].reduce((most, row) => Math.max(most, (row[c] as string).length), 0),
  );
  const line = (row: readonly string[]) =>
    row
      .map((text, c) => (right[c] ? text.padStart(widths[c] as number) : text.padEnd(widths[c] as number)))
      .join('  ')
      .trimEnd();
  const rule = widths.map(width => '-'.repeat(width)).join('  ');
  return [caption, ...head.map(line), rule, ...body.map(line), ...(more ? [more] : [])].join('\n');
}
