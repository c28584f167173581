/**
 * 128 bits to 128 bits, one to one, each bit of the result depending on all: ChaCha's quarter round on 4 words, 16 times,
 * with a counter added so that 0 does not stay 0.
 *
 * Source: D. J. Bernstein, "ChaCha, a variant of Salsa20", 2008.
 */
export function mixWords(words: readonly number[]): number[] {
  let [a, b, c, d] = words as [number, number, number, number];
  for (let round = 1; round <= 16; round++) {
    a = (a + b + Math.imul(round, 0x9e3779b9)) | 0;
    d = rotate(d ^ a, 16);
    c = (c + d) | 0;
    b = rotate(b ^ c, 12);
    a = (a + b) | 0;
    d = rotate(d ^ a, 8);
    c = (c + d) | 0;
    b = rotate(b ^ c, 7);
  }
  return [a, b, c, d];
}

function rotate(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}
