import { combineTerms } from '../bottleneck';
import { Random } from '../random';
import { tf } from '../tf';
import type { ConvMaxPool } from './conv-max-pool';
import { Dense } from './dense';
import type { Batch, BatchTerms, Classifier } from './model';
import { checkSizes } from './sizes';
import { binaryTerms, completeSizes, makePool, probabilities, type TextCnnOptions } from './text-cnn';

export interface DenseTextCnnOptions extends TextCnnOptions {
  /** Units of the dense layer, 128. */
  latent?: number;
  /** The fraction of units left out at each step, 0.2; the others are scaled up by 1 / (1 - dropout). */
  dropout?: number;
}

/**
 * q(y=1|x) = s(w . (mask * relu(W h + c)) + b), with h as in `TextCnn`; mask = 1 without training
 *
 * The network with a dense layer and dropout instead of a bottleneck: the reference of the engine's head `dense`.
 */
export class DenseTextCnn implements Classifier {
  readonly inputType = 'int32';
  readonly inputWidth: number;
  /** There is no rate to weigh. */
  readonly lambda = 0;
  readonly beta = 0;
  private readonly pool: ConvMaxPool;
  private readonly hidden: Dense;
  private readonly output: Dense;
  private readonly dropout: number;
  private readonly noise: Random;

  /** @throws RangeError for a size that is not a whole number >= 1, a dropout outside [0, 1), or a bad seed. */
  constructor(options: DenseTextCnnOptions) {
    const { length, ...pool } = completeSizes(options);
    const { latent = 128, dropout = 0.2 } = options;
    checkSizes({ latent });
    if (!(dropout >= 0 && dropout < 1)) {
      throw new RangeError(`dropout must be at least 0 and less than 1, but it is ${dropout}`);
    }
    const random = new Random(options.seed);
    this.inputWidth = length;
    this.dropout = dropout;
    this.pool = makePool(random, pool, options.pool, length);
    this.hidden = new Dense(random, pool.filters, latent);
    this.output = new Dense(random, latent, 1);
    this.noise = new Random(random.integer(2 ** 32));
  }

  get variables(): tf.Variable[] {
    return [this.pool, this.hidden, this.output].flatMap(layer => layer.variables);
  }

  /** As every model's; `mask`, `[batch, latent]` and scaled, takes the place of the model's own. */
  batchLoss({ inputs, labels }: Batch, call: { training: boolean; mask?: tf.Tensor2D }): BatchTerms {
    const features = call.training ? this.pool.apply(inputs) : this.pool.evaluate(inputs);
    const active = this.hidden.apply(features).relu<tf.Tensor2D>();
    const code = call.training ? active.mul<tf.Tensor2D>(call.mask ?? this.mask(active.shape)) : active;
    const { distortions, correct } = binaryTerms(this.output.apply(code), labels);
    return { ...combineTerms(distortions, tf.zerosLike(distortions), { lambda: 0 }), correct };
  }

  /** The probability of class 1, with no unit left out, `[batch]`. */
  predict(tokens: tf.Tensor2D): tf.Tensor1D {
    return tf.tidy(() => {
      const active = this.hidden.apply(this.pool.evaluate(tokens)).relu<tf.Tensor2D>();
      return probabilities(this.output.apply(active));
    });
  }

  dispose(): void {
    tf.dispose([...this.hidden.variables, ...this.output.variables]);
    this.pool.dispose();
  }

  private mask(shape: [number, number]): tf.Tensor2D {
    const kept = 1 / (1 - this.dropout);
    const values = Float32Array.from({ length: shape[0] * shape[1] }, () =>
      this.noise.uniform() < this.dropout ? 0 : kept,
    );
    return tf.tensor2d(values, shape);
  }
}
