/** A result that is no finite number, with what came out and why: training has gone astray, or an input is far too large. */
export class NotFiniteError extends Error {
  override readonly name: string = 'NotFiniteError';

  /**
   * @param value what came out: NaN or an infinity
   * @param weightsLost did the step that gave it move the weights already?
   */
  constructor(
    message: string,
    readonly value: number,
    readonly weightsLost = false,
  ) {
    super(message);
  }
}

/** The largest number of 32 bits. */
export const largestFloat = 3.4028234663852886e38;

/** Prices of a nat above this have no use: the loss is then all rate. */
const largePrice = 1e4;

/** The numbers of a loss, and what weighs and moves it. */
export interface LossNumbers {
  loss: number;
  distortion: number;
  rate: number;
}

/** A sentence: which of the numbers is not finite. */
export function whatIsNotFinite({ distortion, rate }: LossNumbers, lambda: number): string {
  if (!Number.isFinite(distortion) && !Number.isFinite(rate)) {
    return `the distortion is ${distortion} and the rate ${rate}`;
  }
  if (!Number.isFinite(distortion)) return `the distortion is ${distortion}`;
  if (!Number.isFinite(rate)) return `the rate is ${rate}`;
  return `distortion (${distortion}) and rate (${rate}) are finite, but not with the rate times lambda = ${lambda}`;
}

/**
 * What to change: the price of the rate where it is what makes the loss (or the gradient) large, else the learning rate.
 *
 * @param numbers of the last loss that was finite, or of this one
 */
export function advice(
  lambda: number,
  learningRate: number | undefined,
  numbers?: { distortion: number; rate: number },
): string {
  const paid = numbers && Math.abs(lambda * numbers.rate);
  // An infinite rate says nothing: any price of it would be too high.
  const known = paid !== undefined && Number.isFinite(paid);
  const dear = lambda > largePrice || (known && paid > 1e6 * (1 + Math.abs(numbers!.distortion)));
  const rate = learningRate === undefined ? '' : ` (it is ${learningRate})`;
  if (!dear) return `Try a smaller learning rate${rate}`;
  const also = learningRate !== undefined && learningRate > 0.1 ? `, and a smaller learning rate${rate}` : '';
  return `Try a smaller lambda (it is ${lambda})${also}`;
}

/** Where the first number is that is not finite, or -1. */
export function firstNotFinite(values: ArrayLike<number>): number {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) return i;
  return -1;
}
