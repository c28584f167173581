import { tf } from '../tf';
import { shapeText } from './checks';

/**
 * L_ii = exp(r_ii), L_ij = r_ij for j < i, 0 above the diagonal
 *
 * Turns free numbers into the Cholesky factor of a covariance L L^T that is always positive definite.
 *
 * @param raw `[batch, k (k + 1) / 2]`, row by row of the lower triangle
 * @param k the latent dimension
 * @returns `[batch, k, k]`
 * @throws RangeError when the width of `raw` is not k (k + 1) / 2.
 */
export function choleskyFromVector(raw: tf.Tensor2D, k: number): tf.Tensor3D {
  const width = (k * (k + 1)) / 2;
  if (raw.rank !== 2 || raw.shape[1] !== width) {
    throw new RangeError(`raw must be [batch, ${width}] for k = ${k}, but it is ${shapeText(raw.shape)}`);
  }
  const below = new Float32Array(width * k * k);
  const diagonal = new Float32Array(width * k * k);
  for (let i = 0, position = 0; i < k; i++) {
    for (let j = 0; j <= i; j++, position++) (i === j ? diagonal : below)[position * k * k + i * k + j] = 1;
  }
  return tf.tidy(() => {
    const place = (values: tf.Tensor2D, where: Float32Array) =>
      values.matMul(tf.tensor2d(where, [width, k * k])).reshape<tf.Tensor3D>([-1, k, k]);
    // Only the diagonal is exponentiated: elsewhere a large entry would overflow and give 0 * Infinity.
    const logDiagonal = place(raw, diagonal);
    return place(raw, below).add<tf.Tensor3D>(logDiagonal.exp().mul(tf.eye(k)));
  });
}

/**
 * KL(N(mean, L L^T) || N(0, I)) = 1/2 (sum_ij L_ij^2 + sum_i mean_i^2 - k) - sum_i log L_ii
 *
 * @param mean `[batch, k]`
 * @param cholesky L, `[batch, k, k]`, lower triangular with a positive diagonal
 * @returns `[batch]`, nats
 * @throws RangeError when the shapes do not fit.
 */
export function klFullCovarianceTensor(mean: tf.Tensor2D, cholesky: tf.Tensor3D): tf.Tensor1D {
  checkFactor(mean, cholesky);
  const k = mean.shape[1];
  return tf.tidy(() => {
    const trace = cholesky.square().sum([1, 2]);
    const logDet = cholesky.mul(tf.eye(k)).sum(2).log().sum(1);
    return trace.add(mean.square().sum(1)).sub(k).mul(0.5).sub<tf.Tensor1D>(logDet);
  });
}

/**
 * z = mean + L eps
 *
 * @param mean `[batch, k]`
 * @param cholesky L, `[batch, k, k]`
 * @param eps `[batch, k]`, draws of N(0, I)
 * @returns `[batch, k]`, a sample of N(mean, L L^T) through which gradients flow
 * @throws RangeError when the shapes do not fit.
 */
export function reparameterizeFullTensor(
  mean: tf.Tensor2D,
  cholesky: tf.Tensor3D,
  eps: tf.Tensor2D,
): tf.Tensor2D {
  checkFactor(mean, cholesky);
  checkFactor(eps, cholesky, 'eps');
  return tf.tidy(() => mean.add(cholesky.mul(eps.expandDims(1)).sum(2)));
}

function checkFactor(vector: tf.Tensor2D, cholesky: tf.Tensor3D, name = 'mean'): void {
  const [batch, k] = vector.shape;
  const fits = cholesky.rank === 3 && cholesky.shape[0] === batch && cholesky.shape[1] === k;
  if (vector.rank !== 2 || !fits || cholesky.shape[2] !== k) {
    throw new RangeError(
      `${name} must be [batch, k] and cholesky [batch, k, k], but ${name} is ${shapeText(vector.shape)} and ` +
        `cholesky is ${shapeText(cholesky.shape)}`,
    );
  }
}
