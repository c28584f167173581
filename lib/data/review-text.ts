import { isUtf8 } from 'buffer';
import { ArchiveProblem, quoteName } from './archive-error';

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);
const convert = (from: string): string => `Convert it: iconv -f ${from} -t UTF-8`;

/**
 * A review's bytes as text. They must be UTF-8; a byte order mark at their beginning is left out.
 *
 * @param name the member, for the error
 * @throws ArchiveProblem for UTF-16, zero bytes, and anything else that is not UTF-8 (Latin-1, Windows-1252)
 */
export function decodeReview(bytes: Buffer, name: string): string {
  const problem = encodingProblem(bytes);
  if (problem) throw new ArchiveProblem(`has a review that is not UTF-8, ${quoteName(name)}: ${problem}`);
  const marked = bytes.subarray(0, 3).equals(byteOrderMark);
  return bytes.toString('utf8', marked ? 3 : 0);
}

function encodingProblem(bytes: Buffer): string | undefined {
  const first = bytes.subarray(0, 2).toString('hex');
  if (first === 'fffe' || first === 'feff') return `its byte order mark says UTF-16. ${convert('UTF-16')}`;
  const zero = bytes.indexOf(0);
  if (zero >= 0) {
    const often = bytes.filter(byte => byte === 0).length > bytes.length / 4;
    const guess = often
      ? `, so it is UTF-16 rather. ${convert(zero === 0 ? 'UTF-16BE' : 'UTF-16LE')}`
      : '. It is damaged or no text';
    return `its byte ${zero + 1} is zero${guess}`;
  }
  if (isUtf8(bytes)) return undefined;
  // What is not UTF-8 is decoded as a mark of three bytes, so the first difference is where it begins.
  const decoded = Buffer.from(bytes.toString('utf8'), 'utf8');
  const at = bytes.findIndex((byte, i) => byte !== decoded[i]);
  const found = `0x${bytes.toString('hex', at, at + 1)}`;
  return `its byte ${at + 1} is ${found}, as in Latin-1 or Windows-1252. ${convert('WINDOWS-1252')}`;
}
