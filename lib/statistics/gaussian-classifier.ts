import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import { checkCount, checkResult, checkRows, checkSameLength, checkVector } from '../checks';
import { standardDeviation } from './mean';

/** p(y|x) by Bayes' rule from normal laws p(x|y) that were fitted to labelled rows. */
export interface GaussianClassifier {
  /** The labels that occur, in rising order. */
  readonly labels: readonly number[];
  /** p(y|x) for each label, `[labels]`, of a row x `[k]`. @throws RangeError for a row of another length, or not finite. */
  probabilities(row: ArrayLike<number>): Float64Array;
  /** The most probable label of each row; the smallest one among equals. */
  classify(rows: readonly ArrayLike<number>[]): number[];
}

/** Of a component's variance over all rows: the least that its variance within a label may be. */
const LEAST_SHARE = 1e-9;

/**
 * p(y|x) ~ p(y) prod_k N(x_k; m_yk, v_yk): naive Bayes, which takes the components of x for independent within each label
 *
 * with p(y), m and v the shares, means and variances (1/n) of the rows. Exact for normal components that are independent given the
 * label; where they are not, it counts the same evidence several times.
 * @param rows `[n][k]`
 * @param labels `[n]`, whole numbers >= 0
 * @example naiveBayes([[0], [1], [5], [6]], [0, 0, 1, 1]).classify([[0.4], [4]]) // [0, 1]
 * @throws RangeError for no row, lengths that differ, values that are not finite, or labels that are not whole numbers.
 */
export function naiveBayes(
  rows: readonly ArrayLike<number>[],
  labels: ArrayLike<number>,
): GaussianClassifier {
  const { known, groups, standardize, total } = standardized(rows, labels);
  const laws = groups.map(group => {
    const means = meansOf(group);
    const variances = means.map((mean, k) =>
      Math.max(LEAST_SHARE, group.reduce((sum, x) => sum + (x[k]! - mean) ** 2, 0) / group.length),
    );
    return { prior: Math.log(group.length / total), means, variances };
  });
  return classifier(known, row => {
    const x = standardize(row);
    return laws.map(({ prior, means, variances }) =>
      x.reduce(
        (sum, v, k) => sum - 0.5 * (Math.log(variances[k]!) + (v - means[k]!) ** 2 / variances[k]!),
        prior,
      ),
    );
  });
}

/**
 * p(y|x) ~ p(y) N(x; m_y, S): the linear discriminant, a linear reader that knows how the components vary together
 *
 * with S the covariance (1/n) of all rows about the means of their labels; its scores are linear in x.
 * @param rows `[n][k]`
 * @param labels `[n]`, whole numbers >= 0
 * @throws RangeError as {@link naiveBayes}.
 */
export function linearDiscriminant(
  rows: readonly ArrayLike<number>[],
  labels: ArrayLike<number>,
): GaussianClassifier {
  const { known, groups, standardize, total, width } = standardized(rows, labels);
  const means = groups.map(meansOf);
  const within = Matrix.zeros(width, width);
  groups.forEach((group, c) => {
    const away = new Matrix(group.map(x => x.map((v, k) => v - means[c]![k]!)));
    if (width > 0) within.add(away.transpose().mmul(away).div(total));
  });
  for (let k = 0; k < width; k++) within.set(k, k, within.get(k, k) + LEAST_SHARE);
  const weights = means.map(mean =>
    width > 0 ? new CholeskyDecomposition(within).solve(Matrix.columnVector(mean)).to1DArray() : [],
  );
  return classifier(known, row => {
    const x = standardize(row);
    return weights.map((w, c) =>
      w.reduce(
        (sum, weight, k) => sum + weight * (x[k]! - 0.5 * means[c]![k]!),
        Math.log(groups[c]!.length / total),
      ),
    );
  });
}

/** The rows by label, each component of mean 0 and variance 1; components that never vary are left out. */
function standardized(rows: readonly ArrayLike<number>[], labels: ArrayLike<number>) {
  const all = checkRows(rows, 'rows');
  checkSameLength(checkVector(labels, 'labels'), 'labels', rows, 'the list of rows');
  for (let i = 0; i < labels.length; i++) checkCount(labels[i]!, `labels[${i}]`, 0);
  const columns = Array.from(all[0]!, (_, k) => Float64Array.from(all, row => row[k]!));
  const kept = columns.flatMap((column, at) => {
    const unit = column.every(v => v === column[0]) ? 0 : standardDeviation(column);
    const mean = column.reduce((sum, v) => sum + v / column.length, 0);
    return unit > 0 ? [{ at, unit, mean }] : [];
  });
  const standardize = (row: ArrayLike<number>): number[] => {
    checkSameLength(checkVector(row, 'row'), 'row', columns, 'a fitted row');
    return kept.map(({ at, unit, mean }) => (row[at]! - mean) / unit);
  };
  const known = [...new Set(Array.from(labels))].sort((a, b) => a - b);
  const groups = known.map(label => all.filter((_, i) => labels[i] === label).map(standardize));
  return { known, groups, standardize, total: all.length, width: kept.length };
}

const meansOf = (group: readonly number[][]): number[] =>
  group[0]!.map((_, k) => group.reduce((sum, x) => sum + x[k]!, 0) / group.length);

function classifier(
  labels: readonly number[],
  scores: (row: ArrayLike<number>) => number[],
): GaussianClassifier {
  const probabilities = (row: ArrayLike<number>) => {
    const logs = scores(row);
    const most = checkResult(Math.max(...logs), 'the log-probability of row', 'it is too far from all rows');
    const shares = logs.map(v => Math.exp(v - most));
    const sum = shares.reduce((a, b) => a + b, 0);
    return Float64Array.from(shares, share => share / sum);
  };
  const classify = (rows: readonly ArrayLike<number>[]) =>
    rows.map(row => {
      const p = probabilities(row);
      return labels[p.indexOf(Math.max(...p))]!;
    });
  return { labels, probabilities, classify };
}
