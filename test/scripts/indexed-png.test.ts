import assert from 'node:assert/strict';
import { inflateSync } from 'node:zlib';
import { describe, test } from 'node:test';
import { script } from '../support/conversion';

type IndexedPng = (pixels: Uint8Array, width: number, height: number) => Buffer;
const load = () => script<{ indexedPng: IndexedPng }>('report/indexed-png.mjs');

/** Reads a PNG by palette without a filter, as the standard describes it. */
function decode(png: Buffer): { width: number; height: number; rgb: number[][] } {
  assert.deepEqual([...png.subarray(0, 8)], [137, 80, 78, 71, 13, 10, 26, 10]);
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at);
    chunks.set(png.toString('latin1', at + 4, at + 8), png.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  assert.deepEqual([...chunks.keys()], ['IHDR', 'PLTE', 'IDAT', 'IEND']);
  const [header, palette] = [chunks.get('IHDR')!, chunks.get('PLTE')!];
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const rows = inflateSync(chunks.get('IDAT')!);
  assert.equal(rows.length, height * (width + 1));
  const rgb = Array.from({ length: width * height }, (_, i) => {
    const place = rows[Math.floor(i / width) * (width + 1) + 1 + (i % width)]!;
    return [...palette.subarray(3 * place, 3 * place + 3)];
  });
  return { width, height, rgb };
}

describe('a PNG by palette', () => {
  test('keeps few colours as they are', async () => {
    const { indexedPng } = await load();
    const colours = [
      [0, 0, 0],
      [255, 255, 255],
      [0, 114, 178],
      [213, 94, 1],
    ];
    const shown = Array.from({ length: 12 }, (_, i) => colours[(i * 7) % 4]!);
    const png = indexedPng(Uint8Array.from(shown.flatMap(rgb => [...rgb, 255])), 4, 3);
    assert.deepEqual(decode(png), { width: 4, height: 3, rgb: shown });
    // The end of every PNG, with its checksum, as the standard prints it.
    assert.equal(png.subarray(-12).toString('hex'), '0000000049454e44ae426082');
  });

  test('of many colours keeps the frequent ones, and the others nearly', async () => {
    const { indexedPng } = await load();
    const pixels = new Uint8Array(4 * 64 * 64);
    for (let i = 0; i < 64 * 64; i++)
      pixels.set(i % 2 === 0 ? [17, 99, 201, 255] : [(i % 64) * 4, Math.floor(i / 64) * 4, 90, 255], 4 * i);
    const { rgb } = decode(indexedPng(pixels, 64, 64));
    assert.deepEqual(rgb[2], [17, 99, 201]);
    const worst = Math.max(
      ...rgb.flatMap((colour, i) => colour.map((part, k) => Math.abs(part - pixels[4 * i + k]!))),
    );
    assert.ok(worst > 0 && worst <= 40, `${worst}`);
  });
});
