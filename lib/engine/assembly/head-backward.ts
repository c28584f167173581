import { at, size } from './memory';
import { blockWidth, Head, Slot } from './plan';
import { product } from './product';

/** Bytes of one row of 16 floats. */
const row: usize = blockWidth << 2;

/** Where the gradient of a parameter lies. */
// @ts-ignore: decorator
@inline
export function gradientOf(parameter: Slot): usize {
  return at(Slot.restGradient) + at(parameter) - at(Slot.kernel);
}

/** Part `block`: the gradients of 16 columns of the head. */
export function headBackwardBlock(block: i32): void {
  if (block == 0) outputBiasGradient();
  switch (size(Slot.head)) {
    case Head.logistic: return outputKernelGradient(at(Slot.features), 0, size(Slot.filtersPadded), size(Slot.filtersPadded));
    case Head.dense: return denseBlock(block);
    default: return vibBlock(block);
  }
}

function outputBiasGradient(): void {
  let sum: f32 = 0;
  for (let text = 0; text < size(Slot.batch); text++) sum += load<f32>(at(Slot.logitGradient) + (text << 2));
  store<f32>(gradientOf(Slot.outputBias), sum);
}

/** d outputKernel[j] = sum_i logitGradient[i] code[i][j], for `columns` columns from `from` on */
function outputKernelGradient(code: usize, from: i32, columns: i32, stride: i32): void {
  const gradient: usize = gradientOf(Slot.outputKernel);
  for (let j: usize = from << 2, end: usize = (from + columns) << 2; j < end; j += 16) {
    let sum = f32x4.splat(0);
    for (let text = 0; text < size(Slot.batch); text++) {
      const q = v128.load32_splat(at(Slot.logitGradient) + (text << 2));
      sum = f32x4.add(sum, f32x4.mul(q, v128.load(code + ((text * stride) << 2) + j)));
    }
    v128.store(gradient + j, sum);
  }
}

function denseBlock(block: i32): void {
  const columns: usize = size(Slot.hidden) << 2;
  const kernel: usize = at(Slot.outputKernel) + <usize>block * row;
  const zero = f32x4.splat(0);
  outputKernelGradient(at(Slot.code), block * blockWidth, blockWidth, size(Slot.hidden));
  for (let text = 0; text < size(Slot.batch); text++) {
    const q = v128.load32_splat(at(Slot.logitGradient) + (text << 2));
    const place: usize = <usize>text * columns + <usize>block * row;
    for (let i: usize = 0; i < row; i += 16) {
      const passed = f32x4.gt(v128.load(at(Slot.activations) + place + i), zero);
      const down = f32x4.mul(f32x4.mul(q, v128.load(kernel + i)), v128.load(at(Slot.noise) + place + i));
      v128.store(at(Slot.activationGradient) + place + i, v128.and(passed, down));
    }
  }
  firstLayerGradient(block);
}

/** d mean = dz + s mean, d logVar = dz noise sd / 2 + s (sd^2 - 1) / 2, with dz = q w and s = d loss / d KL */
function vibBlock(block: i32): void {
  const latent: usize = size(Slot.hidden) << 1;
  const columns: usize = size(Slot.hidden) << 2;
  const kernel: usize = at(Slot.outputKernel) + <usize>block * row;
  const half = f32x4.splat(0.5);
  const one = f32x4.splat(1);
  outputKernelGradient(at(Slot.code), block * blockWidth, blockWidth, size(Slot.hidden) >> 1);
  for (let text = 0; text < size(Slot.batch); text++) {
    const q = v128.load32_splat(at(Slot.logitGradient) + (text << 2));
    const s = v128.load32_splat(at(Slot.klGradient) + (text << 2));
    const place: usize = <usize>text * latent + <usize>block * row;
    const means: usize = <usize>text * columns + <usize>block * row;
    for (let i: usize = 0; i < row; i += 16) {
      const dz = f32x4.mul(q, v128.load(kernel + i));
      const sd = v128.load(at(Slot.deviations) + place + i);
      const noise = v128.load(at(Slot.noise) + place + i);
      const mean = v128.load(at(Slot.activations) + means + i);
      const down = at(Slot.activationGradient) + means + i;
      v128.store(down, f32x4.add(dz, f32x4.mul(s, mean)));
      const byNoise = f32x4.mul(f32x4.mul(dz, noise), sd);
      const byRate = f32x4.mul(s, f32x4.sub(f32x4.mul(sd, sd), one));
      v128.store(down + latent, f32x4.mul(half, f32x4.add(byNoise, byRate)));
    }
  }
  firstLayerGradient(block);
  firstLayerGradient(block + (size(Slot.hidden) >> 1) / blockWidth);
}

/** d headKernel[block] = features^T . activationGradient, d headBias = its sum over the batch */
function firstLayerGradient(block: i32): void {
  const filters = size(Slot.filtersPadded);
  const columns: usize = size(Slot.hidden) << 2;
  const down: usize = at(Slot.activationGradient) + <usize>block * row;
  const gradient: usize = gradientOf(Slot.headKernel) + <usize>block * filters * row;
  product(filters, size(Slot.batch), at(Slot.features), 4, filters << 2, down, columns, gradient, row);
  const bias: usize = gradientOf(Slot.headBias) + <usize>block * row;
  for (let i: usize = 0; i < row; i += 16) {
    let sum = f32x4.splat(0);
    for (let text = 0; text < size(Slot.batch); text++) {
      sum = f32x4.add(sum, v128.load(down + <usize>text * columns + i));
    }
    v128.store(bias + i, sum);
  }
}
