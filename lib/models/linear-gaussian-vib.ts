import { Matrix } from 'ml-matrix';
import { checkLambda } from '../bottleneck/checks';
import { halfExcess } from '../bottleneck/exact';
import { checkSameLength, checkVector } from '../checks';
import type { Covariance } from '../gaussian/parameters';
import { cholesky } from '../gaussian/cholesky';
import { gaussianMutualInformationFull } from '../information/exact';
import { minimizeSmooth } from '../information/minimize-smooth';
import { Random } from '../random';
import { checkSizes } from './sizes';

export interface LinearGaussianVibOptions {
  /** The covariance of (x, y), whose mean is 0: `[n + m, n + m]`. */
  covariance: Covariance;
  /** n, how many of its first rows belong to x. */
  dimensionsX: number;
  /** The weight of the rate, >= 0. */
  lambda: number;
  /** K, as many latent dimensions as x has unless given. */
  latent?: number;
  /** Seeds the weights that training starts from. */
  seed: number;
}

/** The weights: z = A x + exp(logVar / 2) eps, and q(y|z) = N(B z, (W^T W)^-1). */
export interface LinearGaussianWeights {
  /** A, `[K, n]` */
  readonly encoder: number[][];
  /** `[K]`, the same for every x */
  readonly logVar: number[];
  /** B, `[m, K]` */
  readonly decoder: number[][];
  /** W, `[m, m]`, lower triangular with a positive diagonal */
  readonly precisionFactor: number[][];
}

/** What a linear Gaussian VIB costs and carries: exact, in nats. */
export interface LinearGaussianTerms {
  /** E[-ln q(y|z)] + lambda E KL(p(z|x) || N(0, I)) */
  readonly total: number;
  readonly distortion: number;
  readonly rate: number;
  /** The rate of each latent dimension, `[K]`. */
  readonly rates: number[];
}

/** The largest rate at which a latent dimension counts as closed, nats: some way above what descent leaves of a 0. */
export const CLOSED_NATS = 1e-3;

interface Moments {
  readonly x: Matrix;
  readonly xy: Matrix;
  readonly y: Matrix;
}

/**
 * L = m/2 ln 2 pi - ln det W + 1/2 tr(W M W^T) + lambda/2 [tr(A S_x A^T) + sum_k (s_k - 1 - ln s_k)]
 *
 * with M = S_y - B A S_xy - S_yx A^T B^T + B (A S_x A^T + diag s) B^T and s = exp(logVar): the VIB loss, every expectation
 * done, for jointly normal x and y, an encoder z = A x + sqrt(s) eps and a decoder q(y|z) = N(B z, (W^T W)^-1).
 *
 * It knows the covariance of (x, y) and no closed form of the bottleneck: A, s, B and W are found by descent.
 */
export class LinearGaussianVib {
  readonly latentSize: number;
  private readonly moments: Moments;
  private readonly lambda: number;
  /** A, logVar, B, then W row by row up to its diagonal, which is kept as a logarithm. */
  private values: Float64Array;

  /** @throws RangeError for a covariance that is not positive definite, or a bad size, lambda or seed. */
  constructor({ covariance, dimensionsX: n, lambda, latent = n, seed }: LinearGaussianVibOptions) {
    cholesky(covariance);
    if (!Number.isInteger(n) || n < 1 || n >= covariance.length) {
      throw new RangeError(
        `dimensionsX must be a whole number from 1 to ${covariance.length - 1} (the covariance has ` +
          `${covariance.length} rows), but it is ${n}`,
      );
    }
    checkSizes({ latent });
    this.latentSize = latent;
    this.lambda = checkLambda(lambda);
    const joint = new Matrix(covariance.map(row => Array.from(row)));
    const last = covariance.length - 1;
    this.moments = {
      x: joint.subMatrix(0, n - 1, 0, n - 1),
      xy: joint.subMatrix(0, n - 1, n, last),
      y: joint.subMatrix(n, last, n, last),
    };
    const m = last + 1 - n;
    const random = new Random(seed);
    const small = (count: number) => Array.from(random.normals(count), v => 0.5 * v);
    const precision = new Array<number>((m * (m + 1)) / 2).fill(0);
    this.values = Float64Array.from([
      ...small(latent * n),
      ...new Array<number>(latent).fill(0),
      ...small(m * latent),
      ...precision,
    ]);
  }

  /** A copy of all weights in one row, as `lossAt` takes them. @throws RangeError when set to another number of values. */
  get parameters(): Float64Array {
    return this.values.slice();
  }
  set parameters(values: ArrayLike<number>) {
    checkSameLength(checkVector(values, 'parameters'), 'parameters', this.values, 'the model');
    this.values = Float64Array.from(values);
  }

  get weights(): LinearGaussianWeights {
    const { a, logVar, b, w } = this.unpack(this.values);
    return {
      encoder: a.to2DArray(),
      logVar,
      decoder: b.to2DArray(),
      precisionFactor: w.to2DArray(),
    };
  }

  /** sqrt(s), `[K]`: the noise of each latent dimension. */
  get sigmas(): number[] {
    return this.weights.logVar.map(v => Math.exp(v / 2));
  }

  terms(): LinearGaussianTerms {
    return this.evaluate(this.values);
  }

