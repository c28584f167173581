import { checkBetween, checkList, checkProbabilities, checkRows, checkSameLength, shown } from '../checks';
import { cholesky, logDeterminant } from '../gaussian/cholesky';
import type { Covariance } from '../gaussian/parameters';

/** H = -sum_i p_i ln p_i, in nats, with 0 ln 0 = 0; p is `[n]`. @throws RangeError unless p are probabilities. */
export function discreteEntropy(probabilities: ArrayLike<number>): number {
  checkProbabilities(probabilities, 'probabilities');
  let sum = 0;
  for (let i = 0; i < probabilities.length; i++) sum -= timesLog(probabilities[i]!, probabilities[i]!);
  return sum;
}

/** KL(p || q) = sum_i p_i ln(p_i / q_i), in nats; Infinity where q_i = 0 < p_i. Both `[n]`. @throws RangeError likewise. */
export function discreteKl(p: ArrayLike<number>, q: ArrayLike<number>): number {
  checkSameLength(p, 'p', q, 'q');
  checkProbabilities(p, 'p');
  checkProbabilities(q, 'q');
  let sum = 0;
  for (let i = 0; i < p.length; i++) sum += excess(p[i]!, q[i]!) + (p[i]! - q[i]!);
  return sum;
}

/**
 * I(X;Z) = sum_xz p(x,z) ln[p(x,z) / (p(x) p(z))], in nats, from the joint table `[x][z]`.
 * Never negative, and with its digits where the table is all but independent.
 * @throws RangeError for ragged rows, NaN, negative entries, or a table that does not sum to 1.
 */
export function discreteMutualInformation(joint: ReadonlyArray<ArrayLike<number>>): number {
  checkRows(joint, 'joint');
  const columns = joint[0]!.length;
  checkProbabilities(
    joint.flatMap(row => Array.from(row)),
    'the joint table',
  );
  // What is left of 1 after rounding must not count as information.
  const total = joint.reduce((sum, row) => sum + addUp(row), 0);
  const pz = Float64Array.from({ length: columns }, (_, z) => addUp(joint.map(row => row[z]!)) / total);
  let information = 0;
  for (const row of joint) {
    const px = addUp(row) / total;
    for (let z = 0; z < columns; z++) information += jointExcess(row[z]! / total, px, pz[z]!);
  }
  return information;
}

/**
 * I(X;Z) = -1/2 ln(1 - rho^2), in nats, for jointly normal scalars of correlation rho.
 * @throws RangeError unless -1 < rho < 1 (at -1 and 1 it is infinite).
 */
export function gaussianMutualInformation(rho: number): number {
  return -0.5 * logUnexplained(checkCorrelation(rho), 1);
}

/**
 * I(X;Z) = 1/2 ln[det S_xx det S_zz / det S], in nats, for jointly normal vectors of covariance
 * S = [[S_xx, S_xz], [S_zx, S_zz]], `[kx + kz, kx + kz]`, whose first `dimensionsX` rows belong to X.
 * @throws RangeError unless S is symmetric positive definite and 1 <= dimensionsX < its size.
 */
export function gaussianMutualInformationFull(covariance: Covariance, dimensionsX: number): number {
  const size = checkList(covariance, 'covariance', 'rows').length;
  if (!Number.isInteger(dimensionsX) || dimensionsX < 1 || dimensionsX >= size) {
    throw new RangeError(
      `dimensionsX must be a whole number from 1 to ${size - 1} (the covariance has ${size} rows), but it is ${dimensionsX}`,
    );
  }
  const joint = logDeterminant(cholesky(covariance));
  const block = (from: number, to: number) =>
    logDeterminant(cholesky(covariance.slice(from, to).map(row => Array.from(row).slice(from, to))));
  // Rounding can leave independent vectors a little below nothing.
  return Math.max(0, 0.5 * (block(0, dimensionsX) + block(dimensionsX, size) - joint));
}

/** rho, when -1 < rho < 1. @throws RangeError otherwise. */
export function checkCorrelation(rho: number): number {
  if (typeof rho !== 'number' || !(rho > -1 && rho < 1)) {
    throw new RangeError(
      `a correlation must lie strictly between -1 and 1, but rho is ${shown(rho)}: divide the covariance by both standard deviations`,
    );
  }
  return rho;
}

/** ln(1 - rho^2 share), the log-variance that a code leaves of y, without rounding 1 - rho^2 or rest = 1 - share first. */
export function logUnexplained(rho: number, share: number, rest?: number): number {
  const explained = checkCorrelation(rho) ** 2 * checkBetween(share, 'share', 0, 1);
  if (explained < 0.5) return Math.log1p(-explained);
  return Math.log((1 - Math.abs(rho)) * (1 + Math.abs(rho)) + rho * rho * (rest ?? 1 - share));
}

/** p ln(p/q) - p + q >= 0: what an entry adds to a divergence, in a form that cancels nothing where p and q are alike. */
function excess(p: number, q: number): number {
  if (p === 0) return q;
  const r = (p - q) / q;
  if (!(Math.abs(r) < 0.3)) return p * (Math.log(p) - Math.log(q)) - p + q;
  // (1 + r) ln(1 + r) - r = r^2/2 - r^3/6 + r^4/12 - ...
  let [sum, power] = [0, r];
  for (let n = 2; Math.abs(power) > 1e-18 * Math.abs(r); n++) {
    power *= -r;
    sum -= power / (n * (n - 1));
  }
  return q * sum;
}

/** The same for q = px pz, which may be too small for a number of its own. */
function jointExcess(p: number, px: number, pz: number): number {
  const q = px * pz;
  if (p === 0 || q > 1e-290) return excess(p, q);
  return p * (Math.log(p) - Math.log(px) - Math.log(pz)) - p + q;
}

function addUp(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum;
}

function timesLog(weight: number, ratio: number): number {
  return weight === 0 ? 0 : weight * Math.log(ratio);
}
