import { checkCount, checkSameLength } from '../checks';
import { TextCnnEngine } from '../engine';
import type { TextCnn, VibTextCnn } from '../models';
import { Random } from '../random';
import { normalCdf, normalQuantile } from '../gaussian/cumulative';
import {
  type Comparison,
  type Estimate,
  estimateMean,
  type IntervalEstimate,
  meanInterval,
  verdictOf,
} from '../statistics';
import { type Data, latentAll, predictAll } from '../training';

/** What a network does with each text. */
export interface TextScores {
  /** `[n]`, nats. */
  readonly distortions: Float64Array;
  /** `[n]`: 1 right, 0 wrong; of drawn codes the share of draws that are right. */
  readonly right: Float64Array;
}

/** The codes of a network with a bottleneck, and what it does at their means and with their noise. */
export interface TextCodeScores {
  /** mean and logVar are `[n, k]`, row after row. */
  readonly code: { readonly mean: Float32Array; readonly logVar: Float32Array; readonly k: number };
  readonly atMean: TextScores;
  readonly drawn: TextScores;
}

/** No answer of a network in single precision can be told from certainty beyond this logit: ln(2^24). */
const surest = Math.log(2 ** 24);

/**
 * d_i = -log q(y_i|x_i), right_i = 1[q(y_i|x_i) > 1/2], for a network without a bottleneck
 *
 * The probabilities come in single precision, so no wrong answer counts more than ln 2^24 = 16.6 nats.
 * @throws RangeError for data that do not fit the network.
 */
export async function textScores(network: TextCnn | TextCnnEngine, data: Data): Promise<TextScores> {
  const positive = await predictAll(network, data);
  return score(data, i => {
    const p = positive[i]!;
    return [Math.max(-surest, Math.min(surest, Math.log(p / (1 - p))))];
  });
}

/**
 * At the mean: d_i = -log q(y_i|mu_i), right_i = 1[q(y_i|mu_i) > 1/2]. Drawn: the means of the same over S draws z ~ p(z|x_i)
 *
 * The answer looks at v . z + c alone, which is normal with mean v . mu + c and variance sum_k v_k^2 sigma_k^2, so that is drawn:
 * the same law as of whole codes. The loss, its bounds and the code's information are about drawn codes; usual predictions
 * are made at the mean.
 *
 * @param options.draws S, 20
 * @throws RangeError for another number of draws than a whole one >= 1, a bad seed, data that do not fit the network, or a network
 * without a bottleneck.
 */
export async function textCodeScores(
  network: VibTextCnn | TextCnnEngine,
  data: Data,
  { draws = 20, seed }: { draws?: number; seed: number },
): Promise<TextCodeScores> {
  checkCount(draws, 'draws');
  const random = new Random(seed);
  const code = await latentAll(network, data);
  const { weights, bias } = readout(network);
  const logits = new Float64Array(data.labels.length).fill(bias);
  const spreads = new Float64Array(logits.length);
  for (let i = 0; i < logits.length; i++) {
    let variance = 0;
    for (let d = 0, at = i * code.k; d < code.k; d++, at++) {
      logits[i] += weights[d]! * code.mean[at]!;
      variance += weights[d]! ** 2 * Math.exp(code.logVar[at]!);
    }
    spreads[i] = Math.sqrt(variance);
  }
  return {
    code,
    atMean: score(data, i => [logits[i]!]),
    drawn: score(data, i => Array.from({ length: draws }, () => logits[i]! + spreads[i]! * random.normal())),
  };
}

/** Mean distortion (nats) and accuracy (0 to 1) with the intervals of the texts' sampling. @throws RangeError for fewer than two texts. */
export function summarizeScores({ distortions, right }: TextScores): {
  distortion: IntervalEstimate;
  accuracy: IntervalEstimate;
} {
  return { distortion: meanInterval(distortions), accuracy: meanInterval(right) };
}

/**
 * gap = mean d_i over test texts - mean d_i over training texts, in nats, with a 95% interval; with `than` the difference from another
 * network's gap on the same texts, paired by text
 *
 * The interval is for the sampling of texts, with the weights as they are.
 * @throws RangeError for fewer than two texts, or scores of other texts.
 */
export function generalisationGapOf(scores: GapScores, than?: GapScores): Comparison {
  const [train, test] = (['train', 'test'] as const).map(part => {
    const own = scores[part].distortions;
    const other = than?.[part].distortions ?? new Float64Array(own.length);
    checkSameLength(other, `the other network's ${part} scores`, own, "this one's");
    return estimateMean(own.map((d, i) => d - other[i]!));
  }) as [Estimate, Estimate];
  const value = test.value - train.value;
  const standardError = Math.hypot(test.standardError, train.standardError);
  const half = normalQuantile(0.975) * standardError;
  const interval = {
    value,
    standardError,
    n: test.n,
    low: value - half,
    high: value + half,
    confidence: 0.95,
  };
  const p =
    standardError > 0 ? Math.min(1, 2 * normalCdf(-Math.abs(value) / standardError)) : Number(value === 0);
  return { ...interval, p, verdict: verdictOf(interval) };
}

/** One network's scores on what it learnt from and on what it did not. */
export interface GapScores {
  readonly train: TextScores;
  readonly test: TextScores;
}

/** The weights of the logit v . z + c. */
function readout(network: VibTextCnn | TextCnnEngine): { weights: ArrayLike<number>; bias: number } {
  if (network instanceof TextCnnEngine) {
    const { outputKernel, outputBias } = network.weights();
    return { weights: outputKernel!, bias: outputBias![0]! };
  }
  const [kernel, bias] = network.variables.slice(-2).map(variable => variable.dataSync<'float32'>());
  return { weights: kernel!, bias: bias![0]! };
}

/** The means over each text's logits. */
function score({ labels }: Data, logitsOf: (i: number) => readonly number[]): TextScores {
  const distortions = new Float64Array(labels.length);
  const right = new Float64Array(labels.length);
  for (let i = 0; i < labels.length; i++) {
    const logits = logitsOf(i);
    for (const logit of logits) {
      const sure = labels[i] === 1 ? logit : -logit;
      distortions[i] += (Math.max(0, -sure) + Math.log1p(Math.exp(-Math.abs(sure)))) / logits.length;
      // A logit of 0 is the answer "negative", as everywhere.
      if (sure > 0 || (sure === 0 && labels[i] !== 1)) right[i] += 1 / logits.length;
    }
  }
  return { distortions, right };
}
