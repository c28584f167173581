import { Slot } from './assembly/plan';
import { checkBatch, type Tokens } from './batch';
import { EngineCore } from './core';
import type { EngineHost } from './host';
import { completeOptions, type EngineOptions } from './options';
import type { EngineWeights } from './parameter-store';

/** Sizes of the pool, as those of `EngineOptions`. */
export type TextPoolOptions = Pick<
  EngineOptions,
  'words' | 'length' | 'embedding' | 'filters' | 'width' | 'batch' | 'threads'
>;

/**
 * h_f = max_t relu(b_f + sum_k E[x_(t+k)] . W[k][:, f]) and its gradient, for weights that others keep
 *
 * The engine's part that all heads share, as an operation: E `[words, embedding]`, W `[width, embedding, filters]`, b
 * `[filters]`, tokens `[batch, length]` -> features `[batch, filters]`.
 */
export class TextPool {
  private readonly core: EngineCore;
  /** Of the texts whose features are there. */
  private size = 0;

  /** @throws RangeError as `TextCnnEngine`. */
  constructor(options: TextPoolOptions, host: EngineHost) {
    this.core = new EngineCore(completeOptions({ ...options, head: 'none', seed: 0 }, host.cores), host);
  }

  /** @throws RangeError for weights or tokens that do not fit. */
  forward(tokens: Tokens, weights: Record<'embedding' | 'kernel' | 'bias', Float32Array>): Float32Array {
    const { length, words, filters, batch } = this.core.settings;
    this.size = checkBatch({ tokens }, { length, words, most: batch });
    this.core.parameters.writeAll(weights);
    this.core.load({ tokens }, 0, this.size);
    this.core.pool();
    const padded = this.core.memory.get(Slot.filtersPadded);
    const rows = this.core.memory.floats(Slot.features, this.size * padded);
    const features = new Float32Array(this.size * filters);
    for (let i = 0; i < this.size; i++) {
      features.set(rows.subarray(i * padded, i * padded + filters), i * filters);
    }
    return features;
  }

  /**
   * The gradients of the weights of the latest `forward`, for d loss / d features `[batch, filters]`.
   *
   * @throws RangeError for a gradient of another size.
   */
  backward(gradient: Float32Array): EngineWeights {
    const { filters } = this.core.settings;
    if (gradient.length !== this.size * filters || this.size === 0) {
      throw new RangeError(
        `the gradient must be that of the latest features, [${this.size}, ${filters}], but it holds ${gradient.length} numbers`,
      );
    }
    const padded = this.core.memory.get(Slot.filtersPadded);
    const rows = this.core.memory.floats(Slot.activationGradient, this.size * padded);
    for (let i = 0; i < this.size; i++) {
      rows.set(gradient.subarray(i * filters, (i + 1) * filters), i * padded);
    }
    this.core.poolBackward();
    return this.core.parameters.gradients();
  }

  /** Ends the helpers. */
  dispose(): void {
    this.core.dispose();
  }
}
