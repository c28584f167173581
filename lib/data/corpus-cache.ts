import { createHash } from 'crypto';
import { promises as fs, readFileSync } from 'fs';
import path from 'path';
import { removeStalePartials, writeAtomically } from './atomic-write';
import type { Corpus, CorpusSplit } from './corpus';
import { TextBlocks } from './text-blocks';

/** Raise this whenever tokenising, ranking, ordering or the file's layout changes: older files are then not used. */
export const corpusVersion = 2;

const magic = 'VIBCORP1';
const preambleBytes = 16;
const wordBytes = Uint32Array.BYTES_PER_ELEMENT;
/** The 4-byte numbers come first, and the header is padded, so that they can be read in place. */
const sectionNames = [
  'trainStarts',
  'trainRanks',
  'testStarts',
  'testRanks',
  'textStarts',
  'trainLabels',
  'testLabels',
  'words',
  'textBlocks',
] as const;
type SectionName = (typeof sectionNames)[number];

interface Header {
  readonly version: number;
  /** SHA-256 of the archive that the corpus was read from. */
  readonly archive: string;
  /** Bytes of each section, in the order of `sectionNames`. */
  readonly sizes: Readonly<Record<SectionName, number>>;
  /** SHA-256 of the three facts above and of all sections. */
  readonly payload: string;
}

/** What `readCorpus` found: a corpus, nothing, or a file that cannot be used and why. */
export interface CachedCorpus {
  readonly corpus?: Corpus;
  readonly problem?: string;
}

/** The file that keeps the corpus of the archive with this hash. */
export function corpusPath(cacheFolder: string, archiveSha256: string, version = corpusVersion): string {
  return path.join(cacheFolder, `imdb-${archiveSha256.slice(0, 16)}-v${version}.corpus`);
}

/**
 * Stores a corpus: 8 bytes magic, 4 bytes version, 4 bytes header length, the header as JSON, then the sections; numbers are
 * little-endian. Written under a temporary name and renamed, so that a reader sees a whole file or none.
 *
 * @throws Error from the file system.
 */
export async function writeCorpus(
  cacheFolder: string,
  archiveSha256: string,
  corpus: Corpus,
): Promise<string> {
  const sections: Record<SectionName, Uint8Array> = {
    words: Buffer.from(corpus.words.join('\n'), 'utf8'),
    trainLabels: corpus.train.labels,
    trainStarts: bytesOf(corpus.train.starts),
    trainRanks: bytesOf(corpus.train.ranks),
    testLabels: corpus.test.labels,
    testStarts: bytesOf(corpus.test.starts),
    testRanks: bytesOf(corpus.test.ranks),
    textStarts: bytesOf(corpus.texts.starts),
    textBlocks: corpus.texts.packed,
  };
  const facts: Omit<Header, 'payload'> = {
    version: corpusVersion,
    archive: archiveSha256,
    sizes: Object.fromEntries(sectionNames.map(name => [name, sections[name].length])) as Header['sizes'],
  };
  const payload = checksum(
    facts,
    sectionNames.map(name => sections[name]),
  );
  const header: Header = { ...facts, payload };
  const text = JSON.stringify(header);
  const json = Buffer.from(text.padEnd(wordBytes * Math.ceil(text.length / wordBytes)), 'utf8');
  const preamble = Buffer.alloc(preambleBytes);
  preamble.write(magic, 'latin1');
  preamble.writeUInt32LE(corpusVersion, 8);
  preamble.writeUInt32LE(json.length, 12);
  const target = corpusPath(cacheFolder, archiveSha256);
  await writeAtomically(target, [preamble, json, ...sectionNames.map(name => sections[name])]);
  await removeStalePartials(cacheFolder);
  await removeOlderVersions(cacheFolder, archiveSha256);
  return target;
}

/** Reads a stored corpus after checking its version, sizes and checksum. Never throws: a bad file is a `problem`. */
export function readCorpus(cacheFolder: string, archiveSha256: string): CachedCorpus {
  const file = corpusPath(cacheFolder, archiveSha256);
  try {
    // At once: reading 76 MB in pieces takes several times as long.
    return { corpus: parse(readFileSync(file), archiveSha256) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    const { code, message } = error as NodeJS.ErrnoException;
    return {
      problem: `${path.basename(file)} ${code === undefined ? message : `cannot be read (${message})`}`,
    };
  }
}

/** SHA-256 of the facts in a fixed order, and of the bytes after them. */
function checksum(
  { version, archive, sizes }: Omit<Header, 'payload'>,
  parts: readonly Uint8Array[],
): string {
  const hash = createHash('sha256');
  hash.update(JSON.stringify([version, archive, sectionNames.map(name => sizes[name])]));
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}

/** The same archive's encodings by earlier versions of this file, which nothing reads any more. Never throws. */
async function removeOlderVersions(cacheFolder: string, archiveSha256: string): Promise<void> {
  for (let version = 1; version < corpusVersion; version++) {
    await fs.rm(corpusPath(cacheFolder, archiveSha256, version), { force: true }).catch(() => undefined);
  }
}

/** @throws Error for what is no header */
function readHeader(json: string): Header {
  try {
    const header = JSON.parse(json) as Header;
    const sizes = sectionNames.map(name => header.sizes[name]);
    if (sizes.every(size => Number.isSafeInteger(size) && size >= 0)) return header;
  } catch {
    // Said below.
  }
  throw new Error('has a damaged header');
}

function parse(file: Buffer, archiveSha256: string): Corpus {
  if (file.length < preambleBytes || file.toString('latin1', 0, 8) !== magic)
    throw new Error('is not a corpus file');
  if (file.readUInt32LE(8) !== corpusVersion)
    throw new Error(`has version ${file.readUInt32LE(8)}, not ${corpusVersion}`);
  const headerEnd = preambleBytes + file.readUInt32LE(12);
  if (headerEnd > file.length) throw new Error('is cut short');
  const header = readHeader(file.toString('utf8', preambleBytes, headerEnd));
  const expected = sectionNames.reduce((sum, name) => sum + header.sizes[name], headerEnd);
  if (file.length !== expected) throw new Error(`has ${file.length} bytes instead of ${expected}`);
  if (header.archive !== archiveSha256) throw new Error('belongs to another archive');
  if (checksum(header, [file.subarray(headerEnd)]) !== header.payload)
    throw new Error('does not match its checksum');

  const sections = {} as Record<SectionName, Buffer>;
  let at = headerEnd;
  for (const name of sectionNames) {
    sections[name] = file.subarray(at, at + header.sizes[name]);
    at += header.sizes[name];
  }
  const train = split(sections.trainLabels, sections.trainStarts, sections.trainRanks);
  const test = split(sections.testLabels, sections.testStarts, sections.testRanks);
  const words = sections.words.length === 0 ? [] : sections.words.toString('utf8').split('\n');
  const texts = new TextBlocks(
    sections.textBlocks,
    numbersOf(sections.textStarts),
    train.labels.length + test.labels.length,
  );
  return { words, train, test, texts };
}

function split(labels: Buffer, starts: Buffer, ranks: Buffer): CorpusSplit {
  return { labels, starts: numbersOf(starts), ranks: numbersOf(ranks) };
}

function bytesOf(numbers: Uint32Array): Uint8Array {
  return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}

/** In place where the bytes begin at a multiple of four, as they do in a file read whole; else a copy. */
function numbersOf(bytes: Buffer): Uint32Array {
  const aligned = bytes.byteOffset % wordBytes === 0 ? bytes : new Uint8Array(bytes);
  return new Uint32Array(aligned.buffer, aligned.byteOffset, bytes.length / wordBytes);
}
