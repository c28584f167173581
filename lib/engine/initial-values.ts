import type { Random } from '../random';
import type { Parameter } from './parameters';
import { sizeOf } from './parameters';

/**
 * embedding ~ U(-0.05, 0.05); a kernel ~ U(-limit, limit), limit = sqrt(6 / (fanIn + fanOut)); a bias = 0
 *
 * Keras's defaults, drawn in the order of the parameters: the same numbers as those of the tfjs models of that seed.
 *
 * Source: Glorot & Bengio 2010.
 */
export function initialValues(random: Random, parameter: Parameter): Float32Array {
  const size = sizeOf(parameter);
  if (parameter.name === 'embedding') return random.uniforms(size, -0.05, 0.05);
  if (parameter.shape.length === 1) return new Float32Array(size);
  const [inputs, outputs] = parameter.shape.slice(-2) as [number, number];
  const window = parameter.shape.length === 3 ? (parameter.shape[0] as number) : 1;
  const limit = Math.sqrt(6 / (window * (inputs + outputs)));
  return random.uniforms(size, -limit, limit);
}
