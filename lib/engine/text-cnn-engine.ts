import { advice, NotFiniteError, whatIsNotFinite } from '../not-finite';
import { Random } from '../random';
import { checkCount, checkVector } from '../checks';
import { Job, largestWeight, Scalar, Slot } from './assembly/plan';
import { BiasCorrections } from './bias-corrections';
import { checkBatch, type TextBatch, type Tokens } from './batch';
import { EngineCore, type Texts } from './core';
import type { EngineHost } from './host';
import { initialValues } from './initial-values';
import {
  checkLearningRate,
  checkWeightOfRate,
  completeOptions,
  type EngineOptions,
  type EngineSettings,
} from './options';
import type { EngineWeights } from './parameter-store';
import { sizeOf } from './parameters';
import { checkResult, checkStream, join, tooLarge } from './results';
import type { PartListener } from './team';

/** What a batch gave: means over its texts, in nats, and how many were classified rightly. */
export interface EngineNumbers {
  /** distortion + lambda * mean_i max(KL_i - beta, 0) */
  loss: number;
  distortion: number;
  rate: number;
  correct: number;
}

export interface StepOptions {
  /** Of Adam, 0.001. */
  learningRate?: number;
  /** Sees the numbers before any weight moves; what it throws ends the step there. */
  accept?: (numbers: EngineNumbers) => void;
  /** `[batch, latent]`: the noise (`vib`) or the scaled mask (`dense`) in place of the engine's own. */
  noise?: Float32Array;
}

/** Where the optimizer stands, for `save` and `load`. */
export interface OptimizerState {
  steps: number;
  noise: readonly number[];
  first: EngineWeights;
  second: EngineWeights;
}

/**
 * loss = mean_i [-log q(y_i|z_i) + lambda max(KL_i - beta, 0)], and Adam's step on it
 *
 * The text CNN (embedding, convolution, relu, maximum over time, head) in WebAssembly, with its gradient by hand. Exact,
 * and fast for three reasons: the distinct words of a batch are multiplied with the kernel once; windows then only add
 * rows of that table; and backward only windows that won an active filter count. Every sum has a fixed order and no
 * product is fused with an addition: same seed, same bits, on any machine and with any number of threads.
 *
 * Of equal maxima the first takes the gradient. Adam has Keras's form (epsilon beside the uncorrected sqrt(v)).
 */
export class TextCnnEngine {
  readonly inputType = 'int32';
  /** Tokens in a text. */
  readonly inputWidth: number;
  readonly settings: EngineSettings;
  /** Steps since the optimizer was new. */
  steps = 0;
  private readonly core: EngineCore;
  private noise: Random;
  private corrections = new BiasCorrections();
  private weight: number;
  private budget: number;
  /** The sitting in which the vocabulary's table was made of the present weights; 0: it was not. */
  private tableOf = 0;

  /**
   * @throws RangeError naming the first option that is out of range, or for a network larger than WebAssembly can address.
   */
  constructor(options: EngineOptions, host: EngineHost) {
    this.settings = completeOptions(options, host.cores);
    const { seed, lambda, beta, length } = this.settings;
    this.inputWidth = length;
    this.core = new EngineCore(this.settings, host);
    const random = new Random(seed);
    this.core.parameters.writeAll(this.core.parameters.named(one => initialValues(random, one)));
    this.noise = new Random(random.integer(2 ** 32));
    this.weight = lambda;
    this.budget = beta;
  }

  /** The weight of the rate; a new value holds from the next step. */
  get lambda(): number {
    return this.weight;
  }
  set lambda(value: number) {
    this.weight = checkWeightOfRate('lambda (the weight of the KL term)', value, this.settings.head);
  }

  /** The budget in nats a text; a new value holds from the next step. */
  get beta(): number {
    return this.budget;
  }
  set beta(value: number) {
    this.budget = checkWeightOfRate('beta (the budget in nats)', value, this.settings.head);
  }

  /** Threads at work, this one included. */
  get threads(): number {
    return this.core.threads;
  }

  /** How many numbers the network learns. */
  get parameterCount(): number {
    return this.core.table.reduce((sum, parameter) => sum + sizeOf(parameter), 0);
  }

  /** The shape of each parameter, as Keras has it. */
  get shapes(): Record<string, number[]> {
    return Object.fromEntries(this.core.table.map(({ name, shape }) => [name, [...shape]]));
  }

