import { largestFloat } from '../not-finite';
import { tf } from '../tf';

/** The weight of the rate. @throws RangeError unless it is finite, in 32 bits, and >= 0. */
export function checkLambda(value: number): number {
  return checkNonNegative('lambda (the weight of the KL term)', value);
}

/** The budget, in nats an example, that costs nothing. @throws RangeError unless it is finite, in 32 bits, and >= 0. */
export function checkBeta(value: number): number {
  return checkNonNegative('beta (the budget in nats)', value);
}

function checkNonNegative(name: string, value: number): number {
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) {
    throw new RangeError(`${name} must be a finite number >= 0, but it is ${String(value)}`);
  }
  if (value > largestFloat) {
    throw new RangeError(
      `${name} must be at most 3.4e38, the largest number of 32 bits, but it is ${value}: take a smaller one`,
    );
  }
  return value;
}

/** @throws RangeError naming both shapes when they differ: TensorFlow would broadcast them without a word. */
export function checkSameShape(nameA: string, a: tf.Tensor, nameB: string, b: tf.Tensor): void {
  if (a.shape.length !== b.shape.length || a.shape.some((size, i) => size !== b.shape[i])) {
    throw new RangeError(
      `${nameA} and ${nameB} must have the same shape, but ${nameA} is ${shapeText(a.shape)} and ` +
        `${nameB} is ${shapeText(b.shape)}`,
    );
  }
}

/** @throws RangeError naming the shape found, when it is not `[batch, k]` with at least one example and one column. */
export function checkMatrix(name: string, x: tf.Tensor): void {
  if (x.rank !== 2)
    throw new RangeError(`${name} must be [batch, k], but its shape is ${shapeText(x.shape)}`);
  if (x.size === 0) {
    throw new RangeError(
      `${name} is empty: its shape is ${shapeText(x.shape)}, but at least 1 example is needed`,
    );
  }
}

/** @throws RangeError naming the shape found, when it is not `[batch]` with at least one example. */
export function checkExamples(name: string, x: tf.Tensor): void {
  if (x.rank !== 1) throw new RangeError(`${name} must be [batch], but its shape is ${shapeText(x.shape)}`);
  if (x.size === 0) throw new RangeError(`${name} is empty: at least 1 example is needed`);
}

/** `[32, 128]`; an open dimension is written `?`. */
export function shapeText(shape: readonly (number | null)[]): string {
  return `[${shape.map(size => size ?? '?').join(', ')}]`;
}
