import { checkFinite, checkSameLength, checkVector } from '../checks';
import type { ExactCode, Term } from './code-terms';
import { checkCorrelation, logUnexplained } from './exact';

/** Angles of the rule over the circle: exact to rounding unless one gain is a hundred times the other. */
const ANGLES = 128;

/**
 * z_k = a_k x_k + s_k eps_k for two pairs (x_k, y_k) of standard normals of correlation rho_k; q(z) = N(0, I).
 *
 * The parameters are [a_1, ln s_1^2, a_2, ln s_2^2]. In nats, with g = a^2 / (a^2 + s^2):
 * I(Z;Y) = -1/2 sum_k ln(1 - rho_k^2 g_k), R_k = 1/2 (a_k^2 + s_k^2 - 1 - ln s_k^2), and KL(p(z|x) || q) =
 * c + 1/2 sum_k a_k^2 x_k^2 with c = 1/2 sum_k (s_k^2 - 1 - ln s_k^2).
 *
 * For the hinge write x = sqrt(2 e) (cos t, sin t) with e ~ Exp(1) and t uniform: given t the mean over e of
 * max(c - beta + w e, 0), w = a_1^2 cos^2 t + a_2^2 sin^2 t, is w exp(-(beta - c)/w) if beta > c, else c - beta + w;
 * the mean over t is a rule of equal weights.
 * @throws RangeError unless -1 < rho < 1; its terms, for parameters that are not four finite numbers.
 */
export function gaussianPairsCode(correlations: readonly [number, number]): ExactCode {
  checkSameLength(checkVector(correlations, 'correlations'), 'correlations', { length: 2 }, 'this code');
  const rhos = Array.from(correlations, checkCorrelation);
  return {
    size: 4,
    terms: parameters => {
      checkParameters(parameters);
      const [a1, l1, a2, l2] = parameters as unknown as [number, number, number, number];
      const dimensions = [
        { a: a1, s2: Math.exp(l1), l: l1, rho: rhos[0]! },
        { a: a2, s2: Math.exp(l2), l: l2, rho: rhos[1]! },
      ];
      const relevant = new Float64Array(4);
      let information = 0;
      dimensions.forEach(({ a, s2, rho }, k) => {
        const total = a * a + s2;
        const logLeft = logUnexplained(rho, (a * a) / total, s2 / total);
        information -= 0.5 * logLeft;
        const slope = (rho * rho * (a / total) * (s2 / total)) / Math.exp(logLeft);
        relevant[2 * k] = slope;
        relevant[2 * k + 1] = -0.5 * a * slope;
      });
      const rates = dimensions.map(({ a, s2, l }, k): Term => {
        const gradient = new Float64Array(4);
        gradient[2 * k] = a;
        gradient[2 * k + 1] = 0.5 * (s2 - 1);
        return { value: 0.5 * (a * a + s2 - 1 - l), gradient };
      });
      const rate: Term = {
        // Rounding can leave a silent code a little below nothing.
        value: Math.max(0, rates[0]!.value + rates[1]!.value),
        gradient: rates[0]!.gradient.map((v, i) => v + rates[1]!.gradient[i]!),
      };
      return {
        relevant: { value: information, gradient: relevant },
        rate,
        rates,
        hinge: beta => hinge(dimensions, checkFinite(beta, 'beta')),
      };
    },
  };
}

function checkParameters(parameters: Float64Array): void {
  checkSameLength(checkVector(parameters, 'parameters'), 'parameters', { length: 4 }, 'this code');
  parameters.forEach((value, i) => {
    const most = i % 2 === 0 ? 1e150 : 700;
    if (Math.abs(value) > most) {
      throw new RangeError(
        `parameters[${i}] is ${value}: keep ${i % 2 === 0 ? 'a gain' : 'a log-variance'} between -${most} and ${most}`,
      );
    }
  });
}

function hinge(dimensions: readonly { a: number; s2: number; l: number }[], beta: number): Term {
  const [one, two] = dimensions as [
    { a: number; s2: number; l: number },
    { a: number; s2: number; l: number },
  ];
  const lack = beta - 0.5 * (one.s2 - 1 - one.l) - 0.5 * (two.s2 - 1 - two.l);
  let [value, byLack, byOne, byTwo] = [0, 0, 0, 0];
  for (let i = 0; i < ANGLES; i++) {
    const share = Math.cos((Math.PI * (i + 0.5)) / ANGLES) ** 2;
    const width = one.a ** 2 * share + two.a ** 2 * (1 - share);
    const over = lack <= 0 ? 1 : width > 0 ? Math.exp(-lack / width) : 0;
    const byWidth = lack <= 0 ? 1 : over > 0 ? over * (1 + lack / width) : 0;
    value += (lack <= 0 ? width - lack : width * over) / ANGLES;
    byLack -= over / ANGLES;
    byOne += (byWidth * 2 * one.a * share) / ANGLES;
    byTwo += (byWidth * 2 * two.a * (1 - share)) / ANGLES;
  }
  const gradient = Float64Array.of(byOne, -byLack * 0.5 * (one.s2 - 1), byTwo, -byLack * 0.5 * (two.s2 - 1));
  return { value, gradient };
}
