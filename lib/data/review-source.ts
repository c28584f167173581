import path from 'path';
import type { ClassCounts } from './archive';
import { withCommas } from './progress';

/** Where a set of reviews came from. */
export interface ReviewSource {
  /** `official`: its hash is known; `given`: an archive of the user's own; `synthetic`: made by the grammar in lib. */
  readonly kind: 'official' | 'given' | 'synthetic';
  /** Who chose it: the `data` option, VIB_IMDB, the cache folder, a download, or nothing else being available. */
  readonly chosenBy: 'option' | 'environment' | 'cache' | 'download' | 'fallback';
  /** What it is, without a verb: "the official IMDB archive (Maas et al. 2011)". */
  readonly description: string;
  /** The archive's full path; null for the synthetic corpus and for a corpus whose archive is no longer there. */
  readonly path: string | null;
  /** The archive's hash; null for the synthetic corpus. */
  readonly sha256: string | null;
  /** How many reviews the source holds (the sets that were asked for may be smaller). */
  readonly counts: ClassCounts;
  /** One sentence for each source that was tried in vain, and each remark (a rebuilt cache). */
  readonly notes: readonly string[];
  /** The best accuracy any classifier can have on average; null when it is not known. */
  readonly bayesAccuracy: number | null;
}

/**
 * One to a few sentences for readers. The archive's name is given without its folder, so that a committed notebook does not
 * tell where its author keeps files.
 */
export function describeSource(source: ReviewSource): string {
  const train = withCommas(source.counts.train.pos + source.counts.train.neg);
  const test = withCommas(source.counts.test.pos + source.counts.test.neg);
  const sizes = `${train} training and ${test} test reviews`;
  const remarks = source.notes.length > 0 ? ` ${source.notes.join(' ')}` : '';
  if (source.kind === 'synthetic') {
    const why = source.chosenBy === 'fallback' ? 'because the real reviews could not be had' : 'as asked for';
    const best = source.bayesAccuracy === null ? '' : bestPossible(source.bayesAccuracy);
    return `Synthetic reviews, not IMDB, ${why}: ${sizes} from ${source.description}.${best}${remarks}`;
  }
  const file = source.path === null ? 'kept encoding in the cache' : path.basename(source.path);
  const hash = source.sha256 === null ? '' : `, SHA-256 ${source.sha256.slice(0, 12)}...`;
  const caution = source.kind === 'given' ? ' Its hash is not one of the official archive.' : '';
  return `Reviews: ${sizes} from ${source.description} (${file}${hash}), ${choice[source.chosenBy]}.${caution}${remarks}`;
}

function bestPossible(accuracy: number): string {
  return ` No classifier can be right more often than ${(100 * accuracy).toFixed(2)}% of the time on average.`;
}

const choice: Readonly<Record<ReviewSource['chosenBy'], string>> = {
  option: 'named by the parameter `data`',
  environment: 'named by VIB_IMDB',
  cache: 'found in the cache folder',
  download: 'downloaded',
  fallback: 'the last resort',
};
