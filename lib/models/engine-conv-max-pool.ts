import { TextPool, type TextPoolOptions } from '../engine';
import type { Random } from '../random';
import { tf } from '../tf';
import { ConvMaxPool, type ConvMaxPoolSizes } from './conv-max-pool';
import { engineHost } from './engine-host';

/** What the operation has to know beforehand. */
export type EnginePoolOptions = Required<Pick<TextPoolOptions, 'length'>> &
  Pick<TextPoolOptions, 'batch' | 'threads'>;

/**
 * h_f = max_t relu(b_f + sum_k E[x_(t+k)] . W[k][:, f]), computed by the engine: `ConvMaxPool`, faster
 *
 * The weights are tfjs variables, and `apply` is differentiable (`tf.customGrad`): any head made of tfjs operations can
 * stand on it, trained by any optimizer.
 */
export class EngineConvMaxPool extends ConvMaxPool {
  private readonly pool: TextPool;
  private calls = 0;

  /** @throws RangeError for a bad size. */
  constructor(random: Random, sizes: ConvMaxPoolSizes, options: EnginePoolOptions) {
    super(random, sizes);
    this.pool = new TextPool({ ...sizes, ...options }, engineHost());
  }

  /** @throws RangeError for more texts than `batch`, other lengths, or a token outside [0, words). */
  override apply(tokens: tf.Tensor2D): tf.Tensor2D {
    const { filters } = this.sizes;
    const rows = tokens.dataSync<'int32'>();
    const operation = tf.customGrad<tf.Tensor2D>((...inputs) => {
      const [embedding, kernel, bias] = inputs.slice(0, 3) as tf.Tensor[];
      const read = (tensor: tf.Tensor | undefined) => (tensor as tf.Tensor).dataSync<'float32'>();
      const weights = { embedding: read(embedding), kernel: read(kernel), bias: read(bias) };
      const features = this.pool.forward(rows, weights);
      const call = ++this.calls;
      const gradFunc = (dy: tf.Tensor) => {
        // The engine remembers one batch; another one may have passed since.
        if (call !== this.calls) {
          this.pool.forward(rows, weights);
          this.calls = call;
        }
        const gradients = this.pool.backward(dy.dataSync<'float32'>());
        return [embedding, kernel, bias].map((tensor, i) =>
          tf.tensor(Object.values(gradients)[i] as Float32Array, tensor?.shape),
        );
      };
      return { value: tf.tensor2d(features, [tokens.shape[0], filters]), gradFunc };
    });
    return operation(this.embedding, this.kernel, this.bias);
  }

  override dispose(): void {
    super.dispose();
    this.pool.dispose();
  }
}
