import { checkCount } from '../checks';
import type { Classifier, Encoder, SelfMadeModel } from '../models/model';
import { firstNotFinite, NotFiniteError } from '../not-finite';
import { tf } from '../tf';
import { examplesFor, type Data, type Examples } from './data';
import { batches, evaluationBatch } from './evaluate';
import { occasionalYield } from './event-loop';
import { isSelfMade, textsOf, type AnyModel } from './runner';

export interface PredictOptions {
  /** Examples at a time, 100; it changes the speed, not the result. */
  batch?: number;
}

/**
 * q(y|x_i) for every example, with the code at its mean
 *
 * @returns `[n]` (two classes: the probability of class 1) or `[n, classes]`, row after row
 * @throws RangeError for empty data, data that do not fit the model, or a batch below 1.
 * @throws NotFiniteError when an answer is not finite, naming the example.
 */
export async function predictAll(
  model: Classifier | SelfMadeModel,
  data: Data,
  options: PredictOptions = {},
): Promise<Float32Array> {
  const [probabilities] = await collect(model, data, options, (examples, rows) =>
    isSelfMade(model)
      ? [model.predict(textsOf(examples, rows).tokens)]
      : valuesOf(() => [model.predict(examples.batch(rows).inputs)]),
  );
  return probabilities as Float32Array;
}

/**
 * mean(x_i) and logVar(x_i) for every example
 *
 * @returns `[n, k]` each, row after row, and k
 * @throws RangeError for empty data, data that do not fit the model, or a batch below 1.
 * @throws NotFiniteError when an answer is not finite, naming the example.
 */
export async function latentAll(
  model: Encoder | SelfMadeModel,
  data: Data,
  options: PredictOptions = {},
): Promise<{ mean: Float32Array; logVar: Float32Array; k: number }> {
  const [mean, logVar] = await collect(model, data, options, (examples, rows) => {
    if (isSelfMade(model)) {
      const code = model.latent(textsOf(examples, rows).tokens);
      return [code.mean, code.logVar];
    }
    return valuesOf(() => {
      const code = model.latent(examples.batch(rows).inputs);
      return [code.mean, code.logVar];
    });
  });
  if (!mean || !logVar) throw new Error('the model gave no code');
  return { mean, logVar, k: mean.length / data.labels.length };
}

/** Runs over the data in batches and joins what each output gives. */
async function collect(
  model: AnyModel,
  data: Data,
  { batch = evaluationBatch }: PredictOptions,
  run: (examples: Examples, rows: Uint32Array) => Float32Array[],
): Promise<Float32Array[]> {
  checkCount(batch, 'batch');
  const examples = examplesFor(model, data, 'the data');
  const yieldNow = occasionalYield();
  const parts: Float32Array[][] = [];
  for (const rows of batches(examples.size, batch)) {
    run(examples, rows).forEach((values, i) => {
      checkValues(values, rows);
      (parts[i] ??= []).push(values);
    });
    await yieldNow();
  }
  return parts.map(join);
}

function checkValues(values: Float32Array, rows: Uint32Array): void {
  const wrong = firstNotFinite(values);
  if (wrong < 0) return;
  const example = rows[Math.floor(wrong / (values.length / rows.length))];
  throw new NotFiniteError(
    `the model answers ${values[wrong]} to example ${example}: its weights are not finite, or far too large. Train it anew with a ` +
      'smaller learning rate',
    values[wrong]!,
  );
}

/** The numbers of the tensors that `compute` gives, which are freed. */
function valuesOf(compute: () => tf.Tensor[]): Float32Array[] {
  const outputs = tf.tidy(compute);
  const values = outputs.map(output => output.dataSync<'float32'>());
  tf.dispose(outputs);
  return values;
}

function join(parts: Float32Array[]): Float32Array {
  const joined = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
