import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { windowMaxima, windowMaximaGradient } from '../../lib/models/window-max';
import { Random } from '../../lib/random';

/** Plainly: the response of every window, and the first greatest. */
function plainMaxima(table: Float32Array, rows: Int32Array, length: number, width: number, filters: number) {
  const batch = rows.length / length;
  return Array.from({ length: batch * filters }, (_, i) => {
    const [text, f] = [Math.floor(i / filters), i % filters];
    const responses = Array.from({ length: length - width + 1 }, (_, t) => {
      let sum = 0;
      for (let k = 0; k < width; k++) {
        sum += table[(rows[text * length + t + k]! * width + k) * filters + f]!;
      }
      return Math.fround(sum);
    });
    const maximum = Math.max(...responses);
    return { maximum, start: responses.indexOf(maximum) };
  });
}

describe('windowMaxima', () => {
  for (const [width, length, filters, words] of [
    [3, 9, 5, 6],
    [1, 4, 3, 5],
    [2, 7, 4, 4],
    [5, 5, 2, 8],
  ] as const) {
    test(`window ${width}, length ${length}: every maximum and its first place`, () => {
      const random = new Random(width);
      const batch = 6;
      const values = random.normals(words * width * filters);
      // Half of each text is padding, and the first text repeats a phrase, so that windows tie.
      const rows = Int32Array.from({ length: batch * length }, (_, i) =>
        i < length ? i % 2 : i % length < length / 2 ? 0 : random.integer(words),
      );
      const found = windowMaxima({ values, width, filters }, { rows, batch, length });
      const expected = plainMaxima(values, rows, length, width, filters);
      assert.deepEqual(
        [...found.maximum],
        expected.map(e => e.maximum),
      );
      assert.deepEqual(
        [...found.start],
        expected.map(e => e.start),
      );
    });
  }
});

describe('windowMaximaGradient', () => {
  test('gives each gradient to one window, and to each of its words', () => {
    // Two texts, two filters, width 2, three words.
    const texts = { rows: Int32Array.of(0, 0, 1, 2, 2, 2), batch: 2, length: 3 };
    const start = Int32Array.of(1, 0, 0, 1);
    const sizes = { words: 3, width: 2, filters: 2 };
    const found = windowMaximaGradient(texts, start, Float32Array.of(7, 5, 3, 2), sizes);
    // Entries are [word][place][filter].
    assert.deepEqual([...found], [7, 5, 0, 5, 0, 0, 7, 0, 3, 2, 3, 2]);
  });

  test('texts that share a word add up', () => {
    const texts = { rows: Int32Array.of(1, 1, 1, 1), batch: 2, length: 2 };
    const sizes = { words: 2, width: 2, filters: 1 };
    const found = windowMaximaGradient(texts, Int32Array.of(0, 0), Float32Array.of(4, 6), sizes);
    assert.deepEqual([...found], [0, 0, 10, 10]);
  });
});
