/**
 * The numbers of tables, which reports of one notebook share, beside one another.
 *
 * @typedef {import('./record.mjs').Record} Record
 * @typedef {{text: string, value: number, low?: number, high?: number}} Measured
 * @typedef {{table: string, row: string, column: string, cells: (Measured | null)[]}} Line
 */

const NUMBER = String.raw`[-+−]?\d+(?:,\d{3})*(?:\.\d+)?(?:e[-+−]?\d+)?`;
const ALONE = new RegExp(
  `^(${NUMBER})\\s*%?(?:\\s*\\[(${NUMBER}),\\s*(${NUMBER})\\]|\\s*±\\s*(${NUMBER}))?\\s*%?$`,
  'i',
);

/**
 * A table's cell that is one number, with its interval where it has one.
 * @param {string} text
 * @returns {Measured | null}
 */
export function measured(text) {
  const [all, value, low, high, spread] = ALONE.exec(text.trim()) ?? [];
  if (all === undefined || value === undefined) return null;
  const number = read(value);
  if (low !== undefined && high !== undefined)
    return { text, value: number, low: read(low), high: read(high) };
  if (spread !== undefined)
    return { text, value: number, low: number - read(spread), high: number + read(spread) };
  return { text, value: number };
}

/** @param {string} text */
const read = text => Number(text.replace(/−/g, '-').replace(/,/g, ''));

/**
 * The numbers that are not the same in all records.
 * @param {Record[]} records
 * @returns {Line[]}
 */
export function differingNumbers(records) {
  const [first, ...others] = records;
  return (first?.tables ?? []).flatMap((table, t) => {
    const place = first?.tables.slice(0, t).filter(({ cell }) => cell === table.cell).length ?? 0;
    const same = others.map(({ tables }) => tables.filter(({ cell }) => cell === table.cell)[place]);
    return table.rows.flatMap((row, r) =>
      row.flatMap((text, c) => {
        const column = table.columns[c] ?? '';
        const label = measured(row[0] ?? '') ? `${table.columns[0] ?? ''} ${row[0] ?? ''}` : (row[0] ?? '');
        const cells = [
          measured(text),
          // A row is the same where it begins the same; rows of numbers alone, by their place.
          ...same.map(one => {
            const its = one?.rows.find(other => other[0] === row[0] && c > 0) ?? one?.rows[r];
            return one?.columns[c] === column ? measured(its?.[c] ?? '') : null;
          }),
        ];
        const differs = new Set(cells.map(cell => cell?.text)).size > 1;
        return cells[0] && differs ? [{ table: table.caption, row: label, column, cells }] : [];
      }),
    );
  });
}

/**
 * How far a number is from the first report's; with as many digits as the two numbers have.
 * @param {Measured} one
 * @param {Measured} from
 */
export function difference(one, from) {
  const digits = Math.max(
    ...[one, from].map(({ text }) => /\.(\d+)/.exec(text.split(/[[±]/)[0] ?? '')?.[1]?.length ?? 0),
  );
  const value = one.value - from.value;
  const written =
    value !== 0 && Math.abs(value) < 1e-6 ? value.toExponential(1) : value.toFixed(Math.min(digits, 12));
  return `${value > 0 ? '+' : ''}${written}`.replace('-', '−');
}

/**
 * Whether both have intervals, which do not meet.
 * @param {Measured} one
 * @param {Measured} other
 */
export const areApart = (one, other) =>
  one.low !== undefined &&
  one.high !== undefined &&
  other.low !== undefined &&
  other.high !== undefined &&
  (one.low > other.high || other.low > one.high);
