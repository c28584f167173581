import { firstNotFinite, NotFiniteError } from '../not-finite';
import { tf } from '../tf';

/**
 * The numbers of the tensor that `compute` gives, which is freed with everything on the way to it.
 *
 * A typed array returned from `tf.tidy` would be searched for tensors number by number, which takes a second for a
 * million of them; this returns only the tensor.
 *
 * @throws NotFiniteError when one of them is not finite.
 */
export function valuesOf(compute: () => tf.Tensor): Float32Array {
  const result = tf.tidy(compute);
  try {
    const values = result.dataSync<'float32'>();
    const wrong = firstNotFinite(values);
    if (wrong >= 0) {
      throw new NotFiniteError(
        `the model gives ${values[wrong]} (place ${wrong} of [${result.shape.join(', ')}]): its weights or the inputs are not finite, ` +
          'or far too large',
        values[wrong]!,
      );
    }
    return values;
  } finally {
    result.dispose();
  }
}
