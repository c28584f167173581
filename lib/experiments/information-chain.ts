import type { ToySet } from '../data';
import {
  estimateLabelInformation,
  estimateMutualInformation,
  type GaussianEncoder,
  gaussianEncoder,
  rate,
} from '../information';
import type { DenseVib } from '../models';
import { Random } from '../random';
import { type Estimate, estimateMean } from '../statistics';
import { latentAll } from '../training';
import { sampledScores } from './sampled-scores';

/** H(Y) - D <= I(Z;Y) <= I(X;Z) <= R, nats, of drawn codes. */
export interface InformationChain {
  readonly encoder: GaussianEncoder;
  readonly floor: Estimate;
  readonly zy: Estimate;
  readonly xz: Estimate;
  /** In closed form: it has no error. */
  readonly rate: number;
}

/**
 * The four quantities for the inputs of a set, each equally likely: p(z) is their mixture, so the informations need draws of
 * z and no bound. H(Y) = log 2, for labels that are equally frequent.
 *
 * @param options.draws of the two informations, 3,000; options.samples of each code for D, 20
 * @throws RangeError unless both labels are equally frequent, or for a bad number of draws.
 */
export async function informationChain(
  network: DenseVib,
  data: ToySet,
  { seed, draws = 3000, samples = 20 }: { seed: number; draws?: number; samples?: number },
): Promise<InformationChain> {
  const ones = data.labels.reduce((sum, y) => sum + y, 0);
  if (2 * ones !== data.size) {
    throw new RangeError(`both labels must be equally frequent, but ${ones} of ${data.size} are 1`);
  }
  const { mean, logVar } = await latentAll(network, data, { batch: data.size });
  const encoder = gaussianEncoder(mean, logVar, { dimensions: network.latentSize });
  const distortion = estimateMean(sampledScores(network, data, { samples, seed }).distortions);
  return {
    encoder,
    floor: { ...distortion, value: Math.log(2) - distortion.value },
    zy: estimateLabelInformation(encoder, data.labels, new Random(seed), draws),
    xz: estimateMutualInformation(encoder, new Random(seed), draws),
    rate: rate(encoder),
  };
}

/**
 * The steps of a chain that fall by more than three of their standard errors, by name; none when it holds as far as the
 * draws can tell. The error of a step is that of two independent estimates, which is too wide where they share draws.
 */
export function brokenSteps({ floor, zy, xz, rate: closed }: InformationChain): string[] {
  const ends: [string, Estimate][] = [
    ['H(Y) - D <= I(Z;Y)', floor],
    ['I(Z;Y) <= I(X;Z)', zy],
    ['I(X;Z) <= R', xz],
    ['', { value: closed, standardError: 0, n: 1 }],
  ];
  return ends.slice(0, -1).flatMap(([name, low], i) => {
    const high = ends[i + 1]![1];
    const error = Math.hypot(low.standardError, high.standardError);
    return low.value - high.value > 3 * error + 1e-6 ? [name] : [];
  });
}
