import { tf } from '../tf';
import { checkBeta, checkExamples } from './checks';
import { checkFiniteTensor } from './exact';

/**
 * mean_i max(v_i - beta, 0)
 *
 * The first beta nats of every example are free. With v_i = log p(z_i|x_i) - log q(z_i) (`logRatioAtSample`) this is
 * the essay's hinge; with v_i = KL_i (`klToStandardNormalTensor`) it is a hinge on each example's divergence, which
 * has less noise and, at beta = 0, is exactly the rate.
 *
 * @param values `[batch]`, nats
 * @param beta nats, >= 0
 * @returns a scalar, nats
 * @throws RangeError for a negative or non-finite beta, or no example.
 * @throws NotFiniteError when a value, or the mean, is not finite.
 * Source: the essay's first form of the bottleneck; compare free bits (Kingma et al. 2016), max(beta, v) = beta + hinge.
 */
export function hingePerExample(values: tf.Tensor1D, beta: number): tf.Scalar {
  checkValues(values, beta);
  return tf.tidy(() => checkFiniteTensor('the hinge', values.sub(beta).relu().mean<tf.Scalar>()));
}

/**
 * max(mean_i v_i - beta, 0)
 *
 * The budget of the batch as a whole: examples may share it. Never above `hingePerExample` (Jensen: the hinge is convex).
 *
 * @param values `[batch]`, nats
 * @param beta nats, >= 0
 * @returns a scalar, nats
 * @throws RangeError, NotFiniteError as `hingePerExample`.
 */
export function hingeOfBatchMean(values: tf.Tensor1D, beta: number): tf.Scalar {
  checkValues(values, beta);
  return tf.tidy(() => checkFiniteTensor('the hinge', values.mean().sub(beta).relu<tf.Scalar>()));
}

function checkValues(values: tf.Tensor1D, beta: number): void {
  checkBeta(beta);
  checkExamples('values', values);
  // Here already: the relu may turn NaN into 0.
  checkFiniteTensor('values', values);
}
