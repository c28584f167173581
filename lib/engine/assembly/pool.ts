import { at, size } from './memory';
import { blockWidth, Slot } from './plan';
import { product, transposeTile } from './product';

/** Bytes of one row of 16 floats. */
const row: usize = blockWidth << 2;

/** Part `block` of the pool: 16 filters over the batch's distinct words, then over its windows. */
export function poolBlock(block: i32, thread: i32): void {
  const scratch = scratchOf(thread);
  const table = scratch + packedBytes();
  packKernel(block, scratch);
  multiply(at(Slot.vectors), size(Slot.words), scratch, table);
  greatest(block, table, true);
}

/** Part `block` of the whole vocabulary's table. */
export function tabulateBlock(block: i32, thread: i32): void {
  const scratch = scratchOf(thread);
  packKernel(block, scratch);
  multiply(at(Slot.embedding), size(Slot.vocabulary), scratch, fullTableOf(block));
}

/** Part `block` of the pool, from the whole vocabulary's table; no gradient will be asked for. */
export function lookBlock(block: i32): void {
  greatest(block, fullTableOf(block), false);
}

function scratchOf(thread: i32): usize {
  return at(Slot.scratch) + thread * size(Slot.scratchStride);
}

function packedBytes(): usize {
  return (size(Slot.embeddingPadded) * size(Slot.width)) * row;
}

function fullTableOf(block: i32): usize {
  // The vocabulary's table has an even number of rows.
  const words = (size(Slot.vocabulary) + 1) & ~1;
  return at(Slot.fullTable) + <usize>block * words * size(Slot.width) * row;
}

/** kernel [width][filters][embedding] -> packed [width][embedding][16], for the 16 filters of the block */
function packKernel(block: i32, packed: usize): void {
  const depth = size(Slot.embeddingPadded);
  const rowBytes: usize = depth << 2;
  for (let k = 0; k < size(Slot.width); k++) {
    const from: usize = at(Slot.kernel) + (k * size(Slot.filtersPadded) + block * blockWidth) * rowBytes;
    const to: usize = packed + (k * depth) * row;
    for (let f = 0; f < blockWidth; f += 4) {
      for (let d = 0; d < depth; d += 4) {
        transposeTile(from + f * rowBytes + (d << 2), rowBytes, to + d * row + (f << 2), row);
      }
    }
  }
}

/**
 * table[word][k][16] = vector[word] . packed[k]; all of `packed` stays in the first cache while the words pass by.
 *
 * Words go by two: of an odd number the last has a companion in memory that nobody asks for.
 */
function multiply(vectors: usize, words: i32, packed: usize, table: usize): void {
  const depth = size(Slot.dimensions);
  const width = size(Slot.width);
  const vectorBytes: usize = size(Slot.embeddingPadded) << 2;
  const tableBytes: usize = width * row;
  const kernelBytes: usize = size(Slot.embeddingPadded) * row;
  for (let word = 0; word < words; word += 2) {
    for (let k = 0; k < width; k++) {
      product(2, depth, vectors, vectorBytes, 4, packed + k * kernelBytes, row, table + k * row, tableBytes);
    }
    vectors += vectorBytes << 1;
    table += tableBytes << 1;
  }
}

/** One copy for each width, so that the sum over a window is straight code. */
function greatest(block: i32, table: usize, winners: bool): void {
  switch (size(Slot.width)) {
    case 1: return winners ? visit(1, true, block, table) : visit(1, false, block, table);
    case 2: return winners ? visit(2, true, block, table) : visit(2, false, block, table);
    case 3: return winners ? visit(3, true, block, table) : visit(3, false, block, table);
    case 4: return winners ? visit(4, true, block, table) : visit(4, false, block, table);
    case 5: return winners ? visit(5, true, block, table) : visit(5, false, block, table);
    case 6: return winners ? visit(6, true, block, table) : visit(6, false, block, table);
    default: return winners ? visit(7, true, block, table) : visit(7, false, block, table);
  }
}

