import { checkCount } from '../checks';
import { examplesFor, type Data, type Examples } from './data';
import { occasionalYield } from './event-loop';
import { RunningMetrics, type Metrics } from './metrics';
import { evaluateRows, type AnyModel } from './runner';
import type { StopRequest } from './stop-request';

/** Examples at a time, where the caller does not say: larger than in training, because nothing is kept for a gradient. */
export const evaluationBatch = 100;

/** How a model does on data it does not learn from. */
export interface Evaluation extends Metrics {
  /** Examples looked at. */
  n: number;
}

/**
 * accuracy = right answers / n; loss, distortion and rate are means over all n examples, in nats an example
 *
 * Without noise: the code is its mean. The loss contains the weighted rate, as in training.
 *
 * @param options.batch examples at a time, 100; it changes the speed, not the result
 * @throws RangeError for empty data, data that do not fit the model, or a batch below 1.
 */
export async function evaluate(
  model: AnyModel,
  data: Data,
  { batch = evaluationBatch }: { batch?: number } = {},
): Promise<Evaluation> {
  checkCount(batch, 'batch');
  const result = await evaluateExamples(model, examplesFor(model, data, 'the data'), batch);
  return result as Evaluation;
}

/** As `evaluate`; null when it was stopped on the way. */
export async function evaluateExamples(
  model: AnyModel,
  examples: Examples,
  batch: number,
  stop?: StopRequest,
): Promise<Evaluation | null> {
  const metrics = new RunningMetrics();
  const yieldNow = occasionalYield();
  for (const rows of batches(examples.size, batch)) {
    if (stop?.requested === true) return null;
    metrics.add(evaluateRows(model, examples, rows), rows.length);
    await yieldNow();
  }
  return { ...metrics.means(), n: metrics.examples };
}

/** The row numbers 0 to size - 1, `batch` at a time; the last may be fewer. */
export function* batches(size: number, batch: number): Generator<Uint32Array> {
  for (let from = 0; from < size; from += batch) {
    yield Uint32Array.from({ length: Math.min(batch, size - from) }, (_, i) => from + i);
  }
}