  /** Bytes of the engine's memory: weights, moments, tables and all. */
  get bytes(): number {
    return this.core.bytes;
  }

  /**
   * One step of Adam on a batch.
   *
   * @throws RangeError for a batch, learning rate or noise that does not fit; what `accept` throws.
   * @throws NotFiniteError when the loss is not finite, and then no weight has moved; or when a weight is not, after the step.
   */
  step(batch: TextBatch, { learningRate = 1e-3, accept, noise }: StepOptions = {}): EngineNumbers {
    checkLearningRate(learningRate);
    return this.core.hold(() => {
      const numbers = this.forward(batch, noise);
      accept?.(numbers);
      this.checkLoss(numbers, learningRate);
      this.backward();
      this.steps++;
      this.tableOf = 0;
      this.memory.setScalar(Scalar.rate, learningRate * this.corrections.next());
      this.core.run(Job.adam, this.core.layout.adamParts);
      this.checkStep(numbers, learningRate);
      return numbers;
    });
  }

  /**
   * The loss of a batch and its gradient, without a step.
   *
   * @throws RangeError for a batch that does not fit.
   * @throws NotFiniteError when the loss or a gradient is not finite.
   */
  gradient(
    batch: TextBatch,
    { noise }: Pick<StepOptions, 'noise'> = {},
  ): EngineNumbers & { gradients: EngineWeights } {
    return this.core.hold(() => {
      const numbers = this.checkLoss(this.forward(batch, noise));
      this.backward();
      const gradients = this.core.parameters.gradients();
      for (const [name, values] of Object.entries(gradients)) {
        checkResult(values, `the gradient of "${name}"`, advice(this.lambda, undefined, numbers));
      }
      return { ...numbers, gradients };
    });
  }

  /**
   * Means over texts that are not learnt from, without noise: z = mean, or no unit left out.
   *
   * @throws RangeError for texts or labels that do not fit.
   * @throws NotFiniteError when a mean is not finite.
   */
  evaluate(batch: TextBatch): EngineNumbers {
    return this.core.hold(() => {
      const numbers = { loss: 0, distortion: 0, rate: 0, correct: 0 };
      this.inGroups(
        batch,
        (size, _from, n) => {
          const part = this.answer(size);
          for (const name of ['loss', 'distortion', 'rate'] as const) {
            numbers[name] += (part[name] * size) / n;
          }
          numbers.correct += part.correct;
        },
        true,
      );
      return this.checkLoss(numbers);
    });
  }

  /**
   * q(y=1|x) without noise, `[n]`.
   *
   * @throws RangeError for tokens that do not fit.
   * @throws NotFiniteError when a probability is NaN: the weights are far too large.
   */
  predict(tokens: Tokens): Float32Array {
    return this.core.hold(() => {
      const probabilities: number[] = [];
      this.inGroups({ tokens }, size => {
        this.answer(size);
        for (const p of this.probabilities(size)) probabilities.push(p);
      });
      return checkResult(Float32Array.from(probabilities), 'the prediction', tooLarge);
    });
  }

  /**
   * mean_s q(y=1|z_s) and its standard deviation over S draws z_s ~ p(z|x), `[n]` each; `vib` alone
   *
   * @throws RangeError for another head, fewer than 2 draws, a bad seed, or tokens that do not fit.
   * @throws NotFiniteError as `predict`.
   */
  predictSamples(
    tokens: Tokens,
    { samples, seed }: { samples: number; seed: number },
  ): { mean: Float32Array; sd: Float32Array } {
    this.checkHasCode('predictSamples');
    if (!Number.isSafeInteger(samples) || samples < 2) {
      throw new RangeError(`samples must be a whole number >= 2, but it is ${samples}`);
    }
    const random = new Random(seed);
    return this.core.hold(() => this.sampled(tokens, samples, random));
  }

  private sampled(tokens: Tokens, samples: number, random: Random): { mean: Float32Array; sd: Float32Array } {
    const mean: number[] = [];
    const sd: number[] = [];
    this.inGroups({ tokens }, size => {
      const sums = new Float64Array(size);
      const squares = new Float64Array(size);
      for (let s = 0; s < samples; s++) {
        this.writeNoise(size, () => random.normal());
        this.head();
        this.probabilities(size).forEach((p, i) => {
          sums[i] = (sums[i] as number) + p;
          squares[i] = (squares[i] as number) + p * p;
        });
      }
      sums.forEach((sum, i) => {
        mean.push(sum / samples);
        const variance = ((squares[i] as number) - sum ** 2 / samples) / (samples - 1);
        sd.push(Math.sqrt(Math.max(0, variance)));
      });
    });
    return {
      mean: checkResult(Float32Array.from(mean), 'the mean prediction', tooLarge),
      sd: Float32Array.from(sd),
    };
  }

