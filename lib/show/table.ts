import { checkNotEmpty, checkText } from './checks';
import { describeValue } from './describe-value';
import { type MimeBundle, showBundle } from './display';
import { checkDigits, formatNumber } from './format';
import { fromRecords, type TableRecord } from './records';
import { type Cell, layoutBundle } from './table-layout';

export type { TableRecord } from './records';

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

/** Shows a DataFrame or an array of records as an HTML table, and as aligned text in a terminal. */
export function showTable(rows: FrameLike | readonly TableRecord[], options: TableOptions): void {
  showBundle(tableBundle(rows, options));
}

/**
 * The table as HTML and text. A missing value is an empty cell; what is not a number or a text is told in a few words.
 *
 * @throws RangeError without a caption or column; for decimals of an unknown column, or digits or decimals that are not a
 * whole number in range; for a record that is not an object, or a row that is not as long as the columns are many.
 */
export function tableBundle(rows: FrameLike | readonly TableRecord[], options: TableOptions): MimeBundle {
  const caption = checkText(options?.caption, 'the caption of the table');
  const { columns, values } = Array.isArray(rows)
    ? fromRecords(rows as TableRecord[])
    : fromFrame(rows as FrameLike);
  checkNotEmpty(columns, `the table "${caption}"`);
  checkDigits(options.digits ?? 4, 'digits', 1);
  const decimals = new Map(Object.entries(options.decimals ?? {}));
  for (const [column, places] of decimals) {
    if (!columns.includes(column)) {
      throw new RangeError(
        `decimals names the column "${column}", but the columns are ${columns.join(', ')}`,
      );
    }
    checkDigits(places, `decimals of the column "${column}"`, 0);
  }
  const cells = values.map(row =>
    columns.map((name, c) => formatCell(row[c], options.digits, decimals.get(name))),
  );
  return layoutBundle({ caption, columns, cells });
}

function fromFrame(frame: FrameLike): { columns: string[]; values: unknown[][] } {
  const { columns, index = [] } = (frame ?? {}) as Partial<FrameLike>;
  if (!Array.isArray(columns) || !isList(frame.values) || !Array.isArray(index)) {
    throw new RangeError(
      `a table is made of an array of records or of a DataFrame, but it was given ${describeValue(frame, 60)}`,
    );
  }
  // A DataFrame of one column may keep its values flat.
  const rows = Array.from(frame.values, (row): unknown[] => (isList(row) ? Array.from(row) : [row]));
  rows.forEach((row, r) => {
    if (row.length !== columns.length) {
      throw new RangeError(
        `row ${r} of the table has ${row.length} values, but there are ${columns.length} columns`,
      );
    }
  });
  const names = columns.map(String);
  if (index.every((name, i) => name === i)) return { columns: names, values: rows };
  if (index.length !== rows.length)
    throw new RangeError(`the table has ${rows.length} rows, but its index names ${index.length}`);
  return { columns: ['', ...names], values: rows.map((row, i) => [index[i], ...row]) };
}

function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

/** A value as a cell: numbers with `digits` significant ones, or with so many decimal `places`. */
export function formatCell(value: unknown, digits = 4, places?: number): Cell {
  if (value === null || value === undefined) return { text: '', numeric: false };
  if (typeof value === 'number') {
    const fixed = places !== undefined && Number.isFinite(value);
    return { text: fixed ? value.toFixed(places) : formatNumber(value, digits), numeric: true };
  }
  if (typeof value === 'string') return { text: value, numeric: false };
  if (typeof value === 'bigint') return { text: describeValue(value).replace(/n$/, ''), numeric: false };
  return { text: describeValue(value), numeric: false };
}
