import { LinearVae } from '../models';
import { principalVariances } from '../statistics';

/** A linear VAE after its descent, beside the closed form of its optimum. */
export interface LinearVaeFit {
  readonly lambda: number;
  readonly start: number;
  /** Of the decoder W, the longer one first, `[2][d]`. */
  readonly columns: readonly (readonly number[])[];
  /** |W_1|^2, |W_2|^2. */
  readonly lengths: readonly number[];
  /** max(0, e_i - lambda s^2) for i = 1, 2: what the optimum has. */
  readonly expected: readonly number[];
  /** |cos| of the angle between the columns; 0 if one of them is closed. */
  readonly cosine: number;
}

/**
 * W_i = sqrt(max(0, e_i - lambda s^2)) E_i at the optimum, against descents from random weights
 *
 * Two latent numbers for data of covariance `[d, d]`, one fit for every start (a seed) and lambda.
 * Source: Tipping & Bishop 1999 for lambda = 1; Lucas et al. 2019.
 * @throws RangeError as {@link LinearVae}.
 */
export function fitLinearVaes(options: {
  covariance: number[][];
  noise: number;
  lambdas: readonly number[];
  starts: readonly number[];
}): LinearVaeFit[] {
  const { covariance, noise, lambdas, starts } = options;
  const variances = principalVariances(covariance);
  return starts.flatMap(start =>
    lambdas.map(lambda => {
      const { decoder } = new LinearVae({ covariance, latent: 2, lambda, noise, seed: start }).train()
        .weights;
      const columns = [0, 1].map(k => decoder.map(row => row[k]!)).sort((a, b) => dot(b, b) - dot(a, a));
      const lengths = columns.map(column => dot(column, column));
      const product = Math.sqrt(lengths[0]! * lengths[1]!);
      const cosine = product > 1e-9 ? Math.abs(dot(columns[0]!, columns[1]!)) / product : 0;
      const expected = [0, 1].map(i => Math.max(0, variances[i]! - lambda * noise));
      return { lambda, start, columns, lengths, expected, cosine };
    }),
  );
}

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, v, i) => sum + v * b[i]!, 0);
