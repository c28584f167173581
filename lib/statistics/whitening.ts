import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { checkList, checkResult, checkRows } from '../checks';
import { symmetricEigenvalues, withoutTraces } from '../gaussian/cholesky';
import { scaleOf } from '../gaussian/scale';

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
  const width = checkList(checkList(rows, 'rows')[0] ?? [], 'rows[0]').length;
  if (rows.length <= width) {
    throw new RangeError(
      `whitening needs more rows than columns, but rows has ${rows.length} rows of ${width}`,
    );
  }
  const scale = scaleOf(...checkRows(rows, 'rows'));
  const x = new Matrix(rows.map(row => Array.from(row, value => value / scale)));
  x.subRowVector(x.mean('column'));
  const { eigenvectorMatrix, realEigenvalues } = new EigenvalueDecomposition(
    withoutTraces(x.transpose().mmul(x).div(rows.length)),
    { assumeSymmetric: true },
  );
  const order = realEigenvalues.map((_, k) => k).sort((a, b) => realEigenvalues[b]! - realEigenvalues[a]!);
  const scaled = order.map(k => realEigenvalues[k]!);
  const variances = scaled.map(variance =>
    checkResult(variance * scale * scale, 'a variance of rows', 'choose a larger unit'),
  );
  const smallest = variances[variances.length - 1]!;
  if (!(scaled[scaled.length - 1]! > 1e-12 * scaled[0]! && smallest > 0)) {
    throw new RangeError(
      `some direction of rows has the variance ${smallest}: drop a column that follows from others`,
    );
  }
  const matrix = order.map((k, i) =>
    eigenvectorMatrix
      .getColumn(k)
      .map(v =>
        checkResult(
          v / Math.sqrt(scaled[i]!) / scale,
          'an entry of the matrix for rows',
          'choose a smaller unit',
        ),
      ),
  );
  const unscaled = new Matrix(matrix.map(row => row.map(value => value * scale)));
  return { white: x.mmul(unscaled.transpose()).to2DArray(), matrix, variances };
}

/**
 * e_1 >= e_2 >= ... with S = E diag(e) E^T: the variances along the principal directions, `[d]`, of a symmetric S.
 * @throws RangeError when S is empty, not square, not symmetric or not finite.
 */
export function principalVariances(covariance: readonly ArrayLike<number>[]): number[] {
  return symmetricEigenvalues(covariance, 'covariance')
    .reverse()
    .map(value => checkResult(value, 'an eigenvalue of covariance', 'choose a larger unit'));
}
