import { xoroshiro128plus, type RandomGenerator } from 'pure-rand';
import { checkBetween, checkCount, checkList, MOST_VALUES, shown } from './checks';
import { float32AtLeast, float32Below, LARGEST_FLOAT32 } from './random/float32';
import { mixWords } from './random/mix-words';

/** Where a stream stands: 4 words of 32 bits, then one for each of its first forks. */
export type RandomState = readonly number[];

/** So many forks of a stream are seeded by 32 bits, as long as these are new. */
const REMEMBERED_FORKS = 4096;

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
  /** The bits that seeded the first forks: no other fork may have them. */
  private forked = new Set<number>();

  /** Each seed has a stream of its own. @throws RangeError unless `seed` is an integer in [-2^31, 2^32). */
  constructor(seed: number) {
    if (!Number.isInteger(seed) || seed < -(2 ** 31) || seed >= 2 ** 32) {
      throw new RangeError(
        `seed must be a whole number from -2147483648 to 4294967295, but it is ${shown(seed)}`,
      );
    }
    // As 32 bits, seed and seed + 2^32 are the same: a negative one starts from 128 mixed bits instead.
    this.generator =
      seed < 0
        ? xoroshiro128plus.fromState(mixWords([seed, ~seed, 0, 0]))
        : xoroshiro128plus(scramble(seed | 0));
    // The generator's state starts with half its bits fixed; these draws mix them.
    for (let i = 0; i < 16; i++) this.generator.unsafeNext();
  }

  /** A stream that goes on where another stood, forks included. @throws RangeError for what is no state of `state()`. */
  static fromState(state: RandomState): Random {
    checkList(state, 'state');
    if (state.length < 4 || state.length > 4 + REMEMBERED_FORKS) {
      throw new RangeError(
        `the state of a stream is 4 whole numbers, but it is [${Array.from(state, shown).slice(0, 6).join(', ')}], ` +
          `${state.length} values: pass what state() gave`,
      );
    }
    for (let i = 0; i < state.length; i++) {
      if ((state[i]! | 0) !== state[i]) {
        throw new RangeError(
          `state[${i}] must be a whole number of 32 bits, but it is ${shown(state[i])}: pass what state() gave`,
        );
      }
    }
    const words = state.slice(0, 4);
    if (words.every(word => word === 0)) {
      throw new RangeError('the 4 words of a state are not all 0, but these are: pass what state() gave');
    }
    const random = new Random(0);
    random.generator = xoroshiro128plus.fromState(words);
    random.forked = new Set(state.slice(4));
    return random;
  }

  /** Where the stream stands: what `fromState` goes on from. */
  state(): RandomState {
    return [...wordsOf(this.generator), ...this.forked];
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
    const values = new Float32Array(checkCount(n, 'n', 0, MOST_VALUES));
    for (let i = 0; i < n; i++) values[i] = this.normal();
    return values;
  }

  /**
   * `[n]` independent draws of U[low, high), as 32-bit floats that are not below low and below high.
   * @throws RangeError unless n is a whole number from 0 to 1e8 and low < high with 32-bit floats between them.
   */
  uniforms(n: number, low = 0, high = 1): Float32Array {
    const values = new Float32Array(checkCount(n, 'n', 0, MOST_VALUES));
    checkBetween(low, 'low', -LARGEST_FLOAT32, LARGEST_FLOAT32);
    checkBetween(high, 'high', -LARGEST_FLOAT32, LARGEST_FLOAT32);
    if (low >= high)
      throw new RangeError(`low must be below high, but low is ${low} and high is ${high}: swap them`);
    const [least, most] = [float32AtLeast(low), float32Below(high)];
    if (least > most) {
      throw new RangeError(
        `no 32-bit float lies from low = ${low} to below high = ${high}: draw 64-bit ones with uniform()`,
      );
    }
    for (let i = 0; i < n; i++) {
      // Rounding to 32 bits may reach high, or fall below low.
      values[i] = Math.max(least, Math.min(most, low + (high - low) * this.uniform()));
    }
    return values;
  }

  /** A whole number from 0 to n - 1, each equally likely. @throws RangeError unless n is a whole number >= 1. */
  integer(n: number): number {
    // Up to 2^32 the chances differ by less than one in 2^21; above, the rest of the division is drawn again.
    if (checkCount(n, 'n') <= 2 ** 32) return Math.floor(this.uniform() * n);
    const even = n * Math.floor(2 ** 53 / n);
    for (;;) {
      const draw = this.uniform() * 2 ** 53;
      if (draw < even) return draw % n;
    }
  }

  /** The numbers 0 to n - 1 in random order (Fisher-Yates). @throws RangeError unless n is a whole number from 0 to 1e8. */
  permutation(n: number): Uint32Array {
    const order = new Uint32Array(checkCount(n, 'n', 0, MOST_VALUES)).map((_, i) => i);
    for (let i = n - 1; i > 0; i--) {
      const j = this.integer(i + 1);
      const kept = order[i] as number;
      order[i] = order[j] as number;
      order[j] = kept;
    }
    return order;
  }

  /**
   * A new stream that does not follow this one: each call gives another, however many there are.
   *
   * A stream's first 4,096 forks are seeded by its next 32 bits, `new Random(bits)`, unless an earlier fork had the same
   * bits. Any other fork starts from all 128 bits of where this stream stands, mixed one to one: as a stream never stands
   * twice in one place, no two of these are the same. Between forks of two streams, 32 bits agree by chance once in 2^32.
   */
  fork(): Random {
    const bits = this.generator.unsafeNext();
    if (this.forked.size < REMEMBERED_FORKS && !this.forked.has(bits)) {
      this.forked.add(bits);
      return new Random(bits >>> 0);
    }
    return Random.fromState(mixWords(wordsOf(this.generator)));
  }
}

/** The 128 bits of where a generator stands. */
function wordsOf(generator: RandomGenerator): number[] {
  const words = generator.getState?.();
  if (!words)
    throw new Error('the generator of random numbers does not tell its state: npm run setup restores it');
  return [...words];
}

/** Neighbouring seeds start from unrelated states (the finaliser of MurmurHash3). */
function scramble(seed: number): number {
  let h = Math.imul(seed ^ (seed >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) | 0;
}
