import { checkCount } from '../checks';
import type { Reviews } from '../data';
import { TextCnnEngine } from '../engine';
import { VibTextCnn, type TextCnn } from '../models';
import { Random } from '../random';
import { estimateMean, standardDeviation } from '../statistics';
import { tf } from '../tf';

/** What a model says of one text. */
export interface Answer {
  /** q(y=1|x), for a model with a bottleneck at z = mean. */
  probability: number;
  /** The mean of q(y=1|z) over draws of z; absent without a bottleneck. */
  sampleMean?: number;
  /** The standard deviation of q(y=1|z) over draws of z; absent without a bottleneck. */
  spread?: number;
}

export interface AskOptions {
  /** Draws of z for each text, 200. */
  samples?: number;
  /** Of the draws, 1. */
  seed?: number;
}

/**
 * q(y=1|x) of a text that the reader wrote; with a bottleneck also mean and spread of q(y=1|z), z ~ p(z|x)
 *
 * @throws RangeError for a text without a single word, fewer than 2 samples, or a bad seed.
 */
export function askText(
  model: TextCnn | VibTextCnn | TextCnnEngine,
  reviews: Pick<Reviews, 'encode' | 'length'>,
  text: string,
  { samples = 200, seed = 1 }: AskOptions = {},
): Answer {
  if (!/[\p{L}\p{N}]/u.test(text)) throw new RangeError(`the text has no word to read: "${text}"`);
  checkCount(samples, 'samples', 2);
  if (model instanceof TextCnnEngine) {
    const tokens = Int32Array.from(reviews.encode(text));
    const probability = model.predict(tokens)[0] as number;
    if (model.settings.head !== 'vib') return { probability };
    const draws = model.predictSamples(tokens, { samples, seed });
    return { probability, sampleMean: draws.mean[0], spread: draws.sd[0] };
  }
  const random = new Random(seed);
  return tf.tidy(() => {
    const tokens = tf.tensor2d(reviews.encode(text), [1, reviews.length], 'int32');
    const probability = model.predict(tokens).dataSync<'float32'>()[0] as number;
    if (!(model instanceof VibTextCnn)) return { probability };
    const k = model.latent(tokens).mean.shape[1];
    const eps = tf.tensor2d(random.normals(samples * k), [samples, k]);
    const copies = tokens.tile<tf.Tensor2D>([samples, 1]);
    const draws = model.predictSample(copies, eps).dataSync<'float32'>();
    return { probability, sampleMean: estimateMean(draws).value, spread: standardDeviation(draws) };
  });
}
