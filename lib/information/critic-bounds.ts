import { checkBetween, checkCount, checkList, checkResult, checkSameLength, checkVector } from '../checks';
import { logSumExp } from './encoder';

const TAME_SCORES = 'keep the scores and the baseline between -700 and 700, as a trained critic does';

/**
 * 1 + (1/B) sum_i f_ii - 1/(B (B - 1)) sum_(i != j) exp(f_ij) with f = score: the bound of Nguyen, Wainwright and Jordan
 * (f-GAN, MINE-f) on I(X;Z), in nats, from one batch.
 *
 * scores are `[B * B]`, row after row: row i belongs to the code z_i, column j to the input x_j, f_ij = f(x_j, z_i), and
 * (x_i, z_i) are pairs. Here f is the logarithm of the ratio p(z|x)/p(z) itself; the paper's critic is f + 1. The mean over
 * batches is at most I(X;Z) for every f, and equal to it for the logarithm of the ratio.
 * Source: Nguyen, Wainwright & Jordan 2010; Poole et al. 2019, section 2.
 * @throws RangeError for B < 2, NaN, another number of scores than B * B, or scores so large (above some 700 for a strange
 * pair) that the bound leaves the range of numbers.
 */
export function nwjBound(scores: ArrayLike<number>, batch: number): number {
  checkScores(scores, batch);
  let diagonal = 0;
  let largest = -Infinity;
  eachForeign(batch, at => (largest = Math.max(largest, scores[at]!)));
  let sum = 0;
  eachForeign(batch, at => (sum += Math.exp(scores[at]! - largest)));
  for (let i = 0; i < batch; i++) diagonal += scores[i * batch + i]!;
  const strange = Math.exp(largest + Math.log(sum / (batch * (batch - 1))));
  return checkResult(1 + diagonal / batch - strange, 'the NWJ bound', TAME_SCORES);
}

/**
 * (1/B) sum_i [f_ii - ln((1/B) sum_j exp(f_ij))] <= ln B: InfoNCE, in nats, from one batch. Every row may be moved by a
 * constant.
 *
 * scores as in {@link nwjBound}. With f = ln p(z|x) it is the lower half of the known-encoder sandwich.
 * Source: van den Oord et al. 2018; Poole et al. 2019, section 2.
 * @throws RangeError for B < 2, NaN, or another number of scores than B * B.
 */
export function infoNceBound(scores: ArrayLike<number>, batch: number): number {
  checkScores(scores, batch);
  let sum = 0;
  for (let i = 0; i < batch; i++) {
    const { largest, total } = rowSum(scores, batch, i);
    sum += scores[i * batch + i]! - largest - Math.log(total / batch);
  }
  return checkResult(sum / batch, 'InfoNCE', TAME_SCORES);
}

/**
 * 1 + E_(i, j != i)[f_ii - b_ij] - E_(i, j != i)[exp(f_ij - b_ii)] with
 * b_ij = ln[gamma/(B - 1) sum_(k != j) exp(f_ik) + (1 - gamma) exp(a_i)]: the interpolated bound, in nats, from one batch.
 *
 * gamma = 0 and a = 0 give {@link nwjBound}; gamma = 1 is InfoNCE with B - 1 inputs. No value exceeds
 * 1 + ln((B - 1)/gamma). scores as in {@link nwjBound}; a, `[B]`, is the logarithm of a baseline of each z_i, 0 unless given.
 * Source: Poole et al. 2019, section 2, with the leave-one-out means of the authors' code.
 * @throws RangeError for B < 3, NaN, gamma outside [0, 1], or arrays of other lengths.
 */
export function interpolatedBound(
  scores: ArrayLike<number>,
  batch: number,
  gamma: number,
  baseline: ArrayLike<number> = new Float64Array(batch),
): number {
  checkCount(batch, 'batch', 3);
  checkScores(scores, batch);
  checkBetween(gamma, 'gamma', 0, 1);
  checkSameLength(baseline, 'baseline', { length: batch }, 'the batch');
  checkVector(baseline, 'baseline');
  const [others, pairs] = [batch - 1, batch * (batch - 1)];
  let joint = 0;
  let marginal = 0;
  for (let i = 0; i < batch; i++) {
    const row = Float64Array.from({ length: batch }, (_, j) => scores[i * batch + j]!);
    const level = row.reduce((most, score) => Math.max(most, score), -Infinity);
    const sums = sumsWithoutOne(row.map(score => Math.exp(score - level)));
    // ln sum_(k != j) exp(f_ik); where all but j underflow, from their own largest.
    const logOthers = (j: number): number =>
      sums[j]! > 1e-290
        ? level + Math.log(sums[j]!)
        : logSumExp(row.map((score, k) => (k === j ? -Infinity : score)));
    const b = (j: number): number =>
      logSumExp([Math.log(gamma / others) + logOthers(j), Math.log(1 - gamma) + baseline[i]!]);
    for (let j = 0; j < batch; j++) if (j !== i) joint += row[i]! - b(j);
    marginal += Math.exp(logOthers(i) - b(i));
  }
  return checkResult(1 + joint / pairs - marginal / pairs, 'the interpolated bound', TAME_SCORES);
}

