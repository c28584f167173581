import {
  checkCount,
  checkList,
  checkPositive,
  checkProbabilities,
  checkRandom,
  checkRecord,
  checkResult,
  checkRows,
  checkSameLength,
  checkVector,
  shown,
} from '../checks';
import { cholesky, logDeterminant } from '../gaussian/cholesky';
import type { Covariance } from '../gaussian/parameters';
import { LOG_2_PI } from '../gaussian/special-functions';
import type { Random } from '../random';
import { logSumExp } from './encoder';

/** q(z) = sum_m weight_m N(z; mean_m, covariance_m): a prior that can be fitted. */
export interface GaussianMixture {
  /** `[m]`, summing to 1. */
  readonly weights: readonly number[];
  /** `[m][k]` */
  readonly means: readonly number[][];
  /** `[m][k][k]` */
  readonly covariances: readonly Covariance[];
}

/**
 * z -> ln q(z) = ln sum_m weight_m N(z; mean_m, covariance_m), in nats; z is `[k]`. The factors are computed once.
 * @throws RangeError for weights that are no probabilities, a covariance that is not positive definite, or a z of another
 * length or with NaN.
 */
export function mixtureLogDensity(mixture: GaussianMixture): (z: ArrayLike<number>) => number {
  const terms = logTerms(checkRecord(mixture, 'mixture', '{ weights, means, covariances }'));
  const k = mixture.means[0]!.length;
  return z => {
    checkSameLength(checkVector(z, 'z'), 'z', { length: k }, "the mixture's mean");
    return logSumExp(terms(z));
  };
}

export interface FitMixtureOptions {
  /** m, how many normals. */
  readonly components: number;
  /** Chooses the starting means. */
  readonly random: Random;
  /** Full covariances unless `diagonal`. */
  readonly covariance?: 'full' | 'diagonal';
  /** Passes over the draws, 100. */
  readonly steps?: number;
  /** Added to every variance, so that no normal shrinks onto a single draw; 1e-3. */
  readonly floor?: number;
}

/**
 * argmax_q sum_s ln q(z_s) over mixtures of m normals, by EM from means drawn among the z_s: r_sm = share of m in q(z_s),
 * then weight_m = mean_s r_sm, and mean_m and covariance_m the moments weighted by r_sm, plus `floor` on the diagonal.
 *
 * With one component it is the normal of the draws' moments. Maximising the likelihood is minimising KL(p || q) as the draws
 * show it. The starting means are spread as in k-means++; the optimum is a local one.
 * Source: Dempster, Laird & Rubin 1977.
 * @param draws `[n][k]`
 * @throws RangeError for NaN, ragged draws, more components than draws, or a floor that is not positive.
 */
export function fitMixture(draws: readonly ArrayLike<number>[], options: FitMixtureOptions): GaussianMixture {
  const {
    components,
    random,
    covariance = 'full',
    steps = 100,
    floor = 1e-3,
  } = checkRecord(options, 'options', '{ components, random }');
  checkRandom(random);
  if (covariance !== 'full' && covariance !== 'diagonal') {
    throw new RangeError(`covariance must be 'full' or 'diagonal', but it is ${shown(covariance)}`);
  }
  checkCount(components, 'components');
  checkCount(steps, 'steps');
  checkPositive(floor, 'floor');
  if (checkList(draws, 'draws', 'vectors').length < components) {
    throw new RangeError(`${draws.length} draws cannot place ${components} normals: draw more, or use fewer`);
  }
  checkRows(draws, 'draws', 'vectors');
  const k = draws[0]!.length;
  const shape = { k, floor, diagonal: covariance === 'diagonal' };
  const everything = draws.map(() => 1);
  const whole = moments(draws, everything, shape);
  if (components === 1) return { weights: [1], means: [whole.mean], covariances: [whole.covariance] };
  let mixture: GaussianMixture = {
    weights: new Array<number>(components).fill(1 / components),
    means: spreadMeans(draws, components, random),
    covariances: new Array<number[][]>(components).fill(
      whole.covariance.map(row => row.map(v => v / components)),
    ),
  };
  for (let step = 0; step < steps; step++) {
    const terms = logTerms(mixture);
    const shares = mixture.weights.map(() => new Float64Array(draws.length));
    draws.forEach((z, s) => {
      const each = terms(z);
      const all = logSumExp(each);
      each.forEach((term, m) => (shares[m]![s] = Math.exp(term - all)));
    });
    const parts = shares.map(share => moments(draws, share, shape));
    mixture = {
      weights: parts.map(part => part.mass / draws.length),
      means: parts.map(part => part.mean),
      covariances: parts.map(part => part.covariance),
    };
  }
  return mixture;
}

