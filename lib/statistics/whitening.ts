import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { checkSameLength, checkVector } from '../checks';

export interface Whitening {
  /** `[n][d]`, of mean 0 and covariance I. */
  white: number[][];
  /** W, `[d][d]`: white = W (x - mean); its rows are principal directions over standard deviations, largest first. */
  matrix: number[][];
  /** `[d]`, the variances along the principal directions, largest first. */
  variances: number[];
}

/**
 * u = diag(v)^(-1/2) E^T (x - mean), with E diag(v) E^T the covariance (1/n) of the rows: whitening by principal components
 *
 * Any orthogonal matrix times u is as white. @throws RangeError for fewer rows than columns, lengths that differ, values that
 * are not finite, or rows without variation in some direction.
 */
export function whitening(rows: readonly ArrayLike<number>[]): Whitening {
  const [first] = rows;
  if (first === undefined || rows.length <= first.length) {
    throw new RangeError(
      `whitening needs more rows than columns, but has ${rows.length} rows of ${first?.length ?? 0}`,
    );
  }
  rows.forEach((row, i) => checkSameLength(checkVector(row, `row ${i}`), `row ${i}`, first, 'row 0'));
  const x = new Matrix(rows.map(row => Array.from(row)));
  x.subRowVector(x.mean('column'));
  const { eigenvectorMatrix, realEigenvalues } = new EigenvalueDecomposition(
    x.transpose().mmul(x).div(rows.length),
    { assumeSymmetric: true },
  );
  const order = realEigenvalues.map((_, k) => k).sort((a, b) => realEigenvalues[b]! - realEigenvalues[a]!);
  const variances = order.map(k => realEigenvalues[k]!);
  const smallest = variances[variances.length - 1]!;
  if (!(smallest > 1e-12 * variances[0]!)) {
    throw new RangeError(
      `some direction has the variance ${smallest}: drop a column that follows from others`,
    );
  }
  const matrix = order.map((k, i) => eigenvectorMatrix.getColumn(k).map(v => v / Math.sqrt(variances[i]!)));
  return { white: x.mmul(new Matrix(matrix).transpose()).to2DArray(), matrix, variances };
}

/** e_1 >= e_2 >= ... with S = E diag(e) E^T: the variances along the principal directions, `[d]`, of a symmetric S. */
export function principalVariances(covariance: readonly ArrayLike<number>[]): number[] {
  const matrix = new Matrix(covariance.map(row => Array.from(checkVector(row, 'a row of the covariance'))));
  return new EigenvalueDecomposition(matrix, { assumeSymmetric: true }).realEigenvalues.sort((a, b) => b - a);
}