/**
 * d I / d f_ik = [i = k]/B - gamma/(B - 1) sum_(j != i, k) exp(f_ik - b_ij) / P - [i != k] (1 - gamma) exp(f_ik - 2 b_ii) / P
 * with P = B (B - 1): the gradient of {@link interpolatedBound} with baseline 0, `[B * B]`.
 * @throws RangeError as {@link interpolatedBound}.
 */
export function interpolatedBoundGradient(
  scores: ArrayLike<number>,
  batch: number,
  gamma: number,
): Float64Array {
  checkCount(batch, 'batch', 3);
  checkScores(scores, batch);
  checkBetween(gamma, 'gamma', 0, 1);
  const gradient = new Float64Array(batch * batch);
  for (let i = 0; i < batch; i++) {
    const row = Float64Array.from({ length: batch }, (_, k) => scores[i * batch + k]!);
    gradient.set(rowGradient(row, i, gamma), i * batch);
  }
  gradient.forEach((slope, at) => checkResult(slope, `the derivative by scores[${at}]`, TAME_SCORES));
  return gradient;
}

/** The derivatives by one row's scores. */
function rowGradient(row: Float64Array, i: number, gamma: number): Float64Array {
  const [others, pairs] = [row.length - 1, row.length * (row.length - 1)];
  const weight = gamma / others;
  let highest = 0;
  row.forEach((score, k) => (highest = score > row[highest]! ? k : highest));
  // exp(-b_ij) comes in units of the row's highest score, which cancel against those of exp(f_ik). b_ij leaves out score j:
  // without the highest one the rest may be nothing in these units, so that b has units of its own.
  const all = inUnits(row, gamma);
  const inverse = sumsWithoutOne(all.terms).map(sum => 1 / (weight * sum + all.base));
  inverse[highest] = 0;
  const foreign = sumsWithoutOne(inverse.map((value, j) => (j === i ? 0 : value)));
  const low = inUnits(row, gamma, highest);
  const lowInverse = 1 / (weight * low.terms.reduce((sum, term) => sum + term, 0) + low.base);
  return row.map((_, k) => {
    const own = i === highest ? low : all;
    const ownInverse = i === highest ? lowInverse : inverse[i]!;
    const joint =
      all.terms[k]! * foreign[k]! + (i === highest || k === highest ? 0 : low.terms[k]! * lowInverse);
    // Two factors: the square of the inverse alone may be too large.
    const marginal = k === i ? 0 : own.base * ownInverse * (own.terms[k]! * ownInverse);
    return (k === i ? 1 / row.length : 0) - (weight * joint + marginal) / pairs;
  });
}

/** exp(f_ik) and 1 - gamma, divided by the largest exp(f_ik), or by 1 where that is more; `without` counts as nothing. */
function inUnits(row: Float64Array, gamma: number, without = -1): { terms: Float64Array; base: number } {
  const level = row.reduce(
    (most, score, k) => (k === without ? most : Math.max(most, score)),
    gamma < 1 ? 0 : -Infinity,
  );
  const terms = row.map((score, k) => (k === without ? 0 : Math.exp(score - level)));
  return { terms, base: gamma < 1 ? (1 - gamma) * Math.exp(-level) : 0 };
}

/** sum_(k != j) terms_k, by additions alone: to subtract the largest term would leave its rounding. */
function sumsWithoutOne(terms: Float64Array): Float64Array {
  const sums = new Float64Array(terms.length);
  let before = 0;
  for (let j = 0; j < terms.length; j++) {
    sums[j] = before;
    before += terms[j]!;
  }
  let after = 0;
  for (let j = terms.length - 1; j >= 0; j--) {
    sums[j] = sums[j]! + after;
    after += terms[j]!;
  }
  return sums;
}

function rowSum(scores: ArrayLike<number>, batch: number, i: number): { largest: number; total: number } {
  let largest = -Infinity;
  for (let j = 0; j < batch; j++) largest = Math.max(largest, scores[i * batch + j]!);
  let total = 0;
  for (let j = 0; j < batch; j++) total += Math.exp(scores[i * batch + j]! - largest);
  return { largest, total };
}

function eachForeign(batch: number, visit: (at: number) => void): void {
  for (let i = 0; i < batch; i++) {
    for (let j = 0; j < batch; j++) if (i !== j) visit(i * batch + j);
  }
}

function checkScores(scores: ArrayLike<number>, batch: number): void {
  checkCount(batch, 'batch', 2);
  if (checkList(scores, 'scores').length !== batch * batch) {
    throw new RangeError(`a batch of ${batch} has ${batch * batch} scores, but there are ${scores.length}`);
  }
  checkVector(scores, 'scores');
}
