import { compareValues, isMissing, numberOf, type Statistic, statistic } from './column';
import { replaceMethods } from './replace-methods';

/** One group's columns, or of all groups one column's values. */
type Columns = Record<string, unknown[]>;

/** What is read and replaced of danfojs's `Groupby`. */
interface Groups {
  keyCol: string[];
  colIndex: number[];
  columnName: string[];
  data: unknown[][] | null;
  colDict: Record<string, Columns>;
  keyToValue: Record<string, unknown[]>;
  colDtype: string[];
  groupColNames?: string[];
  col(names?: string[]): Groups;
  arithemetic(operation: string): Record<string, Columns>;
  toDataFrame(groups: Record<string, Columns>): unknown;
}

/**
 * Puts right in danfojs's groups:
 *
 * - A missing value counted as 0 in sums and means, and made others NaN. It is left out.
 * - The groups ("a-b", "c") and ("a", "b-c") became one, as did 1 and "1"; a group named "constructor" failed.
 * - A column that does not exist gave one group of all rows; no column to compute with, a TypeError.
 */
export function mendGroups(groups: object): void {
  replaceMethods(Object.getPrototypeOf(groups) as object, {
    group(this: Groups): Groups {
      const missing = this.keyCol.find((_, i) => (this.colIndex[i] ?? -1) < 0);
      if (missing !== undefined) {
        throw new RangeError(
          `groupby: there is no column "${missing}"; the columns are ${this.columnName.join(', ')}`,
        );
      }
      this.colDict = Object.create(null) as Record<string, Columns>;
      this.keyToValue = Object.create(null) as Record<string, unknown[]>;
      const names = new Map<string, string>();
      for (const row of this.data ?? []) {
        const values = this.colIndex.map(i => row[i]);
        const exact = JSON.stringify(values.map(exactly));
        let name = names.get(exact);
        if (name === undefined) {
          name = values.join('-');
          while (name in this.colDict || name === '__proto__') name += ' ';
          names.set(exact, name);
          this.keyToValue[name] = values;
          this.colDict[name] = Object.fromEntries(this.columnName.map(column => [column, []]));
        }
        const group = this.colDict[name] as Columns;
        this.columnName.forEach((column, i) => group[column]?.push(row[i]));
      }
      return this;
    },

    /** The groups' names; those of one first key together. */
    colKeyDict(groups: Record<string, Columns>): string[] {
      const byFirst = new Map<string, string[]>();
      for (const name of Object.keys(groups)) {
        const first = name.split('-')[0] as string;
        byFirst.set(first, [...(byFirst.get(first) ?? []), name]);
      }
      return [...byFirst.values()].flat();
    },

    getGroup(this: Groups, keys: readonly unknown[]): unknown {
      const names = Object.keys(this.keyToValue);
      const name = [Object.is, sameText]
        .map(same => names.find(one => this.keyToValue[one]?.every((value, i) => same(value, keys[i]))))
        .find(one => one !== undefined);
      if (name === undefined) {
        throw new RangeError(`there is no group ${keys.join(', ')}; the groups are ${names.join('; ')}`);
      }
      return this.toDataFrame({ [name]: { ...this.colDict[name] } });
    },

    operations(this: Groups, operation: string): unknown {
      const groups = this.groupColNames ? this : this.col();
      const names = groups.groupColNames ?? [];
      if (names.length === 0)
        throw new RangeError(
          `groupby: there is no column to compute "${operation}" of, but only ${this.keyCol.join(', ')}`,
        );
      const text = names.find(name => this.colDtype[this.columnName.indexOf(name)] === 'string');
      if (text !== undefined && operation !== 'count') {
        throw new RangeError(
          `groupby: "${operation}" of the column "${text}", which holds texts: choose columns of numbers, as in groupby(['${this.keyCol.join("', '")}']).col(['NAME'])`,
        );
      }
      return groups.toDataFrame(groups.arithemetic(operation));
    },

    groupMathLog(values: readonly unknown[], operation: string): unknown[] {
      const step = running[operation];
      if (step === undefined) return [statistic(values, operation as Statistic)];
      let soFar: unknown;
      return values.map(value => {
        if (isMissing(value)) return NaN;
        soFar = soFar === undefined ? value : step(soFar, value);
        return soFar;
      });
    },
  });
}

const running: Record<string, ((soFar: unknown, value: unknown) => unknown) | undefined> = {
  cumsum: (a, b) => numberOf(a, 'cumsum') + numberOf(b, 'cumsum'),
  cumprod: (a, b) => numberOf(a, 'cumprod') * numberOf(b, 'cumprod'),
  cummin: (a, b) => (compareValues(b, a) < 0 ? b : a),
  cummax: (a, b) => (compareValues(b, a) > 0 ? b : a),
};

/** Tells 1 from "1" and two dates of the same second apart; what is missing is one group. */
function exactly(value: unknown): unknown {
  if (isMissing(value)) return null;
  return value instanceof Date ? ['date', value.getTime()] : [typeof value, String(value)];
}

function sameText(a: unknown, b: unknown): boolean {
  return String(a) === String(b);
}
