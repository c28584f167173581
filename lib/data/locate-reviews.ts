import { promises as fs } from 'fs';
import { homedir } from 'os';
import path from 'path';
import { identifyArchive, knownArchives, officialArchive, sha256OfFile } from './archive-identity';
import { ArchiveError } from './archive-error';
import { checkArchiveFile } from './archive-file';
import type { Corpus } from './corpus';
import { readCorpus } from './corpus-cache';
import { DownloadError, downloadArchive, type DownloadSite } from './download';
import type { OnProgress } from './progress';
import type { ReviewSource } from './review-source';

/** Reviews that can be had. */
export type LocatedReviews = LocatedArchive | LocatedGrammar;

/** An archive to be read, or a kept encoding of one (then `corpus` is there, and `path` may be null). */
export interface LocatedArchive {
  readonly chosenBy: ReviewSource['chosenBy'];
  readonly path: string | null;
  readonly sha256: string;
  readonly corpus?: Corpus;
  readonly notes: readonly string[];
}

/** Only the grammar: asked for, or the last resort after what `notes` tells. */
export interface LocatedGrammar {
  readonly chosenBy: ReviewSource['chosenBy'];
  readonly synthetic: true;
  readonly notes: readonly string[];
}

export interface LocateOptions {
  readonly data: string;
  readonly cacheFolder: string;
  readonly sites: readonly DownloadSite[];
  readonly silence?: number;
  readonly onProgress?: OnProgress;
}

/** The value of `data` and VIB_IMDB that asks for the synthetic corpus. */
export const syntheticName = 'synthetic';

/**
 * The first of: `data`, the environment variable VIB_IMDB, the cache folder, a download, the synthetic corpus.
 *
 * What a person named must be right: only the sources after it may fail and be passed over, each with its reason.
 *
 * @throws ArchiveError when `data` or VIB_IMDB names something that is no file, or a file that is not gzipped.
 */
export async function locateReviews(options: LocateOptions): Promise<LocatedReviews> {
  if (options.data !== '') return named(options.data, 'option');
  const variable = process.env.VIB_IMDB ?? '';
  if (variable !== '') return named(variable, 'environment');

  const notes: string[] = [];
  const kept =
    (await corpusInCache(options.cacheFolder, notes)) ?? (await archiveInCache(options.cacheFolder, notes));
  if (kept) return { chosenBy: 'cache', ...kept, notes };

  const target = path.join(options.cacheFolder, officialArchive.fileName);
  const { sites, silence, onProgress } = options;
  try {
    await downloadArchive({ sites, target, expected: officialArchive, silence, onProgress });
    return { chosenBy: 'download', path: target, sha256: officialArchive.sha256, notes };
  } catch (error) {
    if (!(error instanceof DownloadError)) throw error;
    notes.push(...(error.reasons.length > 0 ? error.reasons : ['Downloading was not allowed.']));
  }
  return { chosenBy: 'fallback', synthetic: true, notes };
}

async function named(value: string, chosenBy: 'option' | 'environment'): Promise<LocatedReviews> {
  if (value === syntheticName) return { chosenBy, synthetic: true, notes: [] };
  const file = path.resolve(value.replace(/^~(?=[/\\])/, homedir()));
  const who = chosenBy === 'option' ? 'The parameter `data`' : 'The environment variable VIB_IMDB';
  const status = await fs.stat(file).catch(() => undefined);
  if (!status) {
    throw new ArchiveError(
      `${who} names ${file}, but there is no such file. Correct the path, leave it empty for the default sources, ` +
        `or write "${syntheticName}".`,
    );
  }
  if (!status.isFile()) {
    const what = status.isDirectory() ? 'a folder' : 'no ordinary file';
    throw new ArchiveError(
      `${who} names ${file}, which is ${what}. Give the archive itself (aclImdb_v1.tar.gz), not unpacked.`,
    );
  }
  await checkArchiveFile(file);
  return { chosenBy, path: file, sha256: await sha256OfFile(file), notes: [] };
}

/** A kept encoding of a known archive; one that cannot be used is reported in `notes`. */
async function corpusInCache(
  folder: string,
  notes: string[],
): Promise<Omit<LocatedArchive, 'chosenBy' | 'notes'> | undefined> {
  for (const { fileName, sha256 } of knownArchives) {
    const { corpus, problem } = readCorpus(folder, sha256);
    if (problem) notes.push(rebuiltNote(problem));
    const archive = path.join(folder, fileName);
    if (corpus) return { path: (await isFile(archive)) ? archive : null, sha256, corpus };
  }
  return undefined;
}

/** A known archive in the cache folder; anything else under such a name is reported in `notes`. */
async function archiveInCache(
  folder: string,
  notes: string[],
): Promise<{ path: string; sha256: string } | undefined> {
  for (const { fileName } of knownArchives) {
    const archive = path.join(folder, fileName);
    if (!(await isFile(archive))) continue;
    const sha256 = await sha256OfFile(archive);
    if (identifyArchive(sha256)) return { path: archive, sha256 };
    notes.push(`${fileName} in the cache folder is not the published file (its SHA-256 is ${sha256}).`);
  }
  return undefined;
}

/** What to say about a kept encoding that cannot be used. */
export function rebuiltNote(problem: string): string {
  return `The cached encoding ${problem}; it is not used and will be made again.`;
}

async function isFile(file: string): Promise<boolean> {
  const status = await fs.stat(file).catch(() => undefined);
  return status?.isFile() ?? false;
}
