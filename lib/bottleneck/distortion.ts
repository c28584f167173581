import { tf } from '../tf';
import { checkMatrix, checkSameShape, shapeText } from './checks';

/**
 * -log q(y|z) = -sum_j (y_j log s(a_j) + (1 - y_j) log(1 - s(a_j))) = sum_j (max(a_j, 0) - a_j y_j + log(1 + exp(-|a_j|)))
 *
 * with s the logistic function. Computed from logits, so that no logarithm of a rounded probability is taken.
 *
 * @param targets `[batch, d]`, in [0, 1]
 * @param logits `[batch, d]`
 * @returns `[batch]`, nats an example (summed over d)
 * @throws RangeError when the shapes differ.
 */
export function bernoulliDistortion(targets: tf.Tensor2D, logits: tf.Tensor2D): tf.Tensor1D {
  checkMatrix('targets', targets);
  checkSameShape('targets', targets, 'logits', logits);
  return tf.tidy(() =>
    logits.relu().sub(logits.mul(targets)).add(logits.abs().neg().exp().log1p()).sum<tf.Tensor1D>(1),
  );
}

/**
 * -log q(y|z) = sum_j ((y_j - m_j)^2 / (2 v) + 1/2 log(2 pi v))
 *
 * @param targets `[batch, d]`
 * @param means `[batch, d]`
 * @param variance v, one number for all outputs
 * @returns `[batch]`, nats an example (summed over d); may be negative, as any density's
 * @throws RangeError when the shapes differ or the variance is not a finite number > 0.
 */
export function gaussianDistortion(targets: tf.Tensor2D, means: tf.Tensor2D, variance = 1): tf.Tensor1D {
  checkMatrix('targets', targets);
  checkSameShape('targets', targets, 'means', means);
  if (!Number.isFinite(variance) || variance <= 0) {
    throw new RangeError(`variance must be a finite number > 0, but it is ${variance}`);
  }
  const constant = 0.5 * Math.log(2 * Math.PI * variance);
  return tf.tidy(() =>
    targets
      .sub(means)
      .square()
      .div(2 * variance)
      .add(constant)
      .sum<tf.Tensor1D>(1),
  );
}

/**
 * -log q(y|z) = log sum_c exp(a_c) - a_y
 *
 * @param labels `[batch]`, int32, from 0 to classes - 1
 * @param logits `[batch, classes]`
 * @returns `[batch]`, nats an example
 * @throws RangeError when the batch sizes differ.
 */
export function categoricalDistortion(labels: tf.Tensor1D, logits: tf.Tensor2D): tf.Tensor1D {
  checkMatrix('logits', logits);
  if (labels.rank !== 1 || labels.shape[0] !== logits.shape[0]) {
    throw new RangeError(
      `labels must be [batch] and logits [batch, classes], but labels is ${shapeText(labels.shape)} and ` +
        `logits is ${shapeText(logits.shape)}`,
    );
  }
  return tf.tidy(() => {
    const chosen = tf.oneHot(labels.toInt(), logits.shape[1]).mul(logits).sum(1);
    return logits.logSumExp(1).sub(chosen);
  });
}
