import { bernoulliDistortion, combineTerms, type VibTerms } from '../bottleneck';
import { Random } from '../random';
import { tf } from '../tf';
import { Dense, HiddenLayers } from './dense';
import {
  DigitDecoder,
  digitPixels,
  type DigitModel,
  type DigitModelOptions,
  type DigitTerms,
} from './digit-decoder';
import type { Batch } from './model';
import { checkSizes } from './sizes';

/**
 * total = E_x[-log q(x|z = f(x))]
 *
 * A plain autoencoder of 28 x 28 digits: a `DigitVae` without noise and without a rate (reported as 0, because it is
 * not part of the loss; the information in a code without noise is not bounded).
 */
export class DigitAutoencoder implements DigitModel {
  readonly inputType = 'float32';
  readonly inputWidth = digitPixels;
  /** There is no rate to weigh. */
  readonly lambda = 0;
  readonly beta = 0;
  readonly latentSize: number;
  private readonly hidden: HiddenLayers;
  private readonly code: Dense;
  private readonly decoder: DigitDecoder;

  /** @throws RangeError for a size that is not a whole number >= 1, or a bad seed. */
  constructor({ latent = 2, hidden = 256, seed }: DigitModelOptions) {
    checkSizes({ latent, hidden });
    const random = new Random(seed);
    this.latentSize = latent;
    this.hidden = new HiddenLayers(random, digitPixels, [hidden]);
    this.code = new Dense(random, hidden, latent);
    this.decoder = new DigitDecoder(random, latent, hidden);
  }

  get variables(): tf.Variable[] {
    return [this.hidden, this.code, this.decoder].flatMap(part => part.variables);
  }

  /** The code f(x), `[batch, k]`. */
  encode(x: tf.Tensor2D): { mean: tf.Tensor2D } {
    return { mean: tf.tidy(() => this.code.apply(this.hidden.apply(x))) };
  }

  /** The mean of q(x|z): `[batch, k]` -> grey values `[batch, 784]` in (0, 1). */
  decode(z: tf.Tensor2D): tf.Tensor2D {
    return this.decoder.probabilities(z);
  }

  /** a with q(x|z) = product_j Bernoulli(x_j; s(a_j)), s the logistic function: `[batch, k]` -> `[batch, 784]`. */
  decodeLogits(z: tf.Tensor2D): tf.Tensor2D {
    return tf.tidy(() => this.decoder.logits(z));
  }

  /** The digits as they come back: `[batch, 784]`. */
  reconstruct(x: tf.Tensor2D): tf.Tensor2D {
    return tf.tidy(() => this.decode(this.encode(x).mean));
  }

  /** distortions_i = -log q(x_i|f(x_i)), rates_i = 0: `[batch]`, nats a digit. */
  termsPerDigit(x: tf.Tensor2D): DigitTerms {
    return tf.tidy(() => {
      const distortions = bernoulliDistortion(x, this.decoder.logits(this.encode(x).mean));
      return { distortions, rates: tf.zerosLike(distortions) };
    });
  }

  /** distortion = mean_i -log q(x_i|f(x_i)) in nats a digit; rate = 0. */
  elboTerms(x: tf.Tensor2D): VibTerms {
    return tf.tidy(() => {
      const { distortions, rates } = this.termsPerDigit(x);
      return combineTerms(distortions, rates, { lambda: 0 });
    });
  }

  batchLoss({ inputs }: Batch): VibTerms {
    return this.elboTerms(inputs);
  }

  dispose(): void {
    tf.dispose(this.variables);
  }
}
