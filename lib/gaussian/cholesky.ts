import { CholeskyDecomposition, EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { checkVector } from '../checks';
import type { Covariance } from './parameters';

/**
 * The lower triangular L with covariance = L L^T, `[k, k]` as rows.
 * @throws RangeError when the matrix is empty, not square, not symmetric, not finite, or not positive definite (its
 * smallest eigenvalue is then in the message).
 */
export function cholesky(covariance: Covariance, name = 'covariance'): number[][] {
  const matrix = checkSymmetric(covariance, name);
  const decomposition = new CholeskyDecomposition(matrix);
  const factor = decomposition.lowerTriangularMatrix;
  let definite = decomposition.isPositiveDefinite();
  for (let i = 0; i < matrix.rows && definite; i++) {
    // A pivot that is rounding error next to its variance means a singular matrix.
    definite = factor.get(i, i) ** 2 > 1e-14 * matrix.get(i, i);
  }
  if (!definite) {
    const smallest = Math.min(...new EigenvalueDecomposition(matrix).realEigenvalues);
    throw new RangeError(
      `${name} must be positive definite, but its smallest eigenvalue is ${Number(smallest.toPrecision(6))}: ` +
        'drop directions that are combinations of others, or add a small variance to the diagonal',
    );
  }
  return factor.to2DArray();
}

/** ln det(covariance) = 2 sum_i ln L_ii, from the Cholesky factor L. */
export function logDeterminant(factor: Covariance): number {
  let sum = 0;
  for (let i = 0; i < factor.length; i++) sum += Math.log(factor[i]![i]!);
  return 2 * sum;
}

/** The y with L y = b, by forward substitution; |y|^2 is then b^T covariance^-1 b. */
export function solveLower(factor: Covariance, b: ArrayLike<number>): Float64Array {
  const y = new Float64Array(factor.length);
  for (let i = 0; i < y.length; i++) {
    const row = factor[i]!;
    let rest = b[i]!;
    for (let j = 0; j < i; j++) rest -= row[j]! * y[j]!;
    y[i] = rest / row[i]!;
  }
  return y;
}

function checkSymmetric(covariance: Covariance, name: string): Matrix {
  const k = covariance.length;
  if (k === 0) throw new RangeError(`${name} is empty: pass at least one row`);
  covariance.forEach((row, i) => {
    if (row.length !== k) {
      throw new RangeError(
        `${name} must be square, but it has ${k} rows and row ${i} has ${row.length} values`,
      );
    }
    checkVector(row, `${name}[${i}]`);
  });
  const matrix = new Matrix(covariance.map(row => Array.from(row)));
  for (let i = 0; i < k; i++) {
    for (let j = 0; j < i; j++) {
      const below = matrix.get(i, j);
      const above = matrix.get(j, i);
      if (Math.abs(below - above) > 1e-8 * (Math.abs(below) + Math.abs(above))) {
        throw new RangeError(
          `${name} must be symmetric, but its entry [${i}][${j}] is ${below} and [${j}][${i}] is ${above}: use their mean, or look for a typing error`,
        );
      }
      // The factorisation wants exact symmetry; computed covariances have it only up to rounding.
      matrix.set(j, i, below);
    }
  }
  return matrix;
}
