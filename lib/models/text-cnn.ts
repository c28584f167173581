import {
  bernoulliDistortion,
  combineTerms,
  klToStandardNormalTensor,
  reparameterizeTensor,
  VibLayer,
} from '../bottleneck';
import { checkBeta, checkLambda } from '../bottleneck/checks';
import { Random } from '../random';
import { tf } from '../tf';
import { ConvMaxPool, type ConvMaxPoolSizes } from './conv-max-pool';
import { Dense } from './dense';
import { EngineConvMaxPool } from './engine-conv-max-pool';
import type { Batch, BatchTerms, Classifier, Encoder, Latent } from './model';
import { checkSizes } from './sizes';

/** Sizes of the IMDB network; what is left out has the essay's value. */
export interface TextCnnSizes {
  /** The vocabulary, 5000. */
  words?: number;
  /** Tokens in a text, 400. */
  length?: number;
  /** Dimensions of a word vector, 50. */
  embedding?: number;
  /** Convolution filters, 250. */
  filters?: number;
  /** Words in a window, 3. */
  width?: number;
}

export interface TextCnnOptions extends TextCnnSizes {
  /** Seeds the initial weights (and the noise of the bottleneck). */
  seed: number;
  /** What computes the features in training: TensorFlow (unless given) or the engine, 32 texts at most at a time. */
  pool?: 'tfjs' | 'engine';
}

export interface VibTextCnnOptions extends TextCnnOptions {
  /** The weight of the rate; the essay's is 0.1. */
  lambda: number;
  /** Nats an example that cost nothing; 0 unless given. */
  beta?: number;
  /** Latent dimensions, 128. */
  latent?: number;
}

/** The essay's sizes. */
export const essaySizes = { words: 5000, length: 400, embedding: 50, filters: 250, width: 3 } as const;

/**
 * q(y=1|x) = s(h . w + b), h = max over time of relu(convolution of the embedded words), s the logistic function
 *
 * The essay's network without bottleneck: tokens int32 `[batch, length]` -> a probability.
 */
export class TextCnn implements Classifier {
  readonly inputType = 'int32';
  readonly inputWidth: number;
  /** There is no rate to weigh. */
  readonly lambda = 0;
  readonly beta = 0;
  private readonly pool: ConvMaxPool;
  private readonly output: Dense;

  /** @throws RangeError for a size that is not a whole number >= 1, or a bad seed. */
  constructor(options: TextCnnOptions) {
    const { length, ...pool } = completeSizes(options);
    const random = new Random(options.seed);
    this.inputWidth = length;
    this.pool = makePool(random, pool, options.pool, length);
    this.output = new Dense(random, pool.filters, 1);
  }

  get variables(): tf.Variable[] {
    return [...this.pool.variables, ...this.output.variables];
  }

  batchLoss({ inputs, labels }: Batch, { training }: { training: boolean }): BatchTerms {
    const features = training ? this.pool.apply(inputs) : this.pool.evaluate(inputs);
    const { distortions, correct } = binaryTerms(this.output.apply(features), labels);
    return { ...combineTerms(distortions, tf.zerosLike(distortions), { lambda: 0 }), correct };
  }

  /** The probability of class 1 (a positive review), `[batch]`. */
  predict(tokens: tf.Tensor2D): tf.Tensor1D {
    return tf.tidy(() => probabilities(this.output.apply(this.pool.evaluate(tokens))));
  }

  dispose(): void {
    this.pool.dispose();
    tf.dispose(this.output.variables);
  }
}

/**
 * q(y=1|x) = E s(z . w + b), z ~ N(mean(h), diag exp(logVar(h))), with h as in `TextCnn`
 *
 * The essay's network with its bottleneck of 128 dimensions; predictions use z = mean.
 */
export class VibTextCnn implements Classifier, Encoder {
  readonly inputType = 'int32';
  readonly inputWidth: number;
  private readonly pool: ConvMaxPool;
  private readonly mean: Dense;
  private readonly logVar: Dense;
  private readonly bottleneck: VibLayer;
  private readonly output: Dense;

