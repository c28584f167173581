import {
  bernoulliDistortion,
  combineTerms,
  klToStandardNormalTensor,
  reparameterizeTensor,
  type VibTerms,
} from '../bottleneck';
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
import type { Batch, Encoder, Latent } from './model';
import { PricedRate } from './priced-rate';
import { checkSizes } from './sizes';

export interface DigitVaeOptions extends DigitModelOptions {
  /** The weight of the rate; 1 (unless given) is the variational autoencoder. */
  lambda?: number;
  /** Nats a digit that cost nothing; 0 unless given. */
  beta?: number;
}

/**
 * total = E_x[ E_{z ~ p(z|x)}[-log q(x|z)] + lambda KL(p(z|x) || N(0, I)) ]
 *
 * A dense variational autoencoder of 28 x 28 digits: 784 -> hidden -> mean, logVar `[batch, k]` -> hidden -> 784
 * Bernoulli logits. Inputs float32 `[batch, 784]` in [0, 1]; all terms in nats a digit.
 *
 * Source: Kingma & Welling 2014; lambda as in Higgins et al. 2017 (there called beta).
 */
export class DigitVae extends PricedRate implements Encoder, DigitModel {
  readonly inputType = 'float32';
  readonly inputWidth = digitPixels;
  readonly latentSize: number;
  private readonly noise: Random;
  private readonly hidden: HiddenLayers;
  private readonly mean: Dense;
  private readonly logVar: Dense;
  private readonly decoder: DigitDecoder;

  /** @throws RangeError for a size that is not a whole number >= 1, a bad lambda, beta or seed. */
  constructor({ latent = 2, hidden = 256, seed, lambda = 1, beta = 0 }: DigitVaeOptions) {
    super(lambda, beta);
    checkSizes({ latent, hidden });
    const random = new Random(seed);
    this.latentSize = latent;
    this.hidden = new HiddenLayers(random, digitPixels, [hidden]);
    this.mean = new Dense(random, hidden, latent);
    this.logVar = new Dense(random, hidden, latent);
    this.decoder = new DigitDecoder(random, latent, hidden);
    this.noise = random.fork();
  }

  get variables(): tf.Variable[] {
    return [this.hidden, this.mean, this.logVar, this.decoder].flatMap(part => part.variables);
  }

  /** The code p(z|x): `[batch, k]` each. */
  encode(x: tf.Tensor2D): Latent {
    return tf.tidy(() => {
      const h = this.hidden.apply(x);
      return { mean: this.mean.apply(h), logVar: this.logVar.apply(h) };
    });
  }

  latent(x: tf.Tensor2D): Latent {
    return this.encode(x);
  }

  /** The mean of q(x|z): `[batch, k]` -> grey values `[batch, 784]` in (0, 1). */
  decode(z: tf.Tensor2D): tf.Tensor2D {
    return tf.tidy(() => this.decodeLogits(z).sigmoid());
  }

  /** a with q(x|z) = product_j Bernoulli(x_j; s(a_j)), s the logistic function: `[batch, k]` -> `[batch, 784]`. */
  decodeLogits(z: tf.Tensor2D): tf.Tensor2D {
    return tf.tidy(() => this.decoder.logits(z));
  }

  /** The digits as they come back, with z = mean: `[batch, 784]`. */
  reconstruct(x: tf.Tensor2D): tf.Tensor2D {
    return tf.tidy(() => this.decode(this.encode(x).mean));
  }

  /**
   * distortions_i = -log q(x_i|z_i), rates_i = KL(p(z|x_i) || N(0, I)), z_i = mean_i + exp(logVar_i / 2) eps_i
   *
   * @param x `[batch, 784]`
   * @param eps `[batch, k]`, the noise of z; fresh from the model's own stream unless given (zeros give z = mean)
   * @returns `[batch]` each, nats a digit
   * @throws RangeError when a shape does not fit.
   */
  termsPerDigit(x: tf.Tensor2D, eps?: tf.Tensor2D): DigitTerms {
    return tf.tidy(() => {
      const { mean, logVar } = this.encode(x);
      const noise = eps ?? tf.tensor2d(this.noise.normals(mean.size), mean.shape);
      const logits = this.decodeLogits(reparameterizeTensor(mean, logVar, noise));
      return {
        distortions: bernoulliDistortion(x, logits),
        rates: klToStandardNormalTensor(mean, logVar),
      };
    });
  }

  /**
   * distortion = mean_i -log q(x_i|z_i), rate = mean_i KL(p(z|x_i) || N(0, I)): the two terms of the ELBO, kept apart
   *
   * @param x `[batch, 784]`
   * @param eps `[batch, k]`, the noise of z; fresh from the model's own stream unless given (zeros give z = mean)
   * @returns scalars, nats a digit; the total weighs the rate with the model's lambda
   * @throws RangeError when a shape does not fit.
   */
  elboTerms(x: tf.Tensor2D, eps?: tf.Tensor2D): VibTerms {
    return tf.tidy(() => {
      const { distortions, rates } = this.termsPerDigit(x, eps);
      return combineTerms(distortions, rates, this);
    });
  }

  batchLoss({ inputs }: Batch, { training }: { training: boolean }): VibTerms {
    return this.elboTerms(inputs, training ? undefined : tf.zeros([inputs.shape[0], this.latentSize]));
  }

  dispose(): void {
    tf.dispose(this.variables);
  }
}
