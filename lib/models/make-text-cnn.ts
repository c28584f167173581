import { TextCnnEngine } from '../engine';
import { engineHost } from './engine-host';
import { TextCnn, VibTextCnn, type TextCnnOptions } from './text-cnn';

export interface MakeTextCnnOptions extends Omit<TextCnnOptions, 'pool'> {
  /** What computes it: `fast` (unless given), the engine; `tfjs`, its reference, the plain model. */
  engine?: string;
  /** `vib`: the weight of the rate, 0.1. */
  lambda?: number;
  /** `vib`: nats a text that cost nothing, 0. */
  beta?: number;
  /** `vib`: latent dimensions, 128. */
  latent?: number;
}

/**
 * The essay's network, without bottleneck (`logistic`) or with it (`vib`), by the engine or by tfjs: the same function, the same initial weights and noise for one seed, and
 * the same results up to rounding.
 *
 * @throws RangeError for a size, lambda or beta out of range, or an unknown engine.
 */
export function makeTextCnn(options: MakeTextCnnOptions & { head: 'logistic' }): TextCnnEngine | TextCnn;
export function makeTextCnn(options: MakeTextCnnOptions & { head: 'vib' }): TextCnnEngine | VibTextCnn;
export function makeTextCnn({
  engine = 'fast',
  head,
  ...options
}: MakeTextCnnOptions & { head: 'logistic' | 'vib' }): TextCnnEngine | TextCnn | VibTextCnn {
  if (engine === 'fast') return new TextCnnEngine({ head, ...options }, engineHost());
  if (engine === 'tfjs') {
    return head === 'vib' ? new VibTextCnn({ lambda: 0.1, ...options }) : new TextCnn(options);
  }
  throw new RangeError(`engine must be 'fast' or 'tfjs', but it is '${engine}'`);
}
