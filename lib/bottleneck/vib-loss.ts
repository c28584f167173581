import { tf } from '../tf';
import { hingePerExample } from './budget';
import { largestFloat, NotFiniteError } from '../not-finite';
import { checkBeta, checkExamples, checkLambda, shapeText } from './checks';
import { checkFiniteTensor, numbersOf } from './exact';
import { klToStandardNormalTensor } from './kl';

/** The three numbers of a bottleneck, never mixed: scalars, in nats an example, averaged over the batch. */
export type VibTerms = {
  /** distortion + lambda * (the rate above the budget): what is minimised. */
  total: tf.Scalar;
  /** mean_i -log q(y_i|z_i). */
  distortion: tf.Scalar;
  /** mean_i KL_i, whole: neither weighted by lambda nor lowered by beta. */
  rate: tf.Scalar;
};

/** How the rate is weighed. */
export interface VibWeights {
  /** The weight of the rate, >= 0. */
  lambda: number;
  /** Nats an example that cost nothing; 0 (the default) gives the plain bottleneck. */
  beta?: number;
}

/**
 * lambda * mean_i max(KL_i - beta, 0); at beta = 0, lambda * rate
 *
 * @param divergences `[batch]`, KL_i in nats
 * @returns a scalar, nats
 * @throws RangeError for a negative or non-finite lambda or beta, or no example.
 * @throws NotFiniteError for a divergence that is not finite, or a product beyond 3.4e38, which names lambda.
 */
export function weightedRate(divergences: tf.Tensor1D, { lambda, beta = 0 }: VibWeights): tf.Scalar {
  checkLambda(lambda);
  checkBeta(beta);
  checkExamples('divergences', divergences);
  checkFiniteTensor('divergences', divergences);
  return tf.tidy(() => {
    // A KL is never below 0, so without a budget the hinge has nothing to cut but rounding errors.
    const paid = beta === 0 ? divergences.mean<tf.Scalar>() : hingePerExample(divergences, beta);
    const nats = numbersOf(paid)[0]!;
    if (!(nats * lambda <= largestFloat)) {
      throw new NotFiniteError(
        `the rate (${nats} nats above the budget) times lambda = ${lambda} is larger than a 32-bit float holds, 3.4e38. Try a ` +
          'smaller lambda',
        Infinity,
      );
    }
    return paid.mul<tf.Scalar>(lambda);
  });
}

/**
 * total = mean_i d_i + lambda * mean_i max(KL_i - beta, 0)
 *
 * With d_i = -log q(y_i|z_i), KL_i = KL(p(z|x_i) || q(z)) and beta = 0 this is the variational information bottleneck;
 * with y = x and lambda = 1 besides, it is the loss of a variational autoencoder.
 *
 * @param distortions `[batch]`, d_i in nats
 * @param divergences `[batch]`, KL_i in nats
 * @throws RangeError for differing batch sizes, no example, or a negative or non-finite lambda or beta.
 * @throws NotFiniteError when a term is not finite, or their sum.
 * Source: Alemi et al. 2017, equation 17, where lambda is called beta.
 */
export function combineTerms(
  distortions: tf.Tensor1D,
  divergences: tf.Tensor1D,
  weights: VibWeights,
): VibTerms {
  if (distortions.rank !== 1 || divergences.rank !== 1 || distortions.size !== divergences.size) {
    throw new RangeError(
      'distortions and divergences must both be [batch], but distortions is ' +
        `${shapeText(distortions.shape)} and divergences is ${shapeText(divergences.shape)}`,
    );
  }
  checkExamples('distortions', distortions);
  checkFiniteTensor('distortions', distortions);
  return tf.tidy(() => {
    const weighted = weightedRate(divergences, weights);
    const distortion = checkFiniteTensor('the distortion', distortions.mean<tf.Scalar>());
    const rate = checkFiniteTensor('the rate', divergences.mean<tf.Scalar>());
    return { total: checkFiniteTensor('the loss', distortion.add<tf.Scalar>(weighted)), distortion, rate };
  });
}

/**
 * total = mean_i -log q(y_i|z_i) + lambda * mean_i max(KL(N(mean_i, diag exp(logVar_i)) || N(0, I)) - beta, 0)
 *
 * @param distortions `[batch]`, -log q(y_i|z_i) in nats (see `bernoulliDistortion` and its neighbours)
 * @param mean `[batch, k]`
 * @param logVar `[batch, k]`
 * @throws RangeError for differing shapes, or a negative or non-finite lambda or beta.
 * @throws NotFiniteError as `klToStandardNormalTensor` and `combineTerms`.
 */
export function vibLoss(
  distortions: tf.Tensor1D,
  mean: tf.Tensor2D,
  logVar: tf.Tensor2D,
  weights: VibWeights,
): VibTerms {
  return tf.tidy(() => combineTerms(distortions, klToStandardNormalTensor(mean, logVar), weights));
}
