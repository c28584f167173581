import { checkCount, checkRandom, checkSameLength, checkVector } from '../checks';
import type { Random } from '../random';
import { type IntervalEstimate, studentInterval } from '../statistics/mean';
import type { GaussianEncoder } from './encoder';

/** Two estimates of one information from finitely many inputs, which bracket it but for their errors. */
export interface Bracket {
  readonly lower: IntervalEstimate;
  readonly upper: IntervalEstimate;
  /** From the lower one's low to the upper one's high, about their middle. */
  readonly interval: { readonly value: number; readonly low: number; readonly high: number };
}

/** I(X;Z) = I(Z;Y) + I(X;Z|Y), for a label that each input has for sure. Nats. */
export interface LabelAndRest {
  /** I(X;Z), all that a code tells of its input. */
  readonly all: Bracket;
  /** I(Z;Y), what it tells of the label; its interval is cut to [0, H(Y)]. */
  readonly label: Bracket;
  /** I(X;Z|Y), what it tells of the input beyond the label. */
  readonly rest: Bracket;
  readonly batches: number;
  readonly batch: number;
}

/**
 * I(Z;Y) = E ln p(z|y)/p(z), I(X;Z|Y) = E ln p(z|x)/p(z|y), I(X;Z) = E ln p(z|x)/p(z), z ~ p(z|x): nats, codes with their noise
 *
 * The inputs are dealt to batches, each with its share of every label; in a batch each input draws one code, and p(z) and p(z|y) are
 * means of the batch's p(z|x_j): with x itself (`I(X;Z)` and `I(X;Z|Y)` are then too low), and without it (too high), as in the
 * sandwich of Poole et al. 2019. Of `I(Z;Y)` either may be the larger, by a term of order 1/batch. The intervals are Student's over the
 * batches.
 *
 * @param labels `[n]`
 * @param options.batch inputs a batch, 500 at most; `options.batches`, 20 at most
 * @throws RangeError for another number of labels than inputs, a label with fewer than 4 inputs, or bad options.
 */
export function estimateLabelAndRest(
  encoder: GaussianEncoder,
  labels: ArrayLike<number>,
  random: Random,
  { batch = 500, batches = 20 }: { batch?: number; batches?: number } = {},
): LabelAndRest {
  checkSameLength(checkVector(labels, 'labels'), 'labels', encoder.probabilities, 'the list of inputs');
  checkRandom(random);
  checkCount(batch, 'batch', 4);
  checkCount(batches, 'batches', 2);
  const dealt = deal(labels, batch, batches);
  const terms = dealt.map(rows => batchTerms(encoder, labels, rows, random));
  const over = (of: (term: BatchTerms) => number): IntervalEstimate => studentInterval(terms.map(of));
  return {
    all: bracket(
      over(t => t.own - t.allWith),
      over(t => t.own - t.allWithout),
    ),
    label: within(
      bracket(
        over(t => t.classWithout - t.allWithout),
        over(t => t.classWith - t.allWith),
      ),
      entropyOf(labels),
    ),
    rest: bracket(
      over(t => t.own - t.classWith),
      over(t => t.own - t.classWithout),
    ),
    batches: dealt.length,
    batch: Math.max(...dealt.map(rows => rows.length)),
  };
}

function bracket(one: IntervalEstimate, other: IntervalEstimate): Bracket {
  const [lower, upper] = one.value <= other.value ? [one, other] : [other, one];
  const [low, high] = [Math.min(lower.low, upper.low), Math.max(lower.high, upper.high)];
  return { lower, upper, interval: { value: (lower.value + upper.value) / 2, low, high } };
}

/** The interval cut to [0, most]: a code that hardly two inputs share leaves mixtures that know nothing of the label. */
function within({ lower, upper, interval }: Bracket, most: number): Bracket {
  const cut = (nats: number): number => Math.min(most, Math.max(0, nats));
  const { value, low, high } = interval;
  return { lower, upper, interval: { value: cut(value), low: cut(low), high: cut(high) } };
}

/** H(Y), nats. */
function entropyOf(labels: ArrayLike<number>): number {
  const counts = new Map<number, number>();
  for (let i = 0; i < labels.length; i++) counts.set(labels[i]!, (counts.get(labels[i]!) ?? 0) + 1);
  return [...counts.values()].reduce((sum, n) => sum - (n / labels.length) * Math.log(n / labels.length), 0);
}

/** Row numbers of each batch: every label's inputs in turn, so that each batch has two of each at least. */
function deal(labels: ArrayLike<number>, batch: number, batches: number): number[][] {
  const classes = new Map<number, number[]>();
  for (let i = 0; i < labels.length; i++) {
    const rows = classes.get(labels[i]!);
    if (rows) rows.push(i);
    else classes.set(labels[i]!, [i]);
  }
  const fewest = Math.min(...[...classes.values()].map(rows => rows.length));
  if (fewest < 4) {
    throw new RangeError(
      `every label needs 4 inputs at least, two in each of two batches, but one has ${fewest}`,
    );
  }
  const count = Math.min(batches, Math.floor(fewest / 2), Math.max(5, Math.floor(labels.length / batch)));
  const dealt = Array.from({ length: count }, (): number[] => []);
  for (const rows of classes.values()) {
    const most = Math.max(2, Math.round((batch * rows.length) / labels.length));
    rows.slice(0, most * count).forEach((row, turn) => dealt[turn % count]!.push(row));
  }
  return dealt;
}

/** Means over a batch of ln p(z|x), ln p(z|y) and ln p(z), the latter two with x among the inputs and without. */
interface BatchTerms {
  own: number;
  classWith: number;
  classWithout: number;
  allWith: number;
  allWithout: number;
}

function batchTerms(
  encoder: GaussianEncoder,
  labels: ArrayLike<number>,
  rows: readonly number[],
  random: Random,
): BatchTerms {
  const { dimensions: k, means, logVars, precisions, logPeaks } = encoder;
  const n = rows.length;
  const sums: BatchTerms = { own: 0, classWith: 0, classWithout: 0, allWith: 0, allWithout: 0 };
  const z = new Float64Array(k);
  const scores = new Float64Array(n);
  rows.forEach((row, i) => {
    for (let d = 0; d < k; d++) {
      z[d] = means[row * k + d]! + Math.exp(logVars[row * k + d]! / 2) * random.normal();
    }
    rows.forEach((other, j) => {
      let distance = 0;
      for (let d = 0, at = other * k; d < k; d++, at++)
        distance += (z[d]! - means[at]!) ** 2 * precisions[at]!;
      scores[j] = logPeaks[other]! - 0.5 * distance;
    });
    const same = (j: number): boolean => labels[rows[j]!] === labels[row];
    sums.own += scores[i]! / n;
    sums.allWith += logMean(scores, () => true) / n;
    sums.allWithout += logMean(scores, j => j !== i) / n;
    sums.classWith += logMean(scores, same) / n;
    sums.classWithout += logMean(scores, j => j !== i && same(j)) / n;
  });
  return sums;
}

/** ln of the mean of exp(scores) over those that count. */
function logMean(scores: Float64Array, counts: (j: number) => boolean): number {
  let [most, number, sum] = [-Infinity, 0, 0];
  for (let j = 0; j < scores.length; j++)
    if (counts(j)) [most, number] = [Math.max(most, scores[j]!), number + 1];
  for (let j = 0; j < scores.length; j++) if (counts(j)) sum += Math.exp(scores[j]! - most);
  return most + Math.log(sum / number);
}
