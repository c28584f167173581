import { checkBetween, checkFinite, checkResult } from '../checks';
import { normalCdf } from '../gaussian/cumulative';
import { normalDensity } from '../gaussian/density';
import { type Grid, integrate, integrateOnGrid } from '../gaussian/quadrature';
import { encoderGrids, encoderInformation } from './bounds';
import { conditionalLogDensity, type GaussianEncoder, marginalLogDensity } from './encoder';
import { checkCorrelation, gaussianMutualInformation } from './exact';

/** A budget of beta nats taken from one quantity at three places. In nats; perPair >= perInput >= ofMean by Jensen. */
export interface Hinges {
  /** The budget belongs to each pair (x, z), as the essay's equation (6) writes it. */
  readonly perPair: number;
  /** The budget belongs to each input. */
  readonly perInput: number;
  /** The inputs share one budget. */
  readonly ofMean: number;
}

/**
 * perPair = sum_i p_i integral p(z|x_i) max(v_i(z) - beta, 0) dz with v_i(z) = ln[p(z|x_i) / p(z)],
 * perInput = sum_i p_i max(KL(p(z|x_i) || p(z)) - beta, 0), ofMean = max(I(X;Z) - beta, 0), in nats, for scalar z.
 *
 * At beta = 0 the last two are I(X;Z); the first is more, because v may be negative. The corners of max cost accuracy:
 * the grid of {@link encoderGrids}, eight times finer, leaves about 1e-5.
 * @throws RangeError for NaN, or an encoder of more than one dimension.
 */
export function encoderHinges(encoder: GaussianEncoder, beta: number): Hinges {
  checkBetween(beta, 'beta', -1e100, 1e100);
  if (encoder.dimensions !== 1) {
    throw new RangeError(
      `the hinges are integrated over a scalar z, but the encoder has ${encoder.dimensions} dimensions: use samples there`,
    );
  }
  const [coarse] = encoderGrids(encoder) as [Grid];
  const grid = { ...coarse, n: 8 * coarse.n };
  let perPair = 0;
  let perInput = 0;
  encoder.probabilities.forEach((probability, i) => {
    const average = (f: (v: number) => number) =>
      integrateOnGrid(z => {
        const own = conditionalLogDensity(encoder, i, [z]);
        return Math.exp(own) * f(own - marginalLogDensity(encoder, [z]));
      }, grid);
    perPair += probability * average(v => Math.max(v - beta, 0));
    perInput += probability * Math.max(average(v => v) - beta, 0);
  });
  const ofMean = Math.max(encoderInformation(encoder) - beta, 0);
  checkResult(perPair + perInput + ofMean, 'the hinge', 'take a beta nearer to 0');
  return { perPair, perInput, ofMean };
}

/**
 * E max(I + rho a b - beta, 0), in nats, with I = -1/2 ln(1 - rho^2) and a, b ~ N(0, 1) independent: the hinge of each
 * pair (x, z), for jointly normal x and z of correlation rho.
 *
 * For z of unit variance and eps = (z - rho x) / sqrt(1 - rho^2), ln[p(z|x) / p(z)] = I + (z - eps)(z + eps)/2. The two
 * factors are independent normals of variances 2 (1 -+ sqrt(1 - rho^2)), so their product is 2 rho a b. Given a, the rest
 * is the mean of a rectified normal: c Phi(c/s) + s phi(c/s) with c = I - beta and s = |rho a|.
 * @throws RangeError for NaN or |rho| >= 1.
 */
export function gaussianChannelHinge(rho: number, beta: number): number {
  const c = gaussianMutualInformation(checkCorrelation(rho)) - checkFinite(beta, 'beta');
  // rho a b is as often above as below 0, so E max(c + rho a b, 0) = c + E max(-c + rho a b, 0).
  return Math.max(c, 0) + hingeBelow(-Math.abs(c), Math.abs(rho));
}

/** E max(c + slope a b, 0) for c <= 0. */
function hingeBelow(c: number, slope: number): number {
  // The integrand turns at a = |c| / slope, however small that is: pieces that double from there on see it whole.
  const turn = slope > 0 ? -c / slope : Infinity;
  // It is below exp(-turn).
  if (turn > 745 || slope === 0) return 0;
  const end = 12 + 2 * Math.sqrt(turn);
  let sum = 0;
  let from = 0;
  while (from < end) {
    const high = Math.min(end, from + 1, Math.max(2 * from, turn / 32, 1e-9));
    sum += integrate(a => normalDensity(a) * rectifiedMean(c, slope * a), from, high, 400);
    from = high;
  }
  return 2 * sum;
}

/** E max(c + s b, 0) = c Phi(c/s) + s phi(c/s), b ~ N(0, 1), with its digits also where it is nearly nothing. */
function rectifiedMean(c: number, s: number): number {
  if (s === 0) return Math.max(c, 0);
  const t = c / s;
  if (t > -3) return c * normalCdf(t) + s * normalDensity(t);
  // Phi(t)/phi(t) = 1/(|t| + k), k = 1/(|t| + 2/(|t| + 3/(|t| + ...))), so phi - |t| Phi = phi k/(|t| + k): no difference.
  let k = 0;
  for (let n = 80; n >= 1; n--) k = n / (-t + k);
  return (s * normalDensity(t) * k) / (k - t);
}
