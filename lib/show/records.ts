import { describeValue } from './describe-value';

/** One row: a value for each column. */
export type TableRecord = Record<string, unknown>;

/**
 * The columns of all records in order of first appearance, and the rows; a missing value is undefined.
 *
 * @throws RangeError for a record that is not an object with named values, or whose value cannot be read.
 */
export function fromRecords(records: readonly TableRecord[]): { columns: string[]; values: unknown[][] } {
  const columns = new Set<string>();
  for (let i = 0; i < records.length; i++) for (const name of namesOf(records[i], i)) columns.add(name);
  const names = [...columns];
  return {
    columns: names,
    values: Array.from(records, (record, i) => names.map(name => readCell(record, name, i))),
  };
}

function namesOf(record: unknown, i: number): string[] {
  const plain =
    typeof record === 'object' &&
    record !== null &&
    !Array.isArray(record) &&
    !ArrayBuffer.isView(record) &&
    !(Symbol.iterator in record);
  if (!plain) {
    throw new RangeError(
      `record ${i} is ${describeValue(record, 60)}: a record is an object of columns and values, such as { model: 'VIB', rate: 1.2 }`,
    );
  }
  const symbol = Object.getOwnPropertySymbols(record).find(key =>
    Object.prototype.propertyIsEnumerable.call(record, key),
  );
  if (symbol !== undefined)
    throw new RangeError(`record ${i} has the key ${String(symbol)}: the name of a column is a text`);
  return Object.keys(record);
}

/** Only the record's own values: one that lacks "toString" has none. */
function readCell(record: TableRecord, name: string, i: number): unknown {
  if (!Object.prototype.hasOwnProperty.call(record, name)) return undefined;
  try {
    return record[name];
  } catch (error) {
    const why = error instanceof Error ? error.message : describeValue(error, 60);
    throw new RangeError(`column "${name}" of record ${i} cannot be read: ${why}`);
  }
}
