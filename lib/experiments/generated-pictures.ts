import { checkSameLength } from '../checks';
import { type DigitSet, picturesOf } from '../data';
import { type DigitModel, encodePictures, nearestPictures } from '../models';
import {
  afterHolm,
  type Comparison,
  type IntervalEstimate,
  nearestDistances,
  pairedComparison,
  welchComparison,
  wilsonInterval,
} from '../statistics';

/** A heap of pictures against real ones. */
export interface HeapScores {
  /** Each picture's distance to the nearest training digit, `[n]`, in grey values. */
  readonly toDigit: Float32Array;
  /** Each test digit's distance to the nearest picture of the heap, `[m]`. */
  readonly fromDigit: Float32Array;
  /** For each of the ten classes the share of the pictures whose nearest training digit is of it, with Wilson's interval. */
  readonly shares: IntervalEstimate[];
}

/** Two ways to judge what a model generates. */
export interface HeapJudge {
  /** The pictures against the digits; `from` stands in for them where digits look for their nearest picture. */
  score(pictures: readonly ArrayLike<number>[], from?: readonly ArrayLike<number>[]): HeapScores;
  /**
   * One heap's distances minus another's, with Holm's correction for the two tests: from picture to digit as independent
   * samples (Welch), from digit to picture paired by test digit.
   */
  compare(one: HeapScores, other: HeapScores): [toDigit: Comparison, fromDigit: Comparison];
  /** The share of codes farther from all training codes than 99% of the test digits' codes are. */
  far(model: DigitModel, codes: readonly ArrayLike<number>[]): IntervalEstimate;
}

/**
 * d(a, B) = min_b |a - b| in both directions, the class of the nearest training digit, and codes in empty places
 *
 * Distances in both directions, because each alone can be fooled: pale or plain pictures are near to some digit, and a heap
 * with one picture of each digit is near to all of them.
 * @throws RangeError for an empty heap, or pictures or codes of another width than the digits' and the model's.
 */
export function judgeHeaps({ train, test }: { train: DigitSet; test: DigitSet }): HeapJudge {
  const [known, unseen] = [picturesOf(train), picturesOf(test)];
  return {
    score(pictures, from = pictures) {
      const { index, distance } = nearestPictures(pictures, known);
      const labels = Array.from(index, j => train.labels[j]);
      const shares = Array.from({ length: 10 }, (_, digit) =>
        wilsonInterval(labels.filter(label => label === digit).length, labels.length),
      );
      return { toDigit: distance, fromDigit: nearestPictures(unseen, from).distance, shares };
    },
    compare(one, other) {
      const [toDigit, fromDigit] = afterHolm([
        welchComparison(one.toDigit, other.toDigit),
        pairedComparison(one.fromDigit, other.fromDigit),
      ]);
      return [toDigit!, fromDigit!];
    },
    far(model, codes) {
      const [first] = codes;
      if (first === undefined) throw new RangeError('there is no code: pass at least one');
      const own = encodePictures(model, known);
      checkSameLength(first, 'a code', own[0]!, 'a code of the model');
      const usual = nearestDistances(encodePictures(model, unseen), own).sort();
      const limit = usual[Math.floor(0.99 * usual.length)]!;
      const distances = nearestDistances(codes, own);
      return wilsonInterval(distances.filter(distance => distance > limit).length, codes.length);
    },
  };
}
