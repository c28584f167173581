import type { ArchivedReview } from './archive';
import { withCommas, type OnProgress } from './progress';
import { TextBlocks } from './text-blocks';
import { tokenize } from './tokenize';
import { WordCounter } from './word-counter';

/** One split as word ranks, which hold for every vocabulary size and every length. */
export interface CorpusSplit {
  /** `[reviews]`: 1 positive, 0 negative. */
  readonly labels: Uint8Array;
  /** `[reviews + 1]`: where each review begins in `ranks`, and the end of the last. */
  readonly starts: Uint32Array;
  /** `[words in all reviews]`: rank from 1; 0 for a word that the training set does not have. */
  readonly ranks: Uint32Array;
}

/** All reviews, tokenised once. */
export interface Corpus {
  /** Every word of the training set, the most frequent first. */
  readonly words: readonly string[];
  readonly train: CorpusSplit;
  readonly test: CorpusSplit;
  /** The raw texts: the training reviews first, then the test reviews. */
  readonly texts: TextBlocks;
}

const reviewsPerBreath = 1000;

/**
 * Tokenises all reviews and ranks the training set's words.
 *
 * Reviews are first put in a fixed order (negative before positive, then by file name), so that neither the order nor the
 * ranks of tied words depend on how the archive was packed.
 */
export async function buildCorpus(
  reviews: readonly ArchivedReview[],
  onProgress?: OnProgress,
): Promise<Corpus> {
  const train = inFixedOrder(reviews.filter(review => review.split === 'train'));
  const test = inFixedOrder(reviews.filter(review => review.split === 'test'));
  const counter = new WordCounter();
  let done = 0;
  /** Lets timers and messages through between slices of the work. */
  const breathe = async (): Promise<void> => {
    if (done++ % reviewsPerBreath !== 0) return;
    onProgress?.({
      stage: 'encode',
      message: `tokenising: ${withCommas(done - 1)} of ${withCommas(reviews.length)} reviews`,
      done: done - 1,
      total: reviews.length,
    });
    await new Promise<void>(resolve => setImmediate(resolve));
  };

  const numbers = await flatten(train, word => counter.add(word), breathe);
  const { words, rankOf } = counter.ranking();
  const rank = (number: number): number => rankOf[number] ?? 0;
  const toRank = (word: string): number => {
    const number = counter.numberOf(word);
    return number === undefined ? 0 : rank(number);
  };
  return {
    words,
    train: { labels: labelsOf(train), starts: numbers.starts, ranks: numbers.values.map(rank) },
    test: await flatten(test, toRank, breathe).then(({ starts, values }) => ({
      labels: labelsOf(test),
      starts,
      ranks: values,
    })),
    texts: TextBlocks.pack([...train, ...test].map(review => review.text)),
  };
}

function inFixedOrder(reviews: readonly ArchivedReview[]): ArchivedReview[] {
  return [...reviews].sort((a, b) => a.label - b.label || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

function labelsOf(reviews: readonly ArchivedReview[]): Uint8Array {
  return Uint8Array.from(reviews, review => review.label);
}

/** The values of all words of all reviews, one review after another. */
async function flatten(
  reviews: readonly ArchivedReview[],
  valueOf: (word: string) => number,
  breathe: () => Promise<void>,
): Promise<{ starts: Uint32Array; values: Uint32Array }> {
  const starts = new Uint32Array(reviews.length + 1);
  let values = new Uint32Array(1 << 16);
  let end = 0;
  for (const [i, review] of reviews.entries()) {
    const words = tokenize(review.text);
    if (end + words.length > values.length) {
      const larger = new Uint32Array(2 * (end + words.length));
      larger.set(values);
      values = larger;
    }
    for (const word of words) values[end++] = valueOf(word);
    starts[i + 1] = end;
    await breathe();
  }
  return { starts, values: values.slice(0, end) };
}
