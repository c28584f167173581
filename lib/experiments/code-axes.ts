import { checkSameLength } from '../checks';
import type { Random } from '../random';
import { alongAxis, principalAxes } from '../statistics';

/** The codes of n inputs: mean and logVar are `[n, k]`, row after row. */
export interface Codes {
  readonly mean: ArrayLike<number>;
  readonly logVar: ArrayLike<number>;
  readonly k: number;
}

/** One direction of the code. */
export interface CodeAxis {
  /** Of the means over the inputs. */
  readonly variance: number;
  /** Of all variance of the means; 0 where they do not vary at all. */
  readonly share: number;
  /** The variance of a code's noise along this direction, a mean over the inputs. */
  readonly noise: number;
  /** `[n]`, the place of each mean along it, from their middle. */
  readonly places: Float64Array;
}

/**
 * The principal axes a_1, a_2, ... of the means, the first `count` of them: variance v_j of a_j . mu(x), its share v_j / sum_l v_l, and
 * noise_j = E_x sum_k a_jk^2 sigma_k(x)^2
 *
 * The means' axes tell whether many dimensions say one thing; beside the noise the variance tells whether a drawn code still says it.
 * @throws RangeError for values that are not finite, or mean and logVar that are not both `[n, k]`.
 */
export function codeAxes({ mean, logVar, k }: Codes, count = k): CodeAxis[] {
  checkSameLength(logVar, 'logVar', mean, 'mean');
  const found = principalAxes(mean, k);
  const total = found.variances.reduce((sum, v) => sum + v, 0);
  const noise = new Float64Array(k);
  for (let at = 0; at < logVar.length; at++) noise[at % k] += Math.exp(logVar[at]!) / (logVar.length / k);
  return found.variances.slice(0, count).map((variance, j) => ({
    variance,
    share: total > 0 ? variance / total : 0,
    noise: found.axes[j]!.reduce((sum, a, d) => sum + a * a * noise[d]!, 0),
    places: alongAxis(mean, found, j),
  }));
}

/** z = mu + sigma eps, one draw for each input, `[n, k]`. @throws RangeError for mean and logVar of different lengths. */
export function drawCodes({ mean, logVar }: Codes, random: Random): Float64Array {
  checkSameLength(logVar, 'logVar', mean, 'mean');
  return Float64Array.from(mean, (m, at) => m + Math.exp(logVar[at]! / 2) * random.normal());
}
