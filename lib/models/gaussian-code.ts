import {
  choleskyFromVector,
  klFullCovarianceTensor,
  klToStandardNormalTensor,
  logVariancesTensor,
} from '../bottleneck';
import { checkFiniteTensor } from '../bottleneck/exact';
import { tf } from '../tf';

/** The form of an encoder's covariance. */
export type CovarianceForm = 'diagonal' | 'full';

/** A Gaussian code with its covariance cholesky cholesky^T; logVar holds the logarithm of that matrix's diagonal. */
export type GaussianCode = { mean: tf.Tensor2D; logVar: tf.Tensor2D; cholesky: tf.Tensor3D };

/** How many numbers the spread of a code takes: k, or k (k + 1) / 2 for a full covariance. */
export function spreadWidth(form: CovarianceForm, k: number): number {
  return form === 'full' ? (k * (k + 1)) / 2 : k;
}

/**
 * cholesky = diag exp(spread / 2), or the lower triangle with exp(spread) on its diagonal
 *
 * @param mean `[batch, k]`
 * @param spread `[batch, spreadWidth]`, what a layer gives
 */
export function gaussianCode(mean: tf.Tensor2D, spread: tf.Tensor2D, form: CovarianceForm): GaussianCode {
  return tf.tidy(() => {
    const k = mean.shape[1];
    if (form === 'full') {
      const cholesky = choleskyFromVector(spread, k);
      return { mean, logVar: logVariancesTensor(cholesky), cholesky };
    }
    const sd = checkFiniteTensor('the standard deviation', spread.mul(0.5).exp(), { logVar: spread });
    const cholesky = sd.expandDims(2).mul<tf.Tensor3D>(tf.eye(k));
    return { mean, logVar: spread, cholesky };
  });
}

/** KL_i = KL(N(mean_i, cholesky_i cholesky_i^T) || N(0, I)), `[batch]`, nats; a diagonal form takes its shorter formula. */
export function codeDivergences({ mean, logVar, cholesky }: GaussianCode, form: CovarianceForm): tf.Tensor1D {
  return form === 'full' ? klFullCovarianceTensor(mean, cholesky) : klToStandardNormalTensor(mean, logVar);
}
