import { checkCount } from '../checks';

/** Bounds of the gain c = kappa |R'(lambda*)|, where lambda* is the price that the ascent looks for. */
export interface AscentGains {
  /** k^k / (k + 1)^(k + 1): up to this gain the price comes in without swinging. */
  readonly smooth: number;
  /** 2 sin(pi / (2 (2 k + 1))): below this gain its swings die out, at it they stay, above it they grow. */
  readonly stable: number;
}

/**
 * e_(t+1) = e_t - c e_(t-k): near its goal, the error of a dual ascent that sees the rate of k steps ago
 *
 * Its solutions are powers of the roots of r^(k+1) - r^k + c = 0. The largest two meet, and stop being real, at c = `smooth`; they
 * are of size 1 at c = `stable`: k = 0 gives 1 (there one root alone changes its sign) and 2; k = 1 gives 1/4 and 1.
 * @param delay k, steps
 * Source: Levin & May 1976.
 * @throws RangeError unless delay is a whole number >= 0.
 */
export function ascentGains(delay: number): AscentGains {
  const k = checkCount(delay, 'delay', 0, 1_000_000);
  // k^k / (k+1)^(k+1) as a power of 1 - 1/(k+1), for k^k may be too large for a number.
  const smooth = (1 - 1 / (k + 1)) ** k / (k + 1);
  return { smooth, stable: 2 * Math.sin(Math.PI / (2 * (2 * k + 1))) };
}
