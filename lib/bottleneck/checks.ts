import { tf } from '../tf';

/** The weight of the rate. @throws RangeError unless it is finite and >= 0. */
export function checkLambda(value: number): number {
  return checkNonNegative('lambda (the weight of the KL term)', value);
}

/** The budget, in nats an example, that costs nothing. @throws RangeError unless it is finite and >= 0. */
export function checkBeta(value: number): number {
  return checkNonNegative('beta (the budget in nats)', value);
}

function checkNonNegative(name: string, value: number): number {
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) {
    throw new RangeError(`${name} must be a finite number >= 0, but it is ${String(value)}`);
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

/** @throws RangeError naming the shape found, when it is not `[batch, k]`. */
export function checkMatrix(name: string, x: tf.Tensor): void {
  if (x.rank !== 2)
    throw new RangeError(`${name} must be [batch, k], but its shape is ${shapeText(x.shape)}`);
}

/** `[32, 128]`; an open dimension is written `?`. */
export function shapeText(shape: readonly (number | null)[]): string {
  return `[${shape.map(size => size ?? '?').join(', ')}]`;
}
