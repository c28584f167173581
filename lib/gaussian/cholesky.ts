import { CholeskyDecomposition, EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { checkFinite, checkList, checkPositive, checkResult, checkSameLength, checkVector } from '../checks';
import type { Covariance } from './parameters';
import { scaleOf } from './scale';

/**
 * The lower triangular L with covariance = L L^T, `[k, k]` as rows.
 * Two mirrored entries may differ by rounding: by 1e-12 of the product of their standard deviations, or by 1e-8 of their size.
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
    const smallest = eigenvaluesOf(matrix)[0]!;
    throw new RangeError(
      `${name} must be positive definite, but its smallest eigenvalue is ${Number(smallest.toPrecision(6))}: ` +
        'drop directions that are combinations of others, or add a small variance to the diagonal',
    );
  }
  return factor.to2DArray();
}

/**
 * e_1 <= e_2 <= ..., the eigenvalues of a symmetric matrix, `[k]`.
 * @throws RangeError when the matrix is empty, not square, not symmetric or not finite.
 */
export function symmetricEigenvalues(symmetric: Covariance, name: string): number[] {
  return eigenvaluesOf(checkSymmetric(symmetric, name));
}

function eigenvaluesOf(matrix: Matrix): number[] {
  // Powers of two are exact, and without them squares of large entries overflow.
  const scale = scaleOf(...matrix.to2DArray());
  const { realEigenvalues } = new EigenvalueDecomposition(withoutTraces(matrix.clone().div(scale)), {
    assumeSymmetric: true,
  });
  return realEigenvalues.map(value => value * scale).sort((a, b) => a - b);
}

/** In place: entries beside the diagonal too small to count beside the largest become 0; ml-matrix divides by their squares. */
export function withoutTraces(matrix: Matrix): Matrix {
  const least = Math.max(matrix.max(), -matrix.min()) * 1e-140;
  return matrix.apply((i, j) => {
    if (i !== j && Math.abs(matrix.get(i, j)) < least) matrix.set(i, j, 0);
  });
}

/**
 * ln det(covariance) = 2 sum_i ln L_ii, from the Cholesky factor L, `[k, k]`.
 * @throws RangeError when L is empty or its diagonal is not finite and > 0.
 */
export function logDeterminant(factor: Covariance): number {
  if (checkList(factor, 'factor', 'rows').length === 0)
    throw new RangeError('factor is empty: pass at least one row');
  let sum = 0;
  for (let i = 0; i < factor.length; i++) {
    const row = checkList(factor[i]!, `factor[${i}]`);
    sum += Math.log(checkPositive(row[i]!, `factor[${i}][${i}]`));
  }
  return 2 * sum;
}

/**
 * The y with L y = b, by forward substitution; |y|^2 is then b^T covariance^-1 b. L is `[k, k]`, b and y are `[k]`.
 * @throws RangeError for different lengths, what is not finite in b or on and below the diagonal of L, a 0 on it, or a y
 * beyond the range of numbers.
 */
export function solveLower(factor: Covariance, b: ArrayLike<number>): Float64Array {
  checkVector(b, 'b');
  checkSameLength(checkList(factor, 'factor', 'rows'), 'factor', b, 'b');
  for (let i = 0; i < b.length; i++) {
    const row = checkList(factor[i]!, `factor[${i}]`);
    for (let j = 0; j <= i; j++) checkFinite(row[j]!, `factor[${i}][${j}]`);
    if (row[i] === 0)
      throw new RangeError(
        `factor[${i}][${i}] is 0, so that factor y = b has no solution: pass a Cholesky factor`,
      );
  }
  return substitute(factor, b).map((value, i) =>
    checkResult(value, `y[${i}] of factor y = b`, 'scale factor or b'),
  );
}

/** {@link solveLower} for a factor and a b that were checked; the result may be beyond the range of numbers. */
export function substitute(factor: Covariance, b: ArrayLike<number>): Float64Array {
  const y = new Float64Array(factor.length);
  for (let i = 0; i < y.length; i++) {
    const row = factor[i]!;
    let rest = b[i]!;
    for (let j = 0; j < i; j++) rest -= row[j]! * y[j]!;
    y[i] = rest / row[i]!;
  }
  return y;
}

/** How far rounding may carry two mirrored entries apart, in units of the two standard deviations. */
const ROUNDING = 1e-12;

function checkSymmetric(covariance: Covariance, name: string): Matrix {
  const k = checkList(covariance, name, 'rows').length;
  if (k === 0) throw new RangeError(`${name} is empty: pass at least one row`);
  for (let i = 0; i < k; i++) {
    const row = checkList(covariance[i]!, `${name}[${i}]`);
    if (row.length !== k) {
      throw new RangeError(
        `${name} must be square, but it has ${k} rows and row ${i} has ${row.length} values`,
      );
    }
    checkVector(row, `${name}[${i}]`);
  }
  const matrix = new Matrix(covariance.map(row => Array.from(row)));
  for (let i = 0; i < k; i++) {
    for (let j = 0; j < i; j++) {
      const below = matrix.get(i, j);
      const above = matrix.get(j, i);
      const rounding =
        1e-8 * Math.abs(below) +
        1e-8 * Math.abs(above) +
        ROUNDING * Math.sqrt(Math.abs(matrix.get(i, i))) * Math.sqrt(Math.abs(matrix.get(j, j)));
      if (Math.abs(below - above) > rounding) {
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
