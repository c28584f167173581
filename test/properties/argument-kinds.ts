import fc from 'fast-check';
import { Random } from '../../lib/random';

/** What an argument may be: ordinary values at random, and odd ones (extreme, wrong, missing) to be tried one at a time. */
export interface Kind {
  /** The argument's name, as a message has it. */
  readonly name: string;
  /** Other words by which a message may name it, such as a record's fields. */
  readonly words: readonly string[];
  readonly usual: fc.Arbitrary<unknown>;
  readonly odd: readonly unknown[];
}

const EXTREME = [
  0,
  -0,
  1,
  -1,
  0.5,
  2,
  37.5,
  1e-8,
  1 - 2 ** -53,
  1e-17,
  1e15,
  1e17,
  1e-200,
  -1e-200,
  1e200,
  -1e200,
  1e-300,
  1e300,
  -1e300,
  5e-324,
  1.7976931348623157e308,
  -1.7976931348623157e308,
  700,
  -700,
  2 ** 31,
  2 ** 32,
  2 ** 53,
];
const NO_NUMBER = [NaN, Infinity, -Infinity, '1', 'a', '', null, undefined, true, 1n, [], [1], {}, () => 1];

/** Ordinary real numbers from least to most, on a grid of 4,000 (fast-check's own reals are mostly extremes). */
export function reals(least: number, most: number): fc.Arbitrary<number> {
  return fc.integer({ min: 0, max: 4000 }).map(i => least + ((most - least) * i) / 4000);
}

const usualNumber = reals(-6, 6);

/** Any finite number. */
export function number(name: string, usual: fc.Arbitrary<unknown> = usualNumber, ...words: string[]): Kind {
  return { name, words, usual, odd: [...EXTREME, ...NO_NUMBER] };
}

/** A number > 0, such as a standard deviation. */
export function positive(name: string, ...words: string[]): Kind {
  return number(name, reals(0.05, 6), ...words);
}

/** A number from least to most, such as a probability. */
export function between(name: string, least: number, most: number, ...words: string[]): Kind {
  return number(name, reals(least, most), ...words);
}

/** A whole number; the huge ones must be refused or answered at once. */
export function count(name: string, least = 1, most = 40, ...words: string[]): Kind {
  const odd = [2.5, -3, 3, 17, 128, 4096, 1e9, 1e10, 1e12, Number.MAX_SAFE_INTEGER];
  const kind = number(name, fc.integer({ min: least, max: most }), ...words);
  return { ...kind, odd: [...odd, ...kind.odd] };
}

/** true or false; anything else has a truth of its own. */
export function flag(name: string): Kind {
  return { name, words: [], usual: fc.boolean(), odd: [true, false] };
}

/** One of these, and anything else. */
export function oneOf(name: string, ...values: string[]): Kind {
  return {
    name,
    words: [],
    usual: fc.constantFrom(...values),
    odd: [...values, 'x', '', 3, NaN, null, {}, []],
  };
}

/** A seeded stream. */
export function random(name = 'random'): Kind {
  const usual = fc.integer({ min: 0, max: 2 ** 31 - 1 }).map(seed => new Random(seed));
  return { name, words: [], usual, odd: [undefined, null, 3, 'a', {}, Math.random] };
}

/** A function; `usual` makes good ones, odd ones give NaN, infinities, nothing, or throw. */
export function callback(name: string, usual: fc.Arbitrary<unknown>, ...words: string[]): Kind {
  const odd = [() => NaN, () => Infinity, () => -Infinity, () => undefined, () => 'a', () => 0, () => 1e300];
  return { name, words, usual, odd: [...odd, () => -1, () => 5e-324, undefined, null, 3, 'a', {}, []] };
}

