import { checkCount, checkPositive } from '../checks';
import type { BatchNumbers } from '../models/model';
import { advice, firstNotFinite, NotFiniteError, whatIsNotFinite } from '../not-finite';
import { Random } from '../random';
import { examplesFor, type Data, type Examples } from './data';
import { evaluateExamples, evaluationBatch, type Evaluation } from './evaluate';
import { occasionalYield } from './event-loop';
import { RunningMetrics, type Metrics, type RunningState } from './metrics';
import { isSelfMade, stepper, type AnyModel, type Step } from './runner';
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
  /**
   * Where an earlier call ended (`history.position`), to go on from there: with the same data, options and an engine that
   * is as it was then, the result is the same to the last bit as that of one uninterrupted call. The engine alone.
   */
  resume?: TrainingPosition;
}

/** Where a run stands; plain data, to be kept beside the model's own checkpoint. */
export interface TrainingPosition {
  /** The epochs that are complete. */
  records: EpochRecord[];
  /** Steps done in the epoch after them. */
  steps: number;
  /** The sums over those steps. */
  sums: RunningState;
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
  /** Where it ended, for `resume`. */
  position: TrainingPosition;
}

/**
 * theta <- Adam(theta, gradient of mean_batch[distortion + lambda * rate]), over seeded shuffles of the data
 *
 * The one loop for every model. Adam has Keras's constants (beta1 0.9, beta2 0.999, epsilon 1e-7) and starts anew in
 * each call. `model.lambda` and `model.beta` may be changed while it runs. Same seeds, same losses to the last bit on
 * one machine. SIGINT (Ctrl-C, Jupyter's interrupt) ends it after the current step.
 *
 * @throws RangeError for bad options, or data that are empty or do not fit the model.
 * @throws Error when the loss, a gradient or a weight is no longer finite, naming it, the epoch and the step: the weights are then
 * those before that step; or when the validation loss is not, after an epoch. It says whether lambda or the learning rate is to blame.
 */
export async function train(model: AnyModel, data: Data, options: TrainOptions): Promise<History> {
  const { epochs, batch = 32, learningRate = 1e-3, seed, validation, signal, resume } = options;
  checkCount(epochs, 'epochs');
  checkCount(batch, 'batch');
  checkPositive(learningRate, 'learningRate');
  const examples = examplesFor(model, data, 'the training data');
  const held = validation && examplesFor(model, validation, 'the validation data');
  const run = new TrainingRun(model, examples, { epochs, batch, learningRate, seed }, resume);
  const stop = await StopRequest.listen(signal);
  const started = performance.now();
  const records: EpochRecord[] = [...(resume?.records ?? [])];
  let interrupted = false;
  try {
    for (let epoch = records.length + 1; epoch <= epochs && !interrupted; epoch++) {
      const record = await run.epoch(epoch, stop, progress => {
        options.onProgress?.(progress);
        options.progress?.update(progress);
      });
      const checked = record && held && (await run.validate(held, epoch, stop));
      interrupted = record === null || checked === null;
      // Without its validation an epoch is not complete; going on, it starts there.
      if (record && !interrupted) {
        records.push(checked ? { ...record, validation: checked } : record);
        run.beginEpoch();
      }
    }
  } finally {
    stop.dispose();
  }
  return { epochs: records, interrupted, seconds: secondsSince(started), position: run.position(records) };
}

interface RunSettings {
  epochs: number;
  batch: number;
  learningRate: number;
  seed: number;
}

/** The optimizer's state and the clock of one call of `train`. */
class TrainingRun {
  private readonly stepOn: Step;
  private readonly steps: number;
  private readonly random: Random;
  private readonly yieldNow = occasionalYield();
  private readonly started = performance.now();
  /** Of the epoch under way. */
  private metrics = new RunningMetrics();
  private done = 0;
  /** Of the latest step that was made. */
  private last: BatchNumbers | undefined;
  /** Steps of this call, for the time left. */
  private walked = 0;

  constructor(
    private readonly model: AnyModel,
    private readonly examples: Examples,
    private readonly settings: RunSettings,
    resume?: TrainingPosition,
  ) {
    this.stepOn = stepper(model, settings.learningRate, { goOn: resume !== undefined });
    this.steps = Math.ceil(examples.size / settings.batch);
    this.random = new Random(settings.seed);
    if (resume === undefined) return;
    if (resume.steps > this.steps || resume.records.length > settings.epochs) {
      throw new RangeError(
        `cannot go on from epoch ${resume.records.length + 1}, step ${resume.steps}: this run has ${settings.epochs} epochs ` +
          `of ${this.steps} steps. Give the data and options of the interrupted call`,
      );
    }
    // The order of each epoch follows from those before it.
    for (let epoch = 0; epoch < resume.records.length; epoch++) this.random.permutation(examples.size);
    this.metrics.restore(resume.sums);
    this.done = resume.steps;
  }