  /** How many latent dimensions have a rate above {@link CLOSED_NATS}. */
  active(): number {
    return this.terms().rates.filter(rate => rate > CLOSED_NATS).length;
  }

  /**
   * I(X;Z) = 1/2 ln[det(A S_x A^T + diag s) / det diag s] and I(Z;Y) = 1/2 ln[det S_z det S_y / det S_zy], exact, nats: what
   * the code carries, whatever the decoder makes of it.
   */
  informations(): { xz: number; zy: number } {
    const { a, logVar } = this.unpack(this.values);
    const covarianceZ = this.codeCovariance(a, logVar).to2DArray();
    const cross = a.mmul(this.moments.xy);
    const across = cross.to2DArray();
    const back = cross.transpose().to2DArray();
    const y = this.moments.y.to2DArray();
    const joint = [
      ...covarianceZ.map((row, i) => [...row, ...across[i]!]),
      ...y.map((row, i) => [...back[i]!, ...row]),
    ];
    const factor = cholesky(covarianceZ);
    const xz = factor.reduce((sum, row, i) => sum + Math.log(row[i]!) - logVar[i]! / 2, 0);
    const zy = gaussianMutualInformationFull(joint, this.latentSize);
    // Rounding may leave a silent code a little below 0.
    return { xz: Math.max(0, xz), zy: Math.max(0, zy) };
  }

  /** Descends the loss from where the weights stand, by BFGS with its exact gradient; how many steps it took. */
  train(): number {
    const { at, steps } = minimizeSmooth(values => this.lossAt(values), this.values);
    this.values = at;
    return steps;
  }

  /** L and its gradient by all weights, `[parameters]`. */
  lossAt(values: Float64Array): { value: number; gradient: number[] } {
    const { x, xy } = this.moments;
    const { a, logVar, b, w } = this.unpack(values);
    const yx = xy.transpose();
    const weighted = w.transpose().mmul(w).mmul(b);
    const byA = Matrix.sub(b.mmul(a).mmul(x), yx);
    const gradientA = Matrix.add(weighted.transpose().mmul(byA), a.mmul(x).mul(this.lambda));
    const byS = b.transpose().mmul(weighted).diagonal();
    const gradientLogVar = logVar.map((v, k) => 0.5 * (byS[k]! * Math.exp(v) + this.lambda * Math.expm1(v)));
    const missed = Matrix.sub(b.mmul(this.codeCovariance(a, logVar)), yx.mmul(a.transpose()));
    const gradientB = w.transpose().mmul(w).mmul(missed);
    const byW = w.mmul(this.errorCovariance(a, logVar, b));
    const gradientW = w
      .to2DArray()
      .flatMap((row, i) =>
        row.slice(0, i + 1).map((v, j) => (i === j ? v * byW.get(i, j) - 1 : byW.get(i, j))),
      );
    return {
      value: this.evaluate(values).total,
      gradient: [...gradientA.to1DArray(), ...gradientLogVar, ...gradientB.to1DArray(), ...gradientW],
    };
  }

  private evaluate(values: Float64Array): LinearGaussianTerms {
    const { a, logVar, b, w } = this.unpack(values);
    const m = this.moments.y.rows;
    const error = this.errorCovariance(a, logVar, b);
    const logDeterminant = w.diagonal().reduce((sum, v) => sum + Math.log(v), 0);
    const distortion =
      0.5 * (m * Math.log(2 * Math.PI) + w.mmul(error).mmul(w.transpose()).trace()) - logDeterminant;
    const power = a.mmul(this.moments.x).mmul(a.transpose()).diagonal();
    const rates = logVar.map((v, k) => 0.5 * power[k]! + halfExcess(v));
    const rate = rates.reduce((sum, nats) => sum + nats, 0);
    return { total: distortion + this.lambda * rate, distortion, rate, rates };
  }

  /** The covariance of z: A S_x A^T + diag s. */
  private codeCovariance(a: Matrix, logVar: number[]): Matrix {
    const signal = a.mmul(this.moments.x).mmul(a.transpose());
    // Rounding leaves the product a little lopsided, which shows where an entry is nearly 0.
    const even = Matrix.add(signal, signal.transpose()).mul(0.5);
    return even.add(Matrix.diag(logVar.map(Math.exp)));
  }

  /** M, the covariance of y - B z. */
  private errorCovariance(a: Matrix, logVar: number[], b: Matrix): Matrix {
    const known = b.mmul(a).mmul(this.moments.xy);
    const explained = b.mmul(this.codeCovariance(a, logVar)).mmul(b.transpose());
    return Matrix.add(this.moments.y, explained).sub(known).sub(known.transpose());
  }

  private unpack(values: Float64Array): { a: Matrix; logVar: number[]; b: Matrix; w: Matrix } {
    const [k, n, m] = [this.latentSize, this.moments.x.rows, this.moments.y.rows];
    let read = 0;
    const take = (count: number) => Array.from(values.subarray(read, (read += count)));
    const a = Matrix.from1DArray(k, n, take(k * n));
    const logVar = take(k);
    const b = Matrix.from1DArray(m, k, take(m * k));
    const w = Matrix.zeros(m, m);
    for (let i = 0; i < m; i++) {
      take(i + 1).forEach((v, j) => w.set(i, j, i === j ? Math.exp(v) : v));
    }
    return { a, logVar, b, w };
  }
}
