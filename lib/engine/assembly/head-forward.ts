import { at, size } from './memory';
import { blockWidth, Head, Slot } from './plan';
import { product } from './product';

/** Bytes of one row of 16 floats. */
const row: usize = blockWidth << 2;

/**
 * Part `block` of the head: 16 columns of its first layer, and their share of every logit and divergence.
 *
 * Without a first layer there is one part, and the features are the code.
 */
export function headForwardBlock(block: i32): void {
  switch (size(Slot.head)) {
    case Head.logistic:
      return addLogits(0, at(Slot.features), size(Slot.filtersPadded), size(Slot.filtersPadded));
    case Head.dense:
      return denseBlock(block);
    default:
      return vibBlock(block);
  }
}

/** activations[:, column...] = bias + features . headKernel, for the 16 columns of one block of the kernel */
function firstLayer(block: i32): void {
  const filters = size(Slot.filtersPadded);
  const batch = (size(Slot.batch) + 1) & ~1;
  const columns: usize = size(Slot.hidden) << 2;
  const kernel: usize = at(Slot.headKernel) + <usize>block * filters * row;
  let to: usize = at(Slot.activations) + <usize>block * row;
  product(batch, filters, at(Slot.features), filters << 2, 4, kernel, row, to, columns);
  const bias: usize = at(Slot.headBias) + <usize>block * row;
  for (let text = 0; text < batch; text++) {
    for (let i: usize = 0; i < row; i += 16) {
      v128.store(to + i, f32x4.add(v128.load(to + i), v128.load(bias + i)));
    }
    to += columns;
  }
}

/** code = mask * relu(activations) */
function denseBlock(block: i32): void {
  firstLayer(block);
  const columns: usize = size(Slot.hidden) << 2;
  const zero = f32x4.splat(0);
  for (let text = 0; text < size(Slot.batch); text++) {
    const place: usize = <usize>text * columns + <usize>block * row;
    for (let i: usize = 0; i < row; i += 16) {
      // In this order NaN, which is not less than 0, stays NaN.
      const active = f32x4.pmax(v128.load(at(Slot.activations) + place + i), zero);
      v128.store(at(Slot.code) + place + i, f32x4.mul(active, v128.load(at(Slot.noise) + place + i)));
    }
  }
  addLogits(block, at(Slot.code) + <usize>block * row, blockWidth, size(Slot.hidden));
}

/** code = mean + exp(logVar / 2) * noise; the divergence of each text, summed over the block's dimensions */
function vibBlock(block: i32): void {
  const blocks = (size(Slot.hidden) >> 1) / blockWidth;
  firstLayer(block);
  firstLayer(block + blocks);
  const columns: usize = size(Slot.hidden) << 2;
  const latent: usize = size(Slot.hidden) << 1;
  let means: usize = at(Slot.activations) + <usize>block * row;
  let place: usize = <usize>block * row;
  const parts: usize = at(Slot.klParts) + ((block * size(Slot.batch)) << 2);
  for (let text = 0; text < size(Slot.batch); text++) {
    const logVars = means + latent;
    let kl = 0.0;
    for (let i: usize = 0; i < row; i += 4) {
      const mean = load<f32>(means + i);
      const logVar = load<f32>(logVars + i);
      const sd = Mathf.exp(0.5 * logVar);
      store<f32>(at(Slot.deviations) + place + i, sd);
      const noise = load<f32>(at(Slot.noise) + place + i);
      // Without noise the code is the mean, even where sd overflows.
      store<f32>(at(Slot.code) + place + i, noise == 0 ? mean : mean + sd * noise);
      kl += <f64>mean * <f64>mean + excess(logVar);
    }
    store<f32>(parts + (text << 2), <f32>(0.5 * kl));
    means += columns;
    place += latent;
  }
  addLogits(block, at(Slot.code) + <usize>block * row, blockWidth, size(Slot.hidden) >> 1);
}

/** exp(v) - 1 - v, near 0 by its series: the difference of rounded numbers would lose all digits there, and its sign. */
function excess(v: f64): f64 {
  if (Math.abs(v) > 0.5) return Math.exp(v) - 1 - v;
  let sum = 1.0 / 362880;
  sum = sum * v + 1.0 / 40320;
  sum = sum * v + 1.0 / 5040;
  sum = sum * v + 1.0 / 720;
  sum = sum * v + 1.0 / 120;
  sum = sum * v + 1.0 / 24;
  sum = sum * v + 1.0 / 6;
  sum = sum * v + 0.5;
  return sum * v * v;
}

/** logitParts[block][text] = sum of code * outputKernel over the block's columns */
function addLogits(block: i32, code: usize, columns: i32, stride: i32): void {
  const kernel: usize = at(Slot.outputKernel) + <usize>block * row;
  const end: usize = columns << 2;
  for (let text = 0; text < size(Slot.batch); text++) {
    let sum = f32x4.splat(0);
    for (let i: usize = 0; i < end; i += 16) {
      sum = f32x4.add(sum, f32x4.mul(v128.load(code + i), v128.load(kernel + i)));
    }
    const both = f32x4.add(sum, i32x4.shuffle(sum, sum, 2, 3, 0, 1));
    const all = f32x4.extract_lane(both, 0) + f32x4.extract_lane(both, 1);
    store<f32>(at(Slot.logitParts) + ((block * size(Slot.batch) + text) << 2), all);
    code += stride << 2;
  }
}