  /**
   * mean(x_i) and logVar(x_i), `[n, latent]` each.
   *
   * @throws RangeError for another head than `vib`, or bad tokens.
   * @throws NotFiniteError when one is not finite.
   */
  latent(tokens: Tokens): { mean: Float32Array; logVar: Float32Array; k: number } {
    this.checkHasCode('latent');
    const { latent: k } = this.settings;
    return this.core.hold(() => {
      const mean: Float32Array[] = [];
      const logVar: Float32Array[] = [];
      const { codePadded } = this.core.layout;
      this.inGroups({ tokens }, size => {
        this.answer(size);
        const rows = this.memory.floats(Slot.activations, size * 2 * codePadded);
        for (let i = 0; i < size; i++) {
          const at = 2 * i * codePadded;
          mean.push(rows.slice(at, at + k));
          logVar.push(rows.slice(at + codePadded, at + codePadded + k));
        }
      });
      return {
        mean: checkResult(join(mean, k), 'the mean', tooLarge),
        logVar: checkResult(join(logVar, k), 'the log-variance', tooLarge),
        k,
      };
    });
  }

  /** A copy of all weights. @throws Error after `dispose`. */
  weights(): EngineWeights {
    return this.core.parameters.readAll();
  }

  /**
   * Replaces some or all weights.
   *
   * @throws RangeError for an unknown name, another number of values, or one that is not finite (or beyond 1e15 in size).
   */
  setWeights(weights: EngineWeights): void {
    this.core.parameters.writeAll(weights);
    this.tableOf = 0;
  }

  /** Makes the optimizer new: averages 0, no step done. */
  resetOptimizer(): void {
    this.steps = 0;
    this.corrections = new BiasCorrections();
    const zeros = this.core.parameters.named(parameter => new Float32Array(sizeOf(parameter)));
    this.core.parameters.writeAll(zeros, Slot.firstMoment);
    this.core.parameters.writeAll(zeros, Slot.secondMoment);
  }

  /** A copy of all that the next steps depend on besides the weights. */
  optimizerState(): OptimizerState {
    const { parameters } = this.core;
    return {
      steps: this.steps,
      noise: this.noise.state(),
      first: parameters.readAll(Slot.firstMoment),
      second: parameters.readAll(Slot.secondMoment),
    };
  }

  /**
   * Goes back to a state of `optimizerState`.
   *
   * @throws RangeError for names or sizes of another network, or numbers that no optimizer has; then nothing has changed.
   */
  setOptimizerState({ steps, noise, first, second }: OptimizerState): void {
    checkCount(steps, "the optimizer's steps", 0);
    const stream = Random.fromState(checkStream(noise));
    const { parameters } = this.core;
    const before = parameters.readAll(Slot.firstMoment);
    parameters.writeAll(first, Slot.firstMoment);
    try {
      parameters.writeAll(second, Slot.secondMoment);
    } catch (error) {
      parameters.writeAll(before, Slot.firstMoment);
      throw error;
    }
    this.noise = stream;
    this.steps = steps;
    this.corrections = new BiasCorrections(steps);
  }

  /** Tells a listener how long each part of a step takes; `undefined` ends it. */
  observe(listener: PartListener | undefined): void {
    this.core.team.onPart = listener;
  }

  /** Gives back the engine's memory; whatever is asked of it afterwards is an error. An engine left alone is freed by itself. */
  dispose(): void {
    this.core.dispose();
  }

  private get memory() {
    return this.core.memory;
  }

  private forward(batch: TextBatch, noise: Float32Array | undefined): EngineNumbers {
    const { length, words, batch: most, latent, head } = this.settings;
    const size = checkBatch(batch, { length, words, most, labelled: true });
    if (noise) {
      if (noise.length !== size * latent) {
        throw new RangeError(
          `noise must hold batch * latent = ${size * latent} numbers, but it holds ${noise.length}`,
        );
      }
      checkVector(noise, 'noise');
    }
    this.core.load(batch, 0, size);
    this.core.pool(() => {
      if (head === 'logistic') return;
      let at = 0;
      this.writeNoise(size, noise ? () => noise[at++] as number : this.ownNoise());
    });
    return this.head();
  }

