import { createReadStream, promises as fs } from 'fs';
import { pipeline } from 'stream';
import { createGunzip } from 'zlib';
import { ArchiveError, ArchiveProblem } from './archive-error';
import { checkArchiveFile, unreadable } from './archive-file';
import {
  archiveLimits,
  limited,
  ReviewFinder,
  type ArchiveLimits,
  type ReviewPlace,
} from './archive-members';
import { ByteReader } from './byte-reader';
import { megabytes, withCommas, type OnProgress } from './progress';
import { decodeReview } from './review-text';
import { readTar } from './tar';

/** One labelled review as the archive holds it: label 1 is positive, 0 negative. */
export interface ArchivedReview extends ReviewPlace {
  readonly text: string;
}

/** How many reviews each class folder holds. */
export interface ClassCounts {
  readonly train: { readonly pos: number; readonly neg: number };
  readonly test: { readonly pos: number; readonly neg: number };
}

export interface ReadArchiveOptions {
  /** Required number of reviews in each of the four class folders; left out, any positive number will do. */
  readonly perClass?: number;
  /** Smaller ones, for tests. */
  readonly limits?: Partial<ArchiveLimits>;
  readonly onProgress?: OnProgress;
}

const classFolders = ['train/pos', 'train/neg', 'test/pos', 'test/neg'] as const;
const again = 'Get the file again and compare its size and hash with data/README.md.';

/**
 * Streams the labelled reviews of an `aclImdb_v1.tar.gz`, in the archive's own order; nothing is unpacked to disk and
 * the unlabelled reviews (`train/unsup`) are passed over. Memory: one review at a time, and the names.
 *
 * The archive is judged as a whole when its end is reached, so a caller keeps nothing until the loop has ended.
 *
 * @throws ArchiveError (the message names the file, and the member if it is one member's fault) when `path` is missing, a
 *   folder or no gzip file; is truncated or damaged, or goes on after its end; is larger than `archiveLimits`; has a review
 *   twice, one that is not UTF-8 or no ordinary file, or a name outside the archive; lacks a class folder; or has other
 *   counts than `perClass`.
 */
export async function* readArchive(
  path: string,
  options: ReadArchiveOptions = {},
): AsyncGenerator<ArchivedReview, void> {
  const bytes = await checkArchiveFile(path);
  const limits = { ...archiveLimits, ...options.limits };
  const finder = new ReviewFinder(limits);
  const counts = new Map<string, number>(classFolders.map(folder => [folder, 0]));
  const file = createReadStream(path, { highWaterMark: 1 << 18 });
  const unpacked = createGunzip({ chunkSize: 1 << 18 });
  pipeline(file, unpacked, () => undefined); // An error is thrown where `unpacked` is read.
  try {
    for await (const member of readTar(new ByteReader(limited(unpacked, limits)))) {
      const place = finder.find(member);
      if (!place) continue;
      const text = decodeReview(await member.read(), member.name);
      const folder = `${place.split}/${place.label === 1 ? 'pos' : 'neg'}`;
      counts.set(folder, (counts.get(folder) ?? 0) + 1);
      if (finder.count % 500 === 0) {
        options.onProgress?.({
          stage: 'read',
          message: `reading the archive: ${withCommas(finder.count)} reviews, ${megabytes(file.bytesRead)} of ${megabytes(bytes)}`,
          done: Math.min(file.bytesRead, bytes),
          total: bytes,
        });
      }
      yield { ...place, text };
    }
    await checkRest(path, unpacked.bytesWritten);
  } catch (error) {
    throw explain(path, bytes, error);
  } finally {
    unpacked.destroy();
    file.destroy();
  }
  checkCounts(path, counts, options.perClass);
}

/** Tallies reviews by class folder. */
export function countReviews(reviews: Iterable<Pick<ArchivedReview, 'split' | 'label'>>): ClassCounts {
  const counts = { train: { pos: 0, neg: 0 }, test: { pos: 0, neg: 0 } };
  for (const { split, label } of reviews) counts[split][label === 1 ? 'pos' : 'neg']++;
  return counts;
}

/** What follows the gzip data may be zeros, with which tapes and some tools fill up; gunzip overlooks what comes after them. */
async function checkRest(path: string, end: number): Promise<void> {
  const handle = await fs.open(path);
  try {
    const buffer = Buffer.alloc(1 << 16);
    for (let at = end; ;) {
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, at);
      if (bytesRead === 0) return;
      if (buffer.subarray(0, bytesRead).some(byte => byte !== 0)) throw goesOn();
      at += bytesRead;
    }
  } finally {
    await handle.close();
  }
}

const goesOn = (): ArchiveProblem =>
  new ArchiveProblem(`goes on after the end of its gzip data: something was added to the file. ${again}`);

function checkCounts(path: string, counts: ReadonlyMap<string, number>, perClass: number | undefined): void {
  const missing = classFolders.filter(folder => !counts.get(folder));
  if (missing.length > 0) {
    throw new ArchiveError(
      `${path} has no reviews in ${missing.join(', ')}. An archive of reviews holds text files (.txt) in ` +
        `${classFolders.map(folder => `aclImdb/${folder}`).join(', ')}.`,
    );
  }
  const wrong = perClass === undefined ? [] : classFolders.filter(folder => counts.get(folder) !== perClass);
  if (wrong.length > 0) {
    const found = wrong.map(folder => `${withCommas(counts.get(folder) ?? 0)} in ${folder}`).join(', ');
    throw new ArchiveError(
      `${path} should hold ${withCommas(perClass ?? 0)} reviews in each class folder, but has ${found}.`,
    );
  }
}

/** Turns what Node, zlib or the readers say into a sentence about the file. */
function explain(path: string, bytes: number, error: unknown): Error {
  if (error instanceof ArchiveProblem)
    return new ArchiveError(`${path} ${error.message}`.replace(/(?<![.?])$/, '.'));
  const { code = '', message } = error as NodeJS.ErrnoException;
  if (code === 'Z_BUF_ERROR') {
    return new ArchiveError(`${path} is truncated: its data ends early, after ${megabytes(bytes)}. ${again}`);
  }
  // The first mark was looked at before: this one is at a place where the next part of the file should begin.
  if (code === 'Z_DATA_ERROR' && /header check|compression method|header flags/.test(message))
    return explain(path, bytes, goesOn());
  if (code.startsWith('Z_')) return new ArchiveError(`${path} is damaged (${message}). ${again}`);
  // Without a code it is none of theirs: it comes from the caller's own progress callback.
  return code === '' ? (error as Error) : unreadable(path, error as NodeJS.ErrnoException);
}
