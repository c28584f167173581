import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { checkCount, checkRecord, checkResult, checkRows, checkVector } from '../checks';
import { withoutTraces } from '../gaussian/cholesky';
import { scaledBy, scaleOf } from '../gaussian/scale';

export interface PrincipalAxes {
  /** `[k]`, the mean of the rows. */
  readonly mean: Float64Array;
  /** `[k]`, the variances along the axes, largest first; none below 0. */
  readonly variances: number[];
  /** `[k][k]`, unit vectors, one row for each variance; the entry that is largest in size is positive. */
  readonly axes: number[][];
}

/**
 * C = (1/n) sum_i (x_i - mean)(x_i - mean)^T = A^T diag(v) A with v_1 >= v_2 >= ...: the directions in which rows differ most
 *
 * Unlike `whitening` it takes rows that do not vary in some directions, and fewer rows than columns.
 * @param given values, `[n, k]`, row after row
 * @throws RangeError for values that are not finite, or whose number is no multiple of k, or variances beyond 1.8e308.
 */
export function principalAxes(given: ArrayLike<number>, k: number): PrincipalAxes {
  const n = rowsOf(given, k);
  const scale = scaleOf(given);
  const values = scaledBy(given, scale);
  const mean = new Float64Array(k);
  for (let at = 0; at < values.length; at++) mean[at % k] += values[at]! / n;
  const sums = new Float64Array(k * k);
  const away = new Float64Array(k);
  for (let i = 0; i < n; i++) {
    for (let d = 0; d < k; d++) away[d] = values[i * k + d]! - mean[d]!;
    for (let d = 0; d < k; d++) {
      const one = away[d]!;
      for (let e = 0; e <= d; e++) sums[d * k + e] += one * away[e]!;
    }
  }
  const covariance = Matrix.zeros(k, k);
  for (let d = 0; d < k; d++) {
    for (let e = 0; e <= d; e++) {
      covariance.set(d, e, sums[d * k + e]! / n);
      covariance.set(e, d, sums[d * k + e]! / n);
    }
  }
  const { eigenvectorMatrix, realEigenvalues } = new EigenvalueDecomposition(withoutTraces(covariance), {
    assumeSymmetric: true,
  });
  const order = realEigenvalues.map((_, d) => d).sort((a, b) => realEigenvalues[b]! - realEigenvalues[a]!);
  return {
    mean: mean.map(value => value * scale),
    variances: order.map(d =>
      checkResult(
        Math.max(0, realEigenvalues[d]!) * scale * scale,
        'a variance of values',
        'choose a larger unit',
      ),
    ),
    axes: order.map(d => positive(eigenvectorMatrix.getColumn(d))),
  };
}

/** a . (x_i - mean) for each row of `[n, k]`, and so its place along one axis, `[n]`. @throws RangeError as {@link principalAxes}. */
export function alongAxis(
  values: ArrayLike<number>,
  principal: Pick<PrincipalAxes, 'mean' | 'axes'>,
  axis: number,
): Float64Array {
  const { mean, axes } = checkRecord(principal, 'principal', '{ mean, axes }');
  const k = checkVector(mean, 'mean').length;
  checkRows([mean, ...checkRows(axes, 'axes')], 'mean and axes');
  checkCount(axis, 'axis', 0, axes.length - 1);
  const along = axes[axis]!;
  return Float64Array.from({ length: rowsOf(values, k) }, (_, i) => {
    let sum = 0;
    for (let d = 0; d < k; d++) sum += along[d]! * (values[i * k + d]! - mean[d]!);
    return checkResult(sum, `the place of row ${i} of values along the axis`, 'choose a larger unit');
  });
}

function rowsOf(values: ArrayLike<number>, k: number): number {
  checkCount(k, 'k');
  checkVector(values, 'values');
  if (values.length === 0 || values.length % k !== 0) {
    throw new RangeError(
      `values must hold rows of k = ${k} numbers, but they are ${values.length}: pass [n, k], row after row`,
    );
  }
  return values.length / k;
}

/** An axis has no sign of its own. */
function positive(axis: number[]): number[] {
  const largest = axis.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a));
  return largest < 0 ? axis.map(v => -v) : axis;
}
