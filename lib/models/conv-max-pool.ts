import { shapeText } from '../bottleneck/checks';
import { firstNotFinite, NotFiniteError } from '../not-finite';
import type { Random } from '../random';
import { tf } from '../tf';
import { glorotUniform, uniform, zeros } from './initializers';
import { valuesOf } from './values';
import { windowMaxima, windowMaximaGradient, type Texts, type WordTable } from './window-max';

/** Sizes of the text CNN's first layers; the essay's are 5000, 50, 250, 3. */
export interface ConvMaxPoolSizes {
  words: number;
  embedding: number;
  filters: number;
  width: number;
}

/**
 * h_f = max_t relu(b_f + sum_k E[x_(t+k)] . W[k][:, f])
 *
 * Embedding, one-dimensional convolution, relu and global maximum over time as one operation: tokens int32
 * `[batch, length]` -> `[batch, filters]`. Three faults of the plain chain of operations are avoided: tfjs's maximum
 * sends the whole gradient to every tied window (and padding ties them), the `[batch, length, filters]` responses are
 * never stored, and equal words are multiplied once. Of tied maxima the first takes the whole gradient.
 *
 * E `[words, embedding]` starts U(-0.05, 0.05), W `[width, embedding, filters]` Glorot uniform, b at 0: Keras's defaults.
 */
export class ConvMaxPool {
  readonly embedding: tf.Variable;
  readonly kernel: tf.Variable;
  readonly bias: tf.Variable;
  /** The table of the whole vocabulary, and the numbers it was made from. */
  private table: { of: object[]; words: WordTable } | null = null;

  constructor(
    random: Random,
    readonly sizes: ConvMaxPoolSizes,
  ) {
    this.embedding = uniform(random, [sizes.words, sizes.embedding], 0.05);
    this.kernel = glorotUniform(random, [sizes.width, sizes.embedding, sizes.filters]);
    this.bias = zeros([sizes.filters]);
  }

  get variables(): tf.Variable[] {
    return [this.embedding, this.kernel, this.bias];
  }

  /**
   * Differentiable, for training: the word table is made of this batch's words only.
   *
   * @throws RangeError for texts shorter than the window, or a token outside [0, words).
   */
  apply(tokens: tf.Tensor2D): tf.Tensor2D {
    const texts = this.read(tokens);
    const { words, rows } = distinct(texts.rows, this.sizes.words);
    const vectors = tf.gather(this.embedding, tf.tensor1d(words, 'int32'));
    const maxima = this.maxima(this.product(vectors), { ...texts, rows });
    return maxima.add<tf.Tensor2D>(this.bias).relu();
  }

  /**
   * The same without gradient, for evaluation: the whole vocabulary's table is made once and kept while the weights
   * stay as they are.
   *
   * @throws RangeError as `apply`.
   */
  evaluate(tokens: tf.Tensor2D): tf.Tensor2D {
    const texts = this.read(tokens);
    return tf.tidy(() => {
      const { maximum } = windowMaxima(this.vocabularyTable(), texts);
      return tf.tensor2d(maximum, [texts.batch, this.sizes.filters]).add<tf.Tensor2D>(this.bias).relu();
    });
  }

  dispose(): void {
    tf.dispose(this.variables);
    this.table = null;
  }

  /** table = E [words, embedding] . W [embedding, width * filters] */
  private product(vectors: tf.Tensor): tf.Tensor2D {
    const { width, embedding, filters } = this.sizes;
    return tf.matMul(vectors, this.kernel.transpose([1, 0, 2]).reshape([embedding, width * filters]));
  }

  /** `windowMaxima` as a differentiable operation: `[words, width * filters]` -> `[batch, filters]`. */
  private maxima(table: tf.Tensor2D, texts: Texts): tf.Tensor2D {
    const { width, filters } = this.sizes;
    const operation = tf.customGrad<tf.Tensor2D>(x => {
      const values = checkTable((x as tf.Tensor2D).dataSync<'float32'>());
      const { maximum, start } = windowMaxima({ values, width, filters }, texts);
      const gradFunc = (dy: tf.Tensor) => {
        const sizes = { words: table.shape[0], width, filters };
        return tf.tensor2d(windowMaximaGradient(texts, start, dy.dataSync<'float32'>(), sizes), table.shape);
      };
      return { value: tf.tensor2d(maximum, [texts.batch, filters]), gradFunc };
    });
    return operation(table);
  }

  private vocabularyTable(): WordTable {
    // tfjs gives a variable a new dataId whenever it is assigned.
    const of = [this.embedding.dataId, this.kernel.dataId];
    if (this.table === null || this.table.of.some((id, i) => id !== of[i])) {
      const { width, filters } = this.sizes;
      this.table = { of, words: { values: valuesOf(() => this.product(this.embedding)), width, filters } };
    }
    return this.table.words;
  }

  private read(tokens: tf.Tensor2D): Texts {
    const [batch, length] = tokens.shape;
    if (tokens.rank !== 2 || length < this.sizes.width) {
      throw new RangeError(
        `tokens must be [batch, length] with length >= ${this.sizes.width} (the window), but they are ` +
          shapeText(tokens.shape),
      );
    }
    const rows = tokens.dataSync<'int32'>();
    const wrong = rows.findIndex(token => !(token >= 0 && token < this.sizes.words));
    if (wrong >= 0) {
      throw new RangeError(
        `token ${rows[wrong]} (text ${Math.floor(wrong / length)}, place ${wrong % length}) is outside the ` +
          `vocabulary: tokens go from 0 to ${this.sizes.words - 1}`,
      );
    }
    return { rows, batch, length };
  }
}

/** @throws NotFiniteError: a maximum would pass over NaN without a word. */
function checkTable(values: Float32Array): Float32Array {
  const wrong = firstNotFinite(values);
  if (wrong < 0) return values;
  throw new NotFiniteError(
    `a word vector times the convolution's kernel is ${values[wrong]}: the weights are not finite, or far too large`,
    values[wrong]!,
  );
}

/** The distinct tokens in order of appearance, and each token's place among them. */
function distinct(tokens: Int32Array, vocabulary: number): { words: Int32Array; rows: Int32Array } {
  const place = new Int32Array(vocabulary).fill(-1);
  const words: number[] = [];
  const rows = tokens.map(token => {
    if (place[token] === -1) place[token] = words.push(token) - 1;
    return place[token] as number;
  });
  return { words: Int32Array.from(words), rows };
}
