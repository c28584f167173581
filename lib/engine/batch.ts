/** Numbers of words. */
export type Tokens = Int32Array | Uint16Array | Uint32Array;

/** Some texts. */
export interface TextBatch {
  /** `[batch, length]`, text after text: numbers of words, from 0 to words - 1. */
  tokens: Tokens;
  /** `[batch]`: 0 or 1. */
  labels: ArrayLike<number>;
}

/** The number of texts. @throws RangeError when there is none, or too many, or a number does not fit. */
export function checkBatch(
  { tokens, labels }: Partial<TextBatch> & Pick<TextBatch, 'tokens'>,
  { length, words, most }: { length: number; words: number; most: number },
): number {
  const size = tokens.length / length;
  if (size === 0) throw new RangeError('the batch holds no texts: at least 1 is needed');
  if (!Number.isInteger(size)) {
    throw new RangeError(
      `tokens must be [batch, ${length}], but ${tokens.length} numbers are not a whole number of texts`,
    );
  }
  if (size > most) {
    throw new RangeError(
      `the batch holds ${size} texts, but this engine was made for at most ${most} (option batch)`,
    );
  }
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i] as number;
    if (!(token >= 0 && token < words && Number.isInteger(token))) {
      throw new RangeError(
        `token ${token} (text ${Math.floor(i / length)}, place ${i % length}) is outside the vocabulary: tokens are ` +
          `whole numbers from 0 to ${words - 1}`,
      );
    }
  }
  if (labels) checkLabels(labels, size);
  return size;
}

function checkLabels(labels: ArrayLike<number>, size: number): void {
  if (labels.length !== size) {
    throw new RangeError(`there are ${size} texts but ${labels.length} labels: they must be as many`);
  }
  for (let i = 0; i < size; i++) {
    if (labels[i] !== 0 && labels[i] !== 1) {
      throw new RangeError(`the label of text ${i} is ${labels[i]}, but labels are 0 or 1`);
    }
  }
}