/** z -> ln[weight_m N(z; mean_m, covariance_m)] for every m, `[m]`; the array is used again by the next call. */
function logTerms({ weights, means, covariances }: GaussianMixture): (z: ArrayLike<number>) => Float64Array {
  checkProbabilities(weights, 'weights');
  checkSameLength(means, 'means', weights, 'weights');
  checkSameLength(covariances, 'covariances', weights, 'weights');
  checkRows(means, 'means', 'vectors');
  means.forEach((mean, m) => {
    checkSameLength(covariances[m]!, `covariances[${m}]`, mean, `means[${m}]`);
  });
  const factors = covariances.map((matrix, m) => cholesky(matrix, `covariances[${m}]`));
  const peaks = factors.map(
    (factor, m) => Math.log(weights[m]!) - 0.5 * (logDeterminant(factor) + factor.length * LOG_2_PI),
  );
  const terms = new Float64Array(weights.length);
  const white = new Float64Array(means[0]!.length);
  return z => {
    for (let m = 0; m < terms.length; m++) {
      const [factor, mean] = [factors[m]!, means[m]!];
      let distance = 0;
      for (let i = 0; i < white.length; i++) {
        let rest = z[i]! - mean[i]!;
        for (let j = 0; j < i; j++) rest -= factor[i]![j]! * white[j]!;
        white[i] = rest / factor[i]![i]!;
        distance += white[i]! * white[i]!;
      }
      terms[m] = peaks[m]! - 0.5 * distance;
    }
    return terms;
  };
}

function moments(
  draws: readonly ArrayLike<number>[],
  shares: ArrayLike<number>,
  { k, floor, diagonal }: { k: number; floor: number; diagonal: boolean },
) {
  let mass = 0;
  const mean = new Array<number>(k).fill(0);
  draws.forEach((z, s) => {
    mass += shares[s]!;
    for (let i = 0; i < k; i++) mean[i] = mean[i]! + shares[s]! * z[i]!;
  });
  // A normal that lost every draw keeps a harmless place at 0 with weight 0.
  const total = Math.max(mass, 1e-300);
  for (let i = 0; i < k; i++) mean[i] = mean[i]! / total;
  const covariance = mean.map(() => new Array<number>(k).fill(0));
  draws.forEach((z, s) => {
    for (let i = 0; i < k; i++) {
      for (let j = 0; j <= i; j++) {
        if (diagonal && i !== j) continue;
        const row = covariance[i]!;
        row[j] = row[j]! + (shares[s]! * (z[i]! - mean[i]!) * (z[j]! - mean[j]!)) / total;
      }
    }
  });
  for (let i = 0; i < k; i++) {
    for (let j = 0; j < i; j++) covariance[j]![i] = covariance[i]![j]!;
    covariance[i]![i] = checkResult(
      covariance[i]![i]! + floor,
      `the variance ${i} of the draws`,
      'scale them',
    );
  }
  return { mass, mean, covariance };
}

/** Draws far from each other: each next one with a probability that grows with its squared distance to those before. */
function spreadMeans(draws: readonly ArrayLike<number>[], count: number, random: Random): number[][] {
  const chosen = [Array.from(draws[random.integer(draws.length)]!)];
  const nearest = new Float64Array(draws.length).fill(Infinity);
  while (chosen.length < count) {
    const last = chosen[chosen.length - 1]!;
    let sum = 0;
    draws.forEach((z, s) => {
      const distance = last.reduce((total, v, i) => total + (z[i]! - v) ** 2, 0);
      nearest[s] = Math.min(nearest[s]!, distance);
      sum += nearest[s]!;
    });
    let rest = random.uniform() * sum;
    let s = 0;
    while (s < draws.length - 1 && rest >= nearest[s]!) rest -= nearest[s++]!;
    chosen.push(Array.from(draws[s]!));
  }
  return chosen;
}
