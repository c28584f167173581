import { MOST_VALUES, checkCount, checkSameLength, checkVector } from '../checks';
import type { Random } from '../random';
import { type Estimate, estimateMean } from '../statistics/mean';
import { component, gaussianEncoder, type GaussianEncoder, marginalLogDensity } from './encoder';
import { jointSampler } from './joint-samples';

/**
 * I(Z;Y) ~ 1/n sum_s [ln p(z_s|y_s) - ln p(z_s)], in nats, with x_s ~ p(x), z_s ~ p(z|x_s), y_s the label of x_s, and
 * the exact mixtures p(z|y) = sum_{i: y_i = y} p_i p(z|x_i) / p(y) and p(z) = sum_i p_i p(z|x_i).
 *
 * Exact, but for the draws, when p(x) is the distribution over these inputs. As an estimate for the population they came
 * from it is too high where the codes of single inputs hardly overlap: each input then gives its own label away.
 *
 * @param labels `[n]`, the label of each input
 * @throws RangeError for another number of labels than inputs, or unless samples is a whole number >= 2.
 */
export function estimateLabelInformation(
  encoder: GaussianEncoder,
  labels: ArrayLike<number>,
  random: Random,
  samples: number,
): Estimate {
  checkSameLength(checkVector(labels, 'labels'), 'labels', encoder.probabilities, 'the list of inputs');
  checkCount(samples, 'samples', 2, MOST_VALUES);
  const classes = new Map<number, GaussianEncoder>();
  for (const label of new Set(Array.from(labels))) classes.set(label, encoderOfClass(encoder, labels, label));
  const draw = jointSampler(encoder, random);
  return estimateMean(
    Float64Array.from({ length: samples }, () => {
      const i = draw.input();
      const z = draw.latent(i);
      return marginalLogDensity(classes.get(labels[i]!)!, z) - marginalLogDensity(encoder, z);
    }),
  );
}

/** The encoder of the inputs with one label; its marginal is p(z|y). */
function encoderOfClass(encoder: GaussianEncoder, labels: ArrayLike<number>, label: number): GaussianEncoder {
  const members = Array.from(encoder.probabilities, (_, i) => i).filter(i => labels[i] === label);
  const weights = members.map(i => encoder.probabilities[i]!);
  const total = weights.reduce((sum, p) => sum + p, 0);
  const parts = members.map(i => component(encoder, i));
  return gaussianEncoder(
    parts.map(part => part.mean),
    parts.map(part => part.logVar),
    // A label that only impossible inputs have is never drawn; any weights do.
    { probabilities: total > 0 ? weights.map(p => p / total) : weights.map(() => 1 / weights.length) },
  );
}
