import type { DataFrame } from 'danfojs-node';
import { checkNotEmpty } from './checks';
import { columnType, isMissing } from './column';
import { loadDanfojs } from './mended-frames';
import { describeValue } from './describe-value';
import { fromRecords, type TableRecord } from './records';

/**
 * A danfojs DataFrame of records. Columns are those of all records, in order of first appearance. (danfojs alone takes the
 * first record's columns and moves later values into the wrong ones.) What a record lacks is NaN in a column of numbers and
 * null in another; statistics, groups and sorting leave it out.
 *
 * `frame.column(name)` gives a column of any name; the short form `frame[name]` only where the name is not a member of
 * danfojs's frames, such as `mean`, `index` or `values`.
 *
 * danfojs loads at the first call and not at import: it takes about a second and 75 MB on top of TensorFlow's.
 *
 * @throws RangeError when there is no record, or the records have no column; for a cell that is not a number, text, truth
 * value or date; for a column named `__proto__` or `constructor`.
 *
 * @example
 * table([{ model: 'VIB', accuracy: 0.89 }, { model: 'baseline', accuracy: 0.87 }]).groupby(['model']).mean();
 */
export function table(records: readonly TableRecord[]): DataFrame {
  checkNotEmpty(records, 'the list of records');
  const { columns, values } = fromRecords(records);
  checkNotEmpty(columns, 'the list of columns of the records');
  const bad = columns.find(name => name === '__proto__' || name === 'constructor');
  if (bad !== undefined) {
    throw new RangeError(
      `a column of a DataFrame cannot be named "${bad}", which JavaScript keeps for itself: name it otherwise`,
    );
  }
  const byColumn = columns.map((name, c) => cellsOf(name, values, c));
  const { DataFrame } = loadDanfojs();
  return new DataFrame(
    values.map((_, r) => byColumn.map(cells => cells[r])),
    { columns, dtypes: byColumn.map(columnType) },
  );
}

/** The cells of one column as danfojs can hold them. */
function cellsOf(name: string, rows: readonly unknown[][], c: number): unknown[] {
  const cells = rows.map((row, r) => cellOf(row[c], name, r));
  const gap = cells.every(cell => isMissing(cell) || typeof cell === 'number') ? NaN : null;
  return cells.map(cell => (isMissing(cell) ? gap : cell));
}

function cellOf(value: unknown, column: string, row: number): unknown {
  if (isMissing(value) || ['number', 'string', 'boolean'].includes(typeof value)) return value;
  const where = `column "${column}" of record ${row} holds ${describeValue(value, 60)}`;
  if (typeof value === 'bigint') {
    if (Number.isSafeInteger(Number(value))) return Number(value);
    throw new RangeError(`${where}, which a number cannot hold exactly: pass String(value) or Number(value)`);
  }
  if (value instanceof Date) {
    if (!Number.isNaN(value.getTime())) return value;
    throw new RangeError(`${where}: pass null where the date is not known`);
  }
  throw new RangeError(
    `${where}; a DataFrame holds numbers, texts, truth values and dates: give its parts a column each, or pass the records to showTable`,
  );
}
