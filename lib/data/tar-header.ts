import { isUtf8 } from 'buffer';
import { ArchiveProblem, quoteName } from './archive-error';

/** Headers, and what a member is filled up to. */
export const tarBlock = 512;

export type TarKind =
  'file' | 'folder' | 'hard link' | 'symbolic link' | 'device' | 'sparse file' | 'record' | 'other';

export interface TarHeader {
  readonly name: string;
  /** `record`: not a member but a note about the next one (a long name, attributes). */
  readonly kind: TarKind;
  /** The type as it stands there: `x`, `g`, `L` and `K` are records. */
  readonly type: string;
  /** Bytes that follow, before the filling; of folders, links and devices none do, whatever their size says. */
  readonly size: number;
  readonly hasContent: boolean;
}

const kinds: Readonly<Record<string, TarKind>> = {
  '0': 'file', '7': 'file', '\0': 'file', '1': 'hard link', '2': 'symbolic link', '3': 'device', '4': 'device',
  '5': 'folder', '6': 'device', S: 'sparse file', x: 'record', X: 'record', g: 'record', L: 'record', K: 'record',
}; // prettier-ignore

const withoutContent: readonly TarKind[] = ['folder', 'hard link', 'symbolic link', 'device'];

/**
 * Reads one header block (POSIX ustar, GNU, and the older form without a mark).
 *
 * @param block `[512]`
 * @returns undefined for a block whose checksum is wrong: it is no header
 * @throws ArchiveProblem for a size that is none
 */
export function readTarHeader(block: Buffer): TarHeader | undefined {
  if (!checksumHolds(block)) return undefined;
  const ustar = block.toString('latin1', 257, 263) === 'ustar\0';
  const prefix = ustar ? nameIn(block.subarray(345, 500)) : '';
  const name = (prefix === '' ? '' : `${prefix}/`) + nameIn(block.subarray(0, 100));
  const type = block.toString('latin1', 156, 157);
  const kind = kinds[type] ?? 'other';
  const size = numberIn(block.subarray(124, 136));
  if (size === undefined) {
    const field = block.subarray(124, 136);
    const shown =
      isUtf8(field) && field[0] !== 0x80 ? `"${quoteName(nameIn(field))}"` : `0x${field.toString('hex')}`;
    throw new ArchiveProblem(
      `is damaged: the size of its member ${quoteName(name)} is no number of bytes (${shown})`,
    );
  }
  const hasContent = !withoutContent.includes(kind);
  return { name, kind, type, size: hasContent ? size : 0, hasContent };
}

/** Text up to the first zero byte; names from before UTF-8 are read as Latin-1, so that different ones stay different. */
export function nameIn(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  const name = end < 0 ? bytes : bytes.subarray(0, end);
  return name.toString(isUtf8(name) ? 'utf8' : 'latin1');
}

/**
 * The records "length key=value" of a pax header.
 *
 * @throws ArchiveProblem where a length does not agree with its record
 */
export function readPaxRecords(bytes: Buffer): Map<string, string> {
  const records = new Map<string, string>();
  let at = 0;
  while (at < bytes.length) {
    const blank = bytes.indexOf(' ', at);
    const digits = blank < 0 ? '' : bytes.toString('latin1', at, blank);
    const end = /^\d{1,9}$/.test(digits) ? at + Number(digits) : 0;
    const equals = bytes.indexOf('=', blank);
    if (end > bytes.length || equals < 0 || equals >= end - 1 || bytes[end - 1] !== 10) {
      throw new ArchiveProblem('is damaged: an attribute record (pax) in it cannot be read');
    }
    records.set(bytes.toString('utf8', blank + 1, equals), nameIn(bytes.subarray(equals + 1, end - 1)));
    at = end;
  }
  return records;
}

/** The sum of all bytes, its own field counted as blanks; some old programs added signed bytes. */
function checksumHolds(block: Buffer): boolean {
  let unsigned = 8 * 32;
  let signed = unsigned;
  for (let i = 0; i < tarBlock; i++) {
    if (i >= 148 && i < 156) continue;
    const byte = block[i] as number;
    unsigned += byte;
    signed += byte < 128 ? byte : byte - 256;
  }
  const written = numberIn(block.subarray(148, 156));
  return written === unsigned || written === signed;
}

/** Octal digits between blanks and zeros, or base 256 where the first bit is set; undefined for anything else. */
function numberIn(field: Buffer): number | undefined {
  const first = field[0] as number;
  if (first === 0x80) {
    let value = 0;
    for (const byte of field.subarray(1)) value = 256 * value + byte;
    return Number.isSafeInteger(value) ? value : undefined;
  }
  const digits = /^[ \0]*([0-7]*)[ \0]*$/.exec(field.toString('latin1'))?.[1];
  return digits === undefined ? undefined : parseInt(`0${digits}`, 8);
}
