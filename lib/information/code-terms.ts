import { checkFinite, checkResult, checkSameLength } from '../checks';

/** A number and its derivative by the parameters of a code, `[n]`. */
export interface Term {
  readonly value: number;
  readonly gradient: Float64Array;
}

/** What a code says and costs at one point of its parameters, each with its gradient. Nats. */
export interface CodeTerms {
  /** I(Z;Y): with the best classifier the distortion is H(Y) - I(Z;Y). */
  readonly relevant: Term;
  /** R = E_x KL(p(z|x) || q(z)). */
  readonly rate: Term;
  /** R_k of the latent dimensions, `[k]`: their sum is R. */
  readonly rates: readonly Term[];
  /** E_x max(KL(p(z|x) || q(z)) - beta, 0). */
  readonly hinge: (beta: number) => Term;
}

/** An encoder with free parameters, whose informations can be had exactly. */
export interface ExactCode {
  /** n, the number of parameters. */
  readonly size: number;
  readonly terms: (parameters: Float64Array) => CodeTerms;
}

/** sum_j w_j f_j of terms with as many parameters each. @throws RangeError for another number of weights, or NaN. */
export function weightedSum(terms: readonly Term[], weights: readonly number[]): Term {
  checkSameLength(weights, 'weights', terms, 'the list of terms');
  const gradient = new Float64Array(terms[0]?.gradient.length ?? 0);
  let value = 0;
  terms.forEach((term, j) => {
    const weight = checkFinite(weights[j]!, `weights[${j}]`);
    // 0 times an infinite term is no charge.
    if (weight === 0) return;
    value += weight * term.value;
    for (let i = 0; i < gradient.length; i++) gradient[i] += weight * term.gradient[i]!;
  });
  return { value: checkResult(value, 'the sum', 'take smaller weights'), gradient };
}
