import { promises as fs, readFileSync } from 'fs';
import path from 'path';
import { ArchiveError } from './archive-error';

/** How the file of a kind begins; scripts/report/check-archive.mjs reads the same list. */
interface FileKind {
  readonly at: number;
  /** In hexadecimal. */
  readonly bytes: string;
  /** What it is and what to do, as the end of a sentence. */
  readonly text: string;
}

const kinds = JSON.parse(readFileSync(path.join(__dirname, 'file-kinds.json'), 'utf8')) as FileKind[];
const gzipMark = Buffer.from([0x1f, 0x8b, 8]);
const headBytes = 512;

/** What is needed, for the end of a sentence about what is there. */
export const whatIsNeeded =
  'What is needed is a gzipped tar with text files in train/pos, train/neg, test/pos and test/neg, like aclImdb_v1.tar.gz.';

/**
 * Looks at how a file begins, so that what cannot be an archive of reviews is refused at once.
 *
 * @returns the file's size in bytes
 * @throws ArchiveError when there is no such file, it cannot be read, or it is anything but a gzip file
 */
export async function checkArchiveFile(file: string): Promise<number> {
  const status = await fs.stat(file).catch((error: unknown) => {
    throw unreadable(file, error as NodeJS.ErrnoException);
  });
  if (status.isDirectory()) {
    throw new ArchiveError(
      `${file} is a folder. Give the archive file itself (aclImdb_v1.tar.gz), not unpacked.`,
    );
  }
  if (!status.isFile()) throw new ArchiveError(`${file} is no ordinary file. Give the archive file itself.`);
  const head = await readHead(file).catch((error: unknown) => {
    throw unreadable(file, error as NodeJS.ErrnoException);
  });
  const problem = archiveProblem(head);
  if (problem !== undefined) throw new ArchiveError(`${file} ${problem}`);
  return status.size;
}

/** What a file is that begins so, as the end of a sentence; undefined when it can be a gzip file. */
export function archiveProblem(head: Buffer): string | undefined {
  if (head.length === 0) return 'is empty (0 bytes). Get the file again.';
  if (head.subarray(0, 3).equals(gzipMark)) {
    return (head[3] ?? 0) < 0x20
      ? undefined
      : 'is damaged: its gzip header says what no gzip file can. Get the file again.';
  }
  // A download that broke off after a byte or two.
  if (head.length < 3 && gzipMark.subarray(0, head.length).equals(head))
    return 'is truncated: it ends early. Get the file again.';
  const kind = kinds.find(({ at, bytes }) => head.toString('hex', at, at + bytes.length / 2) === bytes);
  if (kind) return `${kind.text}. ${whatIsNeeded}`;
  const text = head.toString('latin1').replace(/^(\xef\xbb\xbf)?\s+/, '');
  if (/^(\xef\xbb\xbf)?<(!doctype|html|head|\?xml)/i.test(text)) {
    return 'is a web page, not the archive: its address led to a page about the file, or to a sign-in. Get the file again.';
  }
  const utf16 = /^(\xff\xfe|\xfe\xff)/.test(text);
  if (utf16 || !/[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(text))
    return `is a text file, such as a CSV, not an archive. ${whatIsNeeded}`;
  return `is not a gzip file. ${whatIsNeeded}`;
}

/** What the file system says, as a sentence about the file. */
export function unreadable(file: string, { code, message }: NodeJS.ErrnoException): ArchiveError {
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new ArchiveError(
      `There is no file ${file}. Check the path, or leave it out to use the default sources.`,
    );
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return new ArchiveError(`${file} cannot be read: permission denied. Change its rights, or copy it.`);
  }
  return new ArchiveError(`${file} cannot be read: ${message}`);
}

async function readHead(file: string): Promise<Buffer> {
  const handle = await fs.open(file);
  try {
    const head = Buffer.alloc(headBytes);
    const { bytesRead } = await handle.read(head, 0, headBytes, 0);
    return head.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
