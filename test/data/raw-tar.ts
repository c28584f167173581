import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const block = 512;

/** The fields of a tar header that a test may want to be odd; what is left out is as it should be. */
export interface RawMember {
  name?: string;
  /** The type's letter: '0' a file, '5' a folder, '2' a symbolic link, 'x' a pax record, ... */
  type?: string;
  body?: string | Uint8Array;
  /** The 12 bytes of the size, as they shall stand there. */
  size?: string | Uint8Array;
  /** Instead of the right one. */
  checksum?: number;
  magic?: string;
  linkName?: string;
  prefix?: string;
  /** Where the body's filling up to whole blocks shall be left out. */
  unpadded?: boolean;
}

/** One member: header, body, and zeros up to whole blocks. */
export function member(given: RawMember): Buffer {
  const {
    name = 'aclImdb/train/pos/0_9.txt',
    type = '0',
    magic = 'ustar\x0000',
    linkName = '',
    prefix = '',
  } = given;
  const body = Buffer.from(given.body ?? '');
  const header = Buffer.alloc(block);
  header.write(name, 0, 100, 'utf8');
  header.write('0000644\0' + '0000000\0' + '0000000\0', 100, 'latin1');
  const size = given.size ?? `${body.length.toString(8).padStart(11, '0')}\0`;
  Buffer.from(size as string, 'latin1').copy(header, 124, 0, 12);
  header.write('00000000000\0', 136, 'latin1');
  header.write(type, 156, 'latin1');
  header.write(linkName, 157, 100, 'utf8');
  header.write(magic, 257, 'latin1');
  header.write(prefix, 345, 155, 'utf8');
  header.fill(' ', 148, 156);
  const sum = given.checksum ?? header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  const padding = given.unpadded ? 0 : (block - (body.length % block)) % block;
  return Buffer.concat([header, body, Buffer.alloc(padding)]);
}

/** The record "length key=value" of a pax header, with its own length counted in. */
export function paxRecord(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`;
  const bytes = Buffer.byteLength(rest);
  const digits = [1, 2, 3, 4, 5, 6, 7, 8].find(n => String(bytes + n).length === n) ?? 9;
  return `${bytes + digits}${rest}`;
}

/** Two blocks of zeros. */
export const endMark = Buffer.alloc(2 * block);

/** A size in base 256: the top bit set, then a big-endian number of two's complement. */
export function base256(value: bigint): Buffer {
  const bytes = Buffer.alloc(12);
  let rest = BigInt.asUintN(95, value);
  for (let i = 11; i >= 0; i--) {
    bytes[i] = Number(rest & 255n);
    rest >>= 8n;
  }
  bytes[0] |= 0x80;
  return bytes;
}

/** Four reviews, one in each class folder. */
export const soundMembers = ['train/pos', 'train/neg', 'test/pos', 'test/neg'].map((folder, i) =>
  member({ name: `aclImdb/${folder}/7_5.txt`, body: `A film, number ${i}.` }),
);

/** Writes members, an end mark after them, as a gzipped file. */
export function writeRaw(target: string, members: readonly Uint8Array[], end: Uint8Array = endMark): string {
  writeFileSync(target, gzipSync(Buffer.concat([...members, end]), { level: 1 }));
  return target;
}
