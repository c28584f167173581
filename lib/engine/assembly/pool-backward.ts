import { gradientOf } from './head-backward';
import { at, size } from './memory';
import { blockWidth, Head, Slot } from './plan';
import { product, transposeTile } from './product';

/** Bytes of one row of 16 floats. */
const row: usize = blockWidth << 2;

/**
 * Part `group`: a fixed share of the blocks of filters. Only windows that won an active filter have a gradient.
 *
 * The group's sum for the words is its own, so that the order of additions does not depend on who computes which.
 */
export function poolBackwardGroup(group: i32, thread: i32): void {
  const blocks = size(Slot.filtersPadded) / blockWidth;
  const groups = size(Slot.groups);
  const wordBytes: usize = size(Slot.words) * (size(Slot.embeddingPadded) << 2);
  const words: usize = at(Slot.wordGradient) + group * wordBytes;
  memory.fill(words, 0, wordBytes);
  const scratch: usize = at(Slot.scratch) + thread * size(Slot.scratchStride);
  for (let block = (blocks * group) / groups; block < (blocks * (group + 1)) / groups; block++) {
    featureGradient(block, scratch);
    for (let f = 0; f < blockWidth; f++) filterGradient(block * blockWidth + f, f, scratch, words);
  }
}

/** down[text][16] = d loss / d feature, before the relu */
function featureGradient(block: i32, down: usize): void {
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
  const transposed: usize = down + even * row;
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

/** d kernel[k][filter] and the words' share of one filter; `lane` is its place in the block */
function filterGradient(filter: i32, lane: i32, down: usize, words: usize): void {
  const length = size(Slot.length);
  const width = size(Slot.width);
  const depth: usize = size(Slot.embeddingPadded) << 2;
  const filters = size(Slot.filtersPadded);
  const features: usize = at(Slot.features) + (filter << 2);
  const winners: usize = at(Slot.winners) + (filter << 2);
  const own: usize = at(Slot.kernel) + filter * depth;
  const gradient: usize = gradientOf(Slot.kernel) + filter * depth;
  const next: usize = filters * depth;
  for (let k = 0; k < width; k++) memory.fill(gradient + k * next, 0, depth);
  let bias: f32 = 0;
  for (let text = 0; text < size(Slot.batch); text++) {
    const place: usize = (text * filters) << 2;
    if (!(load<f32>(features + place) > 0)) continue;
    const g = load<f32>(down + text * row + (lane << 2));
    const scale = f32x4.splat(g);
    bias += g;
    let token: usize = at(Slot.rows) + ((text * length + load<i32>(winners + place)) << 2);
    for (let k: usize = 0; k < <usize>width; k++) {
      const word: usize = load<i32>(token);
      const vector: usize = at(Slot.vectors) + word;
      const wordSum = words + word;
      const kernel = own + k * next;
      const kernelSum = gradient + k * next;
      for (let d: usize = 0; d < depth; d += 16) {
        v128.store(
          kernelSum + d,
          f32x4.add(v128.load(kernelSum + d), f32x4.mul(scale, v128.load(vector + d))),
        );
        v128.store(wordSum + d, f32x4.add(v128.load(wordSum + d), f32x4.mul(scale, v128.load(kernel + d))));
      }
      token += 4;
    }
  }
  store<f32>(gradientOf(Slot.bias) + (filter << 2), bias);
}
