import { categoricalDistortion, combineTerms, reparameterizeFullTensor } from '../bottleneck';
import { Random } from '../random';
import { tf } from '../tf';
import { Dense, HiddenLayers } from './dense';
import {
  codeDivergences,
  gaussianCode,
  spreadWidth,
  type CovarianceForm,
  type GaussianCode,
} from './gaussian-code';
import type { Batch, BatchTerms, Classifier, Encoder } from './model';
import { PricedRate } from './priced-rate';
import { checkSizes } from './sizes';

export interface DenseVibOptions {
  /** The weight of the rate, >= 0. */
  lambda: number;
  /** Seeds the initial weights and the noise. */
  seed: number;
  /** Nats an example that cost nothing; 0 unless given. */
  beta?: number;
  /** Numbers in one example, 2. */
  inputs?: number;
  /** Widths of the hidden layers, [64]. */
  hidden?: number[];
  /** Latent dimensions, 2. */
  latent?: number;
  /** Classes, 2. */
  classes?: number;
  /** The encoder's covariance: `diagonal` (unless given) or `full`. */
  covariance?: CovarianceForm;
}

/**
 * q(y|x) = softmax(W z + b), z ~ N(mean(x), L(x) L(x)^T), mean and L from a dense network
 *
 * A small classifier with a bottleneck, for data in a few dimensions; with latent = 2 the code can be drawn. L is
 * diagonal, exp(logVar / 2), or any lower triangle.
 */
export class DenseVib extends PricedRate implements Classifier, Encoder {
  readonly inputType = 'float32';
  readonly inputWidth: number;
  readonly latentSize: number;
  readonly covariance: CovarianceForm;
  private readonly noise: Random;
  private readonly hidden: HiddenLayers;
  private readonly mean: Dense;
  private readonly spread: Dense;
  private readonly output: Dense;

  /** @throws RangeError for a size that is not a whole number >= 1, a bad lambda, beta or seed. */
  constructor(options: DenseVibOptions) {
    super(options.lambda, options.beta ?? 0);
    const { inputs = 2, hidden = [64], latent = 2, classes = 2, covariance = 'diagonal' } = options;
    checkSizes({ inputs, latent, classes });
    hidden.forEach((size, i) => checkSizes({ [`hidden[${i}]`]: size }));
    if (covariance !== 'diagonal' && covariance !== 'full') {
      throw new RangeError(`covariance must be 'diagonal' or 'full', but it is '${String(covariance)}'`);
    }
    const random = new Random(options.seed);
    this.inputWidth = inputs;
    this.latentSize = latent;
    this.covariance = covariance;
    this.hidden = new HiddenLayers(random, inputs, hidden);
    this.mean = new Dense(random, this.hidden.outputs, latent);
    this.spread = new Dense(random, this.hidden.outputs, spreadWidth(covariance, latent));
    this.output = new Dense(random, latent, classes);
    this.noise = random.fork();
  }

  get variables(): tf.Variable[] {
    return [this.hidden, this.mean, this.spread, this.output].flatMap(layer => layer.variables);
  }

  batchLoss({ inputs, labels }: Batch, { training }: { training: boolean }): BatchTerms {
    const code = this.latent(inputs);
    const { mean, cholesky } = code;
    const divergences = codeDivergences(code, this.covariance);
    const z = training
      ? reparameterizeFullTensor(mean, cholesky, tf.tensor2d(this.noise.normals(mean.size), mean.shape))
      : mean;
    const logits = this.output.apply(z);
    const correct = logits.argMax(1).equal(labels.toInt()).sum<tf.Scalar>();
    return { ...combineTerms(categoricalDistortion(labels, logits), divergences, this), correct };
  }

  /** The probabilities of the classes at z = mean, `[batch, classes]`. */
  predict(inputs: tf.Tensor2D): tf.Tensor2D {
    return tf.tidy(() => this.classify(this.latent(inputs).mean));
  }

  /** The decoder alone: q(y|z), `[batch, k]` -> `[batch, classes]`. */
  classify(z: tf.Tensor2D): tf.Tensor2D {
    return tf.tidy(() => this.output.apply(z).softmax());
  }

  /** W of softmax(W z + b), as rows of latent dimensions: `[k, classes]`. */
  classifierWeights(): number[][] {
    return this.output.variables[0]!.arraySync() as number[][];
  }

  latent(inputs: tf.Tensor2D): GaussianCode {
    return tf.tidy(() => {
      const h = this.hidden.apply(inputs);
      return gaussianCode(this.mean.apply(h), this.spread.apply(h), this.covariance);
    });
  }

  dispose(): void {
    tf.dispose(this.variables);
  }
}
