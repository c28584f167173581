import type { VibTerms } from '../bottleneck';
import { tf } from '../tf';

/** Some examples, as the loop hands them to a model. */
export interface Batch {
  /** `[batch, width]`, of the model's `inputType`. */
  inputs: tf.Tensor2D;
  /** `[batch]`, int32 classes; models that learn without labels do not look. */
  labels: tf.Tensor1D;
}

/** What a model says of one batch: scalars, averages over its examples, in nats. */
export type BatchTerms = VibTerms & {
  /** How many examples were classified rightly; absent when the model does not classify. */
  correct?: tf.Scalar;
};

/** A Gaussian code: `[batch, k]` each. */
export type Latent = { mean: tf.Tensor2D; logVar: tf.Tensor2D };

/** What the training loop needs of a model; every model of this folder has it. */
export interface TrainableModel {
  /** Numbers in one example. */
  readonly inputWidth: number;
  readonly inputType: 'int32' | 'float32';
  readonly variables: tf.Variable[];
  /** The weight of the rate; may be changed between any two steps. A model without a bottleneck has 0. */
  lambda: number;
  /** The budget in nats an example; may be changed between any two steps. */
  beta: number;
  /** The loss and its parts; noise only when training. Differentiable in `variables`; to be called inside a tidy. */
  batchLoss(batch: Batch, options: { training: boolean }): BatchTerms;
  /** Frees the variables. */
  dispose(): void;
}

/** One batch's numbers: averages over its examples in nats, and a count of right answers. */
export type BatchNumbers = { loss: number; distortion: number; rate: number; correct?: number };

/** Some examples as plain numbers. */
export interface NumberBatch {
  /** `[batch, width]`, row after row. */
  tokens: Int32Array;
  /** `[batch]` */
  labels: Int32Array;
}

/** A classifier of texts that computes outside of TensorFlow and has its own optimizer: `TextCnnEngine`. */
export interface SelfMadeModel {
  readonly inputWidth: number;
  readonly inputType: 'int32';
  readonly parameterCount: number;
  lambda: number;
  beta: number;
  /** Makes the optimizer new. */
  resetOptimizer(): void;
  /** One step; `accept` sees the numbers before any weight moves, and what it throws ends the step there. */
  step(
    batch: NumberBatch,
    options: { learningRate: number; accept: (numbers: BatchNumbers) => void },
  ): BatchNumbers;
  evaluate(batch: NumberBatch): BatchNumbers;
  predict(tokens: Int32Array): Float32Array;
  latent(tokens: Int32Array): { mean: Float32Array; logVar: Float32Array; k: number };
}

/** A model that gives probabilities. */
export interface Classifier extends TrainableModel {
  /** `[batch]` (two classes: the probability of class 1) or `[batch, classes]`. */
  predict(inputs: tf.Tensor2D): tf.Tensor1D | tf.Tensor2D;
}

/** A model with a Gaussian code. */
export interface Encoder extends TrainableModel {
  /** The code of each input. */
  latent(inputs: tf.Tensor2D): Latent;
}
