import type { BatchNumbers, SelfMadeModel, TrainableModel } from '../models/model';
import { tf } from '../tf';
import { Adam } from './adam';
import type { Examples } from './data';
import { readTerms } from './metrics';

/** Anything the loops can train and evaluate. */
export type AnyModel = TrainableModel | SelfMadeModel;

/** Sees a step's numbers before any weight moves; what it throws ends the step there. */
export type Accept = (numbers: BatchNumbers) => void;

/** Has the model a step of its own, outside of TensorFlow? */
export function isSelfMade(model: AnyModel): model is SelfMadeModel {
  return 'step' in model;
}

/** One step of Adam on some rows of the examples. */
export type Step = (examples: Examples, rows: Uint32Array, accept: Accept) => BatchNumbers;

/** Steps with this learning rate, by a new optimizer unless `goOn` (which only a self-made model can). */
export function stepper(model: AnyModel, learningRate: number, { goOn = false } = {}): Step {
  if (isSelfMade(model)) {
    if (!goOn) model.resetOptimizer();
    return (examples, rows, accept) => model.step(textsOf(examples, rows), { learningRate, accept });
  }
  if (goOn) {
    throw new RangeError(
      'only the engine can go on from a checkpoint: the optimizer of other models is not kept',
    );
  }
  const optimizer = new Adam(model.variables, learningRate);
  return (examples, rows, accept) =>
    tf.tidy(() => {
      const batch = examples.batch(rows);
      let numbers: BatchNumbers = { loss: NaN, distortion: NaN, rate: NaN };
      let failure: { error: unknown } | undefined;
      const { grads } = tf.variableGrads(() => {
        try {
          const terms = model.batchLoss(batch, { training: true });
          // Read here: only the total outlives this function.
          numbers = readTerms(terms);
          return terms.total;
        } catch (error) {
          // tfjs keeps what it saved for the backward pass for ever when an error leaves this function.
          failure = { error };
          return (model.variables[0] as tf.Variable).sum<tf.Scalar>();
        }
      }, model.variables);
      if (failure) throw failure.error;
      accept(numbers);
      optimizer.step(grads);
      return numbers;
    });
}

/** The numbers of some rows, without noise. */
export function evaluateRows(model: AnyModel, examples: Examples, rows: Uint32Array): BatchNumbers {
  if (isSelfMade(model)) return model.evaluate(textsOf(examples, rows));
  return tf.tidy(() => readTerms(model.batchLoss(examples.batch(rows), { training: false })));
}

/** Some rows for a model of texts, whose inputs are whole numbers. */
export function textsOf(
  examples: Examples,
  rows: ArrayLike<number>,
): { tokens: Int32Array; labels: Int32Array } {
  const { inputs, labels } = examples.numbers(rows);
  return { tokens: inputs as Int32Array, labels };
}
