import { checkCount } from '../checks';
import type { BatchNumbers } from '../models/model';
import { NotFiniteError, whatIsNotFinite } from '../not-finite';
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
 * @throws NotFiniteError when the loss of some examples is not finite, naming them and what it is.
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
    metrics.add(checkNumbers(evaluateRows(model, examples, rows), model.lambda, rows), rows.length);
    await yieldNow();
  }
  return { ...metrics.means(), n: metrics.examples };
}

function checkNumbers(numbers: BatchNumbers, lambda: number, rows: Uint32Array): BatchNumbers {
  if (Number.isFinite(numbers.loss) && Number.isFinite(numbers.rate)) return numbers;
  const value = Number.isFinite(numbers.loss) ? numbers.rate : numbers.loss;
  throw new NotFiniteError(
    `the loss of examples ${rows[0]} to ${rows[rows.length - 1]} is ${numbers.loss}: ${whatIsNotFinite(numbers, lambda)}`,
    value,
  );
}

/** The row numbers 0 to size - 1, `batch` at a time; the last may be fewer. */
export function* batches(size: number, batch: number): Generator<Uint32Array> {
  for (let from = 0; from < size; from += batch) {
    yield Uint32Array.from({ length: Math.min(batch, size - from) }, (_, i) => from + i);
  }
}
