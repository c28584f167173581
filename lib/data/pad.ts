import { padIndex } from './vocabulary';

/**
 * row = the last `length` of `ids`, with zeros before them when there are fewer: Keras's `pad_sequences(..., maxlen=length)`
 * with its defaults `padding='pre', truncating='pre'`. A review longer than `length` - 1 words therefore loses its start mark.
 *
 * @returns `[length]`
 * @throws RangeError unless `length` is a whole number >= 1
 */
export function padSequence(ids: ArrayLike<number>, length: number): Int32Array {
  return padSequences([ids], length);
}

/** `[sequences, length]`, row after row, each as `padSequence` gives it. */
export function padSequences(sequences: readonly ArrayLike<number>[], length: number): Int32Array {
  checkLength(length, sequences.length);
  const rows = new Int32Array(sequences.length * length).fill(padIndex);
  sequences.forEach((ids, row) => {
    const kept = Math.min(ids.length, length);
    const to = (row + 1) * length - kept;
    for (let i = 0; i < kept; i++) rows[to + i] = ids[ids.length - kept + i] as number;
  });
  return rows;
}

/** Numbers in one table of rows: 2 GiB of them. */
const mostNumbers = 2 ** 29;

/** @throws RangeError unless `length` is a whole number >= 1, and that many rows of it fit into memory. */
export function checkLength(length: number, rows = 1): void {
  if (!Number.isSafeInteger(length) || length < 1) {
    throw new RangeError(`length must be a whole number of tokens >= 1, but it is ${length}`);
  }
  if (length * rows > mostNumbers) {
    throw new RangeError(
      `length must be at most ${Math.floor(mostNumbers / rows)} tokens for ${rows} rows, but it is ${length}: choose less`,
    );
  }
}
