import type { Random } from '../random';
import { tf } from '../tf';

/**
 * w ~ U(-limit, limit), limit = sqrt(6 / (fanIn + fanOut))
 *
 * Keras's default for kernels, drawn from our own stream, so that one seed gives one model on every machine.
 *
 * @param shape the kernel's shape; the last two sizes are input and output channels, any before them a window
 * Source: Glorot & Bengio 2010.
 */
export function glorotUniform(random: Random, shape: number[]): tf.Variable {
  const channels = shape.slice(-2);
  const window = shape.slice(0, -2).reduce((product, size) => product * size, 1);
  const limit = Math.sqrt(6 / (window * channels.reduce((sum, size) => sum + size, 0)));
  return uniform(random, shape, limit);
}

/** w ~ U(-limit, limit), of any shape; Keras's embeddings have limit 0.05. */
export function uniform(random: Random, shape: number[], limit: number): tf.Variable {
  const count = shape.reduce((product, size) => product * size, 1);
  return variable(tf.tensor(random.uniforms(count, -limit, limit), shape));
}

/** w = 0: Keras's default for biases. */
export function zeros(shape: number[]): tf.Variable {
  return variable(tf.zeros(shape));
}

/** A trainable variable that owns its numbers. */
function variable(initial: tf.Tensor): tf.Variable {
  const result = tf.variable(initial);
  initial.dispose();
  return result;
}
