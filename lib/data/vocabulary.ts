import { tokenize } from './tokenize';

/** Index of padding, of the mark before a review's first word, and of every word outside the vocabulary. */
export const padIndex = 0;
export const startIndex = 1;
export const unknownIndex = 2;

/** Index of the word of rank r (1 = most frequent) is r + 3, so words begin at 4; index 3 stays unused, as in Keras. */
export const indexShift = 3;

/** Smallest vocabulary with room for one word. */
export const smallestVocabulary = 5;

const spoken = new Map([
  [startIndex, '<start>'],
  [unknownIndex, '<unknown>'],
]);

/**
 * index(word) = rank(word) + 3 when that is below `size`, else 2 (unknown): the indexing of Keras's IMDB data with its
 * defaults `start_char=1, oov_char=2, index_from=3` and `num_words=size`.
 *
 * Keras's `Tokenizer` alone gives the bare rank (no shift, no start mark) and drops unknown words instead of marking them.
 */
export class Vocabulary {
  private readonly indices = new Map<string, number>();
  private readonly words: readonly string[];

  /**
   * @param ranked words from the most to the least frequent in the training set; may be longer than fits
   * @param size number of indices, so every index is below it (5000 holds the 4996 most frequent words)
   * @throws RangeError unless `size` is a whole number >= 5
   */
  constructor(
    ranked: readonly string[],
    readonly size: number,
  ) {
    checkVocabularySize(size);
    this.words = ranked.slice(0, size - indexShift - 1);
    this.words.forEach((word, i) => this.indices.set(word, i + 1 + indexShift));
  }

  /** How many words have an index of their own (at most `size` - 4). */
  get wordCount(): number {
    return this.words.length;
  }

  /** Index of one word, written as `tokenize` gives it (lower case); 2 when it is unknown. */
  indexOf(word: string): number {
    return this.indices.get(word) ?? unknownIndex;
  }

  /** The word at an index, `<start>`, `<unknown>`, or an empty string for padding and for indices without a word. */
  wordAt(index: number): string {
    return spoken.get(index) ?? this.words[index - indexShift - 1] ?? '';
  }

  /** `[1 + words]`: the start mark, then the index of each word. */
  encode(text: string): Int32Array {
    const words = tokenize(text);
    const ids = new Int32Array(words.length + 1);
    ids[0] = startIndex;
    words.forEach((word, i) => (ids[i + 1] = this.indexOf(word)));
    return ids;
  }

  /** The words of `ids` with blanks between, padding left out. What `encode` lost (case, punctuation) stays lost. */
  decode(ids: Iterable<number>): string {
    return Array.from(ids, id => this.wordAt(id))
      .filter(word => word !== '')
      .join(' ');
  }
}

/** @throws RangeError unless `size` is a whole number >= 5. */
export function checkVocabularySize(size: number): void {
  if (!Number.isSafeInteger(size) || size < smallestVocabulary) {
    throw new RangeError(
      `words must be a whole number >= ${smallestVocabulary} (4 indices are reserved), but it is ${size}`,
    );
  }
}
