/** The table of the reversed polynomial 0xedb88320. */
const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

/**
 * CRC-32 of some bytes, as in gzip and PNG: a whole number from 0 to 2^32 - 1
 *
 * Finds every change of up to 32 bits in a row, and all but one in 4 billion of the others. It protects from accidents, not
 * from a forger. Parts can be read one after the other: `crc32(b, crc32(a))` is that of a and b together.
 *
 * Source: ISO 3309; the table as in RFC 1952, section 8.
 */
export function crc32(bytes: Uint8Array, before = 0): number {
  let crc = ~before;
  for (let i = 0; i < bytes.length; i++) crc = table[(crc ^ bytes[i]!) & 255]! ^ (crc >>> 8);
  return ~crc >>> 0;
}
