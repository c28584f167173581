import type { Batch, SelfMadeModel, TrainableModel } from '../models/model';
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
  /** The examples of these row numbers, row after row. */
  numbers(rows: ArrayLike<number>): { inputs: Int32Array | Float32Array; labels: Int32Array };
  /** The same as tensors that the caller disposes of. */
  batch(rows: ArrayLike<number>): Batch;
}

/**
 * @param name what to call the data in an error: `the training data`
 * @throws RangeError for no examples, lengths that do not agree with each other or the model, a value that is not
 * finite, or a label that is no whole number.
 */
export function examplesFor(
  model: Pick<TrainableModel | SelfMadeModel, 'inputWidth' | 'inputType'>,
  data: Data,
  name: string,
): Examples {
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
  checkWhole(labels, 1, name, 'the label', 'labels are whole numbers, the numbers of classes');
  if (inputType === 'int32' && inputs instanceof Float32Array) {
    checkWhole(inputs, width, name, 'the number', 'this model takes whole numbers of words');
  }
  const numbers = (rows: ArrayLike<number>) => {
    const count = rows.length * width;
    const chosen = inputType === 'int32' ? new Int32Array(count) : new Float32Array(count);
    const classes = new Int32Array(rows.length);
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i] as number;
      chosen.set(inputs.subarray(row * width, (row + 1) * width), i * width);
      classes[i] = labels[row] as number;
    }
    return { inputs: chosen, labels: classes };
  };
  return {
    size: labels.length,
    numbers,
    batch(rows) {
      const chosen = numbers(rows);
      return {
        inputs: tf.tensor2d(chosen.inputs, [rows.length, width], inputType),
        labels: tf.tensor1d(chosen.labels, 'int32'),
      };
    },
  };
}

function checkWhole(
  values: ArrayLike<number>,
  width: number,
  name: string,
  what: string,
  rule: string,
): void {
  for (let i = 0; i < values.length; i++) {
    if (values[i] === (values[i]! | 0)) continue;
    throw new RangeError(
      `${name} hold ${String(values[i])} as ${what} of example ${Math.floor(i / width)}${width > 1 ? `, column ${i % width}` : ''}, ` +
        `but ${rule}`,
    );
  }
}
