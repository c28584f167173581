import { tf } from '../tf';
import { DigitVae } from './digit-vae';

/**
 * total = E_x[ E_{u ~ p(u|x)}[-log q(x|u)] + lambda KL(p(u|x) || U[0, 1]^k) ], u_j = Phi(z_j), z ~ p(z|x)
 *
 * A `DigitVae` with a uniform prior. Phi, the cdf of N(0, 1), maps N(0, I) onto the evenly filled cube, and a divergence
 * does not change under a map that can be undone: the rate is KL(p(z|x) || N(0, I)) as before. The decoder reads u, centred
 * and scaled to variance 1: sqrt(12) (u_j - 1/2) = sqrt(3) erf(z_j / sqrt 2). All methods take and give z, not u.
 */
export class UniformDigitVae extends DigitVae {
  /** a with q(x|u) = product_j Bernoulli(x_j; s(a_j)), s the logistic function: z `[batch, k]` -> `[batch, 784]`. */
  override decodeLogits(z: tf.Tensor2D): tf.Tensor2D {
    return tf.tidy(() => super.decodeLogits(z.div(Math.SQRT2).erf().mul(Math.sqrt(3))));
  }
}
