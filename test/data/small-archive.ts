import { createWriteStream, mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import path from 'path';
import { pipeline } from 'stream/promises';
import { createGzip } from 'zlib';
import { pack } from 'tar-stream';

export type Files = Readonly<Record<string, string>>;

/** Ten short reviews, written for the tests, in the archive's layout (and an unlabelled one, to be passed over). */
export const smallFiles: Files = {
  'aclImdb/README': 'made for a test',
  'aclImdb/train/pos/1_9.txt': 'The story was warm and the music was warm.<br /><br />I would go again.',
  'aclImdb/train/pos/0_10.txt': "A fine film, and I don't say that often.",
  'aclImdb/train/neg/0_2.txt': 'The story was cold; the music was cold.',
  'aclImdb/train/neg/1_1.txt': 'I left before the end of the film.',
  'aclImdb/train/unsup/0_0.txt': 'nobody knows whether this is warm or cold',
  'aclImdb/test/pos/0_8.txt': 'A warm film about unexpected tortoises.',
  'aclImdb/test/pos/1_7.txt': 'The end was fine.',
  'aclImdb/test/pos/2_7.txt': 'Warm, warm, warm.',
  'aclImdb/test/neg/0_3.txt': 'Cold film, cold story.',
  'aclImdb/test/neg/1_4.txt': "I wouldn't go again. Caf\u00e9 scenes everywhere.",
  'aclImdb/test/neg/2_4.txt': 'Cold, cold, cold.',
};

/** Writes a tar.gz of `files`. */
export async function writeArchive(target: string, files: Files = smallFiles): Promise<string> {
  const tar = pack();
  for (const [name, text] of Object.entries(files)) tar.entry({ name }, text);
  tar.finalize();
  await pipeline(tar as unknown as NodeJS.ReadableStream, createGzip(), createWriteStream(target));
  return target;
}

/** Files without those whose name contains `part`. */
export function without(part: string, files: Files = smallFiles): Files {
  return Object.fromEntries(Object.entries(files).filter(([name]) => !name.includes(part)));
}

/** Runs `work` with a fresh folder that is removed afterwards. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(path.join(tmpdir(), 'vib-data-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
