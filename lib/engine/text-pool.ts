import { checkVector } from '../checks';
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
  /** The texts of the latest features, and the core's sitting in which they were computed. */
  private latest: { tokens: Tokens; size: number; sitting: number } | undefined;

  /** @throws RangeError as `TextCnnEngine`. */
  constructor(options: TextPoolOptions, host: EngineHost) {
    this.core = new EngineCore(completeOptions({ ...options, head: 'none', seed: 0 }, host.cores), host);
  }

  /** @throws RangeError for weights or tokens that do not fit, or that are not finite; Error after `dispose`. */
  forward(tokens: Tokens, weights: Record<'embedding' | 'kernel' | 'bias', Float32Array>): Float32Array {
    return this.core.hold(() => {
      const { length, words, filters, batch } = this.core.settings;
      const size = checkBatch({ tokens }, { length, words, most: batch });
      this.latest = undefined;
      this.core.parameters.writeAll(weights);
      this.compute(tokens, size);
      const padded = this.core.memory.get(Slot.filtersPadded);
      const rows = this.core.memory.floats(Slot.features, size * padded);
      const features = new Float32Array(size * filters);
      for (let i = 0; i < size; i++) {
        features.set(rows.subarray(i * padded, i * padded + filters), i * filters);
      }
      this.latest = { tokens: tokens.slice(), size, sitting: this.core.sittings };
      return features;
    });
  }

  /**
   * The gradients of the weights of the latest `forward`, for d loss / d features `[batch, filters]`.
   *
   * @throws RangeError for a gradient of another size or with a number that is not finite; Error after `dispose`.
   */
  backward(gradient: Float32Array): EngineWeights {
    return this.core.hold(() => {
      const { filters } = this.core.settings;
      const { latest } = this;
      if (!latest || gradient.length !== latest.size * filters) {
        throw new RangeError(
          `the gradient must be that of the latest features, [${latest?.size ?? 0}, ${filters}], but it holds ` +
            `${gradient.length} numbers`,
        );
      }
      checkVector(gradient, 'the gradient of the features');
      // Another engine may have had the memory meanwhile.
      if (latest.sitting !== this.core.sittings) this.compute(latest.tokens, latest.size);
      latest.sitting = this.core.sittings;
      const padded = this.core.memory.get(Slot.filtersPadded);
      const rows = this.core.memory.floats(Slot.activationGradient, latest.size * padded);
      for (let i = 0; i < latest.size; i++) {
        rows.set(gradient.subarray(i * filters, (i + 1) * filters), i * padded);
      }
      this.core.poolBackward();
      return this.core.parameters.gradients();
    });
  }

  private compute(tokens: Tokens, size: number): void {
    this.core.load({ tokens }, 0, size);
    this.core.pool();
  }

  /** Gives back its memory; it is not to be used any more. */
  dispose(): void {
    this.core.dispose();
  }
}
