import { countReviews, type ArchivedReview, type ClassCounts } from './archive';
import { ArchiveError } from './archive-error';
import type { Corpus, CorpusSplit } from './corpus';
import { withCommas } from './progress';

/** How many reviews of each class both parts hold. */
export function countCorpus(corpus: Corpus): ClassCounts {
  const labelled = (
    split: 'train' | 'test',
    { labels }: CorpusSplit,
  ): Pick<ArchivedReview, 'split' | 'label'>[] =>
    Array.from(labels, label => ({ split, label: label === 1 ? 1 : 0 }));
  return countReviews([...labelled('train', corpus.train), ...labelled('test', corpus.test)]);
}

/** @throws ArchiveError when no review of a class folder holds a word: nothing could be learnt but that. */
export function checkWords(corpus: Corpus, file: string): void {
  for (const split of ['train', 'test'] as const) {
    for (const label of [1, 0] as const) {
      const wordless = wordlessOf(corpus[split]);
      const { labels } = corpus[split];
      if (!labels.every((one, i) => one !== label || wordless(i))) continue;
      throw new ArchiveError(
        `${file} has no word in any review of ${split}/${label === 1 ? 'pos' : 'neg'}: they are empty, or hold ` +
          'punctuation only. Pack it again.',
      );
    }
  }
}

/** A sentence where some reviews hold no word. */
export function remarksOnWords({ train, test }: Corpus): string[] {
  const count = (split: CorpusSplit): number => {
    const wordless = wordlessOf(split);
    return split.labels.reduce((sum, _, i) => sum + (wordless(i) ? 1 : 0), 0);
  };
  const wordless = count(train) + count(test);
  const all = train.labels.length + test.labels.length;
  const verb = wordless === 1 ? 'holds' : 'hold';
  return wordless === 0 ? [] : [`${withCommas(wordless)} of its ${withCommas(all)} reviews ${verb} no word.`];
}

function wordlessOf({ starts }: CorpusSplit): (review: number) => boolean {
  return review => starts[review] === starts[review + 1];
}
