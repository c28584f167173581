import { tf } from '../tf';
import { checkMatrix, checkSameShape, shapeText } from './checks';
import { checkFiniteTensor, numbersOf, rowSums } from './exact';

/**
 * -log q(y|z) = -sum_j (y_j log s(a_j) + (1 - y_j) log(1 - s(a_j))) = sum_j (max(a_j, 0) - a_j y_j + log(1 + exp(-|a_j|)))
 *
 * with s the logistic function. Computed from logits, so that no logarithm of a rounded probability is taken; its gradient,
 * (1 - y_j) s(a_j) - y_j s(-a_j), has no cancellation either.
 *
 * @param targets `[batch, d]`, in [0, 1]
 * @param logits `[batch, d]`
 * @returns `[batch]`, nats an example (summed over d)
 * @throws RangeError when the shapes differ, there is no example, or a target lies outside [0, 1].
 * @throws NotFiniteError for a logit that is not finite, or a sum beyond 3.4e38.
 */
export function bernoulliDistortion(targets: tf.Tensor2D, logits: tf.Tensor2D): tf.Tensor1D {
  checkMatrix('targets', targets);
  checkSameShape('targets', targets, 'logits', logits);
  checkTargets(targets);
  const operation = tf.customGrad<tf.Tensor1D>((...inputs) => {
    const [y, a, save] = inputs as unknown as [tf.Tensor2D, tf.Tensor2D, tf.GradSaveFunc];
    save([y, a]);
    const each = a.relu().sub(a.mul(y)).add(a.abs().neg().exp().log1p());
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [target, logit] = saved as [tf.Tensor, tf.Tensor];
      const rows = dy.expandDims(1);
      const slope = tf.sub(1, target).mul(logit.sigmoid()).sub(target.mul(logit.neg().sigmoid()));
      return [rows.mul(logit).neg(), rows.mul(slope)];
    };
    return { value: each.sum<tf.Tensor1D>(1), gradFunc };
  });
  return tf.tidy(() => {
    const sums = operation(targets.toFloat(), logits);
    if (!allFinite(sums)) {
      checkFiniteTensor('logits', logits);
      checkFiniteTensor('the distortion', sums);
    }
    return sums;
  });
}

/**
 * -log q(y|z) = sum_j ((y_j - m_j)^2 / (2 v) + 1/2 log(2 pi v))
 *
 * @param targets `[batch, d]`
 * @param means `[batch, d]`
 * @param variance v, one number for all outputs
 * @returns `[batch]`, nats an example (summed over d); may be negative, as any density's
 * @throws RangeError when the shapes differ, there is no example, or the variance is not a finite number > 0.
 * @throws NotFiniteError for an input that is not finite, or a sum beyond 3.4e38.
 */
export function gaussianDistortion(targets: tf.Tensor2D, means: tf.Tensor2D, variance = 1): tf.Tensor1D {
  checkMatrix('targets', targets);
  checkSameShape('targets', targets, 'means', means);
  if (!Number.isFinite(variance) || variance <= 0) {
    throw new RangeError(`variance must be a finite number > 0, but it is ${variance}`);
  }
  const constant = 0.5 * (Math.log(2 * Math.PI) + Math.log(variance));
  const sd = Math.sqrt(variance);
  const operation = tf.customGrad<tf.Tensor1D>((...inputs) => {
    const [y, m, save] = inputs as unknown as [tf.Tensor, tf.Tensor, tf.GradSaveFunc];
    const [goals, found] = [numbersOf(y), numbersOf(m)];
    const value = rowSums('the distortion', { targets: y, means: m }, at => {
      return 0.5 * ((goals[at]! - found[at]!) / sd) ** 2 + constant;
    });
    save([y, m]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const slope = dy
        .expandDims(1)
        .mul(divided((saved[0] as tf.Tensor).sub(saved[1] as tf.Tensor), variance));
      return [slope, slope.neg()];
    };
    return { value, gradFunc };
  });
  return tf.tidy(() => operation(targets.toFloat(), means));
}