  /** @throws RangeError for a size that is not a whole number >= 1, a bad lambda, beta or seed. */
  constructor(options: VibTextCnnOptions) {
    const { length, ...pool } = completeSizes(options);
    const { lambda, beta = 0, latent = 128 } = options;
    checkSizes({ latent });
    checkLambda(lambda);
    checkBeta(beta);
    const random = new Random(options.seed);
    this.inputWidth = length;
    this.pool = makePool(random, pool, options.pool, length);
    this.mean = new Dense(random, pool.filters, latent);
    this.logVar = new Dense(random, pool.filters, latent);
    this.output = new Dense(random, latent, 1);
    this.bottleneck = new VibLayer({ lambda, beta, seed: random.integer(2 ** 32) });
  }

  get lambda(): number {
    return this.bottleneck.lambda;
  }
  set lambda(value: number) {
    this.bottleneck.lambda = value;
  }

  get beta(): number {
    return this.bottleneck.beta;
  }
  set beta(value: number) {
    this.bottleneck.beta = value;
  }

  get variables(): tf.Variable[] {
    return [this.pool, this.mean, this.logVar, this.output].flatMap(layer => layer.variables);
  }

  /** As every model's; `eps`, `[batch, latent]`, takes the place of the layer's own noise. */
  batchLoss({ inputs, labels }: Batch, call: { training: boolean; eps?: tf.Tensor2D }): BatchTerms {
    const { training } = call;
    const { mean, logVar } = this.encode(training ? this.pool.apply(inputs) : this.pool.evaluate(inputs));
    const z = this.bottleneck.apply([mean, logVar], { ...call }) as tf.Tensor2D;
    const { distortions, correct } = binaryTerms(this.output.apply(z), labels);
    const { lambda, beta } = this;
    return {
      ...combineTerms(distortions, klToStandardNormalTensor(mean, logVar), { lambda, beta }),
      correct,
    };
  }

  /** The probability of class 1 (a positive review) at z = mean, `[batch]`. */
  predict(tokens: tf.Tensor2D): tf.Tensor1D {
    return tf.tidy(() => probabilities(this.output.apply(this.mean.apply(this.pool.evaluate(tokens)))));
  }

  /**
   * One draw of the answer: q(y=1|z) at z = mean + exp(logVar/2) * eps, `[batch]`; eps is `[batch, latent]`.
   */
  predictSample(tokens: tf.Tensor2D, eps: tf.Tensor2D): tf.Tensor1D {
    return tf.tidy(() => {
      const { mean, logVar } = this.latent(tokens);
      return probabilities(this.output.apply(reparameterizeTensor(mean, logVar, eps)));
    });
  }

  latent(tokens: tf.Tensor2D): Latent {
    return tf.tidy(() => this.encode(this.pool.evaluate(tokens)));
  }

  dispose(): void {
    tf.dispose(this.variables);
    this.pool.dispose();
  }

  private encode(features: tf.Tensor2D): Latent {
    return { mean: this.mean.apply(features), logVar: this.logVar.apply(features) };
  }
}

export function makePool(
  random: Random,
  sizes: ConvMaxPoolSizes,
  kind: TextCnnOptions['pool'] = 'tfjs',
  length: number,
): ConvMaxPool {
  return kind === 'engine'
    ? new EngineConvMaxPool(random, sizes, { length })
    : new ConvMaxPool(random, sizes);
}

export function completeSizes(options: TextCnnSizes): Required<TextCnnSizes> {
  const { words, length, embedding, filters, width } = { ...essaySizes, ...options };
  const sizes = { words, length, embedding, filters, width };
  checkSizes(sizes);
  if (length < width) {
    throw new RangeError(`length must be at least width = ${width} (one window), but it is ${length}`);
  }
  return sizes;
}

/** Cross-entropy per example and the number of right answers (probability above 1/2 means class 1). */
export function binaryTerms(
  logits: tf.Tensor2D,
  labels: tf.Tensor1D,
): { distortions: tf.Tensor1D; correct: tf.Scalar } {
  const targets = labels.toFloat().expandDims<tf.Tensor2D>(1);
  const correct = logits.greater(0).equal(targets.greater(0.5)).sum<tf.Scalar>();
  return { distortions: bernoulliDistortion(targets, logits), correct };
}

export function probabilities(logits: tf.Tensor2D): tf.Tensor1D {
  return logits.sigmoid().squeeze<tf.Tensor1D>([1]);
}
