import { xoroshiro128plus, type RandomGenerator } from 'pure-rand';

/** Where a stream stands. */
export type RandomState = readonly number[];

/**
 * A seeded stream of random numbers: xoroshiro128+ for the bits, and Leva's ratio of uniforms for normals.
 *
 * Same seed, same numbers, on every platform: a normal is v/u, made by +, -, * and / alone. The logarithm, whose last
 * bit differs between machines, only decides whether to keep a candidate, and only in about one draw of a hundred.
 *
 * Source: J. L. Leva, "A fast normal random number generator", ACM TOMS 18(4), 1992, algorithm 712.
 */
export class Random {
  private generator: RandomGenerator;

  /** @throws RangeError unless `seed` is an integer in [-2^31, 2^32). */
  constructor(seed: number) {
    if (!Number.isInteger(seed) || seed < -(2 ** 31) || seed >= 2 ** 32) {
      throw new RangeError(`seed must be a whole number from -2147483648 to 4294967295, but it is ${seed}`);
    }
    this.generator = xoroshiro128plus(scramble(seed | 0));
    // The generator's state starts with half its bits fixed; these draws mix them.
    for (let i = 0; i < 16; i++) this.generator.unsafeNext();
  }

  /** A stream that goes on where another stood. @throws RangeError for what is no state of `state()`. */
  static fromState(state: RandomState): Random {
    const random = new Random(0);
    try {
      random.generator = xoroshiro128plus.fromState(state);
    } catch {
      throw new RangeError(`a stream's state is 4 whole numbers, but it is [${state.join(', ')}]`);
    }
    return random;
  }

  /** Where the stream stands: what `fromState` goes on from. */
  state(): RandomState {
    const state = this.generator.getState?.();
    if (!state)
      throw new Error('the generator of random numbers does not tell its state: npm run setup restores it');
    return [...state];
  }

  /** u ~ U[0, 1), with 53 random bits. */
  uniform(): number {
    const high = this.generator.unsafeNext() >>> 5;
    const low = this.generator.unsafeNext() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }

  /** eps ~ N(0, 1). */
  normal(): number {
    for (;;) {
      const u = 1 - this.uniform();
      const v = 1.7156 * (this.uniform() - 0.5);
      const x = u - 0.449871;
      const y = Math.abs(v) + 0.386595;
      const q = x * x + y * (0.196 * y - 0.25472 * x);
      if (q < 0.27597) return v / u;
      if (q <= 0.27846 && v * v <= -4 * u * u * Math.log(u)) return v / u;
    }
  }

  /** `[n]` independent draws of N(0, 1), as 32-bit floats, ready to become a tensor. */
  normals(n: number): Float32Array {
    const values = new Float32Array(checkCount(n));
    for (let i = 0; i < n; i++) values[i] = this.normal();
    return values;
  }

  /** `[n]` independent draws of U[low, high), as 32-bit floats. */
  uniforms(n: number, low = 0, high = 1): Float32Array {
    const values = new Float32Array(checkCount(n));
    for (let i = 0; i < n; i++) values[i] = low + (high - low) * this.uniform();
    return values;
  }

  /** A whole number from 0 to n - 1, each equally likely. @throws RangeError unless n is a whole number >= 1. */
  integer(n: number): number {
    if (!Number.isSafeInteger(n) || n < 1)
      throw new RangeError(`integer(n) needs a whole number n >= 1, not ${n}`);
    return Math.floor(this.uniform() * n);
  }

  /** The numbers 0 to n - 1 in random order (Fisher-Yates). */
  permutation(n: number): Uint32Array {
    const order = Uint32Array.from({ length: checkCount(n) }, (_, i) => i);
    for (let i = n - 1; i > 0; i--) {
      const j = this.integer(i + 1);
      const kept = order[i] as number;
      order[i] = order[j] as number;
      order[j] = kept;
    }
    return order;
  }

  /** A new stream, seeded by the next bits of this one: each call gives another, and the two do not follow each other. */
  fork(): Random {
    return new Random(this.generator.unsafeNext());
  }
}

/** Neighbouring seeds start from unrelated states (the finaliser of MurmurHash3). */
function scramble(seed: number): number {
  let h = Math.imul(seed ^ (seed >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) | 0;
}

function checkCount(n: number): number {
  if (!Number.isSafeInteger(n) || n < 0)
    throw new RangeError(`the number of draws must be a whole number >= 0, not ${n}`);
  return n;
}
