import { createReadStream, promises as fs } from 'fs';
import { pipeline } from 'stream/promises';
import { createGunzip } from 'zlib';
import { extract } from 'tar-stream';
import { megabytes, withCommas, type OnProgress } from './progress';

/** One labelled review as the archive holds it: label 1 is positive, 0 negative. */
export interface ArchivedReview {
  readonly split: 'train' | 'test';
  readonly label: 0 | 1;
  /** The file's name inside its folder, such as `0_9.txt`. */
  readonly name: string;
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
  readonly onProgress?: OnProgress;
}

/** An archive that cannot be used: missing, a folder, truncated, damaged, or without the reviews expected. */
export class ArchiveError extends Error {
  override readonly name = 'ArchiveError';
}

const classFolders = ['train/pos', 'train/neg', 'test/pos', 'test/neg'] as const;
const reviewPath = /(?:^|\/)(train|test)\/(pos|neg)\/([^/.][^/]*\.txt)$/;
const tarBlock = 512;

/**
 * Streams the labelled reviews of an `aclImdb_v1.tar.gz`, in the archive's own order; nothing is unpacked to disk and
 * the unlabelled reviews (`train/unsup`) are passed over. Memory: one review at a time.
 *
 * The archive is judged as a whole when its end is reached, so a caller keeps nothing until the loop has ended.
 *
 * @throws ArchiveError when `path` is missing or a folder, is no gzip or tar file, is truncated or damaged, lacks a
 *   class folder (the message names it), or has other counts than `perClass`.
 */
export async function* readArchive(
  path: string,
  options: ReadArchiveOptions = {},
): AsyncGenerator<ArchivedReview, void> {
  const bytes = await archiveSize(path);
  const file = createReadStream(path, { highWaterMark: 1 << 18 });
  const tar = extract();
  // tar-stream's streams are streamx's: Node accepts them, their types do not say so.
  const writable = tar as unknown as NodeJS.WritableStream;
  const ending = new TarEnding();
  const unpacking = pipeline(file, createGunzip({ chunkSize: 1 << 18 }), watch(ending), writable).catch(
    (error: unknown) => error,
  );
  const counts = new Map<string, number>(classFolders.map(folder => [folder, 0]));
  let reviews = 0;
  try {
    for await (const entry of tar) {
      const match = entry.header.type === 'file' ? reviewPath.exec(entry.header.name) : null;
      if (!match) {
        entry.resume();
        continue;
      }
      const chunks: Buffer[] = [];
      for await (const chunk of entry) chunks.push(chunk as Buffer);
      const [, split, polarity, name] = match as unknown as [string, 'train' | 'test', 'pos' | 'neg', string];
      const folder = `${split}/${polarity}`;
      counts.set(folder, (counts.get(folder) ?? 0) + 1);
      if (++reviews % 500 === 0) {
        options.onProgress?.({
          stage: 'read',
          message: `reading the archive: ${withCommas(reviews)} reviews, ${megabytes(file.bytesRead)} of ${megabytes(bytes)}`,
          done: file.bytesRead,
          total: bytes,
        });
      }
      yield { split, label: polarity === 'pos' ? 1 : 0, name, text: Buffer.concat(chunks).toString('utf8') };
    }
    const failure = await unpacking;
    if (failure) throw failure as Error;
  } catch (error) {
    tar.destroy(error as Error);
    throw explain(path, bytes, rootCause(error, await unpacking));
  } finally {
    tar.destroy();
    file.destroy();
  }
  if (!ending.complete) {
    throw new ArchiveError(`${path} is truncated: the tar inside it has no end mark. Get the file again.`);
  }
  checkCounts(path, counts, options.perClass);
}

/** Tallies reviews by class folder. */
export function countReviews(reviews: Iterable<Pick<ArchivedReview, 'split' | 'label'>>): ClassCounts {
  const counts = { train: { pos: 0, neg: 0 }, test: { pos: 0, neg: 0 } };
  for (const { split, label } of reviews) counts[split][label === 1 ? 'pos' : 'neg']++;
  return counts;
}

const consequences = ['ERR_STREAM_PREMATURE_CLOSE', 'ABORT_ERR'];

/** The first stage of the pipeline that failed knows why; the others only see it stop. */
function rootCause(seen: unknown, fromPipeline: unknown): unknown {
  const { code } = (fromPipeline ?? {}) as NodeJS.ErrnoException;
  return fromPipeline === undefined || consequences.includes(code ?? '') ? seen : fromPipeline;
}

/** Size in bytes. @throws ArchiveError when there is no file at `path`. */
async function archiveSize(path: string): Promise<number> {
  const status = await fs.stat(path).catch((error: unknown) => {
    throw explain(path, 0, error);
  });
  if (status.isDirectory()) {
    throw new ArchiveError(
      `${path} is a folder. Give the archive file itself (aclImdb_v1.tar.gz), not unpacked.`,
    );
  }
  return status.size;
}

function checkCounts(path: string, counts: ReadonlyMap<string, number>, perClass: number | undefined): void {
  const missing = classFolders.filter(folder => !counts.get(folder));
  if (missing.length > 0) {
    throw new ArchiveError(
      `${path} has no reviews in ${missing.join(', ')}. An archive of reviews holds text files in ` +
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

/** A tar file ends with two blocks of zeros; a file cut between two entries does not. */
class TarEnding {
  private zeros = 0;

  get complete(): boolean {
    return this.zeros >= 2 * tarBlock;
  }

  see(chunk: Buffer): void {
    const from = Math.max(0, chunk.length - 2 * tarBlock);
    let zeros = 0;
    for (let i = chunk.length - 1; i >= from && chunk[i] === 0; i--) zeros++;
    this.zeros = zeros === chunk.length ? this.zeros + zeros : zeros;
  }
}

function watch(ending: TarEnding): (source: AsyncIterable<Buffer>) => AsyncGenerator<Buffer> {
  return async function* (source) {
    for await (const chunk of source) {
      ending.see(chunk);
      yield chunk;
    }
  };
}

/** Turns what Node, zlib or tar-stream say into a sentence about the file. */
function explain(path: string, bytes: number, error: unknown): Error {
  if (error instanceof ArchiveError) return error;
  const { code = '', message } = error as NodeJS.ErrnoException;
  const again = 'Get the file again and compare its size and hash with data/README.md.';
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new ArchiveError(
      `There is no file ${path}. Check the path, or leave it out to use the default sources.`,
    );
  }
  if (code === 'EACCES' || code === 'EPERM')
    return new ArchiveError(`${path} cannot be read: permission denied.`);
  if (code === 'Z_BUF_ERROR' || /unexpected end/i.test(message)) {
    return new ArchiveError(`${path} is truncated: its data ends early, after ${megabytes(bytes)}. ${again}`);
  }
  if (code === 'Z_DATA_ERROR' && /header check/.test(message)) {
    return new ArchiveError(`${path} is not a gzip file. A tar.gz archive is needed. ${again}`);
  }
  if (code.startsWith('Z_')) return new ArchiveError(`${path} is damaged (${message}). ${again}`);
  if (/tar header/i.test(message)) {
    return new ArchiveError(`${path} is not a tar archive inside, or it is damaged. ${again}`);
  }
  // Without a code it is none of theirs: it comes from the caller's own progress callback.
  return code === '' ? (error as Error) : new ArchiveError(`${path} cannot be read: ${message}`);
}
