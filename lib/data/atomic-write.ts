import { randomBytes } from 'crypto';
import { promises as fs } from 'fs';
import path from 'path';

const stalePartialMilliseconds = 60 * 60 * 1000;

/** A name beside `target` that no other process uses: `<target>.<process>-<random>.partial`. */
export function partialName(target: string): string {
  return `${target}.${process.pid}-${randomBytes(4).toString('hex')}.partial`;
}

/**
 * Writes `chunks` to a temporary name and then renames it to `target`, so that `target` is whole or absent, whatever
 * interrupts the work and however many processes do it at once (the last one to finish wins).
 *
 * @throws Error from the file system; the temporary file is then removed.
 */
export async function writeAtomically(target: string, chunks: readonly Uint8Array[]): Promise<void> {
  await fs.mkdir(path.dirname(target), { recursive: true });
  const partial = partialName(target);
  try {
    const file = await fs.open(partial, 'wx');
    try {
      for (const chunk of chunks) await file.writeFile(chunk);
    } finally {
      await file.close();
    }
    await fs.rename(partial, target);
  } catch (error) {
    await fs.rm(partial, { force: true });
    throw error;
  }
}

/** Removes temporary files that a killed process left in `folder` more than an hour ago. Never throws. */
export async function removeStalePartials(folder: string): Promise<void> {
  const names = await fs.readdir(folder).catch(() => []);
  for (const name of names.filter(name => name.endsWith('.partial'))) {
    const file = path.join(folder, name);
    const status = await fs.stat(file).catch(() => undefined);
    if (status && Date.now() - status.mtimeMs > stalePartialMilliseconds) {
      await fs.rm(file, { force: true }).catch(() => undefined);
    }
  }
}

const diskFaults: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the space allowed to this user is used up',
  EROFS: 'it can only be read',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ENOTDIR: 'a part of its path is a file',
  EEXIST: 'a file has its name',
  EIO: 'the disk does not work',
};

/** What a failed write says about the disk, in words; undefined for other errors. */
export function diskFault(error: unknown): string | undefined {
  return diskFaults[(error as NodeJS.ErrnoException).code ?? ''];
}
