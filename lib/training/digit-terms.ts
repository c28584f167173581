import type { DigitModel } from '../models/digit-decoder';
import { NotFiniteError } from '../not-finite';
import { Random } from '../random';
import { tf } from '../tf';
import { examplesFor, type Data } from './data';
import { batches, evaluationBatch } from './evaluate';
import { occasionalYield } from './event-loop';
import { checkCount } from '../checks';

/** Each digit's terms, `[n]`, in nats; the loss of digit i is distortion_i + lambda rate_i. */
export interface DigitTermsOfAll {
  distortion: Float64Array;
  rate: Float64Array;
}

/**
 * distortion_i = 1/S sum_s -log q(x_i|z_is), z_is ~ p(z|x_i), and rate_i = KL(p(z|x_i) || N(0, I)), for every digit
 *
 * With the noise of training, unlike `evaluate`, whose code is the mean: that one measures how the model predicts, this
 * one what it was trained to keep small. A plain autoencoder has no noise, and rate 0.
 *
 * @param options.samples S, 1
 * @param options.seed of the noise; the model's own stream is not touched
 * @throws RangeError for empty data, data that do not fit the model, samples below 1 or a bad seed.
 */
export async function digitTerms(
  model: DigitModel,
  data: Data,
  { samples = 1, seed }: { samples?: number; seed: number },
): Promise<DigitTermsOfAll> {
  checkCount(samples, 'samples');
  const random = new Random(seed);
  const examples = examplesFor(model, data, 'the data');
  const distortion = new Float64Array(examples.size);
  const rate = new Float64Array(examples.size);
  const yieldNow = occasionalYield();
  for (const rows of batches(examples.size, evaluationBatch)) {
    for (let s = 0; s < samples; s++) {
      const noise = random.normals(rows.length * model.latentSize);
      const [nats, kl] = tf.tidy(() => {
        const eps = tf.tensor2d(noise, [rows.length, model.latentSize]);
        const { distortions, rates } = model.termsPerDigit(examples.batch(rows).inputs, eps);
        return [distortions.arraySync(), rates.arraySync()] as [number[], number[]];
      });
      rows.forEach((row, i) => {
        if (!Number.isFinite(nats[i]) || !Number.isFinite(kl[i])) {
          throw new NotFiniteError(
            `the terms of digit ${row} are ${nats[i]} and ${kl[i]} nats: the model is not sound`,
            NaN,
          );
        }
        distortion[row] = (distortion[row] as number) + (nats[i] as number) / samples;
        rate[row] = kl[i] as number;
      });
      await yieldNow();
    }
  }
  return { distortion, rate };
}
