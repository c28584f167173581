import { checkNonNegative } from '../checks';
import { checkCorrelation } from './exact';

/**
 * lambda* = rho^2 u / (1 - rho^2 + rho^2 u), u = exp(-2 I_c): the price at which the scalar Gaussian bottleneck's rate is I_c.
 *
 * `scalarBottleneck(rho, lambda*).rate` = I_c. At I_c = 0 it is rho^2, the price at which the code falls silent.
 * Source: the noise variance of `scalarBottleneck`, solved for lambda.
 * @param capacity I_c, nats, >= 0
 * @throws RangeError unless -1 < rho < 1, rho is not 0, and capacity is finite and >= 0.
 */
export function scalarCapacityPrice(rho: number, capacity: number): number {
  const square = checkCorrelation(rho) ** 2;
  if (square === 0)
    throw new RangeError(`rho is ${rho}: x says next to nothing about y, and no price buys a nat`);
  checkNonNegative(capacity, 'capacity');
  const kept = square * Math.exp(-2 * capacity);
  return kept / ((1 - Math.abs(rho)) * (1 + Math.abs(rho)) + kept);
}
