import { checkNotEmpty, checkText } from './checks';
import { type MimeBundle, showBundle } from './display';
import { formatNumber } from './format';
import { escapeHtml, noFormulas } from './html';

/** One row: a value for each column. */
export type TableRecord = Record<string, unknown>;

/** What is read of a danfojs DataFrame; naming its shape spares this file from loading danfojs. */
export interface FrameLike {
  columns: string[];
  /** `[rows][columns]`. */
  values: unknown;
  /** The rows' names; shown when they are more than 0, 1, 2... */
  index?: (string | number)[];
}

export interface TableOptions {
  /** What the table shows; it stands above it. */
  caption: string;
  /** Significant digits of the numbers, 4 unless told. */
  digits?: number;
  /** Decimal places for columns that need the same ones everywhere, such as accuracies: { accuracy: 2 }. */
  decimals?: Record<string, number>;
}

interface Cell {
  text: string;
  numeric: boolean;
}

/** Shows a DataFrame or an array of records as an HTML table, and as aligned text in a terminal. */
export function showTable(rows: FrameLike | readonly TableRecord[], options: TableOptions): void {
  showBundle(tableBundle(rows, options));
}

/** The table as HTML and text. @throws RangeError without a caption or column, or for decimals of an unknown column. */
export function tableBundle(rows: FrameLike | readonly TableRecord[], options: TableOptions): MimeBundle {
  checkText(options.caption, 'the caption of the table');
  const { columns, values } = 'columns' in rows ? fromFrame(rows) : fromRecords(rows);
  checkNotEmpty(columns, `the table "${options.caption}"`);
  for (const column of Object.keys(options.decimals ?? {})) {
    if (!columns.includes(column)) {
      throw new RangeError(
        `decimals names the column "${column}", but the columns are ${columns.join(', ')}`,
      );
    }
  }
  const cells = values.map(row => columns.map((column, c) => formatCell(row[c], column, options)));
  // Numbers line up on the right; a column with any text in it reads from the left.
  const right = columns.map(
    (_, c) => cells.some(row => row[c]?.numeric) && cells.every(row => isRight(row[c])),
  );
  return {
    'text/html': tableHtml(options.caption, columns, cells, right),
    'text/plain': tableText(options.caption, columns, cells, right),
  };
}

/** The columns of all records in order of first appearance, and the rows; a missing value is undefined. */
export function fromRecords(records: readonly TableRecord[]): { columns: string[]; values: unknown[][] } {
  const columns = [...new Set(records.flatMap(record => Object.keys(record)))];
  return { columns, values: records.map(record => columns.map(column => record[column])) };
}

function fromFrame(frame: FrameLike): { columns: string[]; values: unknown[][] } {
  const rows = Array.from(frame.values as ArrayLike<unknown>);
  // A DataFrame of one column may keep its values flat.
  const values = rows.map((row): unknown[] => (Array.isArray(row) ? row : [row]));
  const columns = frame.columns.map(String);
  const index = frame.index ?? [];
  if (index.every((name, i) => name === i)) return { columns, values };
  return { columns: ['', ...columns], values: values.map((row, i) => [index[i], ...row]) };
}

function formatCell(value: unknown, column: string, { digits = 4, decimals }: TableOptions): Cell {
  if (value === null || value === undefined) return { text: '', numeric: false };
  if (typeof value === 'number') {
    const places = decimals?.[column];
    const fixed = places !== undefined && Number.isFinite(value);
    return { text: fixed ? value.toFixed(places) : formatNumber(value, digits), numeric: true };
  }
  if (typeof value === 'string') return { text: value, numeric: false };
  if (typeof value === 'bigint' || typeof value === 'boolean') return { text: String(value), numeric: false };
  return { text: value instanceof Date ? value.toISOString() : JSON.stringify(value), numeric: false };
}

function isRight(cell: Cell | undefined): boolean {
  return cell === undefined || cell.numeric || cell.text === '';
}

function tableHtml(caption: string, columns: string[], cells: Cell[][], right: boolean[]): string {
  const style = (c: number, more = '') =>
    `style="text-align:${right[c] ? 'right;font-variant-numeric:tabular-nums' : 'left'};padding:4px 12px${more}"`;
  const head = columns.map((name, c) => {
    return `<th scope="col" ${style(c, ';border-bottom:2px solid currentColor')}>${escapeHtml(name)}</th>`;
  });
  const body = cells.map(
    row => `<tr>${row.map((cell, c) => `<td ${style(c)}>${escapeHtml(cell.text)}</td>`).join('')}</tr>`,
  );
  return `<table class="vib-table ${noFormulas}" style="border-collapse:collapse;margin:8px 0">
<caption style="caption-side:top;text-align:left;font-weight:600;padding:4px 0">${escapeHtml(caption)}</caption>
<thead><tr>${head.join('')}</tr></thead>
<tbody>
${body.join('\n')}
</tbody>
</table>`;
}

function tableText(caption: string, columns: string[], cells: Cell[][], right: boolean[]): string {
  const texts = [columns, ...cells.map(row => row.map(cell => cell.text.replace(/\s+/g, ' ')))];
  const widths = columns.map((_, c) => Math.max(...texts.map(row => (row[c] as string).length)));
  const line = (row: string[]) =>
    row
      .map((text, c) => (right[c] ? text.padStart(widths[c] as number) : text.padEnd(widths[c] as number)))
      .join('  ')
      .trimEnd();
  const rule = widths.map(width => '-'.repeat(width)).join('  ');
  const [head = [], ...body] = texts;
  return [caption, line(head), rule, ...body.map(line)].join('\n');
}
