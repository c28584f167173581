import { checkList, checkSameLength } from '../checks';
import { exchangeRates, type RatePoint } from '../information';
import {
  afterHolm,
  type Comparison,
  compareWithZero,
  estimateMean,
  meanInterval,
  type IntervalEstimate,
} from '../statistics';

/** A network trained at `weight`, and its terms for each example, `[n]`, in nats. */
export interface TrainedTerms {
  readonly weight: number;
  readonly rate: ArrayLike<number>;
  readonly distortion: ArrayLike<number>;
}

/** Whether a network is lowest on its own line D + weight R. */
export interface OwnLine {
  /** The network whose D + weight R is smallest among the others. */
  readonly rival: number;
  /** Own level minus the rival's: above 0 the rival does this network's job better. */
  readonly excess: Comparison;
}

/**
 * excess_ij = mean over n of (D_i + w_i R_i) - (D_j + w_i R_j), paired by example; for each i the j with the largest excess,
 * its p-value and verdict after Holm over all pairs
 *
 * The rival is chosen after looking, and so all pairs are corrected for.
 * @throws RangeError for fewer than two networks or lists of different lengths.
 */
export function compareOwnLines(networks: readonly TrainedTerms[]): OwnLine[] {
  if (checkList(networks, 'networks').length < 2) throw new RangeError('a line needs two networks or more');
  const pairs = networks.flatMap((own, i) =>
    networks.flatMap((other, j) => (i === j ? [] : [{ own, i, other, j }])),
  );
  const tests = afterHolm(
    pairs.map(({ own, other }) => {
      checkSameLength(own.rate, 'rate', other.rate, "another network's rate");
      const levels = Float64Array.from(own.rate, (rate, n) => {
        const mine = own.distortion[n]! + own.weight * rate;
        return mine - (other.distortion[n]! + own.weight * other.rate[n]!);
      });
      return compareWithZero(levels);
    }),
  );
  return networks.map((_, i) => {
    const mine = pairs.map((pair, at) => ({ ...pair, at })).filter(pair => pair.i === i);
    const worst = mine.reduce((a, b) => (tests[b.at]!.value > tests[a.at]!.value ? b : a));
    return { rival: worst.j, excess: tests[worst.at]! };
  });
}

/**
 * s = mean(D_j - D_i) / mean(R_i - R_j), the price between two networks, with the interval of a ratio of means (delta method)
 *
 * @returns for equal mean rates 0, Infinity or -Infinity, as {@link exchangeRates}, and an interval without ends
 * @throws RangeError for lists of different lengths, fewer than two examples, or weights that do not rise.
 */
export function priceBetween(one: TrainedTerms, next: TrainedTerms, confidence = 0.95): IntervalEstimate {
  checkSameLength(one.rate, 'rate', next.rate, "the next network's rate");
  const lost = Float64Array.from(one.rate, (_, n) => next.distortion[n]! - one.distortion[n]!);
  const saved = Float64Array.from(one.rate, (rate, n) => rate - next.rate[n]!);
  const meanSaved = estimateMean(saved).value;
  const [price] = exchangeRates([one, next].map(meansOf)) as [number];
  if (meanSaved === 0) {
    // Two silent codes: nothing was saved, so nothing is known of the price.
    return {
      value: price,
      standardError: Infinity,
      n: lost.length,
      low: -Infinity,
      high: Infinity,
      confidence,
    };
  }
  const around = meanInterval(
    lost.map((nats, n) => (nats - price * saved[n]!) / meanSaved),
    confidence,
  );
  return { ...around, value: price, low: price + around.low, high: price + around.high };
}

const meansOf = ({ weight, rate, distortion }: TrainedTerms): RatePoint => ({
  weight,
  rate: estimateMean(rate).value,
  distortion: estimateMean(distortion).value,
});