/**
 * -log q(y|z) = log sum_c exp(a_c) - a_y = log sum_c exp(a_c - a_y)
 *
 * @param labels `[batch]`, whole numbers from 0 to classes - 1
 * @param logits `[batch, classes]`
 * @returns `[batch]`, nats an example
 * @throws RangeError when the batch sizes differ, there is no example, or a label is no class.
 * @throws NotFiniteError for a logit that is not finite, or a distortion beyond 3.4e38.
 */
export function categoricalDistortion(labels: tf.Tensor1D, logits: tf.Tensor2D): tf.Tensor1D {
  checkMatrix('logits', logits);
  if (labels.rank !== 1 || labels.shape[0] !== logits.shape[0]) {
    throw new RangeError(
      `labels must be [batch] and logits [batch, classes], but labels is ${shapeText(labels.shape)} and ` +
        `logits is ${shapeText(logits.shape)}`,
    );
  }
  const classes = logits.shape[1];
  const own = checkLabels(labels, classes);
  const operation = tf.customGrad<tf.Tensor1D>((...inputs) => {
    const [a, save] = inputs as unknown as [tf.Tensor2D, tf.GradSaveFunc];
    const scores = numbersOf(a);
    const value = tf.tensor1d(
      Float32Array.from(own, (label, i) => missedBy(scores, i * classes, classes, label)),
    );
    if (!allFinite(value)) {
      checkFiniteTensor('logits', a);
      checkFiniteTensor('the distortion', value);
    }
    save([a]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const chosen = tf.oneHot(tf.tensor1d(own, 'int32'), classes).toFloat();
      // p_y - 1 as minus the sum of the others: near 1 the difference has no digits.
      const others = (saved[0] as tf.Tensor).softmax().mul(tf.sub(1, chosen));
      return [dy.expandDims(1).mul(others.sub(chosen.mul(others.sum(1, true))))];
    };
    return { value, gradFunc };
  });
  return tf.tidy(() => operation(logits));
}

/** log sum_c exp(a_c - a_y) for the `classes` scores from `first` on, in 64 bits. */
function missedBy(scores: ArrayLike<number>, first: number, classes: number, label: number): number {
  const own = scores[first + label]!;
  let greatest = -Infinity;
  for (let c = 0; c < classes; c++) {
    if (Number.isNaN(scores[first + c])) return NaN;
    if (c !== label) greatest = Math.max(greatest, scores[first + c]! - own);
  }
  if (greatest === -Infinity) return 0;
  const most = Math.max(greatest, 0);
  let sum = 0;
  for (let c = 0; c < classes; c++) if (c !== label) sum += Math.exp(scores[first + c]! - own - most);
  return most === 0 ? Math.log1p(sum) : most + Math.log(sum + Math.exp(-most));
}

function checkTargets(targets: tf.Tensor2D): void {
  const values = numbersOf(targets);
  const width = targets.shape[1];
  for (let i = 0; i < values.length; i++) {
    if (values[i]! >= 0 && values[i]! <= 1) continue;
    throw new RangeError(
      `targets must lie in [0, 1], but that of example ${Math.floor(i / width)}, column ${i % width} is ${values[i]}: a label ` +
        'of two classes is 0 or 1, a grey value a number between them',
    );
  }
}

/** @throws RangeError naming the first label that is no class. */
function checkLabels(labels: tf.Tensor1D, classes: number): Int32Array {
  const values = numbersOf(labels);
  for (let i = 0; i < values.length; i++) {
    if (Number.isInteger(values[i]) && values[i]! >= 0 && values[i]! < classes) continue;
    throw new RangeError(
      `labels must be whole numbers from 0 to ${classes - 1} (there are ${classes} classes), but that of example ${i} is ` +
        `${values[i]}: number the classes from 0 on`,
    );
  }
  return Int32Array.from(values);
}

function allFinite(x: tf.Tensor): boolean {
  return Array.from(numbersOf(x)).every(Number.isFinite);
}

/** x / by for each number, in 64 bits: 1 / by may not be a 32-bit float. */
function divided(x: tf.Tensor, by: number): tf.Tensor {
  const operation = tf.customGrad(input => ({
    value: tf.tensor(
      Float32Array.from(numbersOf(input as tf.Tensor), value => value / by),
      x.shape,
    ),
    gradFunc: dy => divided(dy, by),
  }));
  return operation(x);
}
