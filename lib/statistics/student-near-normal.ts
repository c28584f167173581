import { normalCdf } from '../gaussian/cumulative';
import { erf } from '../gaussian/special-functions';
import { logGammaHalfStep } from '../gaussian/log-gamma';

/** The power series of sqrt(q / (1 - exp(-q))). */
const WEIGHT = [
  1,
  1 / 4,
  1 / 96,
  -1 / 384,
  -1 / 10240,
  5.154079861111111e-5,
  1.2756024718915344e-6,
  -1.110097087880291e-6,
  -1.9670584004181823e-8,
];

/**
 * P(T > t) = exp(h) sum_k g_k degrees^-k integral_w^inf s^(2k) N(s; 0, 1) ds, w^2 = degrees ln(1 + t^2/degrees), and P(0 < T < t)
 * likewise: Student's law as a correction of the normal one, for 20,000 degrees and more; to a relative 1e-13 where the
 * tail is above 1e-300.
 *
 * In s the density is exp(-s^2/2) sqrt(q / (1 - exp(-q))) at q = s^2/degrees, with g_k the powers of that root and h the
 * ratio of gammas, logGammaHalfStep(degrees/2).
 */
export function studentNearNormal(t: number, degrees: number): { tail: number; central: number } {
  const root = t / Math.sqrt(degrees);
  const log = root > 1e8 ? 2 * Math.log(root) : Math.log1p(root * root);
  // For small t the root's square may be below the range of numbers, and w is t.
  const w = root < 1e-8 ? t : Math.sqrt(degrees * log);
  const density = Math.exp(-0.5 * w * w) / Math.sqrt(2 * Math.PI);
  // Moments of the normal law above and below w, each from the one before by parts.
  let above = normalCdf(-w);
  let below = 0.5 * erf(w * Math.SQRT1_2);
  let [tail, central, power, factor] = [above, below, w, 1];
  for (let k = 1; k < WEIGHT.length && density > 0; k++) {
    above = power * density + (2 * k - 1) * above;
    below = (2 * k - 1) * below - power * density;
    power *= w * w;
    factor /= degrees;
    tail += WEIGHT[k]! * factor * above;
    central += WEIGHT[k]! * factor * below;
  }
  const constant = Math.exp(logGammaHalfStep(degrees / 2));
  return { tail: Math.min(0.5, constant * tail), central: Math.min(0.5, constant * central) };
}
