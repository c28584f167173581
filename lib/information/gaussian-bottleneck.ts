import { CholeskyDecomposition, EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { checkList, checkPositive, checkVector } from '../checks';
import { cholesky, solveLower } from '../gaussian/cholesky';
import type { Covariance } from '../gaussian/parameters';
import { checkCorrelation, logUnexplained } from './exact';

/** The optimal scalar VIB: z = gain x + sqrt(noiseVariance) eps for x of unit variance. Information in nats. */
export interface ScalarBottleneck {
  /** True when the optimum keeps nothing: z is then N(0, 1) whatever x is. */
  readonly collapsed: boolean;
  /** u, the encoder's variance of z given x, in (0, 1]. */
  readonly noiseVariance: number;
  /** sqrt(1 - u), so that the marginal of z is N(0, 1) and the rate equals I(X;Z). */
  readonly gain: number;
  /** R = I(X;Z) = -1/2 ln u, nats. */
  readonly rate: number;
  /** I(Z;Y) = -1/2 ln(1 - rho^2 (1 - u)), nats. */
  readonly relevantInformation: number;
}

/**
 * u = lambda (1 - rho^2) / (rho^2 (1 - lambda)) if lambda < rho^2, else 1 (collapse): the minimum of
 * E[-ln q(y|z)] + lambda KL(p(z|x) || N(0, 1)) for jointly normal x and y of correlation rho.
 *
 * rho .9, lambda .1 give u .02606, rate 1.8236 and I(Z;Y) .7777 nats.
 * Source: the scalar case of Chechik et al. 2005 with b = 1/lambda.
 * @throws RangeError unless -1 < rho < 1 and lambda > 0.
 */
export function scalarBottleneck(rho: number, lambda: number): ScalarBottleneck {
  const square = checkCorrelation(rho) ** 2;
  checkPositive(lambda, 'lambda');
  if (lambda >= square) {
    return { collapsed: true, noiseVariance: 1, gain: 0, rate: 0, relevantInformation: 0 };
  }
  const u = (lambda * (1 - Math.abs(rho)) * (1 + Math.abs(rho))) / (square * (1 - lambda));
  // 1 - u by itself: just below the collapse u is 1 to rounding.
  const open = (square - lambda) / (square * (1 - lambda));
  // u itself may be too small for a number.
  const logNoise =
    Math.log(lambda) -
    Math.log1p(-lambda) +
    Math.log((1 - Math.abs(rho)) * (1 + Math.abs(rho))) -
    Math.log(square);
  return {
    collapsed: false,
    noiseVariance: u,
    gain: Math.sqrt(open),
    rate: -0.5 * (open < 0.5 ? Math.log1p(-open) : logNoise),
    relevantInformation: -0.5 * logUnexplained(rho, open, u),
  };
}

/** One point of the Gaussian bottleneck's curve. Information in nats. */
export interface BottleneckPoint {
  /** b of I(X;T) - b I(T;Y), the inverse of lambda. */
  readonly tradeoff: number;
  /** I(T;X), nats. */
  readonly rate: number;
  /** I(T;Y), nats. */
  readonly relevantInformation: number;
  /** How many directions are open. */
  readonly active: number;
}

/**
 * I(T;X) = 1/2 sum ln[(b - 1)(1 - l_i)/l_i] and I(T;Y) = I(T;X) - 1/2 sum ln[b (1 - l_i)], in nats, over the directions
 * with b > 1/(1 - l_i): the minimum of I(X;T) - b I(T;Y) for jointly normal X and Y.
 *
 * l_i are the eigenvalues of S_(x|y) S_x^-1, `[k]`, each in (0, 1]; see {@link bottleneckEigenvalues}. b = 1/lambda.
 * Source: Chechik, Globerson, Tishby & Weiss 2005, section 5.
 * @throws RangeError for NaN, b <= 0, or an eigenvalue outside (0, 1].
 */
export function gaussianBottleneck(eigenvalues: ArrayLike<number>, tradeoff: number): BottleneckPoint {
  checkVector(eigenvalues, 'eigenvalues');
  checkPositive(tradeoff, 'tradeoff');
  let rate = 0;
  let relevantInformation = 0;
  let active = 0;
  for (let i = 0; i < eigenvalues.length; i++) {
    const l = eigenvalues[i]!;
    if (!(l > 0 && l <= 1)) {
      throw new RangeError(
        `eigenvalues[${i}] is ${l}, but those of S_(x|y) S_x^-1 lie above 0 and at most at 1: see bottleneckEigenvalues`,
      );
    }
    // (b - 1)(1 - l)/l = 1 + over/l and (b - 1)/(b l) = 1 + over/(b l): near the opening over is all there is.
    const over = tradeoff * (1 - l) - 1;
    if (over <= 0) continue;
    active++;
    rate += 0.5 * logOnePlus(over, l);
    relevantInformation += 0.5 * logOnePlus(over / tradeoff, l);
  }
  return { tradeoff, rate, relevantInformation, active };
}

/** ln(1 + x/y) for positive numbers, whose quotient may be too large for a number. */
function logOnePlus(x: number, y: number): number {
  const ratio = x / y;
  return ratio < 1e300 ? Math.log1p(ratio) : Math.log(x) - Math.log(y);
}

/** The points of {@link gaussianBottleneck} at each b of `tradeoffs`: the information curve. @throws RangeError likewise. */
export function gaussianBottleneckCurve(
  eigenvalues: ArrayLike<number>,
  tradeoffs: ArrayLike<number>,
): BottleneckPoint[] {
  return Array.from(checkVector(tradeoffs, 'tradeoffs'), tradeoff =>
    gaussianBottleneck(eigenvalues, tradeoff),
  );
}

/**
 * The eigenvalues l_1 <= ... <= l_k of S_(x|y) S_x^-1 with S_(x|y) = S_x - S_xy S_y^-1 S_yx, from the joint covariance
 * of (X, Y), whose first `dimensionsX` rows belong to X. They are 1 minus the squared canonical correlations.
 * @throws RangeError unless the covariance is symmetric positive definite and 1 <= dimensionsX < its size.
 */
export function bottleneckEigenvalues(covariance: Covariance, dimensionsX: number): Float64Array {
  const size = checkList(covariance, 'covariance', 'rows').length;
  if (!Number.isInteger(dimensionsX) || dimensionsX < 1 || dimensionsX >= size) {
    throw new RangeError(
      `dimensionsX must be a whole number from 1 to ${size - 1} (the covariance has ${size} rows), but it is ${dimensionsX}`,
    );
  }
  cholesky(covariance);
  const joint = new Matrix(covariance.map(row => Array.from(row)));
  const [x, y] = [dimensionsX - 1, size - 1];
  const sx = joint.subMatrix(0, x, 0, x);
  const sxy = joint.subMatrix(0, x, dimensionsX, y);
  const sy = joint.subMatrix(dimensionsX, y, dimensionsX, y);
  // With S_x = L L^T the eigenvalues are those of the symmetric 1 - L^-1 S_xy S_y^-1 S_yx L^-T.
  const factor = cholesky(sx.to2DArray());
  const white = new Matrix(
    sxy
      .transpose()
      .to2DArray()
      .map(row => Array.from(solveLower(factor, row))),
  );
  const explained = white.transpose().mmul(new CholeskyDecomposition(sy).solve(white));
  const symmetric = Matrix.add(explained, explained.transpose()).mul(0.5);
  const values = new EigenvalueDecomposition(symmetric, { assumeSymmetric: true }).realEigenvalues;
  return Float64Array.from(values, value => {
    if (value >= 1) {
      throw new RangeError(
        'some direction of X is a function of Y to rounding, so it holds endlessly many nats: add noise to X or Y',
      );
    }
    return Math.min(1, 1 - value);
  }).sort();
}
