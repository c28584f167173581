/** Numbers of words. */
export type Tokens = Int32Array | Uint16Array | Uint32Array;

/** Some texts. */
export interface TextBatch {
  /** `[batch, length]`, text after text: numbers of words, from 0 to words - 1. */
  tokens: Tokens;
  /** `[batch]`: 0 or 1. */
  labels: ArrayLike<number>;
}

/**
 * The number of texts.
 *
 * @param sizes.labelled must there be labels?
 * @throws RangeError when there is no text, or too many, or a number does not fit, or labels are missing.
 */
export function checkBatch(
  { tokens, labels }: Partial<TextBatch>,
  {
    length,
    words,
    most,
    labelled = false,
  }: { length: number; words: number; most: number; labelled?: boolean },
): number {
  if (!ArrayBuffer.isView(tokens) || tokens instanceof DataView) {
    throw new RangeError(
      `tokens must be a typed array of whole numbers, such as Int32Array, but they are ${describe(tokens)}`,
    );
  }
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
  if (labelled || labels !== undefined) checkLabels(labels, size);
  return size;
}

function checkLabels(labels: ArrayLike<number> | undefined, size: number): void {
  if (typeof labels !== 'object' || labels === null || typeof labels.length !== 'number') {
    throw new RangeError(
      `labels must be a list of 0 and 1, one for each of the ${size} texts, but they are ${describe(labels)}`,
    );
  }
  if (labels.length !== size) {
    throw new RangeError(`there are ${size} texts but ${labels.length} labels: they must be as many`);
  }
  for (let i = 0; i < size; i++) {
    if (labels[i] !== 0 && labels[i] !== 1) {
      throw new RangeError(`the label of text ${i} is ${labels[i]}, but labels are 0 or 1`);
    }
  }
}

/** A few words for a value of the wrong kind. */
export function describe(value: unknown): string {
  if (value === undefined) return 'missing';
  if (Array.isArray(value)) return 'an ordinary array';
  if (typeof value === 'object' || typeof value === 'function')
    return Object.prototype.toString.call(value).slice(8, -1);
  return typeof value === 'string' ? 'a text' : `a ${typeof value}`;
}
