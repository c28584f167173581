import { NotFiniteError } from '../not-finite';
import { tf } from '../tf';
import { shapeText } from './checks';

/**
 * 1/2 (exp(v) - 1 - v), without cancellation: near 0 by its series, because there the difference of rounded numbers has neither
 * digits nor a sure sign.
 */
export function halfExcess(v: number): number {
  if (Math.abs(v) > 0.5) return 0.5 * (Math.exp(v) - 1 - v);
  // sum_(n >= 2) v^n / n!, which at 1/2 has 16 digits after 14 terms.
  let sum = 0;
  for (let n = 14; n >= 2; n--) sum = (1 + sum) * (v / n);
  return 0.5 * v * sum;
}

/** 1/2 (exp(v) - 1) for each number: the derivative of `halfExcess`. */
export function halfExpm1(v: tf.Tensor): tf.Tensor {
  return elementwise(v, x => 0.5 * Math.expm1(x), halfExp);
}

/** 1/2 exp(v) for each number. */
function halfExp(v: tf.Tensor): tf.Tensor {
  return elementwise(v, x => Math.exp(x - Math.LN2), halfExp);
}

/** f of each number, computed in 64 bits and rounded once; the gradient is dy * derivative(x). */
export function elementwise(
  x: tf.Tensor,
  f: (x: number) => number,
  derivative: (x: tf.Tensor) => tf.Tensor,
): tf.Tensor {
  const operation = tf.customGrad((input, save) => {
    const [numbers, keep] = [input as tf.Tensor, save as tf.GradSaveFunc];
    keep([numbers]);
    const value = tf.tensor(Float32Array.from(numbersOf(numbers), f), numbers.shape);
    return { value, gradFunc: (dy, saved) => dy.mul(derivative(saved[0] as tf.Tensor)) };
  });
  return operation(x);
}

/** The numbers of a tensor. */
export function numbersOf(x: tf.Tensor): ArrayLike<number> {
  return x.dataSync<'float32'>();
}

/** Tensors of one size, by the names that an error calls them. */
export type Named = Record<string, tf.Tensor>;

/**
 * sum_j term(...)[i, j] for each row i, added up in 64 bits and rounded once: `[batch]`
 *
 * @param inputs `[batch, k]` each
 * @param term of the places row * k + column
 * @throws NotFiniteError naming the example, the place and the inputs there, when a sum is not finite in 32 bits.
 */
export function rowSums(what: string, inputs: Named, term: (place: number) => number): tf.Tensor1D {
  const [batch, k] = Object.values(inputs)[0]!.shape as [number, number];
  const sums = new Float32Array(batch);
  for (let i = 0; i < batch; i++) {
    let sum = 0;
    for (let j = 0; j < k; j++) sum += term(i * k + j);
    sums[i] = sum;
    if (!Number.isFinite(sums[i])) {
      let worst = i * k;
      for (let place = worst; place < (i + 1) * k; place++) {
        if (Number.isNaN(term(worst))) break;
        if (!(Math.abs(term(place)) <= Math.abs(term(worst)))) worst = place;
      }
      throw notFinite(`${what} of example ${i}`, sums[i]!, inputs, worst);
    }
  }
  return tf.tensor1d(sums);
}

/**
 * The tensor, when all its numbers are finite.
 *
 * @param inputs of the same size, from which it was computed: an error tells what they are where it went wrong
 * @throws NotFiniteError otherwise, naming the place.
 */
export function checkFiniteTensor<T extends tf.Tensor>(what: string, x: T, inputs: Named = {}): T {
  const values = numbersOf(x);
  for (let i = 0; i < values.length; i++) {
    if (Number.isFinite(values[i])) continue;
    const where = x.rank === 0 ? what : `${what}${placeText(i, x.shape)}`;
    throw notFinite(where, values[i]!, inputs, i);
  }
  return x;
}

function notFinite(where: string, value: number, inputs: Named, place: number): NotFiniteError {
  const there = Object.entries(inputs).map(([name, tensor]) => {
    return `${name}${placeText(place, tensor.shape)} is ${String(numbersOf(tensor)[place])}`;
  });
  const because = there.length > 0 ? `, because ${there.join(' and ')}` : '';
  return new NotFiniteError(
    `${where} is ${value}${because}: a 32-bit float holds at most 3.4e38. Look where these numbers come from: an encoder that ` +
      'has gone astray, or inputs that are not scaled',
    value,
  );
}

function placeText(place: number, shape: number[]): string {
  const indices = [...shape].reverse().map(size => {
    const index = place % size;
    place = (place - index) / size;
    return index;
  });
  return shapeText(indices.reverse());
}
