import { ArchiveProblem, quoteName } from './archive-error';
import type { ByteReader } from './byte-reader';
import { nameIn, readPaxRecords, readTarHeader, tarBlock, type TarHeader, type TarKind } from './tar-header';

/** What stands in a tar. */
export interface TarMember {
  readonly name: string;
  readonly kind: Exclude<TarKind, 'record'>;
  readonly size: number;
  /** The member's bytes, to be asked for before the next member; not asked for, they are passed over. */
  readonly read: () => Promise<Buffer>;
}

/** A record longer than this is not read: it could be as large as memory. Names of files have at most 4,096 bytes. */
const longestRecord = 1 << 20;
const longestName = 4096;

/** What records say about the next member. */
interface Spoken {
  name?: string;
  size?: number;
  sparse?: boolean;
}

/**
 * The members of a tar, in order; memory: what `read` is asked for.
 *
 * Own code because tar-stream, which was here before, waits for ever at a size that is no number, takes `0000009z` for 0,
 * and cannot tell at which member something was wrong.
 *
 * @throws ArchiveProblem for what is no tar, damaged, cut short, goes on after its end, or has a name record out of
 *   proportion
 */
export async function* readTar(bytes: ByteReader): AsyncGenerator<TarMember, void> {
  let spoken: Spoken = {};
  let before = '';
  for (;;) {
    const block = await bytes.take(tarBlock);
    if (block.length === 0 && before === '') throw new ArchiveProblem('is empty inside');
    if (block.length < tarBlock) throw before === '' ? noTar() : cutShort(before);
    if (isZero(block)) return checkEnd(bytes, before);
    const header = readTarHeader(block);
    if (!header) {
      if (before === '') throw noTar();
      throw new ArchiveProblem(
        `is damaged: what follows its member ${quoteName(before)} has a wrong checksum`,
      );
    }
    const filling = (tarBlock - (header.size % tarBlock)) % tarBlock;
    if (header.kind === 'record') {
      spoken = { ...spoken, ...(await readRecord(bytes, header, before)) };
      if (!(await bytes.skip(filling))) throw cutShort(before);
      continue;
    }
    const { member, close } = memberOf(bytes, header, spoken);
    spoken = {};
    before = member.name;
    yield member;
    await close();
  }
}

function memberOf(
  bytes: ByteReader,
  header: TarHeader,
  spoken: Spoken,
): { member: TarMember; close: () => Promise<void> } {
  const size = header.hasContent ? (spoken.size ?? header.size) : 0;
  const name = spoken.name ?? header.name;
  const filled = tarBlock * Math.ceil(size / tarBlock);
  const start = bytes.position;
  const read = async (): Promise<Buffer> => {
    const content = await bytes.take(size);
    if (content.length < size) throw cutShort(name);
    return content;
  };
  const named = header.kind === 'file' && name.endsWith('/') ? 'folder' : (header.kind as TarMember['kind']);
  const kind = spoken.sparse ? 'sparse file' : named;
  const close = async (): Promise<void> => {
    if (!(await bytes.skip(start + filled - bytes.position))) throw cutShort(name);
  };
  return { member: { name, kind, size, read }, close };
}

async function readRecord(bytes: ByteReader, header: TarHeader, before: string): Promise<Spoken> {
  const where = before === '' ? 'at its beginning' : `after its member ${quoteName(before)}`;
  if (header.size > longestRecord) {
    throw new ArchiveProblem(
      `is no usual archive: it has a name record of ${header.size.toLocaleString('en-US')} bytes ${where}`,
    );
  }
  const content = await bytes.take(header.size);
  if (content.length < header.size) throw cutShort(before);
  if (header.type === 'L') return { name: checkName(nameIn(content), where) };
  if (header.type === 'K') return {};
  const records = readPaxRecords(content);
  const [path, size] = [records.get('path'), records.get('size')];
  // What holds for all members is of no use to a reader of reviews, unless it would change what they are.
  if (header.type === 'g') {
    if (path === undefined && size === undefined) return {};
    throw new ArchiveProblem(`is damaged: a record ${where} gives all members one name or size`);
  }
  if (size !== undefined && !/^\d{1,15}$/.test(size)) {
    throw new ArchiveProblem(
      `is damaged: a record ${where} gives a size that is none ("${quoteName(size)}")`,
    );
  }
  return {
    ...(path === undefined ? {} : { name: checkName(path, where) }),
    ...(size === undefined ? {} : { size: Number(size) }),
    ...([...records.keys()].some(key => key.startsWith('GNU.sparse.')) ? { sparse: true } : {}),
  };
}

function checkName(name: string, where: string): string {
  if (Buffer.byteLength(name) <= longestName) return name;
  throw new ArchiveProblem(
    `is no usual archive: it has a name of ${Buffer.byteLength(name).toLocaleString('en-US')} bytes ${where} (${quoteName(name)})`,
  );
}

/** After the first block of zeros: a second one, and then nothing but zeros. */
async function checkEnd(bytes: ByteReader, before: string): Promise<void> {
  const second = await bytes.take(tarBlock);
  if (second.length < tarBlock) throw cutShort(before);
  for (let rest: Buffer | undefined = second; rest; rest = await bytes.takeChunk()) {
    if (!isZero(rest)) {
      throw new ArchiveProblem(
        `goes on after the end mark of the tar inside it (after ${quoteName(before) || 'nothing'}): ` +
          'it is damaged, or several archives were joined',
      );
    }
  }
}

function noTar(): ArchiveProblem {
  return new ArchiveProblem(
    'is gzipped, but what is inside is not a tar archive, or its beginning is damaged',
  );
}

function cutShort(name: string): ArchiveProblem {
  const where = name === '' ? '' : ` (its last member is ${quoteName(name)})`;
  return new ArchiveProblem(`is truncated: the tar inside it has no end mark${where}`);
}

const zeros = Buffer.alloc(1 << 16);

function isZero(bytes: Buffer): boolean {
  for (let at = 0; at < bytes.length; at += zeros.length) {
    const part = bytes.subarray(at, at + zeros.length);
    if (!part.equals(zeros.subarray(0, part.length))) return false;
  }
  return true;
}
