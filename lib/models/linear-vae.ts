import { Matrix } from 'ml-matrix';
import { checkLambda } from '../bottleneck/checks';
import { halfExcess } from '../bottleneck/exact';
import { checkPositive, checkSameLength } from '../checks';
import { cholesky } from '../gaussian/cholesky';
import type { Covariance } from '../gaussian/parameters';
import { minimizeSmooth, type ValueAndGradient } from '../information/minimize-smooth';
import { Random } from '../random';
import { checkSizes } from './sizes';

export interface LinearVaeOptions {
  /** S, of x, whose mean is 0: `[d, d]` */
  covariance: Covariance;
  /** K */
  latent: number;
  lambda: number;
  /** s^2, the decoder's variance in each coordinate, kept fixed. */
  noise: number;
  /** Of the weights that the descent starts from. */
  seed: number;
}

/**
 * L = d/2 ln(2 pi s^2) + 1/(2 s^2) [tr S - 2 tr(W V S) + tr(W^T W M)] + lambda/2 [tr(V S V^T) + sum_k (v_k - 1 - ln v_k)]
 *
 * with M = V S V^T + diag v: the loss of a VAE with z = V x + sqrt(v) eps and q(x|z) = N(W z, s^2 I), for x of covariance S, every
 * expectation done; nats. At lambda = 1 its minimum is that of probabilistic principal components.
 *
 * Source: Lucas et al. 2019.
 */
export class LinearVae {
  private readonly covariance: Matrix;
  private values: Float64Array;

  /** @throws RangeError for a covariance that is not positive definite, or a bad size, lambda, noise or seed. */
  constructor(private readonly options: LinearVaeOptions) {
    const { covariance, latent, lambda, noise, seed } = options;
    cholesky(covariance);
    checkSizes({ latent });
    checkLambda(lambda);
    checkPositive(noise, 'noise');
    this.covariance = new Matrix(covariance.map(row => Array.from(row)));
    const start = new Random(seed).normals(2 * latent * covariance.length);
    this.values = Float64Array.from([...start.map(v => 0.5 * v), ...new Array<number>(latent).fill(0)]);
  }

  /** V `[K][d]`, W `[d][K]` and ln v `[K]`. */
  get weights(): { encoder: number[][]; decoder: number[][]; logVar: number[] } {
    const { V, W, logVar } = this.unpack(this.values);
    return { encoder: V.to2DArray(), decoder: W.to2DArray(), logVar };
  }

  /** A copy of V, W and ln v in one row, as `lossAt` takes them. */
  get parameters(): Float64Array {
    return this.values.slice();
  }

  get loss(): number {
    return this.lossAt(this.values).value;
  }

  /** Descends to a minimum, by BFGS. */
  train(): this {
    this.values = minimizeSmooth(x => this.lossAt(x), this.values).at;
    return this;
  }

  /** L and its gradient. @throws RangeError for another number of values. */
  lossAt(values: Float64Array): ValueAndGradient {
    checkSameLength(values, 'values', this.values, 'the model');
    const { noise, lambda } = this.options;
    const { V, W, logVar } = this.unpack(values);
    const S = this.covariance;
    const v = logVar.map(Math.exp);
    const [VS, WtW] = [V.mmul(S), W.transpose().mmul(W)];
    const carried = VS.mmul(V.transpose());
    const M = Matrix.add(carried, Matrix.diag(v));
    const squares = S.trace() - 2 * W.mmul(VS).trace() + WtW.mmul(M).trace();
    const rate = 0.5 * carried.trace() + logVar.reduce((sum, l) => sum + halfExcess(l), 0);
    const value = (S.rows / 2) * Math.log(2 * Math.PI * noise) + squares / (2 * noise) + lambda * rate;
    const dW = Matrix.sub(W.mmul(M), VS.transpose()).div(noise);
    const dV = Matrix.sub(WtW.mmul(VS), W.transpose().mmul(S)).div(noise).add(Matrix.mul(VS, lambda));
    const dl = v.map((vk, k) => (WtW.get(k, k) * vk) / (2 * noise) + (lambda / 2) * Math.expm1(logVar[k]!));
    return { value, gradient: [...dV.to1DArray(), ...dW.to1DArray(), ...dl] };
  }

  private unpack(values: Float64Array): { V: Matrix; W: Matrix; logVar: number[] } {
    const [K, d] = [this.options.latent, this.covariance.rows];
    return {
      V: Matrix.from1DArray(K, d, Array.from(values.subarray(0, K * d))),
      W: Matrix.from1DArray(d, K, Array.from(values.subarray(K * d, 2 * K * d))),
      logVar: Array.from(values.subarray(2 * K * d)),
    };
  }
}
