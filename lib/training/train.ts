import type { TrainableModel } from '../models/model';
import { Random } from '../random';
import { tf } from '../tf';
import { Adam } from './adam';
import { examplesFor, type Data, type Examples } from './data';
import { evaluateExamples, evaluationBatch, type Evaluation } from './evaluate';
import { occasionalYield } from './event-loop';
import { readTerms, RunningMetrics, type BatchNumbers, type Metrics } from './metrics';
import { checkCount, checkPositive } from '../checks';
import { StopRequest } from './stop-request';

/** How far a run has come. */
export interface TrainingProgress {
  /** From 1 to `epochs`. */
  epoch: number;
  epochs: number;
  /** Batches done in this epoch, from 1 to `steps`. */
  step: number;
  steps: number;
  /** The mean over this epoch so far. */
  loss: number;
  accuracy?: number;
  metrics: Record<string, number>;
  examplesPerSecond: number;
  secondsLeft: number;
}

export interface TrainOptions {
  epochs: number;
  /** Seeds the order of the examples. */
  seed: number;
  /** Examples a step, 32. */
  batch?: number;
  /** Of Adam, 0.001. */
  learningRate?: number;
  /** Looked at after every epoch, never learnt from. */
  validation?: Data;
  /** Told of every step. */
  onProgress?: (progress: TrainingProgress) => void;
  /** A display that is told of every step, such as `startProgress(...)` of lib/show; the caller finishes it. */
  progress?: { update(progress: TrainingProgress): void };
  /** Ends the run after the current step. */
  signal?: AbortSignal;
}

/** One epoch: the training means are taken while the weights move, the validation after the epoch. */
export interface EpochRecord extends Metrics {
  /** From 1. */
  epoch: number;
  validation?: Evaluation;
  /** Of the training alone. */
  seconds: number;
  examplesPerSecond: number;
}

export interface History {
  /** The epochs that were completed. */
  epochs: EpochRecord[];
  /** True when SIGINT or the signal ended the run early. */
  interrupted: boolean;
  /** Of the whole run, validation included. */
  seconds: number;
}

/**
 * theta <- Adam(theta, gradient of mean_batch[distortion + lambda * rate]), over seeded shuffles of the data
 *
 * The one loop for every model. Adam has Keras's constants (beta1 0.9, beta2 0.999, epsilon 1e-7) and starts anew in
 * each call. `model.lambda` and `model.beta` may be changed while it runs. Same seeds, same losses to the last bit on
 * one machine. SIGINT (Ctrl-C, Jupyter's interrupt) ends it after the current step.
 *
 * @throws RangeError for bad options, or data that are empty or do not fit the model.
 * @throws Error when the loss is no longer finite; the weights are then those before that step.
 */
export async function train(model: TrainableModel, data: Data, options: TrainOptions): Promise<History> {
  const { epochs, batch = 32, learningRate = 1e-3, seed, validation, signal } = options;
  checkCount(epochs, 'epochs');
  checkCount(batch, 'batch');
  checkPositive(learningRate, 'learningRate');
  const random = new Random(seed);
  const examples = examplesFor(model, data, 'the training data');
  const held = validation && examplesFor(model, validation, 'the validation data');
  const run = new TrainingRun(model, examples, { epochs, batch, learningRate, random });
  const stop = await StopRequest.listen(signal);
  const started = performance.now();
  const records: EpochRecord[] = [];
  let interrupted = false;
  try {
    for (let epoch = 1; epoch <= epochs && !interrupted; epoch++) {
      const record = await run.epoch(epoch, stop, progress => {
        options.onProgress?.(progress);
        options.progress?.update(progress);
      });
      const checked = record && held && (await evaluateExamples(model, held, evaluationBatch, stop));
      interrupted = record === null || checked === null;
      if (record) records.push(checked ? { ...record, validation: checked } : record);
    }
  } finally {
    stop.dispose();
  }
  return { epochs: records, interrupted, seconds: secondsSince(started) };
}

interface RunSettings {
  epochs: number;
  batch: number;
  learningRate: number;
  random: Random;
}

/** The optimizer's state and the clock of one call of `train`. */
class TrainingRun {
  private readonly optimizer: Adam;
  private readonly steps: number;
  private readonly yieldNow = occasionalYield();
  private readonly started = performance.now();

  constructor(
    private readonly model: TrainableModel,
    private readonly examples: Examples,
    private readonly settings: RunSettings,
  ) {
    this.optimizer = new Adam(model.variables, settings.learningRate);
    this.steps = Math.ceil(examples.size / settings.batch);
  }

  /** One pass over the examples; null when it was stopped on the way. */
  async epoch(
    epoch: number,
    stop: StopRequest,
    report: (progress: TrainingProgress) => void,
  ): Promise<EpochRecord | null> {
    const { batch, random } = this.settings;
    const order = random.permutation(this.examples.size);
    const metrics = new RunningMetrics();
    const started = performance.now();
    for (let step = 1; step <= this.steps; step++) {
      if (stop.requested) return null;
      const rows = order.subarray((step - 1) * batch, step * batch);
      metrics.add(this.step(rows, epoch, step), rows.length);
      report(this.progress(epoch, step, metrics, started));
      await this.yieldNow();
    }
    const seconds = secondsSince(started);
    return { epoch, ...metrics.means(), seconds, examplesPerSecond: this.examples.size / seconds };
  }

  private step(rows: Uint32Array, epoch: number, step: number): BatchNumbers {
    return tf.tidy(() => {
      const batch = this.examples.batch(rows);
      let numbers: BatchNumbers = { loss: NaN, distortion: NaN, rate: NaN };
      const { grads } = tf.variableGrads(() => {
        const terms = this.model.batchLoss(batch, { training: true });
        // Read here: only the total outlives this function.
        numbers = readTerms(terms);
        return terms.total;
      }, this.model.variables);
      this.checkFinite(numbers.loss, epoch, step);
      this.optimizer.step(grads);
      return numbers;
    });
  }

  private checkFinite(loss: number, epoch: number, step: number): void {
    if (Number.isFinite(loss)) return;
    throw new Error(
      `the loss became ${loss} at epoch ${epoch}, step ${step} of ${this.steps} (learning rate ` +
        `${this.settings.learningRate}, lambda ${this.model.lambda}); training stopped with the weights before that ` +
        'step. Try a smaller learning rate',
    );
  }

  private progress(
    epoch: number,
    step: number,
    metrics: RunningMetrics,
    epochStarted: number,
  ): TrainingProgress {
    const { epochs } = this.settings;
    const { loss, distortion, rate, ...rest } = metrics.means();
    const done = (epoch - 1 + step / this.steps) / epochs;
    return {
      epoch,
      epochs,
      step,
      steps: this.steps,
      loss,
      ...rest,
      metrics: { 'distortion (nats)': distortion, 'rate (nats)': rate },
      examplesPerSecond: metrics.examples / secondsSince(epochStarted),
      secondsLeft: (secondsSince(this.started) * (1 - done)) / done,
    };
  }
}

function secondsSince(start: number): number {
  return (performance.now() - start) / 1000;
}
