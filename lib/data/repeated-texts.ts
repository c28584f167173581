import type { ReviewSet } from './review-set';

/** Which reviews are word for word the same as another. */
export interface RepeatedTexts {
  /** Different texts that stand more than once, in the two sets together. */
  readonly texts: number;
  /** Reviews beyond the first of each such text: so many fewer there would be without repeats. */
  readonly copies: number;
  /** Different texts that stand in both sets. */
  readonly inBoth: number;
  /** Different texts that stand somewhere as positive and somewhere as negative. */
  readonly contradicting: number;
  /** Rows of the training set whose text stands in the test set too, ascending. */
  readonly trainRows: Uint32Array;
  /** Rows of the test set whose text stands in the training set too, ascending. */
  readonly testRows: Uint32Array;
}

/**
 * copies = reviews - |{different texts}|, inBoth = |{texts of train} and {texts of test}|
 *
 * Texts are compared as written, letter by letter. The real archive has 50,000 - 49,582 = 418 copies of 406 texts, and 123
 * texts in both parts, always with one label; the test of this function counts them.
 *
 * @example
 * const { train, test } = await loadReviews();
 * const { testRows } = repeatedTexts(train, test);
 * const unseen = withoutRows(test, testRows);
 */
export function repeatedTexts(
  train: Pick<ReviewSet, 'texts' | 'labels'>,
  test: Pick<ReviewSet, 'texts' | 'labels'>,
): RepeatedTexts {
  const parts = [train, test].map(set => ({ texts: set.texts(), labels: set.labels }));
  const seen = new Map<string, { times: number; inPart: [boolean, boolean]; label: [boolean, boolean] }>();
  parts.forEach(({ texts, labels }, part) => {
    texts.forEach((text, i) => {
      const entry = seen.get(text) ?? { times: 0, inPart: [false, false], label: [false, false] };
      entry.times++;
      entry.inPart[part as 0 | 1] = true;
      entry.label[labels[i] === 1 ? 1 : 0] = true;
      seen.set(text, entry);
    });
  });
  const both = (text: string): boolean => seen.get(text)?.inPart.every(Boolean) ?? false;
  const rows = ({ texts }: { texts: string[] }): Uint32Array =>
    Uint32Array.from(texts.keys()).filter(i => both(texts[i] ?? ''));
  const entries = [...seen.values()];
  const [trainRows, testRows] = parts.map(rows) as [Uint32Array, Uint32Array];
  return {
    texts: entries.filter(entry => entry.times > 1).length,
    copies: entries.reduce((sum, entry) => sum + entry.times - 1, 0),
    inBoth: entries.filter(entry => entry.inPart.every(Boolean)).length,
    contradicting: entries.filter(entry => entry.label.every(Boolean)).length,
    trainRows,
    testRows,
  };
}