  /** One pass over the examples, or the rest of it; null when it was stopped on the way. */
  async epoch(
    epoch: number,
    stop: StopRequest,
    report: (progress: TrainingProgress) => void,
  ): Promise<EpochRecord | null> {
    const { batch } = this.settings;
    const order = this.random.permutation(this.examples.size);
    const started = performance.now();
    const before = this.metrics.examples;
    while (this.done < this.steps) {
      if (stop.requested) return null;
      const rows = order.subarray(this.done * batch, (this.done + 1) * batch);
      this.metrics.add(this.step(rows, epoch), rows.length);
      this.done++;
      this.walked++;
      report(this.progress(epoch, this.metrics.examples - before, started));
      await this.yieldNow();
    }
    const seconds = secondsSince(started);
    const examplesPerSecond = (this.metrics.examples - before) / seconds;
    return { epoch, ...this.metrics.means(), seconds, examplesPerSecond };
  }

  /** Forgets the sums of the epoch that is complete. */
  beginEpoch(): void {
    this.metrics = new RunningMetrics();
    this.done = 0;
  }

  position(records: EpochRecord[]): TrainingPosition {
    return { records: [...records], steps: this.done, sums: this.metrics.state() };
  }

  /** The numbers of the validation data; null when it was stopped on the way. */
  async validate(held: Examples, epoch: number, stop: StopRequest): Promise<Evaluation | null> {
    try {
      return await evaluateExamples(this.model, held, evaluationBatch, stop);
    } catch (error) {
      if (!(error instanceof NotFiniteError)) throw error;
      throw new Error(
        `the validation loss became ${error.value} after epoch ${epoch} ${this.setting()}: ${sentence(error)} The model has the ` +
          `weights of that epoch. ${this.advice()}`,
      );
    }
  }

  private step(rows: Uint32Array, epoch: number): BatchNumbers {
    try {
      const numbers = this.stepOn(this.examples, rows, found => {
        if (Number.isFinite(found.loss) && Number.isFinite(found.rate)) return;
        const value = Number.isFinite(found.loss) ? found.rate : found.loss;
        throw new NotFiniteError(whatIsNotFinite(found, this.model.lambda), value);
      });
      this.last = numbers;
      return numbers;
    } catch (error) {
      if (!(error instanceof NotFiniteError)) throw error;
      const what = error.weightsLost ? 'the weights' : 'the loss';
      const after = error.weightsLost
        ? 'training stopped'
        : 'training stopped with the weights before that step';
      throw new Error(
        `${what} became ${error.value} at epoch ${epoch}, step ${this.done + 1} of ${this.steps} ${this.setting()}; ${after}. ` +
          `The cause: ${sentence(error)} ${this.advice()}`,
      );
    }
  }

  private setting(): string {
    return `(learning rate ${this.settings.learningRate}, lambda ${this.model.lambda})`;
  }

  private advice(): string {
    const spoilt = this.spoiltWeights();
    if (spoilt !== undefined) return `The model's weights hold ${spoilt} already: make the model anew`;
    return advice(this.model.lambda, this.settings.learningRate, this.last);
  }

  /** A weight that is not finite, if there is one. */
  private spoiltWeights(): number | undefined {
    if (isSelfMade(this.model)) return undefined;
    for (const variable of this.model.variables) {
      const values = variable.dataSync();
      const wrong = firstNotFinite(values);
      if (wrong >= 0) return values[wrong];
    }
    return undefined;
  }

  private progress(epoch: number, seen: number, epochStarted: number): TrainingProgress {
    const { epochs } = this.settings;
    const { loss, distortion, rate, ...rest } = this.metrics.means();
    const left = (epochs - epoch) * this.steps + this.steps - this.done;
    return {
      epoch,
      epochs,
      step: this.done,
      steps: this.steps,
      loss,
      ...rest,
      metrics: { 'distortion (nats)': distortion, 'rate (nats)': rate },
      examplesPerSecond: seen / secondsSince(epochStarted),
      secondsLeft: (secondsSince(this.started) * left) / this.walked,
    };
  }
}

function secondsSince(start: number): number {
  return (performance.now() - start) / 1000;
}

/** An error's message, with its full stop. */
function sentence({ message }: Error): string {
  return message.endsWith('.') ? message : `${message}.`;
}
