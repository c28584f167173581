import { MOST_VALUES, checkCount, checkFinite, checkRandom, checkRecord, checkResult } from '../checks';
import { cholesky, logDeterminant } from '../gaussian/cholesky';
import { normalLogDensity } from '../gaussian/density';
import type { Covariance } from '../gaussian/parameters';
import { integrate } from '../gaussian/quadrature';
import type { Random } from '../random';
import { estimateMean } from '../statistics/mean';
import { conditionalLogDensity, logSumExp, type GaussianEncoder } from './encoder';

/**
 * TC = KL( N(m, S) || prod_k N(m_k, S_kk) ) = 1/2 [ sum_k ln S_kk - ln det S ] = -1/2 ln det(correlation matrix), nats
 *
 * Never negative, and 0 exactly for a diagonal S (Hadamard's inequality).
 * Source: Watanabe 1960; the closed form is that of the Kullback-Leibler divergence of two normal distributions.
 * @throws RangeError when S is not symmetric and positive definite.
 */
export function gaussianTotalCorrelation(covariance: Covariance): number {
  const logDet = logDeterminant(cholesky(covariance));
  return Math.max(0, 0.5 * (covariance.reduce((sum, row, k) => sum + Math.log(row[k]!), 0) - logDet));
}

/** A law of unit variance and mean 0 whose rotations `rotatedTotalCorrelation` knows. */
export type SourceLaw = 'normal' | 'uniform' | 'laplace';

/**
 * TC(theta) = 2 H(s_1 cos theta + s_2 sin theta) - 2 H(s_1), for independent s_1, s_2 of one symmetric law of unit variance
 *
 * z = (s_1 cos t + s_2 sin t, -s_1 sin t + s_2 cos t) keeps the joint entropy, so only the margins' entropies change.
 * normal: 0. uniform: with m = max(|cos|, |sin|) and l the other, 2 ln m + l / m. laplace: by quadrature of the density
 * of the weighted sum, absolute error below 1e-10. In nats, period pi/2.
 * @throws RangeError for an angle that is not finite, or another law.
 */
export function rotatedTotalCorrelation(law: SourceLaw, theta: number): number {
  checkFinite(theta, 'theta');
  if (!['normal', 'uniform', 'laplace'].includes(law)) {
    throw new RangeError(`law must be 'normal', 'uniform' or 'laplace', but it is ${String(law)}`);
  }
  const [c, s] = [Math.abs(Math.cos(theta)), Math.abs(Math.sin(theta))];
  const [more, less] = c > s ? [c, s] : [s, c];
  if (law === 'normal') return 0;
  // ln more = 1/2 ln(1 - less^2): near the axes the logarithm of 1 minus little must not be rounded first.
  if (law === 'uniform') return Math.max(0, Math.log1p(-less * less) + less / more);
  const margin = laplaceSumEntropy(more * Math.SQRT1_2, less * Math.SQRT1_2);
  return Math.max(0, 2 * (margin - Math.log(2 * Math.SQRT1_2 * Math.E)));
}

/**
 * H of a L_1 + b L_2 with L of density exp(-|x|)/2 and a >= b: -integral f ln f, with
 * f(x) = [a exp(-x/a) - b exp(-x/b)] / (2 (a^2 - b^2)) = exp(-x/a) [1 + x/a (1 - exp(-u))/u] / (2 (a + b)), u = x (a - b)/(a b)
 *
 * for x >= 0: the second form loses nothing when a and b are alike. Its bend at 0 is as narrow as b, so the range is cut there.
 */
function laplaceSumEntropy(a: number, b: number): number {
  if (b < 1e-9 * a) return Math.log(2 * a * Math.E);
  const surprise = (x: number) => {
    const u = (x * (a - b)) / (a * b);
    const logDensity =
      Math.log1p((x / a) * (u > 0 ? -Math.expm1(-u) / u : 1)) - x / a - Math.log(2 * (a + b));
    return -Math.exp(logDensity) * logDensity;
  };
  let sum = 0;
  let from = 0;
  for (let to = Math.min(b, a); from < 45 * a; to *= 2) {
    const end = Math.min(to, 45 * a);
    sum += integrate(surprise, from, end, 400);
    from = end;
  }
  return 2 * sum;
}

/** The rate of a code over a set of inputs, in the three parts of Chen et al. 2018; nats. */
export interface RateDecomposition {
  /** I(X;Z) */
  information: number;
  /** KL(p(z) || prod_k p(z_k)) */
  totalCorrelation: number;
  /** sum_k KL(p(z_k) || N(0, 1)) */
  marginalKl: number;
  /** Standard error of totalCorrelation. */
  standardError: number;
  /** Their sum: the rate, by the same draws. */
  rate: number;
}

/**
 * R = I(X;Z) + KL( p(z) || prod_k p(z_k) ) + sum_k KL( p(z_k) || N(0, 1) )
 *
 * with p(z) and each p(z_k) the exact mixtures over the encoder's inputs; only the outer expectation is sampled, by
 * `samples` draws of z ~ p(z). So the estimates are unbiased for these inputs, however few the draws. (With more nats
 * than ln N of them, I(X;Z) is at its ceiling ln N: the numbers speak of the set of inputs, not of all possible ones.)
 *
 * Source: Chen et al. 2018, equation (2). @throws RangeError unless samples is a whole number >= 2.
 */
export function decomposeRate(
  encoder: GaussianEncoder,
  options: { samples: number; random: Random },
): RateDecomposition {
  const { samples, random } = checkRecord(options, 'options', '{ samples, random }');
  checkRandom(random);
  checkCount(samples, 'samples', 2, MOST_VALUES);
  const { count, dimensions: k, means, logVars, precisions, probabilities } = encoder;
  const logP = probabilities.map(Math.log);
  const joint = new Float64Array(count);
  const margins = Array.from({ length: k }, () => new Float64Array(count));
  const sums = { information: 0, marginal: 0 };
  const totals = new Float64Array(samples);
  for (let t = 0; t < samples; t++) {
    const from = pick(probabilities, random.uniform());
    const z = Float64Array.from({ length: k }, (_, d) => {
      const at = from * k + d;
      return means[at]! + Math.exp(logVars[at]! / 2) * random.normal();
    });
    for (let i = 0; i < count; i++) {
      let sum = logP[i]!;
      for (let d = 0, at = i * k; d < k; d++, at++) {
        const difference = z[d]! - means[at]!;
        const part =
          -0.5 * (difference * difference * precisions[at]! + logVars[at]! + Math.log(2 * Math.PI));
        margins[d]![i] = logP[i]! + part;
        sum += part;
      }
      joint[i] = sum;
    }
    const here = logSumExp(joint);
    let [marginal, prior] = [0, 0];
    for (let d = 0; d < k; d++) {
      marginal += logSumExp(margins[d]!);
      prior += normalLogDensity(z[d]!);
    }
    sums.information += conditionalLogDensity(encoder, from, z) - here;
    totals[t] = here - marginal;
    sums.marginal += marginal - prior;
  }
  const { value: totalCorrelation, standardError } = estimateMean(totals);
  const [information, marginalKl] = [sums.information / samples, sums.marginal / samples];
  const rate = checkResult(
    information + totalCorrelation + marginalKl,
    'the rate',
    'keep the means within 1e150 of 0',
  );
  return { information, totalCorrelation, marginalKl, standardError, rate };
}

function pick(probabilities: Float64Array, u: number): number {
  let i = 0;
  for (let rest = u - probabilities[0]!; rest >= 0 && i < probabilities.length - 1; rest -= probabilities[i]!)
    i++;
  return i;
}
