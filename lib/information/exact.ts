import { checkProbabilities, checkVector } from '../checks';
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
  if (p.length !== q.length) {
    throw new RangeError(`p has ${p.length} values but q has ${q.length}: they must be of the same length`);
  }
  checkProbabilities(p, 'p');
  checkProbabilities(q, 'q');
  let sum = 0;
  for (let i = 0; i < p.length; i++) sum += timesLog(p[i]!, p[i]! / q[i]!);
  return sum;
}

/**
 * I(X;Z) = sum_xz p(x,z) ln[p(x,z) / (p(x) p(z))], in nats, from the joint table `[x][z]`.
 * @throws RangeError for ragged rows, NaN, negative entries, or a table that does not sum to 1.
 */
export function discreteMutualInformation(joint: ReadonlyArray<ArrayLike<number>>): number {
  const columns = joint[0]?.length ?? 0;
  joint.forEach((row, x) => {
    if (row.length !== columns) {
      throw new RangeError(
        `joint[${x}] has ${row.length} values but joint[0] has ${columns}: fill the missing with 0`,
      );
    }
    checkVector(row, `joint[${x}]`);
  });
  checkProbabilities(
    joint.flatMap(row => Array.from(row)),
    'the joint table',
  );
  const pz = new Float64Array(columns);
  const px = joint.map(row => {
    let sum = 0;
    for (let z = 0; z < columns; z++) {
      sum += row[z]!;
      pz[z] = pz[z]! + row[z]!;
    }
    return sum;
  });
  let information = 0;
  joint.forEach((row, x) => {
    for (let z = 0; z < columns; z++) information += timesLog(row[z]!, row[z]! / (px[x]! * pz[z]!));
  });
  return information;
}

/**
 * I(X;Z) = -1/2 ln(1 - rho^2), in nats, for jointly normal scalars of correlation rho.
 * @throws RangeError unless -1 < rho < 1 (at -1 and 1 it is infinite).
 */
export function gaussianMutualInformation(rho: number): number {
  return -0.5 * Math.log1p(-(checkCorrelation(rho) ** 2));
}

/**
 * I(X;Z) = 1/2 ln[det S_xx det S_zz / det S], in nats, for jointly normal vectors of covariance
 * S = [[S_xx, S_xz], [S_zx, S_zz]], `[kx + kz, kx + kz]`, whose first `dimensionsX` rows belong to X.
 * @throws RangeError unless S is symmetric positive definite and 1 <= dimensionsX < its size.
 */
export function gaussianMutualInformationFull(covariance: Covariance, dimensionsX: number): number {
  const size = covariance.length;
  if (!Number.isInteger(dimensionsX) || dimensionsX < 1 || dimensionsX >= size) {
    throw new RangeError(
      `dimensionsX must be a whole number from 1 to ${size - 1} (the covariance has ${size} rows), but it is ${dimensionsX}`,
    );
  }
  const joint = logDeterminant(cholesky(covariance));
  const block = (from: number, to: number) =>
    logDeterminant(cholesky(covariance.slice(from, to).map(row => Array.from(row).slice(from, to))));
  return 0.5 * (block(0, dimensionsX) + block(dimensionsX, size) - joint);
}

/** rho, when -1 < rho < 1. @throws RangeError otherwise. */
export function checkCorrelation(rho: number): number {
  if (!(rho > -1 && rho < 1)) {
    throw new RangeError(
      `a correlation must lie strictly between -1 and 1, but rho is ${rho}: divide the covariance by both standard deviations`,
    );
  }
  return rho;
}

function timesLog(weight: number, ratio: number): number {
  return weight === 0 ? 0 : weight * Math.log(ratio);
}
