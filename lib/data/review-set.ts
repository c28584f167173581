import type { Random } from '../random';
import type { CorpusSplit } from './corpus';
import { checkLength } from './pad';
import { withCommas } from './progress';
import { checkVocabularySize, indexShift, startIndex, unknownIndex } from './vocabulary';

/** From this share of one class on, readers are told. */
const unequalShare = 0.55;

/** Reviews ready for a model, in random order. */
export interface ReviewSet {
  readonly size: number;
  /** `[size, length]`, row after row: word indices, padded and cut at the front. */
  readonly tokens: Int32Array;
  /** `[size]`: 1 positive, 0 negative. */
  readonly labels: Uint8Array;
  /** The raw text of row `i`, as written (with its `<br />` marks). @throws RangeError when there is no such row. */
  readonly text: (i: number) => string;
  /** All texts, row after row: much quicker than one by one. */
  readonly texts: () => string[];
}

/**
 * A random order of all reviews, or of `reviews` of them with equal classes (of an odd number the odd one is negative);
 * where a class has fewer than its half, all of it. With the same stream, a smaller draw is part of a larger one.
 */
export function chooseRows(labels: Uint8Array, reviews: number | undefined, random: Random): Uint32Array {
  const order = random.permutation(labels.length);
  if (reviews === undefined) return order;
  const left: [number, number] = [Math.ceil(reviews / 2), Math.floor(reviews / 2)];
  return order.filter(row => left[labels[row] === 1 ? 1 : 0]-- > 0);
}

/** Sentences for readers where fewer were found than asked for, or the classes are far from equal. */
export function remarksOnClasses(labels: Uint8Array, asked: number | undefined, part: string): string[] {
  const positive = labels.reduce((sum, label) => sum + label, 0);
  const negative = labels.length - positive;
  const remarks: string[] = [];
  if (asked !== undefined && labels.length < asked) {
    remarks.push(
      `Of the ${withCommas(asked)} ${part} reviews asked for, ${withCommas(labels.length)} could be had ` +
        `(${withCommas(positive)} positive, ${withCommas(negative)} negative).`,
    );
  }
  const share = Math.max(positive, negative) / labels.length;
  if (share >= unequalShare && Math.abs(positive - negative) > 1) {
    const more = positive > negative ? 'positive' : 'negative';
    remarks.push(
      `${(100 * share).toFixed(1)}% of the ${part} reviews are ${more}: whoever always says so is right that often.`,
    );
  }
  return remarks;
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
  checkLength(length, rows.length);
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
  const textOf = (i: number): string => {
    const review = rows[i];
    if (review === undefined)
      throw new RangeError(`there is no review ${i}: they go from 0 to ${rows.length - 1}`);
    return text(review);
  };
  return {
    size: rows.length,
    tokens,
    labels: Uint8Array.from(rows, row => split.labels[row] ?? 0),
    text: textOf,
    texts: () => {
      const texts = new Array<string>(rows.length);
      // In the corpus's order, in which each packed block is opened once.
      const order = Uint32Array.from(rows, (_, i) => i).sort((a, b) => (rows[a] ?? 0) - (rows[b] ?? 0));
      for (const i of order) texts[i] = textOf(i);
      return texts;
    },
  };
}

/**
 * The set without some of its rows; the others keep their order.
 *
 * @param rows numbers of rows, in any order
 * @throws RangeError for a row that is not there
 */
export function withoutRows(set: ReviewSet, rows: ArrayLike<number>): ReviewSet {
  const leftOut = new Set<number>();
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    if (!Number.isInteger(row) || row < 0 || row >= set.size)
      throw new RangeError(`there is no review ${row}: they go from 0 to ${set.size - 1}`);
    leftOut.add(row);
  }
  const length = set.size === 0 ? 0 : set.tokens.length / set.size;
  const kept = Uint32Array.from(set.labels, (_, i) => i).filter(i => !leftOut.has(i));
  const tokens = new Int32Array(kept.length * length);
  kept.forEach((from, to) =>
    tokens.set(set.tokens.subarray(from * length, (from + 1) * length), to * length),
  );
  return {
    size: kept.length,
    tokens,
    labels: Uint8Array.from(kept, i => set.labels[i] ?? 0),
    text: i => {
      const row = kept[i];
      if (row === undefined)
        throw new RangeError(`there is no review ${i}: they go from 0 to ${kept.length - 1}`);
      return set.text(row);
    },
    texts: () => {
      const texts = set.texts();
      return Array.from(kept, i => texts[i] ?? '');
    },
  };
}
