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
  const palette = paletteOf(pixels);
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
function paletteOf(pixels) {
  /** @type {Map<number, number>} */
  const counts = new Map();
  for (let i = 0; i < pixels.length / 4; i++) {
    const colour = colourAt(pixels, i);
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  if (counts.size <= COLOURS) return [...counts.keys()];
  // Median cut (Heckbert 1982): boxes of colours are halved, the widest and fullest first; each gives its most frequent colour.
  let boxes = [[...counts].map(([colour, count]) => ({ colour, count, parts: partsOf(colour) }))];
  while (boxes.length < COLOURS) {
    const [box] = boxes.filter(one => one.length > 1).sort((a, b) => worthOf(b) - worthOf(a));
    if (box === undefined) break;
    const { channel } = widest(box);
    const sorted = [...box].sort((a, b) => (a.parts[channel] ?? 0) - (b.parts[channel] ?? 0));
    const half = sorted.reduce((sum, { count }) => sum + count, 0) / 2;
    let [at, sum] = [0, 0];
    while (at < sorted.length - 1 && sum < half) sum += sorted[at++]?.count ?? 0;
    boxes = [...boxes.filter(one => one !== box), sorted.slice(0, at), sorted.slice(at)];
  }
  return boxes.map(box => box.reduce((best, one) => (one.count > best.count ? one : best)).colour);
}

/** @typedef {{colour: number, count: number, parts: number[]}} Shade */

/** @param {number} colour */
const partsOf = colour => [colour >> 16, (colour >> 8) & 255, colour & 255];

/** @param {Shade[]} box */
function widest(box) {
  let [channel, width] = [0, -1];
  for (const k of [0, 1, 2]) {
    let [low, high] = [255, 0];
    for (const { parts } of box) {
      low = Math.min(low, parts[k] ?? 0);
      high = Math.max(high, parts[k] ?? 0);
    }
    if (high - low > width) [channel, width] = [k, high - low];
  }
  return { channel, width };
}

/**
 * What a cut through this box would mend: wide boxes first, of equal ones the fullest.
 * @param {Shade[]} box
 */
const worthOf = box => widest(box).width ** 2 * Math.sqrt(box.reduce((sum, { count }) => sum + count, 0));

/**
 * @param {number[]} palette
 * @param {number} colour
 */
function nearest(palette, colour) {
  let [place, least] = [0, Infinity];
  palette.forEach((other, i) => {
    const [mine, its] = [partsOf(colour), partsOf(other)];
    const distance = mine.reduce((sum, one, k) => sum + (one - (its[k] ?? 0)) ** 2, 0);
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
