import { checkCount, checkFinite, checkNonNegative, checkPositive } from '../checks';

/** A budget of rate, and how fast its price follows. */
export interface DualAscentRule {
  /** I_c, the rate that is allowed, nats, >= 0. */
  readonly capacity: number;
  /** kappa > 0, in 1/nats: how far the price moves for a nat too much. */
  readonly stepSize: number;
}

/**
 * lambda <- max(0, lambda + kappa (R - I_c))
 *
 * One step uphill on the dual of "minimise the loss under R <= I_c": the price of the rate goes up where the rate is above
 * its budget, and down, never below 0, where it is below.
 *
 * @param lambda the price now, >= 0
 * @param rate R at that price, nats, >= 0
 * @returns the next price
 * Source: Peng et al. 2018, section 4, where the price is called beta.
 * @throws RangeError for a negative or non-finite price, rate or capacity, kappa <= 0, or when the next price overflows.
 */
export function dualAscentStep(lambda: number, rate: number, { capacity, stepSize }: DualAscentRule): number {
  checkNonNegative(lambda, 'lambda (the price)');
  checkNonNegative(rate, 'rate');
  checkNonNegative(capacity, 'capacity');
  checkPositive(stepSize, 'stepSize');
  return checkFinite(
    Math.max(0, lambda + stepSize * (rate - capacity)),
    `the next price (lambda ${lambda} + stepSize ${stepSize} * (rate ${rate} - capacity ${capacity}))`,
  );
}

/** The way of a dual ascent, `[steps + 1]` each: the price before each step and after the last, and the rate there. */
export interface DualAscentPath {
  readonly lambda: number[];
  /** Nats. */
  readonly rate: number[];
}

/**
 * lambda_(t+1) = max(0, lambda_t + kappa (R(lambda_(t-k)) - I_c)), from lambda_0, for `steps` steps. k = `delay` is 0 unless given;
 * for t < k the rate is that of lambda_0.
 *
 * @param rateAt R(lambda), the rate of the best code at that price, nats; asked at 0 too, so it must be finite there
 * @throws RangeError as {@link dualAscentStep}, or for a bad number of steps or delay.
 */
export function dualAscent(
  rateAt: (lambda: number) => number,
  {
    lambda: start,
    steps,
    delay = 0,
    ...rule
  }: DualAscentRule & { lambda: number; steps: number; delay?: number },
): DualAscentPath {
  checkCount(steps, 'steps');
  checkCount(delay, 'delay', 0);
  const lambda = [start];
  const rateOf = (price: number) => checkNonNegative(rateAt(price), `the rate at lambda = ${price}`);
  const rate = [rateOf(checkNonNegative(start, 'lambda (the price)'))];
  for (let t = 0; t < steps; t++) {
    lambda.push(dualAscentStep(lambda[t]!, rate[Math.max(0, t - delay)]!, rule));
    rate.push(rateOf(lambda[t + 1]!));
  }
  return { lambda, rate };
}