  /** Fills in what the loss needs of the batch whose features are there. */
  private head(): EngineNumbers {
    this.memory.setScalar(Scalar.lambda, this.weight);
    this.memory.setScalar(Scalar.beta, this.budget);
    this.core.run(Job.headForward, this.core.layout.headBlocks);
    this.core.exports.output();
    const distortion = this.memory.scalar(Scalar.distortion);
    const loss = distortion + this.lambda * this.memory.scalar(Scalar.hinge);
    const [rate, correct] = [this.memory.scalar(Scalar.meanRate), this.memory.scalar(Scalar.correct)];
    return { loss, distortion, rate, correct };
  }

  private backward(): void {
    this.core.run(Job.headBackward, this.core.layout.headBlocks);
    this.core.poolBackward();
  }

  /** The head's answer to texts whose features are there, without noise. */
  private answer(size: number): EngineNumbers {
    const still = this.settings.head === 'dense' ? 1 : 0;
    if (this.settings.head !== 'logistic') this.writeNoise(size, () => still);
    return this.head();
  }

  /** Features of some texts at a time, then `use`. */
  private inGroups(
    batch: Texts,
    use: (size: number, from: number, n: number) => void,
    labelled = false,
  ): void {
    const { length, words } = this.settings;
    const { core } = this;
    const { texts, keepsTable, blocks } = core.layout;
    const n = checkBatch(batch, { length, words, most: Infinity, labelled });
    for (let from = 0; from < n; from += texts) {
      const size = Math.min(texts, n - from);
      core.load(batch, from, size);
      if (keepsTable) {
        core.exports.readTokens(1);
        if (this.tableOf !== core.sittings) core.run(Job.tabulate, blocks);
        this.tableOf = core.sittings;
        core.run(Job.look, blocks);
      } else core.pool();
      use(size, from, n);
    }
  }

  /** Noise of N(0, 1), or a mask that leaves out units and scales the others up. */
  private ownNoise(): () => number {
    const { head, dropout } = this.settings;
    if (head === 'vib') return () => this.noise.normal();
    const kept = 1 / (1 - dropout);
    return () => (this.noise.uniform() < dropout ? 0 : kept);
  }

  private writeNoise(size: number, next: () => number): void {
    const { codePadded } = this.core.layout;
    const { latent } = this.settings;
    const rows = this.memory.floats(Slot.noise, size * codePadded);
    for (let i = 0; i < size; i++) {
      for (let k = 0; k < latent; k++) rows[i * codePadded + k] = next();
    }
  }

  private probabilities(size: number): number[] {
    return Array.from(this.memory.floats(Slot.logits, size), logit => 1 / (1 + Math.exp(-logit)));
  }

  /** @throws NotFiniteError naming what is not finite. */
  private checkLoss(numbers: EngineNumbers, learningRate?: number): EngineNumbers {
    if (Number.isFinite(numbers.loss)) return numbers;
    throw new NotFiniteError(
      `the loss is ${numbers.loss}: ${whatIsNotFinite(numbers, this.lambda)}. No weight was moved. ` +
        advice(this.lambda, learningRate, numbers),
      numbers.loss,
    );
  }

  /** @throws NotFiniteError when the step of Adam just made has lost the weights. */
  private checkStep(numbers: EngineNumbers, learningRate: number): void {
    if (this.memory.get(Slot.diverged) === 0) return;
    this.memory.set(Slot.diverged, 0);
    throw new NotFiniteError(
      `step ${this.steps} gave weights or averages of gradients that are not finite or beyond ${largestWeight} in size ` +
        `(loss ${numbers.loss}, rate ${numbers.rate}, lambda ${this.lambda}, learning rate ${learningRate}): the engine's ` +
        'weights are lost, make it anew or set weights that you kept, and reset its optimizer. ' +
        advice(this.lambda, learningRate, numbers),
      NaN,
      true,
    );
  }

  private checkHasCode(what: string): void {
    if (this.settings.head !== 'vib') {
      throw new RangeError(
        `${what} needs a network with a bottleneck, but this one's head is '${this.settings.head}'`,
      );
    }
  }
}
