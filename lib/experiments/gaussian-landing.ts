import { checkCount } from '../checks';
import { klToStandardNormalTensor, reparameterizeTensor } from '../bottleneck';
import { sampleFull } from '../gaussian';
import { type BottleneckPoint, canonicalCovariance, gaussianBottleneck } from '../information';
import { LinearGaussianVib } from '../models';
import { Random } from '../random';
import { type Estimate, estimateMean } from '../statistics';
import { tf } from '../tf';

/** A trained linear network and the point of the exact information curve that belongs to its lambda; nats. */
export interface Landing {
  readonly lambda: number;
  readonly vib: LinearGaussianVib;
  /** Of (x, y), `[2 n][2 n]`. */
  readonly covariance: number[][];
  readonly rate: number;
  readonly rates: readonly number[];
  readonly xz: number;
  readonly zy: number;
  readonly active: number;
  readonly promised: BottleneckPoint;
}

/**
 * min D + lambda R by `LinearGaussianVib` from random weights, for pairs of these canonical correlations hidden in random
 * coordinates, once for each lambda; beside it the exact optimum of Chechik et al. 2005.
 * @throws RangeError as `canonicalCovariance` and `LinearGaussianVib` do.
 */
export function landOnCurve(rhos: readonly number[], lambdas: readonly number[], seed: number): Landing[] {
  const covariance = canonicalCovariance(rhos, new Random(seed));
  const unexplained = rhos.map(rho => 1 - rho * rho);
  return lambdas.map(lambda => {
    const [dimensionsX, latent] = [rhos.length, rhos.length];
    const vib = new LinearGaussianVib({ covariance, dimensionsX, latent, lambda, seed });
    vib.train();
    const { rate, rates } = vib.terms();
    const promised = gaussianBottleneck(unexplained, 1 / lambda);
    return { lambda, vib, covariance, rate, rates, ...vib.informations(), active: vib.active(), promised };
  });
}

/** The largest errors over all landings. */
export interface LandingErrors {
  /** |trained / exact - 1| where the exact rate is above a thousandth of a nat: a silent code is not divided by zero. */
  readonly rate: number;
  readonly zy: number;
  /** The largest rate where the exact one is zero, nats. */
  readonly silentRate: number;
  /** The largest |R - I(X;Z)|, nats. */
  readonly slack: number;
}

export function landingErrors(landings: readonly Landing[]): LandingErrors {
  const worst = (error: (one: Landing) => number) => Math.max(0, ...landings.map(error));
  const share = (one: Landing, a: number, b: number) => (one.promised.rate > 0.001 ? Math.abs(a / b - 1) : 0);
  return {
    rate: worst(one => share(one, one.rate, one.promised.rate)),
    zy: worst(one => share(one, one.zy, one.promised.relevantInformation)),
    silentRate: worst(one => (one.promised.rate === 0 ? one.rate : 0)),
    slack: worst(one => Math.abs(one.rate - one.xz)),
  };
}

/**
 * D = -log q(y|z) and R = KL(p(z|x) || q(z)) of n draws of x, y and the noise, charged with the parts that a network uses
 * instead of the expectations in closed form; nats.
 * @throws RangeError unless n is a whole number >= 2.
 */
export function sampledTerms(
  { vib, lambda, covariance }: Landing,
  { n, seed }: { n: number; seed: number },
): Record<'distortion' | 'rate' | 'total', Estimate> {
  checkCount(n, 'n', 2);
  const { encoder, logVar, decoder, precisionFactor } = vib.weights;
  const drawn = sampleFull(new Random(seed), new Array<number>(covariance.length).fill(0), covariance, n);
  const constant =
    (precisionFactor.length / 2) * Math.log(2 * Math.PI) -
    precisionFactor.reduce((sum, row, i) => sum + Math.log(row[i]!), 0);
  const [distortions, rates] = tf.tidy(() => {
    const rows = tf.tensor2d(drawn.map(v => Array.from(v)));
    const x = rows.slice([0, 0], [n, encoder[0]!.length]);
    const y = rows.slice([0, encoder[0]!.length]);
    const mean = tf.matMul<tf.Tensor2D>(x, encoder, false, true);
    const spread = tf.tensor2d([[...logVar]]).tile<tf.Tensor2D>([n, 1]);
    const eps = tf.tensor2d(new Random(seed + 1).normals(mean.size), mean.shape);
    const z = reparameterizeTensor(mean, spread, eps);
    // The precision of the decoder's noise is W^T W: its log-density is that of white noise and ln det W.
    const white = tf.matMul(
      y.sub<tf.Tensor2D>(tf.matMul(z, decoder, false, true)),
      precisionFactor,
      false,
      true,
    );
    const paid = white.square().sum(1).div(2).add(constant);
    return [paid.dataSync(), klToStandardNormalTensor(mean, spread).dataSync()];
  }) as unknown as [Float32Array, Float32Array];
  return {
    distortion: estimateMean(distortions),
    rate: estimateMean(rates),
    total: estimateMean(Float64Array.from(distortions, (d, i) => d + lambda * rates[i]!)),
  };
}
