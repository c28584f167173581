import { checkCount } from '../checks';
import { normalCdf } from '../gaussian/cumulative';
import { afterHolm, type Comparison, type IntervalEstimate, verdictOf, wilsonInterval } from '../statistics';

/** A claim held against one run of each network. */
export interface ClaimFinding {
  readonly claim: string;
  /** What is compared with 0, in percentage points, with its 95% interval. */
  readonly difference: IntervalEstimate;
  /** After Holm's correction over the claims. */
  readonly p: number;
  readonly here: 'holds' | 'does not hold' | 'undecided';
}

/** Test accuracies of each epoch, from 0 to 1, at z = mean. */
export interface TwoRuns {
  readonly baseline: ArrayLike<number>;
  readonly vib: ArrayLike<number>;
  /** Test reviews. */
  readonly n: number;
  /** right of VIB - right of the baseline after the last epoch, paired by review, in points. */
  readonly last: Comparison;
}

/**
 * The essay's "easily 89%+" with the bottleneck, "usually 88%+" without, and "converges faster", for one run each
 *
 * Each claim is a difference from 0 with a two-sided test at 5%, all five together by Holm: it holds where the difference is on
 * its side, does not where it is on the other, else it is undecided. The tests are about the sampling of the test reviews; they know
 * nothing of the draw of weights, batches and noise. The best epoch is chosen on the same reviews, which favours what is chosen.
 * @throws RangeError for no epoch, or n below 1.
 */
export function essayClaims({ baseline, vib, n, last }: TwoRuns): ClaimFinding[] {
  checkCount(n, 'n');
  for (const [name, list] of Object.entries({ baseline, vib })) checkCount(list.length, `epochs of ${name}`);
  const best = (list: ArrayLike<number>): number => Math.max(...Array.from(list));
  const start = [vib, baseline].map(list => wilsonInterval(Math.round(list[0]! * n), n));
  const claims: [string, Comparison, 1 | -1][] = [
    ['with VIB: 89% or more in the best epoch', beyond(best(vib), 0.89, n), 1],
    ['without: 88% or more in the best epoch', beyond(best(baseline), 0.88, n), 1],
    ['without: less than 89% in the best epoch', beyond(best(baseline), 0.89, n), -1],
    ['VIB ahead after the first epoch', apart(start[0]!, start[1]!), 1],
    ['VIB ahead after the last epoch, paired by review', last, 1],
  ];
  return afterHolm(claims.map(([, comparison]) => comparison)).map((tested, i) => {
    const [claim, , side] = claims[i]!;
    const wanted = side === 1 ? 'above' : 'below';
    const here =
      tested.verdict === 'undecided' ? 'undecided' : tested.verdict === wanted ? 'holds' : 'does not hold';
    return { claim, difference: tested, p: tested.p, here };
  });
}

/** 100 (p - level), in points, with p's standard error at the level (a score test). */
function beyond(p: number, level: number, n: number): Comparison {
  return normalComparison(100 * (p - level), 100 * Math.sqrt((level * (1 - level)) / n), n);
}

/** Of two proportions as if of different reviews: too wide where both networks err on the same ones. */
function apart(a: IntervalEstimate, b: IntervalEstimate): Comparison {
  return normalComparison(100 * (a.value - b.value), 100 * Math.hypot(a.standardError, b.standardError), a.n);
}

function normalComparison(value: number, standardError: number, n: number): Comparison {
  const half = 1.959963984540054 * standardError;
  const interval = { value, standardError, n, low: value - half, high: value + half, confidence: 0.95 };
  const p = standardError > 0 ? 2 * normalCdf(-Math.abs(value) / standardError) : value === 0 ? 1 : 0;
  return { ...interval, p: Math.min(1, p), verdict: verdictOf(interval) };
}
