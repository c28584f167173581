import { checkBetween, checkCount, checkPositive } from '../checks';
import { Random } from '../random';
import { largestFloat } from '../not-finite';
import { largestWeight } from './assembly/plan';

/** What lies between the pool and the answer. */
export type HeadName = 'logistic' | 'dense' | 'vib';

/** The network; what is left out has the essay's value. */
export interface EngineOptions {
  head: HeadName;
  /** Seeds the initial weights and the noise. */
  seed: number;
  /** The vocabulary, 5000. */
  words?: number;
  /** Tokens in a text, 400. */
  length?: number;
  /** Dimensions of a word vector, 50. */
  embedding?: number;
  /** Convolution filters, 250. */
  filters?: number;
  /** Words in a window, 3: from 1 to 7. */
  width?: number;
  /** Units of the dense layer, or dimensions of the bottleneck's code, 128. */
  latent?: number;
  /** `vib`: the weight of the rate, 0.1. */
  lambda?: number;
  /** `vib`: nats a text that cost nothing, 0. */
  beta?: number;
  /** `dense`: the fraction of units left out at each step, 0.2. */
  dropout?: number;
  /** The largest batch to learn from, 32. */
  batch?: number;
  /** Threads, this one included; as many as there are cores, at most 2, unless given. */
  threads?: number;
}

/** A network without head gives its features alone. */
export type EngineHead = HeadName | 'none';

/** The options, complete and checked. */
export type EngineSettings = Required<Omit<EngineOptions, 'head'>> & { head: EngineHead };

/** The window's widest: the engine has one piece of code for each width. */
const widest = 7;
/** Bytes that WebAssembly can address. */
const addressable = 2 ** 31;

/** @throws RangeError naming the first option that is out of range, its value and the range. */
export function completeOptions(
  options: Omit<EngineOptions, 'head'> & { head: EngineHead },
  cores: number,
): EngineSettings {
  const settings: EngineSettings = {
    words: 5000,
    length: 400,
    embedding: 50,
    filters: 250,
    width: 3,
    latent: 128,
    lambda: options.head === 'vib' ? 0.1 : 0,
    beta: 0,
    dropout: options.head === 'dense' ? 0.2 : 0,
    batch: 32,
    threads: Math.max(1, Math.min(2, cores)),
    ...options,
  };
  const { head, words, length, embedding, filters, width, latent, batch, threads, dropout } = settings;
  if (!['logistic', 'dense', 'vib', 'none'].includes(head)) {
    throw new RangeError(`head must be 'logistic', 'dense' or 'vib', but it is '${String(head)}'`);
  }
  for (const [name, size] of Object.entries({ words, length, embedding, filters, latent, batch })) {
    checkCount(size, name);
  }
  checkBetween(checkCount(width, 'width'), 'width (words in a window)', 1, widest);
  checkBetween(checkCount(threads, 'threads'), 'threads', 1, 16);
  if (!(dropout >= 0 && dropout < 1)) {
    throw new RangeError(`dropout must be at least 0 and less than 1, but it is ${dropout}`);
  }
  if (length < width) {
    throw new RangeError(`length must be at least width = ${width} (one window), but it is ${length}`);
  }
  new Random(settings.seed);
  checkWeightOfRate('lambda (the weight of the KL term)', settings.lambda, head);
  checkWeightOfRate('beta (the budget in nats)', settings.beta, head);
  return settings;
}

/** @throws RangeError unless it is finite, also in 32 bits, and >= 0, and 0 where there is no rate. */
export function checkWeightOfRate(name: string, value: number, head: EngineHead): number {
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) {
    throw new RangeError(`${name} must be a finite number >= 0, but it is ${String(value)}`);
  }
  if (value > largestFloat) {
    throw new RangeError(
      `${name} must be at most 3.4e38, the largest number of 32 bits, but it is ${value}: take a smaller one`,
    );
  }
  if (head !== 'vib' && value !== 0) {
    throw new RangeError(
      `${name} is ${value}, but the head '${head}' has no rate: leave it at 0 or take head 'vib'`,
    );
  }
  return value;
}

/** The step of Adam. @throws RangeError unless it is a number > 0, and no larger than any weight may become. */
export function checkLearningRate(value: number): number {
  return checkBetween(checkPositive(value, 'learningRate'), 'learningRate', 0, largestWeight);
}

/** bytes. @throws RangeError when WebAssembly cannot address so many. */
export function checkMemory(bytes: number, { words, length, filters, batch }: EngineSettings): number {
  if (bytes > addressable) {
    throw new RangeError(
      `the engine would need ${(bytes / 1e9).toFixed(1)} GB, but it can address 2.1: take fewer words (${words}), ` +
        `filters (${filters}), tokens in a text (${length}) or texts in a batch (${batch})`,
    );
  }
  return bytes;
}
