import type { BatchNumbers, BatchTerms } from '../models/model';
import { tf } from '../tf';

/** Averages over examples; loss, distortion and rate in nats an example. */
export interface Metrics {
  /** distortion + lambda * (the rate above the budget). */
  loss: number;
  distortion: number;
  rate: number;
  /** The fraction classified rightly, from 0 to 1; absent for a model that does not classify. */
  accuracy?: number;
}

/** Reads a batch's terms; to be called inside the tidy that made them. */
export function readTerms({ total, distortion, rate, correct }: BatchTerms): BatchNumbers {
  const read = (scalar: tf.Scalar): number => scalar.dataSync()[0] as number;
  const numbers = { loss: read(total), distortion: read(distortion), rate: read(rate) };
  return correct === undefined ? numbers : { ...numbers, correct: read(correct) };
}

/** Sums over the examples so far. */
export interface RunningState {
  loss: number;
  distortion: number;
  rate: number;
  correct: number;
  counted: boolean;
  examples: number;
}

/**
 * mean = sum_batches n_b m_b / sum_batches n_b
 *
 * Every example counts the same, so a short last batch does not weigh as much as a whole one.
 */
export class RunningMetrics {
  private readonly sums = { loss: 0, distortion: 0, rate: 0, correct: 0 };
  private counted = false;
  /** Examples so far. */
  examples = 0;

  add(batch: BatchNumbers, size: number): void {
    this.sums.loss += batch.loss * size;
    this.sums.distortion += batch.distortion * size;
    this.sums.rate += batch.rate * size;
    this.sums.correct += batch.correct ?? 0;
    this.counted ||= batch.correct !== undefined;
    this.examples += size;
  }

  /** What has been added up, to go on from later. */
  state(): RunningState {
    return { ...this.sums, counted: this.counted, examples: this.examples };
  }

  /** Goes on from a state. */
  restore({ counted, examples, ...sums }: RunningState): void {
    Object.assign(this.sums, sums);
    this.counted = counted;
    this.examples = examples;
  }

  /** The averages so far. */
  means(): Metrics {
    const { loss, distortion, rate, correct } = this.sums;
    const n = this.examples;
    const means = { loss: loss / n, distortion: distortion / n, rate: rate / n };
    return this.counted ? { ...means, accuracy: correct / n } : means;
  }
}
