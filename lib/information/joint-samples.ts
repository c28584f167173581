import { MOST_VALUES, checkCount, checkRandom } from '../checks';
import type { Random } from '../random';
import { conditionalLogDensity, type GaussianEncoder, marginalLogDensity } from './encoder';

/** Draws (x_i, z) ~ p(x) p(z|x) of an encoder, one after the other. */
export interface JointSampler {
  /** i ~ p(x), the place of an input. */
  readonly input: () => number;
  /** z ~ p(z|x_i), `[k]`. */
  readonly latent: (i: number) => Float64Array;
}

/** i by bisection of the cumulative probabilities, z_k = mean_ik + exp(logVar_ik / 2) eps_k, eps ~ N(0, I). */
export function jointSampler(encoder: GaussianEncoder, random: Random): JointSampler {
  const { dimensions: k, means, logVars, probabilities } = encoder;
  checkRandom(random);
  let sum = 0;
  const cumulative = Float64Array.from(probabilities, p => (sum += p));
  return {
    input: () => {
      const u = random.uniform() * sum;
      let low = 0;
      let high = cumulative.length - 1;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (cumulative[middle]! > u) high = middle;
        else low = middle + 1;
      }
      return low;
    },
    latent: i => {
      return Float64Array.from({ length: k }, (_, d) => {
        return means[i * k + d]! + Math.exp(logVars[i * k + d]! / 2) * random.normal();
      });
    },
  };
}

/**
 * v_s = ln p(z_s|x_s) - ln p(z_s), `[samples]`, in nats, with x_s ~ p(x), z_s ~ p(z|x_s): the information of single
 * pairs. Their mean estimates I(X;Z); a single one may be negative.
 * @throws RangeError unless samples is a whole number >= 1.
 */
export function pointwiseInformationSamples(
  encoder: GaussianEncoder,
  random: Random,
  samples: number,
): Float64Array {
  const draw = jointSampler(encoder, random);
  return Float64Array.from({ length: checkCount(samples, 'samples', 1, MOST_VALUES) }, () => {
    const i = draw.input();
    const z = draw.latent(i);
    return conditionalLogDensity(encoder, i, z) - marginalLogDensity(encoder, z);
  });
}
