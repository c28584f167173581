import { checkSameLength } from '../checks';
import { type GaussianEncoder, rate } from '../information';

/** R = E KL(p(z|x) || q(z)) with three normal priors; nats. Each is a bound on I(X;Z), the later the tighter. */
export interface PriorRates {
  /** q = N(0, I). */
  readonly standard: number;
  /** The q with axes parallel to those of the code that fits p(z) most closely: its means and variances. */
  readonly axisAligned: number;
  /** The same with a covariance between the dimensions. */
  readonly full: number;
}

/**
 * R of N(0, I), of N(m, diag V) and of N(m, V), with m and V the mean and covariance of p(z), for z in the plane: the
 * last two are 1/2 [sum_k ln V_kk - L] and 1/2 [ln det V - L] with L = E sum_k logVar_k.
 *
 * Of all normals those with the moments of p(z) have the smallest rate.
 * @throws RangeError for an encoder of other than two dimensions.
 */
export function priorRates(encoder: GaussianEncoder): PriorRates {
  checkSameLength({ length: encoder.dimensions }, 'a code', { length: 2 }, 'the plane');
  const { means, logVars, probabilities } = encoder;
  const average = (f: (i: number) => number) => probabilities.reduce((sum, p, i) => sum + p * f(i), 0);
  const [m0, m1] = [average(i => means[2 * i]!), average(i => means[2 * i + 1]!)];
  const v00 = average(i => Math.exp(logVars[2 * i]!) + (means[2 * i]! - m0) ** 2);
  const v11 = average(i => Math.exp(logVars[2 * i + 1]!) + (means[2 * i + 1]! - m1) ** 2);
  const v01 = average(i => (means[2 * i]! - m0) * (means[2 * i + 1]! - m1));
  const own = average(i => logVars[2 * i]! + logVars[2 * i + 1]!);
  return {
    standard: rate(encoder),
    axisAligned: 0.5 * (Math.log(v00) + Math.log(v11) - own),
    full: 0.5 * (Math.log(v00 * v11 - v01 * v01) - own),
  };
}