/** feature = relu(bias + max_t sum_k table[token[t + k]][k]); of equal maxima the first is the winner. */
// @ts-ignore: decorator
@inline
function visit(width: i32, winners: bool, block: i32, table: usize): void {
  const length = size(Slot.length);
  const rowBytes: usize = size(Slot.filtersPadded) << 2;
  const column: usize = <usize>block * row;
  const bias: usize = at(Slot.bias) + column;
  const c0 = v128.load(bias);
  const c1 = v128.load(bias, 16);
  const c2 = v128.load(bias, 32);
  const c3 = v128.load(bias, 48);
  const zero = f32x4.splat(0);
  let features: usize = at(Slot.features) + column;
  let winner: usize = at(Slot.winners) + column;
  for (let text = 0; text < size(Slot.batch); text++) {
    const offsets: usize = at(Slot.offsets) + ((text * length) << 2);
    let start: usize = at(Slot.starts) + ((text * length) << 2);
    const end = start + (load<i32>(at(Slot.startCounts) + (text << 2)) << 2);
    let m0 = f32x4.splat(-Infinity);
    let m1 = m0;
    let m2 = m0;
    let m3 = m0;
    let i0 = i32x4.splat(0);
    let i1 = i0;
    let i2 = i0;
    let i3 = i0;
    for (; start < end; start += 4) {
      const t = load<i32>(start);
      const o = offsets + (t << 2);
      let p = table + load<i32>(o);
      let v0 = v128.load(p);
      let v1 = v128.load(p, 16);
      let v2 = v128.load(p, 32);
      let v3 = v128.load(p, 48);
      if (width > 1) {
        p = table + load<i32>(o, 4);
        v0 = f32x4.add(v0, v128.load(p, 64));
        v1 = f32x4.add(v1, v128.load(p, 80));
        v2 = f32x4.add(v2, v128.load(p, 96));
        v3 = f32x4.add(v3, v128.load(p, 112));
      }
      if (width > 2) {
        p = table + load<i32>(o, 8);
        v0 = f32x4.add(v0, v128.load(p, 128));
        v1 = f32x4.add(v1, v128.load(p, 144));
        v2 = f32x4.add(v2, v128.load(p, 160));
        v3 = f32x4.add(v3, v128.load(p, 176));
      }
      if (width > 3) {
        p = table + load<i32>(o, 12);
        v0 = f32x4.add(v0, v128.load(p, 192));
        v1 = f32x4.add(v1, v128.load(p, 208));
        v2 = f32x4.add(v2, v128.load(p, 224));
        v3 = f32x4.add(v3, v128.load(p, 240));
      }
      if (width > 4) {
        p = table + load<i32>(o, 16);
        v0 = f32x4.add(v0, v128.load(p, 256));
        v1 = f32x4.add(v1, v128.load(p, 272));
        v2 = f32x4.add(v2, v128.load(p, 288));
        v3 = f32x4.add(v3, v128.load(p, 304));
      }
      if (width > 5) {
        p = table + load<i32>(o, 20);
        v0 = f32x4.add(v0, v128.load(p, 320));
        v1 = f32x4.add(v1, v128.load(p, 336));
        v2 = f32x4.add(v2, v128.load(p, 352));
        v3 = f32x4.add(v3, v128.load(p, 368));
      }
      if (width > 6) {
        p = table + load<i32>(o, 24);
        v0 = f32x4.add(v0, v128.load(p, 384));
        v1 = f32x4.add(v1, v128.load(p, 400));
        v2 = f32x4.add(v2, v128.load(p, 416));
        v3 = f32x4.add(v3, v128.load(p, 432));
      }
      if (winners) {
        // Starts grow, so the greatest start of those that raised the maximum is the latest, the winner's.
        const here = i32x4.splat(t);
        i0 = i32x4.max_s(i0, v128.and(f32x4.gt(v0, m0), here));
        i1 = i32x4.max_s(i1, v128.and(f32x4.gt(v1, m1), here));
        i2 = i32x4.max_s(i2, v128.and(f32x4.gt(v2, m2), here));
        i3 = i32x4.max_s(i3, v128.and(f32x4.gt(v3, m3), here));
      }
      m0 = f32x4.pmax(m0, v0);
      m1 = f32x4.pmax(m1, v1);
      m2 = f32x4.pmax(m2, v2);
      m3 = f32x4.pmax(m3, v3);
    }
    v128.store(features, f32x4.max(zero, f32x4.add(m0, c0)));
    v128.store(features, f32x4.max(zero, f32x4.add(m1, c1)), 16);
    v128.store(features, f32x4.max(zero, f32x4.add(m2, c2)), 32);
    v128.store(features, f32x4.max(zero, f32x4.add(m3, c3)), 48);
    features += rowBytes;
    if (winners) {
      v128.store(winner, i0);
      v128.store(winner, i1, 16);
      v128.store(winner, i2, 32);
      v128.store(winner, i3, 48);
      winner += rowBytes;
    }
  }
}
