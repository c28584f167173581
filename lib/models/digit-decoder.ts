import type { VibTerms } from '../bottleneck';
import type { Random } from '../random';
import { tf } from '../tf';
import { Dense, HiddenLayers } from './dense';
import type { TrainableModel } from './model';

/** 28 x 28. */
export const digitPixels = 784;

export interface DigitModelOptions {
  /** Seeds the initial weights (and the noise). */
  seed: number;
  /** Latent dimensions, 2. */
  latent?: number;
  /** Width of the hidden layer on either side, 256. */
  hidden?: number;
}

/** The two terms of each example, never averaged: `[batch]`, nats a digit. */
export interface DigitTerms {
  /** -log q(x_i|z_i) */
  distortions: tf.Tensor1D;
  /** KL(p(z|x_i) || N(0, I)); 0 for a code without noise, which has no rate. */
  rates: tf.Tensor1D;
}

/** What the autoencoder and the variational autoencoder have in common. */
export interface DigitModel extends TrainableModel {
  readonly latentSize: number;
  encode(x: tf.Tensor2D): { mean: tf.Tensor2D };
  decode(z: tf.Tensor2D): tf.Tensor2D;
  decodeLogits(z: tf.Tensor2D): tf.Tensor2D;
  reconstruct(x: tf.Tensor2D): tf.Tensor2D;
  termsPerDigit(x: tf.Tensor2D, eps?: tf.Tensor2D): DigitTerms;
  elboTerms(x: tf.Tensor2D, eps?: tf.Tensor2D): VibTerms;
}

/** q(x|z) = product over pixels of Bernoulli(s(logit_j(z))): k -> hidden -> 784. */
export class DigitDecoder {
  private readonly hidden: HiddenLayers;
  private readonly output: Dense;

  constructor(random: Random, latent: number, hidden: number) {
    this.hidden = new HiddenLayers(random, latent, [hidden]);
    this.output = new Dense(random, hidden, digitPixels);
  }

  get variables(): tf.Variable[] {
    return [...this.hidden.variables, ...this.output.variables];
  }

  /** `[batch, k]` -> `[batch, 784]` */
  logits(z: tf.Tensor2D): tf.Tensor2D {
    return this.output.apply(this.hidden.apply(z));
  }

  /** `[batch, k]` -> `[batch, 784]`, in (0, 1) */
  probabilities(z: tf.Tensor2D): tf.Tensor2D {
    return tf.tidy(() => this.logits(z).sigmoid());
  }
}
