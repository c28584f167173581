import { checkPositive, checkSameLength, checkVector } from '../checks';
import { expectation, normalCdf, normalDensity } from '../gaussian';
import { accuracyCap } from '../information/accuracy-cap';
import type { LineVerdict } from '../models/discriminator-family';

/** What a judge of N(d/2, 1) (real) against N(-d/2, 1) (generated) can tell, by integrals over x. Information in nats. */
export interface JudgeReport {
  /** R = E KL(p(z|x) || N(0, I)). */
  readonly rate: number;
  /** What Fano's inequality leaves for the accuracy with drawn codes: {@link accuracyCap} of the rate. */
  readonly cap: number;
  readonly drawn: JudgeSense;
  /** With each code at its mean. */
  readonly atMean: JudgeSense;
}

export interface JudgeSense {
  /** log 2 - D <= I(Z;Y) */
  readonly divergence: number;
  /** P(l > 0 | real)/2 + P(l < 0 | generated)/2 */
  readonly accuracy: number;
  /** E |d/dx E[-log q(real|z)]| over the generated x: the usual loss's mean gradient. */
  readonly usualPull: number;
  /** E |d/dx E[log q(generated|z)]|: that of the minimax loss. */
  readonly minimaxPull: number;
}

/**
 * D = 1/2 E[softplus(-l)|real] + 1/2 E[softplus(l)|generated] and the like, at equally spaced places x with the trapezoid rule; l is
 * N(logits, spreads^2) given x, or `logits` itself at the code's mean
 *
 * The slopes of expectations over the code are central differences along the places, so these should lie close.
 * @param places `[n]`, n >= 3, equally spaced, far into both tails
 * @throws RangeError for places or verdicts of other lengths, or a distance that is not > 0.
 */
export function reportJudge(
  { logits, spreads, rates }: LineVerdict,
  places: readonly number[],
  distance: number,
): JudgeReport {
  checkVector(places, 'places');
  checkSameLength(places, 'places', logits, 'logits');
  checkPositive(distance, 'distance');
  const step = places[1]! - places[0]!;
  const real = places.map(x => step * normalDensity(x, distance / 2, 1));
  const generated = places.map(x => step * normalDensity(x, -distance / 2, 1));
  const sum = (f: (i: number) => number) => places.reduce((total, _, i) => total + f(i), 0);
  const sense = (sds: readonly number[]): JudgeSense => {
    const mean = (f: (l: number) => number) =>
      logits.map((l, i) => (sds[i]! > 1e-9 ? expectation(f, l, sds[i], 32) : f(l)));
    const positive = logits.map((l, i) => (sds[i]! > 1e-9 ? normalCdf(l / sds[i]!) : Number(l > 0)));
    const [realLoss, generatedLoss] = [mean(l => softplus(-l)), mean(softplus)];
    const pull = (loss: number[]) => sum(i => generated[i]! * Math.abs(slopeAt(loss, i, step)));
    return {
      divergence: Math.LN2 - 0.5 * sum(i => real[i]! * realLoss[i]! + generated[i]! * generatedLoss[i]!),
      accuracy: 0.5 * sum(i => real[i]! * positive[i]! + generated[i]! * (1 - positive[i]!)),
      usualPull: pull(realLoss),
      minimaxPull: pull(generatedLoss),
    };
  };
  const rate = 0.5 * sum(i => (real[i]! + generated[i]!) * rates[i]!);
  return {
    rate,
    cap: accuracyCap(Math.max(0, rate)),
    drawn: sense(spreads),
    atMean: sense(spreads.map(() => 0)),
  };
}

/** The verdict of the perfect judge, l = d x, which has no code. */
export function bayesVerdict(places: readonly number[], distance: number): LineVerdict {
  const none = places.map(() => 0);
  const slopes = places.map(() => distance);
  return { logits: places.map(x => distance * x), slopes, spreads: none, rates: none };
}

const softplus = (l: number): number => Math.max(l, 0) + Math.log1p(Math.exp(-Math.abs(l)));

function slopeAt(values: readonly number[], i: number, step: number): number {
  const [before, after] = [Math.max(0, i - 1), Math.min(values.length - 1, i + 1)];
  return (values[after]! - values[before]!) / ((after - before) * step);
}
