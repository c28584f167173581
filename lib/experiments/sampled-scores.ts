import type { DenseVib } from '../models';
import { Random } from '../random';
import { tf } from '../tf';
import { examplesFor, type Data } from '../training';

/** What noisy codes achieve, for every example. */
export interface SampledScores {
  /** `[n]`, nats: their mean is the distortion, their spread gives its standard error. */
  distortions: Float64Array;
  /** `[n]`: the fraction of draws that were classified rightly. */
  right: Float64Array;
}

/**
 * d_i = 1/S sum_s -log q(y_i|z_is) and right_i = 1/S sum_s 1[argmax_y q(y|z_is) = y_i], z_is ~ p(z|x_i)
 *
 * `evaluate` puts z at its mean, where a bottleneck predicts best; the loss and its bounds are about z with its noise.
 *
 * @throws RangeError unless samples is a whole number >= 1, for a bad seed, or data that do not fit the model.
 */
export function sampledScores(
  model: DenseVib,
  data: Data,
  { samples = 20, seed }: { samples?: number; seed: number },
): SampledScores {
  if (!Number.isSafeInteger(samples) || samples < 1) {
    throw new RangeError(`samples must be a whole number >= 1, but it is ${samples}`);
  }
  const random = new Random(seed);
  const examples = examplesFor(model, data, 'the data');
  const n = examples.size;
  const distortions = new Float64Array(n);
  const right = new Float64Array(n);
  tf.tidy(() => {
    const { inputs } = examples.batch(Array.from({ length: n }, (_, i) => i));
    const { mean, cholesky } = model.latent(inputs);
    for (let s = 0; s < samples; s++) {
      const probabilities = tf.tidy(() => {
        const eps = tf.tensor2d(random.normals(mean.size), mean.shape);
        return model.classify(mean.add(cholesky.mul(eps.expandDims(1)).sum(2)));
      });
      const values = probabilities.dataSync<'float32'>();
      const classes = values.length / n;
      for (let i = 0; i < n; i++) {
        const row = values.subarray(i * classes, (i + 1) * classes);
        const y = data.labels[i] as number;
        const p = row[y] as number;
        // A probability that underflowed would make one example infinitely bad.
        distortions[i] -= Math.log(Math.max(p, 1e-30)) / samples;
        right[i] += row.every((other, c) => c === y || other < p) ? 1 / samples : 0;
      }
    }
  });
  return { distortions, right };
}
