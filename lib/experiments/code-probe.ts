import { checkCount, checkList } from '../checks';
import type { GaussianClassifier } from '../statistics';

/** naiveBayes or linearDiscriminant of lib/statistics. */
export type FitClassifier = (
  rows: readonly ArrayLike<number>[],
  labels: ArrayLike<number>,
) => GaussianClassifier;

/**
 * 1/F sum_f (share of rows whose level of factor f is read right), on the rows after the first `known`, which the readers are
 * fitted to
 *
 * @param rows codes, `[n][k]`
 * @param factors levels, `[F][n]`, whole numbers >= 0
 * @throws RangeError unless some rows are known and some are left.
 */
export function probeCodes(
  rows: readonly ArrayLike<number>[],
  factors: readonly ArrayLike<number>[],
  fit: FitClassifier,
  known: number,
): number {
  checkCount(known, 'known', 1, rows.length - 1);
  if (checkList(factors, 'factors').length === 0) throw new RangeError('factors must not be empty');
  const asked = rows.slice(known);
  const shares = factors.map(levels => {
    const reader = fit(rows.slice(0, known), Array.from(levels).slice(0, known));
    const read = reader.classify(asked);
    return read.filter((level, i) => level === levels[known + i]).length / asked.length;
  });
  return shares.reduce((a, b) => a + b, 0) / shares.length;
}
