import { checkList } from '../checks';
import { namedInterval } from './mean';

/**
 * y_i = the mean of set i, error_i = half the length of its 95% interval: points with error bars, ready for a figure.
 * @throws RangeError as meanInterval.
 */
export function meanBars(sets: readonly ArrayLike<number>[]): { y: number[]; error: number[] } {
  const intervals = Array.from(checkList(sets, 'sets', 'sets of numbers'), (values, i) =>
    namedInterval(values, 0.95, `sets[${i}]`),
  );
  return { y: intervals.map(one => one.value), error: intervals.map(one => one.high - one.value) };
}
