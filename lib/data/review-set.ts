import type { Random } from '../random';
import type { CorpusSplit } from './corpus';
import { checkLength } from './pad';
import { withCommas } from './progress';
import { checkVocabularySize, indexShift, startIndex, unknownIndex } from './vocabulary';

/** Reviews ready for a model, in random order. */
export interface ReviewSet {
  readonly size: number;
  /** `[size, length]`, row after row: word indices, padded and cut at the front. */
  readonly tokens: Int32Array;
  /** `[size]`: 1 positive, 0 negative. */
  readonly labels: Uint8Array;
  /** The raw text of row `i`, as written (with its `<br />` marks). @throws RangeError when there is no such row. */
  readonly text: (i: number) => string;
}

/**
 * A random order of all reviews, or of `reviews` of them with equal classes (of an odd number the odd one is negative). With
 * the same stream, a smaller draw is part of a larger one.
 *
 * @throws RangeError when a class does not hold as many.
 */
export function chooseRows(
  labels: Uint8Array,
  reviews: number | undefined,
  random: Random,
  splitName: string,
): Uint32Array {
  const order = random.permutation(labels.length);
  if (reviews === undefined) return order;
  const wanted: [number, number] = [Math.ceil(reviews / 2), Math.floor(reviews / 2)];
  const left: [number, number] = [...wanted];
  const rows = order.filter(row => left[labels[row] === 1 ? 1 : 0]-- > 0);
  if (rows.length < reviews) {
    const positive = labels.reduce((sum, label) => sum + label, 0);
    throw new RangeError(
      `reviews = ${withCommas(reviews)} needs ${withCommas(wanted[1])} positive and ${withCommas(wanted[0])} negative reviews, ` +
        `but the ${splitName} set has ${withCommas(positive)} and ${withCommas(labels.length - positive)}`,
    );
  }
  return rows;
}

/**
 * row = the last `length` of [1, index(word 1), index(word 2), ...], with zeros before; index = rank + 3 when below `words`, else 2.
 *
 * The same as `padSequence(vocabulary.encode(text), length)`, from ranks that were counted before.
 *
 * @throws RangeError for `words` or `length` out of range.
 */
export function buildSet(
  split: CorpusSplit,
  rows: Uint32Array,
  { words, length, text }: { words: number; length: number; text: (review: number) => string },
): ReviewSet {
  checkVocabularySize(words);
  checkLength(length);
  const { starts, ranks } = split;
  // A new array holds zeros, which is the padding.
  const tokens = new Int32Array(rows.length * length);
  for (let row = 0; row < rows.length; row++) {
    const review = rows[row] as number;
    const start = starts[review] as number;
    let from = starts[review + 1] as number;
    let to = (row + 1) * length;
    const rowStart = row * length;
    while (from > start && to > rowStart) {
      const rank = ranks[--from] as number;
      const index = rank + indexShift;
      tokens[--to] = rank > 0 && index < words ? index : unknownIndex;
    }
    if (to > rowStart) tokens[to - 1] = startIndex;
  }
  return {
    size: rows.length,
    tokens,
    labels: Uint8Array.from(rows, row => split.labels[row] ?? 0),
    text: i => {
      const review = rows[i];
      if (review === undefined)
        throw new RangeError(`there is no review ${i}: they go from 0 to ${rows.length - 1}`);
      return text(review);
    },
  };
}
