import type { Batch, TrainableModel } from '../models/model';
import { tf } from '../tf';

type Numbers = Float32Array | Int32Array | Uint16Array | Uint8Array;
type Labels = Int32Array | Uint8Array | Float32Array | readonly number[];

/**
 * Examples row after row: `[n, width]` under the name that their kind has (reviews have tokens, digits have pixels), and
 * `[n]` labels.
 */
export type Data = { readonly labels: Labels } & (
  { readonly inputs: Numbers } | { readonly tokens: Numbers } | { readonly pixels: Numbers }
);

/** Data that fit a model. */
export interface Examples {
  readonly size: number;
  /** The examples of these row numbers, as tensors that the caller disposes of. */
  batch(rows: ArrayLike<number>): Batch;
}

/**
 * @param name what to call the data in an error: `the training data`
 * @throws RangeError for no examples, lengths that do not agree with each other or the model, or a value that is not
 * finite.
 */
export function examplesFor(model: TrainableModel, data: Data, name: string): Examples {
  const { inputWidth: width, inputType } = model;
  const inputs = 'inputs' in data ? data.inputs : 'tokens' in data ? data.tokens : data.pixels;
  const { labels } = data;
  if (labels.length === 0) throw new RangeError(`${name} hold no examples: at least 1 is needed`);
  if (inputs.length !== labels.length * width) {
    throw new RangeError(
      `${name} hold ${inputs.length} numbers for ${labels.length} labels, but the model takes ${width} an example: ` +
        `${labels.length * width} were expected`,
    );
  }
  const bad = inputs instanceof Float32Array ? inputs.findIndex(value => !Number.isFinite(value)) : -1;
  if (bad >= 0) {
    throw new RangeError(
      `${name} hold ${inputs[bad]} in example ${Math.floor(bad / width)}, column ${bad % width}: only finite ` +
        'numbers can be learnt from',
    );
  }
  return {
    size: labels.length,
    batch(rows) {
      const shape: [number, number] = [rows.length, width];
      const chosen =
        inputType === 'int32' ? new Int32Array(rows.length * width) : new Float32Array(rows.length * width);
      const classes = new Int32Array(rows.length);
      for (let i = 0; i < rows.length; i++) {
        const row = rows[i] as number;
        chosen.set(inputs.subarray(row * width, (row + 1) * width), i * width);
        classes[i] = labels[row] as number;
      }
      return { inputs: tf.tensor2d(chosen, shape, inputType), labels: tf.tensor1d(classes, 'int32') };
    },
  };
}
