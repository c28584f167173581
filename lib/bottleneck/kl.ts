import { tf } from '../tf';
import { checkMatrix, checkSameShape } from './checks';
import { checkFiniteTensor, elementwise, halfExcess, halfExpm1, numbersOf, rowSums } from './exact';

/**
 * KL(N(mean, diag exp(logVar)) || N(0, I)) = 1/2 sum_k (mean_k^2 + exp(logVar_k) - 1 - logVar_k)
 *
 * One value an example: summed over the latent dimensions, not averaged.
 *
 * @param mean `[batch, k]`
 * @param logVar `[batch, k]`, the logarithm of the variance (not of the standard deviation)
 * @returns `[batch]`, nats, never below 0: computed in 64 bits and rounded once, like its gradient (mean, 1/2 (exp(logVar) - 1))
 * @throws RangeError when the shapes differ or there is no example.
 * @throws NotFiniteError for an input that is not finite, or a KL above 3.4e38 (logVar of 89.4 and more).
 * @example klToStandardNormalTensor(tf.tensor2d([[0, 1]]), tf.tensor2d([[0, 0]])); // [0.5]
 * Source: Kingma & Welling 2014, appendix B.
 */
export function klToStandardNormalTensor(mean: tf.Tensor2D, logVar: tf.Tensor2D): tf.Tensor1D {
  checkMatrix('mean', mean);
  checkSameShape('mean', mean, 'logVar', logVar);
  const operation = tf.customGrad<tf.Tensor1D>((...inputs) => {
    const [m, v, save] = inputs as unknown as [tf.Tensor, tf.Tensor, tf.GradSaveFunc];
    const [means, logVars] = [numbersOf(m), numbersOf(v)];
    const value = rowSums('the KL', { mean: m, logVar: v }, at => {
      return 0.5 * means[at]! ** 2 + halfExcess(logVars[at]!);
    });
    save([m, v]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const each = dy.expandDims(1);
      return [each.mul(saved[0] as tf.Tensor), each.mul(halfExpm1(saved[1] as tf.Tensor))];
    };
    return { value, gradFunc };
  });
  return tf.tidy(() => operation(mean, logVar));
}

/**
 * rate = mean_i KL(p(z|x_i) || N(0, I)), the upper bound of I(X; Z)
 *
 * @param mean `[batch, k]`
 * @param logVar `[batch, k]`
 * @returns a scalar, nats an example: summed over dimensions, averaged over the batch
 * @throws RangeError, NotFiniteError as `klToStandardNormalTensor`.
 * Source: Alemi et al. 2017, equation 14.
 */
export function rate(mean: tf.Tensor2D, logVar: tf.Tensor2D): tf.Scalar {
  return tf.tidy(() =>
    checkFiniteTensor('the rate', klToStandardNormalTensor(mean, logVar).mean<tf.Scalar>()),
  );
}

/**
 * log p(z|x) - log q(z) = 1/2 sum_k (z_k^2 - (z_k - mean_k)^2 exp(-logVar_k) - logVar_k), with q = N(0, I)
 *
 * Its expectation over z ~ p(z|x) is the KL; a single value may be negative. Where z is the mean, the middle term is 0,
 * however small the variance.
 *
 * @param z `[batch, k]`, a sample of the encoder
 * @param mean `[batch, k]`
 * @param logVar `[batch, k]`
 * @returns `[batch]`, nats
 * @throws RangeError when the shapes differ or there is no example.
 * @throws NotFiniteError for an input that is not finite, or a ratio beyond 3.4e38.
 */
export function logRatioAtSample(z: tf.Tensor2D, mean: tf.Tensor2D, logVar: tf.Tensor2D): tf.Tensor1D {
  checkMatrix('z', z);
  checkSameShape('z', z, 'mean', mean);
  checkSameShape('mean', mean, 'logVar', logVar);
  const operation = tf.customGrad<tf.Tensor1D>((...inputs) => {
    const [code, m, v, save] = inputs as unknown as [tf.Tensor, tf.Tensor, tf.Tensor, tf.GradSaveFunc];
    const [codes, means, logVars] = [numbersOf(code), numbersOf(m), numbersOf(v)];
    const value = rowSums('the log ratio', { z: code, mean: m, logVar: v }, at => {
      const [x, logVariance] = [codes[at]!, logVars[at]!];
      return 0.5 * (x * x - scaled(x - means[at]!, -logVariance / 2) ** 2 - logVariance);
    });
    save([code, m, v]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [x, from, logVariance] = saved as [tf.Tensor, tf.Tensor, tf.Tensor];
      const each = dy.expandDims(1);
      const off = x.sub(from);
      const pull = byVariance(off, logVariance);
      return [
        each.mul(x.sub(pull)),
        each.mul(pull),
        each.mul(squareByVariance(off, logVariance).sub(1).mul(0.5)),
      ];
    };
    return { value, gradFunc };
  });
  return tf.tidy(() => operation(z, mean, logVar));
}

/** x exp(power): 0 for x = 0 although the exponential may overflow. */
function scaled(x: number, power: number): number {
  return x === 0 ? 0 : x * Math.exp(power);
}

/** d exp(-v) for each number. */
function byVariance(d: tf.Tensor, v: tf.Tensor): tf.Tensor {
  return pairwise(
    d,
    v,
    (x, logVar) => scaled(x, -logVar),
    (dy, x, logVar) => [
      dy.mul(elementwise(logVar.neg(), Math.exp, power => power.exp())),
      dy.mul(byVariance(x, logVar)).neg(),
    ],
  );
}

/** d^2 exp(-v) for each number. */
function squareByVariance(d: tf.Tensor, v: tf.Tensor): tf.Tensor {
  return pairwise(
    d,
    v,
    (x, logVar) => scaled(x, -logVar / 2) ** 2,
    (dy, x, logVar) => [dy.mul(byVariance(x, logVar)).mul(2), dy.mul(squareByVariance(x, logVar)).neg()],
  );
}

function pairwise(
  a: tf.Tensor,
  b: tf.Tensor,
  f: (a: number, b: number) => number,
  gradient: (dy: tf.Tensor, a: tf.Tensor, b: tf.Tensor) => tf.Tensor[],
): tf.Tensor {
  const operation = tf.customGrad((...inputs) => {
    const [left, right, save] = inputs as unknown as [tf.Tensor, tf.Tensor, tf.GradSaveFunc];
    save([left, right]);
    const numbers = numbersOf(right);
    const values = Float32Array.from(numbersOf(left), (x, i) => f(x, numbers[i]!));
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => gradient(dy, saved[0]!, saved[1]!);
    return { value: tf.tensor(values, left.shape), gradFunc };
  });
  return operation(a, b);
}
