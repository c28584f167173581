import type { ToySet } from '../data';
import type { DenseVib, DenseVibFamily } from '../models';
import { estimateMean } from '../statistics';
import { tf } from '../tf';
import { evaluate, predictAll } from '../training';
import { sampledScores } from './sampled-scores';

/** What a network of two latent dimensions and two classes does on data. */
export interface CodeScores {
  /** Nats. */
  readonly rate: number;
  /** Of drawn codes, nats. */
  readonly distortion: number;
  /** Shares of right answers, with z at its mean and with drawn codes. */
  readonly accuracy: number;
  readonly noisyAccuracy: number;
  /** Between the classifier's direction w and the nearest axis of the code, degrees: 0 to 45. */
  readonly angle: number;
}

/**
 * rate = mean_i KL_i; distortion and noisyAccuracy over drawn codes, accuracy at the mean; angle = atan(min |w| / max |w|).
 *
 * @param options.samples draws of each code, 5
 * @throws RangeError as `sampledScores` does, or for a network of other than two latent dimensions and two classes.
 */
export async function codeScores(
  network: DenseVib,
  data: ToySet,
  { seed, samples = 5 }: { seed: number; samples?: number },
): Promise<CodeScores> {
  const { rate, accuracy = NaN } = await evaluate(network, data, { batch: data.size });
  const noisy = sampledScores(network, data, { samples, seed });
  const [first, second] = classifierDirection(network).map(Math.abs) as [number, number];
  const angle = (180 / Math.PI) * Math.atan2(Math.min(first, second), Math.max(first, second));
  const [distortion, noisyAccuracy] = [noisy.distortions, noisy.right].map(
    one => estimateMean(one).value,
  ) as [number, number];
  return { rate, distortion, accuracy, noisyAccuracy, angle };
}

/** The scores of each member, with its lambda and seed; copies of the members are disposed of. @throws as {@link codeScores}. */
export async function familyScores<M extends { lambda: number; seed: number }>(
  family: DenseVibFamily,
  members: readonly M[],
  data: ToySet,
  options: { seed: number; samples?: number },
): Promise<(M & CodeScores)[]> {
  const scores: (M & CodeScores)[] = [];
  for (const [m, member] of members.entries()) {
    const network = family.member(m);
    scores.push({ ...member, ...(await codeScores(network, data, options)) });
    network.dispose();
  }
  return scores;
}

/**
 * w = W_1 - W_0, `[2]`: the direction of the code that softmax(W z + b) looks at, since its answer depends on w^T z alone.
 * @throws RangeError for a network of other than two latent dimensions and two classes.
 */
export function classifierDirection(network: DenseVib): [number, number] {
  const weights = network.classifierWeights();
  if (weights.length !== 2 || weights[0]?.length !== 2) {
    throw new RangeError(
      `a direction in the plane needs 2 latent dimensions and 2 classes, but the network has ${weights.length} and ${weights[0]?.length}`,
    );
  }
  return weights.map(([zero, one]) => one! - zero!) as [number, number];
}

/**
 * The share of points on which the network, with z at its mean, and the exact eta(x) name the same class.
 * @throws RangeError for data that do not fit the network.
 */
export async function boundaryAgreement(
  network: DenseVib,
  data: ToySet,
  eta: (u: number, v: number) => number,
): Promise<number> {
  const said = await predictAll(network, data); // [n, 2]
  let same = 0;
  for (let i = 0; i < data.size; i++) {
    const exact = eta(data.inputs[2 * i]!, data.inputs[2 * i + 1]!) > 0.5;
    if (said[2 * i + 1]! > said[2 * i]! === exact) same++;
  }
  return same / data.size;
}

/** How far a network's means are spread and how wide its noise is, in one direction of the code. */
export interface SpreadAlong {
  /** Root mean square of u^T mean(x). */
  readonly means: number;
  /** Root mean square of the standard deviation of u^T z given x. */
  readonly noise: number;
}

/**
 * sqrt(E (u^T mean(x))^2) and sqrt(E u^T Sigma(x) u) with u = w / |w|, the direction that the classifier looks at, and across it.
 *
 * A dimension that is given up has means near 0 and noise near 1: there p(z|x) is the prior.
 * @throws RangeError as {@link classifierDirection} does.
 */
export function codeSpread(
  network: DenseVib,
  data: ToySet,
): { along: SpreadAlong; across: SpreadAlong; w: number } {
  const [w1, w2] = classifierDirection(network);
  const w = Math.hypot(w1, w2);
  // A classifier that looks nowhere has no direction: take the first axis.
  const [u1, u2] = w > 0 ? [w1 / w, w2 / w] : [1, 0];
  const spread = (first: number, second: number): SpreadAlong => {
    const [means, noise] = tf.tidy(() => {
      const { mean, cholesky } = network.latent(tf.tensor2d(data.inputs, [data.size, 2]));
      const u = tf.tensor2d([[first], [second]]);
      const projected = mean.matMul(u).square().mean().sqrt();
      // u^T L L^T u = |L^T u|^2
      const wide = cholesky.mul(tf.tensor3d([[[first], [second]]])).sum(1).square().sum(1).mean().sqrt(); // prettier-ignore
      return [projected.dataSync<'float32'>()[0]!, wide.dataSync<'float32'>()[0]!];
    }) as unknown as [number, number];
    return { means, noise };
  };
  return { along: spread(u1, u2), across: spread(-u2, u1), w };
}

/**
 * Of p(z|x) in the plane: its correlation c / sqrt(a b) for each point, `[n]`; 0 for a diagonal covariance.
 * @throws RangeError for data that do not fit the network.
 */
export function fullCorrelations(network: DenseVib, data: ToySet): number[] {
  const factors = tf.tidy(() => {
    const inputs = tf.tensor2d(data.inputs, [data.size, network.inputWidth]);
    return network.latent(inputs).cholesky.arraySync() as [[number, number], [number, number]][];
  });
  return factors.map(([, [b, c]]) => b / Math.hypot(b, c));
}
