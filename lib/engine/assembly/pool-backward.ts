import { gradientOf } from './head-backward';
import { at, size } from './memory';
import { blockWidth, Head, Slot } from './plan';
import { product, transposeTile } from './product';

/** Bytes of one row of 16 floats. */
const row: usize = blockWidth << 2;

/**
 * Part `group`: a fixed share of the blocks of filters. Only windows that won an active filter have a gradient.
 *
 * The group's sum for the words is its own, so that the order of additions does not depend on who computes which. Texts
 * come one after the other, because the words of one text fit in the cache and those of the batch do not.
 */
export function poolBackwardGroup(group: i32, thread: i32): void {
  const blocks = size(Slot.filtersPadded) / blockWidth;
  const groups = size(Slot.groups);
  const first = (blocks * group) / groups;
  const end = (blocks * (group + 1)) / groups;
  const wordBytes: usize = size(Slot.words) * (size(Slot.embeddingPadded) << 2);
  const words: usize = at(Slot.wordGradient) + group * wordBytes;
  memory.fill(words, 0, wordBytes);
  clearKernel(first * blockWidth, end * blockWidth);
  const down: usize = at(Slot.scratch) + thread * size(Slot.scratchStride);
  const downBytes: usize = ((size(Slot.batch) + 1) & ~1) * row;
  const transposed: usize = down + (end - first) * downBytes;
  for (let block = first; block < end; block++) {
    featureGradient(block, down + (block - first) * downBytes, transposed);
  }
  for (let text = 0; text < size(Slot.batch); text++) {
    for (let filter = first * blockWidth; filter < end * blockWidth; filter++) {
      const block = filter / blockWidth - first;
      const lane = filter % blockWidth;
      winnerGradient(text, filter, load<f32>(down + block * downBytes + text * row + (lane << 2)), words);
    }
  }
}

/** The sums of some filters start at 0. */
function clearKernel(first: i32, end: i32): void {
  const depth: usize = size(Slot.embeddingPadded) << 2;
  const filters = size(Slot.filtersPadded);
  memory.fill(gradientOf(Slot.bias) + (first << 2), 0, (end - first) << 2);
  for (let k = 0; k < size(Slot.width); k++) {
    memory.fill(gradientOf(Slot.kernel) + (k * filters + first) * depth, 0, (end - first) * depth);
  }
}

/** down[text][16] = d loss / d feature, before the relu */
function featureGradient(block: i32, down: usize, transposed: usize): void {
  const batch = size(Slot.batch);
  if (size(Slot.head) == Head.logistic) {
    const kernel: usize = at(Slot.outputKernel) + <usize>block * row;
    for (let text = 0; text < batch; text++) {
      const q = v128.load32_splat(at(Slot.logitGradient) + (text << 2));
      for (let i: usize = 0; i < row; i += 16) v128.store(down + i, f32x4.mul(q, v128.load(kernel + i)));
      down += row;
    }
    return;
  }
  if (size(Slot.head) == Head.none) {
    const columns: usize = size(Slot.filtersPadded) << 2;
    const given: usize = at(Slot.activationGradient) + <usize>block * row;
    for (let text = 0; text < batch; text++) memory.copy(down + text * row, given + text * columns, row);
    return;
  }
  // headKernel is [hidden / 16][filters][16]; the product wants it as [hidden][16 filters].
  const hidden = size(Slot.hidden);
  const even: usize = (batch + 1) & ~1;
  const layer: usize = size(Slot.filtersPadded) * row;
  for (let column = 0; column < hidden; column += 4) {
    const from: usize =
      at(Slot.headKernel) +
      (column / blockWidth) * layer +
      <usize>block * blockWidth * row +
      ((column % blockWidth) << 2);
    for (let f = 0; f < blockWidth; f += 4) {
      transposeTile(from + f * row, row, transposed + column * row + (f << 2), row);
    }
  }
  product(<i32>even, hidden, at(Slot.activationGradient), hidden << 2, 4, transposed, row, down, row);
}

/** What one text adds to d kernel[k][filter], d bias[filter] and the sums of its words, for d loss / d feature = g. */
// @ts-ignore: decorator
@inline
function winnerGradient(text: i32, filter: i32, g: f32, words: usize): void {
  const place: usize = (text * size(Slot.filtersPadded) + filter) << 2;
  if (!(load<f32>(at(Slot.features) + place) > 0)) return;
  const depth: usize = size(Slot.embeddingPadded) << 2;
  const next: usize = size(Slot.filtersPadded) * depth;
  const scale = f32x4.splat(g);
  const bias = gradientOf(Slot.bias) + (filter << 2);
  store<f32>(bias, load<f32>(bias) + g);
  let token: usize = at(Slot.rows) + ((text * size(Slot.length) + load<i32>(at(Slot.winners) + place)) << 2);
  let kernel: usize = at(Slot.kernel) + filter * depth;
  let kernelSum: usize = gradientOf(Slot.kernel) + filter * depth;
  for (let k = 0; k < size(Slot.width); k++) {
    const word: usize = load<i32>(token);
    const vector: usize = at(Slot.vectors) + word;
    const wordSum = words + word;
    for (let d: usize = 0; d < depth; d += 16) {
      v128.store(kernelSum + d, f32x4.add(v128.load(kernelSum + d), f32x4.mul(scale, v128.load(vector + d))));
      v128.store(wordSum + d, f32x4.add(v128.load(wordSum + d), f32x4.mul(scale, v128.load(kernel + d))));
    }
    token += 4;
    kernel += next;
    kernelSum += next;
  }
}
