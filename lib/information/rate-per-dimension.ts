import { klPerDimension } from '../gaussian/divergence';
import { component, type GaussianEncoder } from './encoder';

/**
 * R_k = E_x KL(p(z_k|x) || N(0, 1)) for each dimension k of the code, in nats; their sum is the rate against N(0, I).
 *
 * A dimension with R_k = 0 equals the prior whatever x is: it carries nothing.
 * @returns `[k]`
 */
export function ratePerDimension(encoder: GaussianEncoder): Float64Array {
  const rates = new Float64Array(encoder.dimensions);
  for (let i = 0; i < encoder.count; i++) {
    const { mean, logVar } = component(encoder, i);
    const probability = encoder.probabilities[i] as number;
    klPerDimension(mean, logVar).forEach((nats, k) => {
      rates[k] = (rates[k] as number) + probability * nats;
    });
  }
  return rates;
}
