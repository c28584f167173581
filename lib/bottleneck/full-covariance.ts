import { tf } from '../tf';
import { checkMatrix, shapeText } from './checks';
import { checkFiniteTensor, halfExcess, numbersOf } from './exact';

/**
 * The free numbers that factors were made of: a small exp(r_ii) is 0 in 32 bits, and its logarithm lost, but r_ii is known.
 */
const origins = new WeakMap<tf.Tensor, tf.Tensor2D>();

/**
 * L_ii = exp(r_ii), L_ij = r_ij for j < i, 0 above the diagonal
 *
 * Turns free numbers into the Cholesky factor of a covariance L L^T that is always positive definite. The divergence of such a
 * factor (`klFullCovarianceTensor`) is computed from r_ii, and right for any of them below 44.
 *
 * @param raw `[batch, k (k + 1) / 2]`, row by row of the lower triangle
 * @param k the latent dimension
 * @returns `[batch, k, k]`
 * @throws RangeError when the width of `raw` is not k (k + 1) / 2, or there is no example.
 * @throws NotFiniteError for a number that is not finite, or r_ii above 88.7.
 */
export function choleskyFromVector(raw: tf.Tensor2D, k: number): tf.Tensor3D {
  const width = (k * (k + 1)) / 2;
  if (raw.rank !== 2 || raw.shape[1] !== width) {
    throw new RangeError(`raw must be [batch, ${width}] for k = ${k}, but it is ${shapeText(raw.shape)}`);
  }
  checkMatrix('raw', raw);
  checkFiniteTensor('raw', raw);
  const below = new Float32Array(width * k * k);
  const diagonal = new Float32Array(width * k * k);
  for (let i = 0, position = 0; i < k; i++) {
    for (let j = 0; j <= i; j++, position++) (i === j ? diagonal : below)[position * k * k + i * k + j] = 1;
  }
  const cholesky = tf.tidy(() => {
    const place = (values: tf.Tensor2D, where: Float32Array) =>
      values.matMul(tf.tensor2d(where, [width, k * k])).reshape<tf.Tensor3D>([-1, k, k]);
    // Only the diagonal is exponentiated: elsewhere a large entry would overflow and give 0 * Infinity.
    const logDiagonal = place(raw, diagonal);
    const factor = place(raw, below).add<tf.Tensor3D>(logDiagonal.exp().mul(tf.eye(k)));
    return checkFiniteTensor('cholesky', factor, { 'the logarithm of its diagonal': logDiagonal });
  });
  origins.set(cholesky, raw);
  return cholesky;
}

/**
 * KL(N(mean, L L^T) || N(0, I)) = 1/2 (sum_ij L_ij^2 + sum_i mean_i^2 - k) - sum_i log L_ii
 *
 * @param mean `[batch, k]`
 * @param cholesky L, `[batch, k, k]`, lower triangular with a positive diagonal
 * @returns `[batch]`, nats, never below 0: computed in 64 bits and rounded once. First derivatives only.
 * @throws RangeError when the shapes do not fit, there is no example, or L is no such factor.
 * @throws NotFiniteError for an input that is not finite, or a KL above 3.4e38.
 */
