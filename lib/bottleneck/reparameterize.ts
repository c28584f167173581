import { tf } from '../tf';
import { checkMatrix, checkSameShape } from './checks';
import { checkFiniteTensor } from './exact';

/**
 * z = mean + exp(logVar / 2) * eps
 *
 * A sample of N(mean, diag exp(logVar)) through which gradients flow, when eps ~ N(0, I).
 *
 * @param mean `[batch, k]`
 * @param logVar `[batch, k]`; halved before the exponential, because the noise is scaled by the standard deviation
 * @param eps `[batch, k]`
 * @returns `[batch, k]`
 * @throws RangeError when the shapes differ or there is no example.
 * @throws NotFiniteError for an input that is not finite, or a sample beyond 3.4e38.
 * Source: Kingma & Welling 2014, section 2.4.
 */
export function reparameterizeTensor(mean: tf.Tensor2D, logVar: tf.Tensor2D, eps: tf.Tensor2D): tf.Tensor2D {
  checkMatrix('mean', mean);
  checkSameShape('mean', mean, 'logVar', logVar);
  checkSameShape('mean', mean, 'eps', eps);
  return tf.tidy(() =>
    checkFiniteTensor('z', mean.add<tf.Tensor2D>(logVar.mul(0.5).exp().mul(eps)), { mean, logVar, eps }),
  );
}
