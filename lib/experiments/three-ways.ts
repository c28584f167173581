import { type Estimate, estimateMean } from '../statistics';

/** One way to compute a number, as a row of a table. */
export type Way = {
  way: string;
  nats: number;
  /** From the closed form. */
  difference?: number;
  'standard error'?: number;
  /** `difference` over the standard error. */
  'in standard errors'?: number;
};

/**
 * One expectation by a closed form, by quadrature and as the mean of draws, in nats: what is printed, and how far each is
 * from the closed form
 *
 * @example compareWays(0.5, 0.5 + 1e-15, draws).rows[2].nats // the draws' mean
 * @throws RangeError as {@link estimateMean}.
 */
export function compareWays(
  closed: number,
  quadrature: number,
  draws: ArrayLike<number>,
): { rows: Way[]; sampled: Estimate; off: number } {
  const sampled = estimateMean(draws);
  const difference = sampled.value - closed;
  const off = sampled.standardError > 0 ? difference / sampled.standardError : 0;
  return {
    sampled,
    off,
    rows: [
      { way: 'closed form', nats: closed },
      { way: 'quadrature', nats: quadrature, difference: quadrature - closed },
      {
        way: 'Monte Carlo',
        nats: sampled.value,
        difference,
        'standard error': sampled.standardError,
        'in standard errors': off,
      },
    ],
  };
}