export function klFullCovarianceTensor(mean: tf.Tensor2D, cholesky: tf.Tensor3D): tf.Tensor1D {
  checkFactor(mean, cholesky);
  const raw = originOf(cholesky);
  const k = mean.shape[1];
  const operation = tf.customGrad<tf.Tensor1D>((...inputs) => {
    const [m, factor] = inputs as tf.Tensor[] as [tf.Tensor, tf.Tensor];
    const [means, L] = [numbersOf(m), numbersOf(factor)];
    const logs = logDiagonals(L, raw, k);
    const sums = new Float32Array(m.shape[0]);
    for (let i = 0, at = 0; i < sums.length; i++) {
      let sum = 0;
      for (let row = 0; row < k; row++) {
        sum += 0.5 * means[i * k + row]! ** 2 + halfExcess(2 * logs[i * k + row]!);
        for (let column = 0; column < k; column++, at++) if (column !== row) sum += 0.5 * L[at]! ** 2;
      }
      sums[i] = sum;
    }
    const value = tf.tensor1d(sums);
    checkFiniteTensor('the KL', value);
    (inputs[inputs.length - 1] as unknown as tf.GradSaveFunc)([m]);
    const free = raw && numbersOf(raw);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const rows = dy.expandDims(1);
      const byFactor = Float32Array.from(
        L,
        (entry, at) => entry - (onDiagonal(at, k) && entry > 0 ? 1 / entry : 0),
      );
      const gradients = [
        rows.mul(saved[0] as tf.Tensor),
        rows.expandDims(2).mul(tf.tensor(byFactor, factor.shape)),
      ];
      if (!free) return gradients;
      // What the way through the rounded L_ii leaves of exp(2 r_ii) - 1: all of it, where L_ii is 0.
      const left = rawDiagonal(free, k, (r, at) => {
        const entry = L[at]!;
        return Math.expm1(2 * r) - (entry > 0 ? (entry - 1) * (entry + 1) : 0);
      });
      return [...gradients, rows.mul(left)];
    };
    return { value, gradFunc };
  });
  return tf.tidy(() => (raw ? operation(mean, cholesky, raw) : operation(mean, cholesky)));
}

/**
 * log (L L^T)_ii = log sum_j L_ij^2, the logarithm of each variance
 *
 * @param cholesky L, `[batch, k, k]`, lower triangular with a positive diagonal
 * @returns `[batch, k]`. First derivatives only.
 * @throws as `klFullCovarianceTensor`.
 */
export function logVariancesTensor(cholesky: tf.Tensor3D): tf.Tensor2D {
  const [batch, k] = cholesky.shape;
  checkTriangle(cholesky);
  const raw = originOf(cholesky);
  const operation = tf.customGrad<tf.Tensor2D>((...inputs) => {
    const factor = inputs[0] as tf.Tensor;
    const L = numbersOf(factor);
    const logs = logDiagonals(L, raw, k);
    const squares = (row: number): number[] =>
      Array.from({ length: k }, (_, column) =>
        column === row % k ? 2 * logs[row]! : 2 * Math.log(Math.abs(L[row * k + column]!)),
      );
    const values = Float64Array.from({ length: batch * k }, (_, row) => {
      const terms = squares(row);
      const most = Math.max(...terms);
      return most + Math.log(terms.reduce((sum, term) => sum + Math.exp(term - most), 0));
    });
    const value = tf.tensor2d(Float32Array.from(values), [batch, k]);
    const free = raw && numbersOf(raw);
    const gradFunc = (dy: tf.Tensor) => {
      const share = (at: number) => {
        const row = Math.floor(at / k);
        return L[at] === 0 ? 0 : 2 * Math.exp(squares(row)[at % k]! - values[row]!);
      };
      const byFactor = Float32Array.from(L, (entry, at) => (entry === 0 ? 0 : share(at) / entry));
      const gradients = [dy.expandDims(2).mul(tf.tensor(byFactor, factor.shape))];
      if (!free) return gradients;
      const left = rawDiagonal(free, k, (r, at) =>
        L[at]! > 0 ? 0 : 2 * Math.exp(2 * r - values[Math.floor(at / k)]!),
      );
      return [...gradients, left.mul(spreadOver(dy, k))];
    };
    return { value: checkFiniteTensor('the log-variance', value), gradFunc };
  });
  return tf.tidy(() => (raw ? operation(cholesky, raw) : operation(cholesky)));
}

/**
 * z = mean + L eps
 *
 * @param mean `[batch, k]`
 * @param cholesky L, `[batch, k, k]`
 * @param eps `[batch, k]`, draws of N(0, I)
 * @returns `[batch, k]`, a sample of N(mean, L L^T) through which gradients flow
 * @throws RangeError when the shapes do not fit or there is no example.
 * @throws NotFiniteError for an input that is not finite, or a sample beyond 3.4e38.
 */
