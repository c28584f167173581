import { addressOf, at, scalar, size } from './memory';
import { floatsPerPart, largestWeight, Scalar, Slot, wordsPerPart } from './plan';

const decay1: f32 = 0.9;
const decay2: f32 = 0.999;
const epsilon: f32 = 1e-7;
/** Smaller averages become 0: they move no weight, and subnormal numbers are slow. */
const tiny: f32 = 1e-32;
/** Averages of squares beyond this are about to overflow. */
const huge: f32 = 3e38;

/**
 * m <- m + (1 - b1)(g - m); v <- v + (1 - b2)(g^2 - v); w <- w - rate m / (sqrt(v) + 1e-7)
 *
 * Part `part`: first the words, `wordsPerPart` at a time (also those that the batch does not have: their averages decay),
 * then all the rest.
 */
export function adamPart(part: i32): void {
  const parts = (size(Slot.vocabulary) + wordsPerPart - 1) / wordsPerPart;
  if (part < parts) moveWords(part * wordsPerPart, min(size(Slot.vocabulary), (part + 1) * wordsPerPart));
  else moveRest((part - parts) * floatsPerPart, min(size(Slot.restCount), (part - parts + 1) * floatsPerPart));
}

function moveWords(first: i32, end: i32): void {
  const depth: usize = size(Slot.embeddingPadded) << 2;
  const next: usize = size(Slot.words) * depth;
  const groups = size(Slot.groups);
  const rate = f32x4.splat(<f32>scalar(Scalar.rate));
  let sound = i32x4.splat(-1);
  for (let word = first; word < end; word++) {
    const place: usize = word * depth;
    const row = load<i32>(at(Slot.place) + (word << 2));
    for (let d: usize = 0; d < depth; d += 16) {
      let gradient = f32x4.splat(0);
      if (row >= 0) {
        const own: usize = at(Slot.wordGradient) + row * depth + d;
        for (let group = 0; group < groups; group++) {
          gradient = f32x4.add(gradient, v128.load(own + group * next));
        }
      }
      sound = v128.and(sound, move(place + d, gradient, rate));
    }
  }
  report(sound);
}

function moveRest(first: i32, end: i32): void {
  const offset: usize = at(Slot.kernel) - at(Slot.embedding);
  const rate = f32x4.splat(<f32>scalar(Scalar.rate));
  let sound = i32x4.splat(-1);
  for (let i: usize = first << 2; i < <usize>(end << 2); i += 16) {
    sound = v128.and(sound, move(offset + i, v128.load(at(Slot.restGradient) + i), rate));
  }
  report(sound);
}

/** Tells when not all lanes are sound. */
function report(sound: v128): void {
  if (!i32x4.all_true(sound)) atomic.store<i32>(addressOf(Slot.diverged), 1);
}

/** Four weights, `place` bytes behind the first; a lane is -1 when its weight and averages are numbers of use, else 0. */
// @ts-ignore: decorator
@inline
function move(place: usize, gradient: v128, rate: v128): v128 {
  const first: usize = at(Slot.firstMoment) + place;
  const second: usize = at(Slot.secondMoment) + place;
  const weight: usize = at(Slot.embedding) + place;
  const least = f32x4.splat(tiny);
  let m = v128.load(first);
  let v = v128.load(second);
  m = f32x4.add(m, f32x4.mul(f32x4.sub(gradient, m), f32x4.splat(1 - decay1)));
  v = f32x4.add(v, f32x4.mul(f32x4.sub(f32x4.mul(gradient, gradient), v), f32x4.splat(1 - decay2)));
  // Before NaN becomes 0 below.
  const bounded = f32x4.le(v, f32x4.splat(huge));
  m = v128.and(m, f32x4.gt(f32x4.abs(m), least));
  v = v128.and(v, f32x4.gt(v, least));
  v128.store(first, m);
  v128.store(second, v);
  const change = f32x4.div(f32x4.mul(m, rate), f32x4.add(f32x4.sqrt(v), f32x4.splat(epsilon)));
  const moved = f32x4.sub(v128.load(weight), change);
  v128.store(weight, moved);
  return v128.and(bounded, f32x4.le(f32x4.abs(moved), f32x4.splat(<f32>largestWeight)));
}
