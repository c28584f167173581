import { checkPositive, checkResult, checkRows } from '../checks';

/** Which dimensions of a code listen to the input. */
export interface ActiveUnits {
  /** Var_x(mean_k(x)), `[k]`. */
  variances: Float64Array;
  /** Whether it exceeds the threshold, `[k]`. */
  active: boolean[];
  /** How many do. */
  count: number;
}

/**
 * A_k = Var_x(mean_k(x)); dimension k is active when A_k > threshold
 *
 * A dimension with A_k = 0 has the same mean whatever the input: only its noise is left.
 *
 * @param means mean(x_i) of n inputs, `[k]` each, in the unit of the prior's standard deviation
 * @param threshold 0.01, as in the source
 * @throws RangeError for fewer than two inputs, different lengths, a value that is not finite or a threshold <= 0.
 *
 * Source: Burda, Grosse & Salakhutdinov 2016, section 5.2.
 */
export function activeUnits(means: readonly ArrayLike<number>[], threshold = 0.01): ActiveUnits {
  checkPositive(threshold, 'threshold');
  const first = checkRows(means, 'means', 'vectors')[0];
  if (first === undefined || means.length < 2) {
    throw new RangeError(`a variance over inputs needs at least two of them, but there is ${means.length}`);
  }
  const n = means.length;
  const variances = Float64Array.from(first, (_, k) => {
    const centre = means.reduce((sum, mean) => sum + mean[k]!, 0) / n;
    const squares = means.reduce((sum, mean) => sum + (mean[k]! - centre) ** 2, 0);
    return checkResult(
      squares / (n - 1),
      `the variance of dimension ${k}`,
      'keep the means within 1e150 of 0',
    );
  });
  const active = Array.from(variances, variance => variance > threshold);
  return { variances, active, count: active.filter(Boolean).length };
}
