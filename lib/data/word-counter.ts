/**
 * Counts words and ranks them: rank 1 for the most frequent. Among equally frequent words the one seen first comes first
 * (as in Keras's `Tokenizer` and Python's `Counter.most_common`), so the ranking depends on the order of the texts alone.
 */
export class WordCounter {
  private readonly numbers = new Map<string, number>();
  private readonly counts: number[] = [];

  /** Counts one more `word`; returns its number in order of first appearance, from 0. */
  add(word: string): number {
    const seen = this.numbers.get(word);
    if (seen !== undefined) {
      this.counts[seen]++;
      return seen;
    }
    const number = this.counts.push(1) - 1;
    this.numbers.set(word, number);
    return number;
  }

  /** The number of `word` in order of first appearance, or undefined if it was never counted. */
  numberOf(word: string): number | undefined {
    return this.numbers.get(word);
  }

  /** The words by rank, and `rankOf[number]` (from 1) for each word's number. */
  ranking(): { words: string[]; rankOf: Uint32Array } {
    const words = [...this.numbers.keys()];
    // Array sort is stable: ties keep the order of first appearance.
    const order = words
      .map((_, number) => number)
      .sort((a, b) => (this.counts[b] ?? 0) - (this.counts[a] ?? 0));
    const rankOf = new Uint32Array(words.length);
    order.forEach((number, i) => (rankOf[number] = i + 1));
    return { words: order.map(number => words[number] ?? ''), rankOf };
  }
}
