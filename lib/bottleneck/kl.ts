import { tf } from '../tf';
import { checkMatrix, checkSameShape } from './checks';

/**
 * KL(N(mean, diag exp(logVar)) || N(0, I)) = 1/2 sum_k (mean_k^2 + exp(logVar_k) - 1 - logVar_k)
 *
 * One value an example: summed over the latent dimensions, not averaged.
 *
 * @param mean `[batch, k]`
 * @param logVar `[batch, k]`, the logarithm of the variance (not of the standard deviation)
 * @returns `[batch]`, nats
 * @throws RangeError when the shapes differ.
 * Source: Kingma & Welling 2014, appendix B.
 */
export function klToStandardNormalTensor(mean: tf.Tensor2D, logVar: tf.Tensor2D): tf.Tensor1D {
  return tf.tidy(() => klTerms(mean, logVar).sum<tf.Tensor1D>(1));
}

/**
 * rate = mean_i KL(p(z|x_i) || N(0, I)), the upper bound of I(X; Z)
 *
 * @param mean `[batch, k]`
 * @param logVar `[batch, k]`
 * @returns a scalar, nats an example: summed over dimensions, averaged over the batch
 * @throws RangeError when the shapes differ.
 * Source: Alemi et al. 2017, equation 14.
 */
export function rate(mean: tf.Tensor2D, logVar: tf.Tensor2D): tf.Scalar {
  return tf.tidy(() => klToStandardNormalTensor(mean, logVar).mean<tf.Scalar>());
}

/**
 * log p(z|x) - log q(z) = 1/2 sum_k (z_k^2 - (z_k - mean_k)^2 exp(-logVar_k) - logVar_k), with q = N(0, I)
 *
 * Its expectation over z ~ p(z|x) is the KL; a single value may be negative.
 *
 * @param z `[batch, k]`, a sample of the encoder
 * @param mean `[batch, k]`
 * @param logVar `[batch, k]`
 * @returns `[batch]`, nats
 * @throws RangeError when the shapes differ.
 */
export function logRatioAtSample(z: tf.Tensor2D, mean: tf.Tensor2D, logVar: tf.Tensor2D): tf.Tensor1D {
  checkMatrix('z', z);
  checkSameShape('z', z, 'mean', mean);
  checkSameShape('mean', mean, 'logVar', logVar);
  return tf.tidy(() => {
    const fromMean = z.sub(mean).square().mul(logVar.neg().exp());
    return z.square().sub(fromMean).sub(logVar).sum<tf.Tensor1D>(1).mul<tf.Tensor1D>(0.5);
  });
}

/** Each dimension's share of the divergence, `[batch, k]`. */
function klTerms(mean: tf.Tensor2D, logVar: tf.Tensor2D): tf.Tensor2D {
  checkMatrix('mean', mean);
  checkSameShape('mean', mean, 'logVar', logVar);
  return mean.square().add(logVar.exp()).sub(1).sub(logVar).mul<tf.Tensor2D>(0.5);
}