/** `[k]` numbers; `usual` is of this length, so that several vectors of one call agree. */
export function vector(
  name: string,
  length = 3,
  values: fc.Arbitrary<number> = usualNumber,
  ...words: string[]
): Kind {
  const usual = fc
    .array(values, { minLength: length, maxLength: length })
    .chain(array => fc.constantFrom<unknown>(array, Float64Array.from(array)));
  const filled = (value: unknown) => Array.from({ length }, () => value);
  const last = (value: unknown) => Array.from({ length }, (_, i) => (i === length - 1 ? value : 0.5));
  const odd = [
    ...EXTREME.flatMap(value => [filled(value), last(value)]),
    ...[NaN, Infinity, -Infinity, '1', 'a', null, undefined, 1n, {}, [1]].map(last),
    Float64Array.from(last(NaN) as number[]),
    Float32Array.from(last(1e38) as number[]),
    new Array<number>(length),
    [],
    [0.5],
    new Float64Array(length + 1),
    new Float64Array(4096),
    ...WRONG_LIST,
  ];
  return { name, words, usual, odd };
}

/** What is no list of numbers. */
const WRONG_LIST = [
  undefined,
  null,
  NaN,
  3,
  'a',
  'abc',
  '',
  true,
  {},
  { length: 3 },
  { length: -1 },
  () => 1,
  new Map(),
];

/** `[rows][columns]`; `usual` makes good ones. */
export function rows(
  name: string,
  usual: fc.Arbitrary<number[][]>,
  height: number,
  width: number,
  ...words: string[]
): Kind {
  const fill = (value: (i: number, j: number) => unknown, h = height, w = width) =>
    Array.from({ length: h }, (_, i) => Array.from({ length: w }, (_, j) => value(i, j)));
  const identity = (i: number, j: number) => (i === j ? 1 : 0);
  const at = (value: unknown) => fill((i, j) => (i === height - 1 && j === 0 ? value : identity(i, j)));
  const odd = [
    ...EXTREME.flatMap(value => [fill(() => value), at(value), fill((i, j) => identity(i, j) * value)]),
    ...EXTREME.map(value => fill((i, j) => (i === 0 ? value : 1) * (j === 0 ? value : 1) * identity(i, j))),
    ...[NaN, Infinity, -Infinity, '1', 'a', null, undefined, 1n, {}, [1]].map(at),
    fill(identity, height + 1, width),
    fill(identity, height, width + 1),
    fill(identity, 1, 1),
    fill(identity, height, 0),
    [],
    [[]],
    [...fill(identity).slice(1), [0]],
    ...WRONG_LIST.map(list => [...fill(identity).slice(1), list]),
    ...WRONG_LIST,
  ];
  return { name, words: [...words, 'row'], usual, odd };
}

/** A symmetric positive definite matrix `[k, k]`: A A^T plus a part of the identity. */
export function covariance(name = 'covariance', k = 3, ...words: string[]): Kind {
  const usual = fc.array(reals(-2, 2), { minLength: k * k, maxLength: k * k }).map(a =>
    Array.from({ length: k }, (_, i) =>
      Array.from({ length: k }, (_, j) => {
        let sum = i === j ? 0.1 : 0;
        for (let d = 0; d < k; d++) sum += a[i * k + d]! * a[j * k + d]!;
        return sum;
      }),
    ),
  );
  return rows(name, usual, k, k, ...words);
}

/** A record; each field is tried with its own odd values, and the record itself left out or replaced. */
export function record(name: string, fields: readonly Kind[], ...words: string[]): Kind {
  const usual = fc.tuple(...fields.map(field => field.usual));
  const build = (values: readonly unknown[]) =>
    Object.fromEntries(fields.map((field, i) => [field.name, values[i]]));
  const good = fc.sample(usual, { numRuns: 1, seed: 1 })[0]!;
  const odd = fields.flatMap((field, i) =>
    field.odd.map(value => build(good.map((kept, j) => (i === j ? value : kept)))),
  );
  return {
    name,
    words: [...words, ...fields.flatMap(field => [field.name, ...field.words])],
    usual: usual.map(build),
    odd: [...odd, undefined, null, 3, 'a', {}, [], () => 1],
  };
}
