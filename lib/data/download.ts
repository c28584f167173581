import { createHash } from 'crypto';
import { promises as fs } from 'fs';
import path from 'path';
import type { KnownArchive } from './archive-identity';
import { diskFault, partialName, removeStalePartials } from './atomic-write';
import { megabytes, withCommas, type OnProgress } from './progress';

/** A place that offers the archive. */
export interface DownloadSite {
  readonly name: string;
  readonly url: string;
}

/** The publisher first, then a mirror with the same bytes. */
export const officialSites: readonly DownloadSite[] = [
  { name: 'ai.stanford.edu', url: 'https://ai.stanford.edu/~amaas/data/sentiment/aclImdb_v1.tar.gz' },
  { name: 'its mirror', url: 'https://d2l-data.s3-accelerate.amazonaws.com/aclImdb_v1.tar.gz' },
];

export interface DownloadOptions {
  readonly sites: readonly DownloadSite[];
  /** Where the finished file goes; nothing else appears there under that name. */
  readonly target: string;
  /** What the file must be. */
  readonly expected: Pick<KnownArchive, 'bytes' | 'sha256'>;
  /** Give up a site that has sent nothing for this long (milliseconds, 10,000 by default). */
  readonly silence?: number;
  readonly onProgress?: OnProgress;
}

/** No site could deliver; `reasons` has a sentence for each. */
export class DownloadError extends Error {
  override readonly name = 'DownloadError';
  constructor(readonly reasons: readonly string[]) {
    super(`The archive could not be downloaded. ${reasons.join(' ')}`);
  }
}

/**
 * Fetches the archive from the first site that delivers it whole: its size and SHA-256 are checked before it gets its name.
 *
 * @returns the site that delivered.
 * @throws DownloadError when none does; nothing is left behind.
 * @throws RangeError for a `silence` that is no time.
 */
export async function downloadArchive(options: DownloadOptions): Promise<DownloadSite> {
  checkSilence(options.silence);
  const reasons: string[] = [];
  await removeStalePartials(path.dirname(options.target));
  for (const site of options.sites) {
    const partial = partialName(options.target);
    try {
      await fs.mkdir(path.dirname(options.target), { recursive: true });
      await fetchTo(partial, site, options);
      await fs.rename(partial, options.target);
      return site;
    } catch (error) {
      const fault = diskFault(error);
      const reason =
        fault === undefined
          ? `${site.name} (${new URL(site.url).host}): ${(error as Error).message}.`
          : `The download cannot be kept in the cache folder: ${fault}.`;
      reasons.push(reason);
      options.onProgress?.({ stage: 'note', message: reason });
      // No other site can mend the disk.
      if (fault !== undefined) break;
    } finally {
      await fs.rm(partial, { force: true }).catch(() => undefined);
    }
  }
  throw new DownloadError(reasons);
}

/** @throws RangeError unless it is left out, or a time that a timer can wait. */
export function checkSilence(silence: number | undefined): void {
  if (silence !== undefined && !(silence > 0 && silence < 2 ** 31)) {
    throw new RangeError(`silence must be from 1 to 2147483647 milliseconds, but it is ${silence}`);
  }
}

async function fetchTo(partial: string, site: DownloadSite, options: DownloadOptions): Promise<void> {
  const { expected, onProgress, silence = 10_000 } = options;
  const aborter = new AbortController();
  let received = 0;
  const giveUp = (): void => {
    const what = received === 0 ? 'did not answer' : `stopped after ${megabytes(received)} and sent nothing`;
    aborter.abort(new Error(`${what} within ${silence / 1000} s`));
  };
  const report = (): void =>
    onProgress?.({
      stage: 'download',
      message: `downloading from ${site.name}: ${megabytes(received)} of ${megabytes(expected.bytes)}`,
      done: received,
      total: expected.bytes,
    });
  let timer = setTimeout(giveUp, silence);
  const file = await fs.open(partial, 'wx');
  try {
    report();
    const response = await fetch(site.url, { signal: aborter.signal });
    if (!response.ok || !response.body)
      throw new Error(`answered ${response.status} ${response.statusText}`.trimEnd());
    const announced = response.headers.get('content-length');
    if (announced !== null && Number(announced) !== expected.bytes) {
      throw new Error(
        `offers ${withCommas(Number(announced))} bytes instead of ${withCommas(expected.bytes)}`,
      );
    }
    const hash = createHash('sha256');
    // Node's streams can be iterated; the type of the browser's cannot.
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      clearTimeout(timer);
      timer = setTimeout(giveUp, silence);
      received += chunk.length;
      if (received > expected.bytes) throw new Error(`sent more than ${withCommas(expected.bytes)} bytes`);
      hash.update(chunk);
      await file.writeFile(chunk);
      report();
    }
    if (received !== expected.bytes) throw new Error(cutShort(received, expected.bytes));
    const sha256 = hash.digest('hex');
    if (sha256 !== expected.sha256) throw new Error(`sent a file with another hash (SHA-256 ${sha256})`);
  } catch (error) {
    if (aborter.signal.aborted) throw aborter.signal.reason as Error;
    if (diskFault(error) !== undefined) throw error;
    throw new Error(fetchFailure(error as Error, received, expected.bytes));
  } finally {
    clearTimeout(timer);
    aborter.abort();
    await file.close();
  }
}

function cutShort(received: number, bytes: number): string {
  return `the connection ended after ${withCommas(received)} of ${withCommas(bytes)} bytes`;
}

/** `fetch` hides the reason in `cause`. */
function fetchFailure(error: Error, received: number, bytes: number): string {
  if (received > 0 && error.message === 'terminated') return cutShort(received, bytes);
  const { cause } = error as { cause?: NodeJS.ErrnoException };
  if (cause?.code === 'ENOTFOUND' || cause?.code === 'EAI_AGAIN')
    return 'its name is not known here (no network?)';
  if (cause?.code === 'ECONNREFUSED') return 'refused the connection';
  return cause?.message ?? error.message;
}
