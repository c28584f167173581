import { createHash } from 'crypto';
import { createReadStream } from 'fs';
import { pipeline } from 'stream/promises';

/** An archive whose content is known by its hash. */
export interface KnownArchive {
  readonly fileName: string;
  readonly bytes: number;
  readonly sha256: string;
  /** Labelled reviews in each of the four class folders. */
  readonly perClass: number;
  readonly description: string;
}

/** Maas et al. (2011), as published: 50,000 labelled and 50,000 unlabelled reviews. */
export const officialArchive: KnownArchive = {
  fileName: 'aclImdb_v1.tar.gz',
  bytes: 84125825,
  sha256: 'c40f74a18d3b61f90feba1e17730e0d38e8b97c05fde7008942e91923d1658fe',
  perClass: 12500,
  description: 'the official IMDB archive (Maas et al. 2011)',
};

/** The same 50,000 labelled files without the unlabelled ones. */
export const labelledArchive: KnownArchive = {
  fileName: 'aclImdb_v1-labelled.tar.gz',
  bytes: 28177588,
  sha256: 'b6af8d12c4a945407df2c03e0e95a097f15b7018b2c3aa638872892d937242df',
  perClass: 12500,
  description: 'the labelled half of the official IMDB archive (Maas et al. 2011)',
};

export const knownArchives: readonly KnownArchive[] = [officialArchive, labelledArchive];

/** The known archive with this hash, if it is one. */
export function identifyArchive(sha256: string): KnownArchive | undefined {
  return knownArchives.find(archive => archive.sha256 === sha256);
}

/** SHA-256 of a file, as 64 hexadecimal digits. The 28 MB archive takes a few hundredths of a second. */
export async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex');
}
