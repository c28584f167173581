import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inflateSync } from 'node:zlib';
import { imageGrid, type ImageGridSpec } from '../../lib/show/image-grid';

const spec = (change: Partial<ImageGridSpec> = {}): ImageGridSpec => ({
  title: 'pictures',
  rows: { label: 'row', names: ['top'] },
  columns: { label: 'column' },
  size: { width: 2, height: 2 },
  images: [[[0, 1, 0.5, 2], null]],
  ...change,
});

/** The rows of pixels in the first trace's PNG, read by the format's own rules. */
function pixelsOf(figure: ReturnType<typeof imageGrid>): number[][] {
  const source = figure.data[0]?.source as string;
  const png = Buffer.from(source.replace('data:image/png;base64,', ''), 'base64');
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  const start = png.indexOf('IDAT') + 4;
  const rows = inflateSync(png.subarray(start, start + png.readUInt32BE(start - 8)));
  return Array.from({ length: height }, (_, r) =>
    Array.from(rows.subarray(r * (width + 1) + 1, (r + 1) * (width + 1))),
  );
}

describe('imageGrid', () => {
  it('draws ink on white, clips at the ends of the range, and parts pictures by a grey gap', () => {
    const gap = [214, 214];
    assert.deepEqual(pixelsOf(imageGrid(spec())), [
      [255, 0, ...gap, 255, 255],
      [128, 0, ...gap, 255, 255],
    ]);
  });

  it('puts each name at the middle of its row', () => {
    const { tickvals, ticktext } = imageGrid(spec()).layout.yaxis as Record<string, unknown>;
    assert.deepEqual([tickvals, ticktext], [[0.5], ['top']]);
  });

  it('is light: a hundred noisy digits take less than 150 kB, and plain ones far less', () => {
    const digit = Float32Array.from({ length: 784 }, (_, i) =>
      Math.hypot((i % 28) - 14, i / 28 - 14) < 8 ? Math.abs(Math.sin(i)) : 0,
    );
    const grid = imageGrid(
      spec({ size: undefined, rows: { label: 'row' }, images: Array(10).fill(Array(10).fill(digit)) }),
    );
    assert.ok(JSON.stringify(grid.bundle()).length < 150_000);
  });

  it('refuses pictures of another size, with NaN, none at all, and names that do not fit', () => {
    assert.throws(
      () => imageGrid(spec({ images: [[[1, 2, 3]]] })),
      /row 0, column 0 has 3 values, but 2 x 2 = 4 are needed/,
    );
    assert.throws(() => imageGrid(spec({ images: [[[1, 2, 3, NaN]]] })), /not numbers/);
    assert.throws(() => imageGrid(spec({ images: [] })), /"pictures" is empty/);
    assert.throws(() => imageGrid(spec({ images: [[]] })), /hold no picture/);
    assert.throws(
      () => imageGrid(spec({ rows: { label: 'row', names: ['a', 'b'] } })),
      /2 names, but the grid has 1 rows/,
    );
    assert.throws(() => imageGrid(spec({ columns: { label: '' } })), /label of the columns axis is empty/);
    assert.throws(() => imageGrid(spec({ range: [1, 1] })), /range must go up/);
  });
});
