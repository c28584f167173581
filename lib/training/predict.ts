import type { Classifier, Encoder, TrainableModel } from '../models/model';
import { tf } from '../tf';
import { examplesFor, type Data } from './data';
import { batches, evaluationBatch } from './evaluate';
import { occasionalYield } from './event-loop';
import { checkCount } from '../checks';

export interface PredictOptions {
  /** Examples at a time, 100; it changes the speed, not the result. */
  batch?: number;
}

/**
 * q(y|x_i) for every example, with the code at its mean
 *
 * @returns `[n]` (two classes: the probability of class 1) or `[n, classes]`, row after row
 * @throws RangeError for empty data, data that do not fit the model, or a batch below 1.
 */
export async function predictAll(
  model: Classifier,
  data: Data,
  options: PredictOptions = {},
): Promise<Float32Array> {
  const [probabilities] = await collect(model, data, options, x => [model.predict(x)]);
  return probabilities as Float32Array;
}

/**
 * mean(x_i) and logVar(x_i) for every example
 *
 * @returns `[n, k]` each, row after row, and k
 * @throws RangeError for empty data, data that do not fit the model, or a batch below 1.
 */
export async function latentAll(
  model: Encoder,
  data: Data,
  options: PredictOptions = {},
): Promise<{ mean: Float32Array; logVar: Float32Array; k: number }> {
  const [mean, logVar] = await collect(model, data, options, x => {
    const code = model.latent(x);
    return [code.mean, code.logVar];
  });
  if (!mean || !logVar) throw new Error('the model gave no code');
  return { mean, logVar, k: mean.length / data.labels.length };
}

/** Runs over the data in batches and joins what each output gives. */
async function collect(
  model: TrainableModel,
  data: Data,
  { batch = evaluationBatch }: PredictOptions,
  run: (inputs: tf.Tensor2D) => tf.Tensor[],
): Promise<Float32Array[]> {
  checkCount(batch, 'batch');
  const examples = examplesFor(model, data, 'the data');
  const yieldNow = occasionalYield();
  const parts: Float32Array[][] = [];
  for (const rows of batches(examples.size, batch)) {
    const outputs = tf.tidy(() => run(examples.batch(rows).inputs));
    outputs.forEach((output, i) => (parts[i] ??= []).push(output.dataSync<'float32'>()));
    tf.dispose(outputs);
    await yieldNow();
  }
  return parts.map(join);
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
