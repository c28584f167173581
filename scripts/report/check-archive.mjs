import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { inRoot, messageOf, root } from '../setup/paths.mjs';

/** As in lib/data/archive-file.ts, which cannot be loaded before the set-up; test/scripts/check-archive.test.ts compares. */
const whatIsNeeded =
  'What is needed is a gzipped tar with text files in train/pos, train/neg, test/pos and test/neg, like aclImdb_v1.tar.gz.';
const headBytes = 512;

/**
 * Why a file cannot be an archive of reviews, by its first bytes and as the end of a sentence; undefined when it may be one.
 * @param {string} file
 */
export function archiveProblem(file) {
  const head = Buffer.alloc(headBytes);
  let length;
  try {
    const opened = openSync(file, 'r');
    length = readSync(opened, head, 0, headBytes, 0);
    closeSync(opened);
  } catch (error) {
    const denied = /^(EACCES|EPERM)/.test(messageOf(error));
    return denied
      ? 'cannot be read: permission denied. Change its rights, or copy it.'
      : `cannot be read: ${messageOf(error)}`;
  }
  return problemOfHead(head.subarray(0, length));
}

/** Why VIB_IMDB, where it is set, names no archive of reviews, as one sentence; undefined when it may. */
export function variableProblem() {
  const value = process.env.VIB_IMDB ?? '';
  if (value === '' || value === 'synthetic') return undefined;
  const file = resolve(root, value.replace(/^~(?=[/\\])/, homedir()));
  const found = statSync(file, { throwIfNoEntry: false });
  const what = found?.isDirectory()
    ? 'is a folder. Give the archive itself, not unpacked.'
    : archiveProblem(file);
  const problem = found ? what : 'is not there.';
  return problem && `The environment variable VIB_IMDB names ${file}, which ${problem}`;
}

/** @param {Buffer} head */
function problemOfHead(head) {
  if (head.length === 0) return 'is empty (0 bytes). Get the file again.';
  const gzipMark = Buffer.from([0x1f, 0x8b, 8]);
  if (head.subarray(0, 3).equals(gzipMark)) {
    return (head[3] ?? 0) < 0x20
      ? undefined
      : 'is damaged: its gzip header says what no gzip file can. Get the file again.';
  }
  if (head.length < 3 && gzipMark.subarray(0, head.length).equals(head)) {
    return 'is truncated: it ends early. Get the file again.';
  }
  /** @type {{at: number, bytes: string, text: string}[]} */
  const kinds = JSON.parse(readFileSync(inRoot('lib', 'data', 'file-kinds.json'), 'utf8'));
  const kind = kinds.find(({ at, bytes }) => head.toString('hex', at, at + bytes.length / 2) === bytes);
  if (kind) return `${kind.text}. ${whatIsNeeded}`;
  const text = head.toString('latin1').replace(/^(\xef\xbb\xbf)?\s+/, '');
  if (/^(\xef\xbb\xbf)?<(!doctype|html|head|\?xml)/i.test(text)) {
    return 'is a web page, not the archive: its address led to a page about the file, or to a sign-in. Get the file again.';
  }
  const utf16 = /^(\xff\xfe|\xfe\xff)/.test(text);
  if (utf16 || !/[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(text)) {
    return `is a text file, such as a CSV, not an archive. ${whatIsNeeded}`;
  }
  return `is not a gzip file. ${whatIsNeeded}`;
}
