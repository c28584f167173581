import type { DataFrame, Series } from 'danfojs-node';
// On Node >= 23 the TensorFlow that danfojs brings along needs this first; it loads no TensorFlow itself.
import '../tf-environment';
import { columnType, isMissing, sortedPlaces, statistic } from './column';
import { mendGroups } from './mended-groups';
import { replaceMethods } from './replace-methods';

type Danfojs = typeof import('danfojs-node');
type Selection = { rows?: unknown; columns?: (string | number)[] };

/** What this file reads and replaces of danfojs, most of it outside its published types. */
interface Frame {
  columns: string[];
  index: (string | number)[];
  values: unknown[];
  dtypes: string[];
  config: object;
  $getColumnData(name: string, asSeries: false): unknown[];
  $setColumnData(name: string, values: unknown): void;
  $setValues(values: unknown[], ...checks: boolean[]): void;
  $setIndex(index: (string | number)[]): void;
}

/**
 * danfojs, loaded at the first call (it takes about a second and 75 MB on top of TensorFlow's), with what is wrong in
 * version 1.2.0 put right. Each of these gave wrong numbers or an unintelligible error:
 *
 * - A column with the name of a member, such as `index`, took its place, and the frame no longer worked. The member
 *   stays; `frame.column('index')` gives the column.
 * - The type of a column was guessed from its first 20 values, and "1" was taken for a number. All values decide.
 * - Statistics of groups counted a missing value as 0, or became NaN; and see `mended-groups`.
 * - `describe` failed on a missing value or a date.
 * - Sorting took a missing value for 0, or left the order as it was. It comes last.
 * - `query` and `iloc` with truth values took the rows' names for their places: wrong rows after `sortValues`.
 */
export function loadDanfojs(): Danfojs {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load danfojs at once
  const danfojs = require('danfojs-node') as Danfojs;
  // Not only once: a notebook's edited file of lib is loaded anew, and danfojs is not.
  mendTypes(danfojs);
  mendColumns(danfojs);
  mendSorting(danfojs);
  mendSelection(danfojs);
  mendDescribe(danfojs);
  mendGroups(new danfojs.DataFrame([[0]], { columns: ['a'] }).groupby(['a']));
  return danfojs;
}

function mendTypes({ Utils }: Danfojs): void {
  replaceMethods(Utils.prototype, {
    inferDtype(values: unknown[]): string[] {
      if (!Array.isArray(values[0])) return [columnType(values)];
      const rows = values as unknown[][];
      return values[0].map((_, c) => columnType(rows.map(row => row[c])));
    },
  });
}

function mendColumns({ DataFrame }: Danfojs): void {
  replaceMethods(DataFrame.prototype, {
    $setInternalColumnDataProperty(this: Frame, added?: string): void {
      for (const name of typeof added === 'string' ? [added] : this.columns) {
        const own = Object.getOwnPropertyDescriptor(this, name);
        if (name in DataFrame.prototype || (own !== undefined && own.get === undefined)) continue;
        Object.defineProperty(this, name, {
          configurable: true,
          get: () => (this as unknown as DataFrame).column(name),
          set: (values: unknown) => this.$setColumnData(name, values),
        });
      }
    },
  });
}

function mendSorting({ DataFrame, Series }: Danfojs): void {
  type Options = { ascending?: boolean; inplace?: boolean };
  replaceMethods(DataFrame.prototype, {
    sortValues(this: Frame, column: string, { ascending = true, inplace = false }: Options = {}) {
      checkColumn(this, column, 'sortValues');
      const places = sortedPlaces(this.$getColumnData(column, false), ascending);
      const values = places.map(i => this.values[i]);
      const index = places.map(i => this.index[i] as string | number);
      if (!inplace) {
        const { columns, dtypes, config } = this;
        return new DataFrame(values, {
          index,
          columns: [...columns],
          dtypes: [...dtypes],
          config: { ...config },
        });
      }
      this.$setValues(values);
      this.$setIndex(index);
    },
  });
  replaceMethods(Series.prototype, {
    sortValues(this: Frame, { ascending = true, inplace = false }: Options = {}) {
      const places = sortedPlaces(this.values, ascending);
      const values = places.map(i => this.values[i]);
      const index = places.map(i => this.index[i] as string | number);
      if (!inplace)
        return new Series(values, { index, columns: [...this.columns], dtypes: [...this.dtypes] });
      this.$setValues(values);
      this.$setIndex(index);
    },
  });
}

function mendSelection({ DataFrame, Series }: Danfojs): void {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- see above
  const { _iloc } = require('danfojs-node/dist/danfojs-base/core/indexing.js') as {
    _iloc: (selection: Selection & { ndFrame: unknown }) => Frame;
  };
  const iloc = function (this: Frame, { rows, columns }: Selection) {
    return _iloc({ ndFrame: this, rows: placesOf(rows, this), columns });
  };
  replaceMethods(Series.prototype, { iloc });
  replaceMethods(DataFrame.prototype, {
    iloc,
    query(this: Frame, condition: unknown, { inplace = false }: { inplace?: boolean } = {}) {
      if (condition === undefined || condition === null)
        throw new RangeError("query needs a condition, such as frame['rate'].gt(1)");
      const found = iloc.call(this, { rows: condition });
      if (!inplace) return found;
      this.$setValues(found.values, false, false);
      this.$setIndex(found.index);
    },
  });
}

/** Truth values, one for each row, become the places of the true ones; other choices of rows stay as they are. */
function placesOf(rows: unknown, frame: Frame): unknown {
  const list = Array.isArray(rows)
    ? (rows as unknown[])
    : ((rows as Partial<Series> | undefined)?.values ?? rows);
  if (!Array.isArray(list) || list.length === 0 || !list.every(one => typeof one === 'boolean')) return rows;
  if (list.length !== frame.index.length) {
    throw new RangeError(
      `the condition has ${list.length} truth values, but there are ${frame.index.length} rows`,
    );
  }
  return list.flatMap((chosen, i) => (chosen ? [i] : []));
}

function mendDescribe({ DataFrame }: Danfojs): void {
  const statistics = ['count', 'mean', 'std', 'min', 'median', 'max', 'var'] as const;
  replaceMethods(DataFrame.prototype, {
    describe(this: Frame) {
      const computed = this.columns.filter(
        (_, c) => !['string', 'datetime'].includes(this.dtypes[c] as string),
      );
      if (computed.length === 0) {
        const kinds = this.columns.map((name, c) => `${name} (${this.dtypes[c]})`).join(', ');
        throw new RangeError(`describe needs a column of numbers, but the columns are ${kinds}`);
      }
      const columns = computed.map(name => this.$getColumnData(name, false));
      const rows = statistics.map(one =>
        columns.map(values => {
          const numbers = values.map(value => (isMissing(value) ? NaN : Number(value)));
          return statistic(numbers, one);
        }),
      );
      const index = statistics.map(one => (one === 'var' ? 'variance' : one));
      return new DataFrame(rows, { index, columns: computed });
    },
  });
}

/** @throws RangeError when the frame has no such column. */
export function checkColumn(frame: { columns: string[] }, name: string, where: string): void {
  if (!frame.columns.includes(name)) {
    throw new RangeError(
      `${where}: there is no column "${name}"; the columns are ${frame.columns.join(', ')}`,
    );
  }
}
