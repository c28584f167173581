import { checkCount, checkList, checkResult, checkVector } from '../checks';
import { logSumExp } from './encoder';

/** ln w_s of one input, s = 1 ... samples, in nats. */
type LogWeights = ArrayLike<number>;

/**
 * L_S = E ln 1/S sum_s w_s, w_s = q(x, z_s) / p(z_s|x): a lower bound of ln q(x), for each input, in nats
 *
 * The expectation is an average over all groups of S consecutive weights: with T weights, T / S of them. L_1 is the
 * ELBO, and E L_S never falls as S grows.
 *
 * @param logWeights `[n][T]`
 * @param samples S, at most T
 * @returns `[n]`
 * @throws RangeError for no weight, a value that is not finite, or an S that is not a whole number from 1 to T.
 *
 * Source: Burda, Grosse & Salakhutdinov 2016, equation (8).
 */
export function importanceBound(logWeights: readonly LogWeights[], samples: number): Float64Array {
  checkCount(samples, 'samples');
  return Float64Array.from(checkList(logWeights, 'logWeights', 'rows'), (row, i) => {
    checkVector(row, `logWeights[${i}]`);
    const groups = Math.floor(row.length / samples);
    if (groups === 0) {
      throw new RangeError(`samples is ${samples}, but input ${i} has ${row.length} weights: draw more`);
    }
    let sum = 0;
    for (let g = 0; g < groups; g++) {
      const group = Float64Array.from({ length: samples }, (_, s) => row[g * samples + s]!);
      sum += logSumExp(group) - Math.log(samples);
    }
    return checkResult(sum / groups, `the bound of logWeights[${i}]`, 'keep the weights within 1e150 of 0');
  });
}

/**
 * ln q(x) - L_S = v / (2 S) for large S, with v = Var(w) / (E w)^2, here from the weights themselves: `[n]`, in nats
 *
 * From ln(1 + u) = u - u^2/2 + ... at u = mean(w) / E w - 1. It needs a finite v, and estimates it too low when a few
 * weights carry the sum, which is when the bias is large.
 *
 * @param logWeights `[n][T]`, T >= 2
 * @throws RangeError for fewer than two weights, a value that is not finite, or an S that is not a whole number >= 1.
 *
 * Source: Nowozin 2018, "Debiasing evidence approximations", proposition 1.
 */
export function expectedBias(logWeights: readonly LogWeights[], samples: number): Float64Array {
  checkCount(samples, 'samples');
  return Float64Array.from(checkList(logWeights, 'logWeights', 'rows'), (row, i) => {
    checkVector(row, `logWeights[${i}]`);
    if (row.length < 2) {
      throw new RangeError(`a variance needs at least two weights, but input ${i} has ${row.length}`);
    }
    const T = row.length;
    const logMean = logSumExp(Float64Array.from(row)) - Math.log(T);
    let squares = 0;
    for (let s = 0; s < T; s++) squares += (Math.exp(row[s]! - logMean) - 1) ** 2;
    return checkResult(
      squares / (T - 1) / (2 * samples),
      `the bias of logWeights[${i}]`,
      'keep the weights within 1e150 of 0',
    );
  });
}
