import path from 'path';
import { Random } from '../random';
import { readArchive, type ArchivedReview } from './archive';
import { ArchiveError } from './archive-error';
import { identifyArchive, sha256OfFile } from './archive-identity';
import { diskFault } from './atomic-write';
import { buildCorpus, type Corpus } from './corpus';
import { readCorpus, writeCorpus } from './corpus-cache';
import { checkWords, countCorpus, remarksOnWords } from './corpus-counts';
import { checkSilence, officialSites, type DownloadSite } from './download';
import { locateReviews, rebuiltNote, type LocatedArchive, type LocatedGrammar } from './locate-reviews';
import { checkLength, padSequence } from './pad';
import type { OnProgress } from './progress';
import { buildSet, chooseRows, remarksOnClasses, type ReviewSet } from './review-set';
import type { ReviewSource } from './review-source';
import { bayesAccuracy } from './synthetic-bayes';
import { defaultPerSplit, syntheticReviews } from './synthetic-reviews';
import { checkVocabularySize, Vocabulary } from './vocabulary';

/** The clone's own cache, ignored by git and safe to delete. */
export const defaultCacheFolder = path.resolve(__dirname, '..', '..', 'data', 'cache');

export interface LoadReviewsOptions {
  /** Path of an archive, `synthetic` for the grammar, or empty (the default) for the order of sources below. */
  readonly data?: string;
  /**
   * Reviews in each split, classes equal (all of them when left out). Of an archive that has fewer, what there is: `source`
   * then says so.
   */
  readonly reviews?: number;
  /** Size of the vocabulary: every index is below it (5000). */
  readonly words?: number;
  /** Tokens per review (400). */
  readonly length?: number;
  /** Chooses the subset and the order of the rows (1). The vocabulary and the synthetic texts do not depend on it. */
  readonly seed?: number;
  readonly onProgress?: OnProgress;
  readonly cacheFolder?: string;
  /** Where to download from; an empty list forbids downloading. */
  readonly sites?: readonly DownloadSite[];
  /** Give up a site that has sent nothing for this long (milliseconds, 10,000). */
  readonly silence?: number;
}

/** Reviews and what is needed to read them. */
export interface Reviews {
  readonly train: ReviewSet;
  readonly test: ReviewSet;
  readonly vocabulary: Vocabulary;
  /** Tokens per review. */
  readonly length: number;
  readonly source: ReviewSource;
  /** `[length]`: any text as a row like those of `tokens`. */
  readonly encode: (text: string) => Int32Array;
}

/**
 * tokens[i] = the last `length` of [1, index(word 1), ...], padded with 0 at the front; index(word) = rank + 3, or 2 (unknown).
 *
 * The IMDB reviews (Maas et al. 2011) as integer rows `[reviews, length]` with Keras's indexing. Sources, in this order: `data`,
 * the environment variable VIB_IMDB, the cache folder, a download, and at last synthetic reviews, which `source.kind` always
 * tells. Words are ranked on the whole training set, also when a subset is asked for.
 *
 * @throws RangeError for an option out of range.
 * @throws ArchiveError when a named archive is missing, a folder, truncated or damaged, lacks a class, or has a class without a
 *   word (see `readArchive`); the cache stays as it was.
 */
