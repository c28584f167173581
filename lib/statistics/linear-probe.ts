import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import { checkCount, checkPositive, checkRecord, checkResult, checkVector } from '../checks';
import { scaleOf } from '../gaussian/scale';
import { type IntervalEstimate, studentInterval } from './mean';

export interface ProbeOptions {
  /** Parts of the data, each held out once, 5. */
  readonly folds?: number;
  /** Of each feature's variance, added to its normal equation, 1e-6: a problem with fewer rows than features has an answer. */
  readonly ridge?: number;
}

/**
 * R^2 = 1 - sum_i (t_i - w . x_i - b)^2 / sum_i (t_i - mean t)^2 over the rows i of a fold, with w, b and mean t from the others
 *
 * How much of a number a linear reader foretells from features, on rows that it was not fitted to: 1 all, 0 no more than the
 * mean says, less than 0 worse than that. Row i is in fold i mod folds. The value is the mean over the folds; its interval is
 * Student's, which takes the folds for independent (they share rows that they are fitted to, so it is approximate).
 * @param features `[n, k]`, row after row
 * @param targets `[n]`
 * @throws RangeError for values that are not finite, lengths that do not agree, fewer than two folds or two rows a fold, or
 * targets that are all alike in a fold.
 */
export function heldOutR2(
  features: ArrayLike<number>,
  targets: ArrayLike<number>,
  options: ProbeOptions = {},
): IntervalEstimate {
  const { folds = 5, ridge = 1e-6 } = checkRecord(options, 'options', '{ folds, ridge }');
  const n = checkVector(targets, 'targets').length;
  checkVector(features, 'features');
  checkPositive(ridge, 'ridge');
  checkCount(folds, 'folds', 2);
  if (n < 2 * folds)
    throw new RangeError(`${folds} folds need ${2 * folds} rows at least, but targets has ${n}`);
  const k = features.length / n;
  if (!Number.isInteger(k) || k < 1) {
    throw new RangeError(
      `features hold ${features.length} numbers for ${n} targets: pass [n, k], row after row`,
    );
  }
  const centred = centredRows(features, targets, k);
  const parts = Array.from({ length: folds }, (_, fold) => productsOf(centred, k, fold, folds));
  const whole = parts.reduce((sum, part) => sum.map((v, at) => v + part[at]!));
  const values = parts.map((part, fold) => {
    const weights = solve(
      whole.map((v, at) => v - part[at]!),
      k,
      ridge,
    );
    return scoreOf(centred, k, weights, fold, folds);
  });
  return studentInterval(values);
}

/** `[n, k + 2]`: the features, a 1 and the target, all but the 1 less their mean: what is large and common costs digits. */
function centredRows(features: ArrayLike<number>, targets: ArrayLike<number>, k: number): Float64Array {
  const n = targets.length;
  const width = k + 2;
  // R^2 does not depend on a column's unit, and a power of two costs no digits.
  const units = Array.from({ length: k }, (_, d) =>
    scaleOf(Array.from({ length: n }, (_, i) => features[i * k + d]!)),
  );
  const unit = scaleOf(targets);
  const means = new Float64Array(width);
  for (let i = 0; i < n; i++) {
    for (let d = 0; d < k; d++) means[d] += features[i * k + d]! / units[d]! / n;
    means[k + 1] += targets[i]! / unit / n;
  }
  const rows = new Float64Array(n * width);
  for (let i = 0; i < n; i++) {
    for (let d = 0; d < k; d++) rows[i * width + d] = features[i * k + d]! / units[d]! - means[d]!;
    rows[i * width + k] = 1;
    rows[i * width + k + 1] = targets[i]! / unit - means[k + 1]!;
  }
  return rows;
}

/** sum_i r_i r_i^T over one fold, `[k + 2, k + 2]`, lower half. */
function productsOf(rows: Float64Array, k: number, fold: number, folds: number): Float64Array {
  const width = k + 2;
  const sums = new Float64Array(width * width);
  for (let from = fold * width; from < rows.length; from += folds * width) {
    for (let d = 0; d < width; d++) {
      const one = rows[from + d]!;
      for (let e = 0; e <= d; e++) sums[d * width + e] += one * rows[from + e]!;
    }
  }
  return sums;
}

/** `[k + 2]`: w, b, and the mean of the targets. */
function solve(sums: Float64Array, k: number, ridge: number): Float64Array {
  const width = k + 2;
  const gram = Matrix.zeros(k + 1, k + 1);
  for (let d = 0; d <= k; d++) {
    for (let e = 0; e <= d; e++) {
      gram.set(d, e, sums[d * width + e]!);
      gram.set(e, d, sums[d * width + e]!);
    }
  }
  // A feature that never varies gets a harmless 1.
  for (let d = 0; d < k; d++) gram.set(d, d, gram.get(d, d) * (1 + ridge) || 1);
  const right = Matrix.columnVector(Array.from({ length: k + 1 }, (_, d) => sums[(k + 1) * width + d]!));
  const solution = new CholeskyDecomposition(gram).solve(right).to1DArray();
  return Float64Array.from([...solution, sums[(k + 1) * width + k]! / sums[k * width + k]!]);
}

function scoreOf(rows: Float64Array, k: number, weights: Float64Array, fold: number, folds: number): number {
  const width = k + 2;
  let [missed, spread] = [0, 0];
  for (let from = fold * width; from < rows.length; from += folds * width) {
    let guess = 0;
    for (let d = 0; d <= k; d++) guess += weights[d]! * rows[from + d]!;
    missed += (rows[from + k + 1]! - guess) ** 2;
    spread += (rows[from + k + 1]! - weights[k + 1]!) ** 2;
  }
  if (!(spread > 0))
    throw new RangeError(`the targets of fold ${fold} are all the same: there is nothing to foretell`);
  return checkResult(
    1 - missed / spread,
    `R^2 of fold ${fold}`,
    'features follow from each other: choose a larger ridge, or a smaller one if it is huge',
  );
}