export function reparameterizeFullTensor(
  mean: tf.Tensor2D,
  cholesky: tf.Tensor3D,
  eps: tf.Tensor2D,
): tf.Tensor2D {
  checkShapes(mean, cholesky);
  checkShapes(eps, cholesky, 'eps');
  return tf.tidy(() =>
    checkFiniteTensor('z', mean.add<tf.Tensor2D>(cholesky.mul(eps.expandDims(1)).sum(2)), { mean, eps }),
  );
}

function originOf(cholesky: tf.Tensor3D): tf.Tensor2D | undefined {
  const raw = origins.get(cholesky);
  return raw?.isDisposed === false ? raw : undefined;
}

/** log L_ii, `[batch * k]`, from the free numbers where they are known. */
function logDiagonals(L: ArrayLike<number>, raw: tf.Tensor2D | undefined, k: number): Float64Array {
  const free = raw && numbersOf(raw);
  const width = (k * (k + 1)) / 2;
  return Float64Array.from({ length: L.length / k }, (_, row) => {
    const [example, i] = [Math.floor(row / k), row % k];
    return free ? free[example * width + (i * (i + 3)) / 2]! : Math.log(L[row * k + i]!);
  });
}

/** As raw: f(r_ii, the place of L_ii) at the places of the diagonal, 0 elsewhere; `[batch, k (k + 1) / 2]`. */
function rawDiagonal(free: ArrayLike<number>, k: number, f: (r: number, at: number) => number): tf.Tensor {
  const width = (k * (k + 1)) / 2;
  const values = new Float32Array(free.length);
  for (let example = 0; example < free.length / width; example++) {
    for (let i = 0; i < k; i++) {
      const place = example * width + (i * (i + 3)) / 2;
      values[place] = f(free[place]!, (example * k + i) * k + i);
    }
  }
  return tf.tensor2d(values, [free.length / width, width]);
}

/** `[batch, k]` -> `[batch, k (k + 1) / 2]`: the number of row i at every place of row i. */
function spreadOver(dy: tf.Tensor, k: number): tf.Tensor {
  const rows = Array.from({ length: k }, (_, i) => new Array<number>(i + 1).fill(i)).flat();
  return dy.gather(tf.tensor1d(rows, 'int32'), 1);
}

function onDiagonal(at: number, k: number): boolean {
  return Math.floor((at % (k * k)) / k) === at % k;
}

function checkFactor(mean: tf.Tensor2D, cholesky: tf.Tensor3D): void {
  checkShapes(mean, cholesky);
  checkFiniteTensor('mean', mean);
  checkTriangle(cholesky);
}

/** @throws RangeError unless it is lower triangular with a positive diagonal. */
function checkTriangle(cholesky: tf.Tensor3D): void {
  checkFiniteTensor('cholesky', cholesky);
  const known = originOf(cholesky) !== undefined;
  const [k, L] = [cholesky.shape[1], numbersOf(cholesky)];
  for (let at = 0; at < L.length; at++) {
    const [example, i, j] = [Math.floor(at / (k * k)), Math.floor((at % (k * k)) / k), at % k];
    const wrong = j > i ? L[at] !== 0 : j === i && !(known ? L[at]! >= 0 : L[at]! > 0);
    if (!wrong) continue;
    throw new RangeError(
      `cholesky[${example}, ${i}, ${j}] is ${L[at]}, but a Cholesky factor has ` +
        (j > i ? 'only 0 above its diagonal' : 'a positive diagonal: make it with choleskyFromVector'),
    );
  }
}

function checkShapes(vector: tf.Tensor2D, cholesky: tf.Tensor3D, name = 'mean'): void {
  const [batch, k] = vector.shape;
  const fits = cholesky.rank === 3 && cholesky.shape[0] === batch && cholesky.shape[1] === k;
  if (vector.rank !== 2 || !fits || cholesky.shape[2] !== k) {
    throw new RangeError(
      `${name} must be [batch, k] and cholesky [batch, k, k], but ${name} is ${shapeText(vector.shape)} and ` +
        `cholesky is ${shapeText(cholesky.shape)}`,
    );
  }
  checkMatrix(name, vector);
}