export async function loadReviews(options: LoadReviewsOptions = {}): Promise<Reviews> {
  const { data = '', reviews, words = 5000, length = 400, seed = 1, onProgress } = options;
  const { cacheFolder = defaultCacheFolder, sites = officialSites, silence } = options;
  if (reviews !== undefined && (!Number.isSafeInteger(reviews) || reviews < 2)) {
    throw new RangeError(
      `reviews must be a whole number >= 2 (both classes are needed), but it is ${reviews}`,
    );
  }
  if (typeof data !== 'string') {
    throw new RangeError(`data must be a path, 'synthetic' or '', but it is ${String(data)}`);
  }
  checkVocabularySize(words);
  checkLength(length);
  checkSilence(silence);
  const random = new Random(seed);

  const located = await locateReviews({ data, cacheFolder, sites, silence, onProgress });
  const { corpus, source } =
    'synthetic' in located
      ? await fromGrammar(located, reviews ?? defaultPerSplit, onProgress)
      : await fromArchive(located, cacheFolder, onProgress);

  const trainCount = corpus.train.labels.length;
  const trainRows = chooseRows(corpus.train.labels, reviews, random.fork());
  const testRows = chooseRows(corpus.test.labels, reviews, random.fork());
  const train = buildSet(corpus.train, trainRows, { words, length, text: i => corpus.texts.text(i) });
  const test = buildSet(corpus.test, testRows, {
    words,
    length,
    text: i => corpus.texts.text(trainCount + i),
  });
  const vocabulary = new Vocabulary(corpus.words, words);
  const notes = [
    ...source.notes,
    ...remarksOnClasses(train.labels, reviews, 'training'),
    ...remarksOnClasses(test.labels, reviews, 'test'),
  ];
  for (const message of notes) onProgress?.({ stage: 'note', message });
  return {
    train,
    test,
    vocabulary,
    length,
    source: { ...source, notes },
    encode: text => padSequence(vocabulary.encode(text), length),
  };
}

interface Loaded {
  readonly corpus: Corpus;
  readonly source: ReviewSource;
}

async function fromGrammar(
  located: LocatedGrammar,
  perSplit: number,
  onProgress?: OnProgress,
): Promise<Loaded> {
  const corpus = await buildCorpus(syntheticReviews({ perSplit }), onProgress);
  const source: ReviewSource = {
    kind: 'synthetic',
    chosenBy: located.chosenBy,
    description: 'a seeded grammar (lib/data/synthetic-reviews.ts)',
    path: null,
    sha256: null,
    counts: countCorpus(corpus),
    notes: located.notes,
    bayesAccuracy: bayesAccuracy(),
  };
  return { corpus, source };
}

async function fromArchive(
  located: LocatedArchive,
  cacheFolder: string,
  onProgress?: OnProgress,
): Promise<Loaded> {
  const known = identifyArchive(located.sha256);
  const notes = [...located.notes];
  const corpus = located.corpus ?? (await keptOrRead(located, cacheFolder, notes, onProgress));
  notes.push(...remarksOnWords(corpus));
  const source: ReviewSource = {
    kind: known ? 'official' : 'given',
    chosenBy: located.chosenBy,
    description: known?.description ?? 'an archive of your own',
    path: located.path,
    sha256: located.sha256,
    counts: countCorpus(corpus),
    notes: [...new Set(notes)],
    bayesAccuracy: null,
  };
  return { corpus, source };
}

/** The cached encoding of this archive, or else the archive itself, whose encoding is then kept. */
async function keptOrRead(
  located: LocatedArchive,
  cacheFolder: string,
  notes: string[],
  onProgress?: OnProgress,
): Promise<Corpus> {
  const kept = readCorpus(cacheFolder, located.sha256);
  if (kept.corpus) return kept.corpus;
  if (kept.problem) notes.push(rebuiltNote(kept.problem));

  const reviews: ArchivedReview[] = [];
  const perClass = identifyArchive(located.sha256)?.perClass;
  const file = located.path ?? '';
  for await (const review of readArchive(file, { perClass, onProgress })) reviews.push(review);
  if ((await sha256OfFile(file)) !== located.sha256)
    throw new ArchiveError(`${file} was changed while it was read. Run again when it is whole.`);
  const corpus = await buildCorpus(reviews, onProgress);
  checkWords(corpus, file);
  onProgress?.({ stage: 'store', message: 'keeping the encoding in the cache folder' });
  try {
    await writeCorpus(cacheFolder, located.sha256, corpus);
  } catch (error) {
    // Not fatal: the reviews are here, only the next load will be slow again.
    const why = diskFault(error) ?? (error as Error).message;
    notes.push(`The encoding could not be kept in the cache folder: ${why}.`);
  }
  return corpus;
}
