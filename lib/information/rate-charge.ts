import { checkBetween, checkNonNegative, checkResult } from '../checks';
import { type CodeTerms, type Term, weightedSum } from './code-terms';

/** A larger weight times a rate may leave the range of numbers. */
const MOST_LAMBDA = 1e100;

/** What a loss adds to the distortion for the rate of a code, nats. */
export type RateCharge = (terms: CodeTerms) => Term;

/** lambda R: every nat costs the same. @throws RangeError unless lambda >= 0. */
export function fixedCharge(lambda: number): RateCharge {
  checkBetween(lambda, 'lambda', 0, MOST_LAMBDA);
  return ({ rate }) => weightedSum([rate], [lambda]);
}

/**
 * lambda R^2: the next nat costs 2 lambda R, so the price rises with what is already bought. lambda is in 1/nats.
 *
 * Its minima reach every point of a curve with straight pieces, where lambda R jumps over them.
 * Source: Kolchinsky, Tracey & Van Kuyk 2019, section 4.
 * @throws RangeError unless lambda >= 0.
 */
export function squaredCharge(lambda: number): RateCharge {
  checkBetween(lambda, 'lambda', 0, MOST_LAMBDA);
  return ({ rate }) => {
    const { gradient } = weightedSum([rate], [2 * lambda * rate.value]);
    return { value: charged(lambda * rate.value ** 2), gradient };
  };
}

/** lambda max(R - beta, 0): the inputs share beta free nats. @throws RangeError unless lambda and beta >= 0. */
export function meanHingeCharge(lambda: number, beta: number): RateCharge {
  checkBetween(lambda, 'lambda', 0, MOST_LAMBDA);
  checkNonNegative(beta, 'beta');
  return ({ rate }) => {
    const { gradient } = weightedSum([rate], [rate.value > beta ? lambda : 0]);
    return { value: charged(lambda * Math.max(rate.value - beta, 0)), gradient };
  };
}

/**
 * lambda E_x max(KL(p(z|x) || q(z)) - beta, 0): every input has beta free nats of its own. Never below
 * {@link meanHingeCharge} (Jensen). @throws RangeError unless lambda and beta >= 0.
 */
export function inputHingeCharge(lambda: number, beta: number): RateCharge {
  checkBetween(lambda, 'lambda', 0, MOST_LAMBDA);
  checkNonNegative(beta, 'beta');
  return ({ hinge }) => weightedSum([hinge(beta)], [lambda]);
}

/**
 * lambda sum_k max(R_k, f): every latent dimension has f free nats of its own, "free bits".
 * Source: Kingma et al. 2016, equation (15). @throws RangeError unless lambda and f >= 0.
 */
export function freeBitsCharge(lambda: number, floor: number): RateCharge {
  checkBetween(lambda, 'lambda', 0, MOST_LAMBDA);
  checkBetween(floor, 'the free nats of a dimension', 0, MOST_LAMBDA);
  return ({ rates }) => {
    const { gradient } = weightedSum(
      rates,
      rates.map(({ value }) => (value > floor ? lambda : 0)),
    );
    return {
      value: charged(lambda * rates.reduce((sum, { value }) => sum + Math.max(value, floor), 0)),
      gradient,
    };
  };
}

function charged(value: number): number {
  return checkResult(value, 'the charge', 'take a smaller lambda or fewer free nats');
}
