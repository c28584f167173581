import { reparameterizeTensor } from '../bottleneck';
import { checkCount } from '../checks';
import { Random } from '../random';
import { tf } from '../tf';
import type { DigitModel } from './digit-decoder';
import type { Encoder } from './model';
import { pictureTensor } from './picture-tensor';
import { valuesOf } from './values';

/** Codes whose pixels are held at once. */
const codesAtOnce = 2000;

/**
 * ln w_is = ln q(x_i|z_is) + ln q(z_is) - ln p(z_is|x_i), z_is ~ p(z|x_i), q(z) = N(0, I): `[n][samples]`, in nats
 *
 * E w = q(x): what `importanceBound` of lib/information turns into bounds of ln q(x), for any number of latent dimensions.
 *
 * @param pictures n of them, each of the model's input width, in [0, 1]
 * @param options.seed of the codes; the model's own stream is not touched
 * @throws RangeError for no picture, one of another width, samples below 1 or a bad seed.
 *
 * Source: Burda, Grosse & Salakhutdinov 2016.
 */
export function importanceLogWeights(
  model: Encoder & DigitModel,
  pictures: readonly ArrayLike<number>[],
  { samples, seed }: { samples: number; seed: number },
): Float64Array[] {
  checkCount(samples, 'samples');
  const random = new Random(seed);
  const k = model.latentSize;
  pictureTensor(pictures, model.inputWidth).dispose();
  return pictures.map(picture => {
    const logWeights = new Float64Array(samples);
    for (let from = 0; from < samples; from += codesAtOnce) {
      const count = Math.min(codesAtOnce, samples - from);
      const noise = random.normals(count * k);
      const part = valuesOf(() => {
        const x = pictureTensor([picture], model.inputWidth);
        return weightsOf(model, x, tf.tensor2d(noise, [count, k]));
      });
      logWeights.set(part, from);
    }
    return logWeights;
  });
}

/** The factors 2 pi of the two normal densities cancel: ln q(z) - ln p(z|x) = 1/2 sum_k (eps^2 + logVar - z^2). */
function weightsOf(model: Encoder & DigitModel, x: tf.Tensor2D, eps: tf.Tensor2D): tf.Tensor {
  const latent = model.latent(x);
  const [mean, logVar] = [latent.mean, latent.logVar].map(row => row.tile<tf.Tensor2D>([eps.shape[0], 1]));
  const z = reparameterizeTensor(mean!, logVar!, eps);
  const logRatio = eps.square().add(logVar!).sub(z.square()).sum(1).div(2);
  // x . a - sum_j ln(1 + exp(a_j)): one product of matrices instead of five operations on every pixel.
  const logits = model.decodeLogits(z);
  const logLikelihood = tf.matMul(logits, x, false, true).squeeze([1]).sub(logits.softplus().sum(1));
  return logRatio.add(logLikelihood);
}
