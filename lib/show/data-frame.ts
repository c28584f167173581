import type { DataFrame } from 'danfojs-node';
// On Node >= 23 the TensorFlow that danfojs brings along needs this first; it loads no TensorFlow itself.
import '../tf-environment';
import { checkNotEmpty } from './checks';
import { fromRecords, type TableRecord } from './table';

/**
 * A danfojs DataFrame of records. Columns are those of all records, in order of first appearance; what a record lacks is
 * null. (danfojs alone takes the first record's columns and moves later values into the wrong ones.)
 *
 * danfojs loads at the first call and not at import: it takes about a second and 75 MB on top of TensorFlow's.
 *
 * @throws RangeError when there is no record, or the records have no column.
 */
export function table(records: readonly TableRecord[]): DataFrame {
  checkNotEmpty(records, 'the list of records');
  const { columns, values } = fromRecords(records);
  checkNotEmpty(columns, 'the list of columns of the records');
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load danfojs at once
  const danfojs = require('danfojs-node') as { DataFrame: typeof DataFrame };
  return new danfojs.DataFrame(
    values.map(row => row.map(value => value ?? null)),
    { columns },
  );
}
