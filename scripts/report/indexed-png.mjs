import { deflateSync } from 'node:zlib';

const COLOURS = 256;

/**
 * A picture as a PNG of at most 256 colours, the most frequent ones and for the rest the nearest: a drawing of a few colours
 * takes a fifth of its full-colour file, and no eye tells the two apart.
 * @param {Uint8Array} pixels RGBA, `[height * width * 4]`, opaque
 * @param {number} width
 * @param {number} height
 */
export function indexedPng(pixels, width, height) {
  const palette = frequentColours(pixels);
  /** @type {Map<number, number>} */
  const places = new Map(palette.map((colour, place) => [colour, place]));
  const rows = Buffer.alloc(height * (width + 1));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const colour = colourAt(pixels, y * width + x);
      let place = places.get(colour);
      if (place === undefined) {
        place = nearest(palette, colour);
        places.set(colour, place);
      }
      rows[y * (width + 1) + 1 + x] = place;
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Eight bits a pixel, by palette.
  header.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flatMap(colour => [colour >> 16, (colour >> 8) & 255, colour & 255]))),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/**
 * @param {Uint8Array} pixels
 * @param {number} i
 */
const colourAt = (pixels, i) =>
  ((pixels[4 * i] ?? 0) << 16) | ((pixels[4 * i + 1] ?? 0) << 8) | (pixels[4 * i + 2] ?? 0);

/** @param {Uint8Array} pixels */
function frequentColours(pixels) {
  /** @type {Map<number, number>} */
  const counts = new Map();
  for (let i = 0; i < pixels.length / 4; i++) {
    const colour = colourAt(pixels, i);
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  if (counts.size <= COLOURS) return [...counts.keys()];
  // Of colours that are almost one, the most frequent: or the shades of a line's edge would take all places.
  /** @type {Map<number, [number, number]>} */
  const bins = new Map();
  for (const [colour, count] of counts) {
    const bin = colour & 0xf8f8f8;
    const [best, sum] = bins.get(bin) ?? [colour, 0];
    bins.set(bin, [(counts.get(best) ?? 0) >= count ? best : colour, sum + count]);
  }
  return [...bins.values()]
    .sort((a, b) => b[1] - a[1])
    .slice(0, COLOURS)
    .map(([colour]) => colour);
}

/**
 * @param {number[]} palette
 * @param {number} colour
 */
function nearest(palette, colour) {
  let [place, least] = [0, Infinity];
  palette.forEach((other, i) => {
    const parts = [16, 8, 0].map(shift => ((colour >> shift) & 255) - ((other >> shift) & 255));
    const distance = parts.reduce((sum, one) => sum + one * one, 0);
    if (distance < least) [place, least] = [i, distance];
  });
  return place;
}

/**
 * @param {string} name
 * @param {Buffer} data
 */
function chunk(name, data) {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

/** @param {Buffer} bytes */
function crc32(bytes) {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  }
  return (sum ^ 0xffffffff) >>> 0;
}
