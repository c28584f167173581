import { tf } from '../tf';

/**
 * The numbers of the tensor that `compute` gives, which is freed with everything on the way to it.
 *
 * A typed array returned from `tf.tidy` would be searched for tensors number by number, which takes a second for a
 * million of them; this returns only the tensor.
 */
export function valuesOf(compute: () => tf.Tensor): Float32Array {
  const result = tf.tidy(compute);
  try {
    return result.dataSync<'float32'>();
  } finally {
    result.dispose();
  }
}
