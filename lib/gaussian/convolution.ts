import { checkFinite, checkResult } from '../checks';
import { fft } from './fft';
import { checkGrid, type GridDensity } from './grid-density';
import { checkNormal, type Normal } from './parameters';
import { scaledBy, scaleOf } from './scale';

/**
 * z1 + z2 + ... ~ N(sum_i mean_i, sum_i sd_i^2) for independent z_i ~ N(mean_i, sd_i^2): the normal is closed under sums.
 * @throws RangeError when no term is given, for NaN, or for sd <= 0.
 */
export function sumOfNormals(...terms: readonly Normal[]): Normal {
  if (terms.length === 0)
    throw new RangeError('a sum of normals needs at least one term, but none was given');
  terms.forEach((term, i) => checkNormal(term, `terms[${i}]`));
  return checkSum(
    terms.reduce((sum, term) => sum + term.mean, 0),
    terms.reduce((sd, term) => Math.hypot(sd, term.sd), 0),
    'terms',
  );
}

/**
 * a z1 + b z2 ~ N(a m1 + b m2, a^2 s1^2 + b^2 s2^2) for independent z1 ~ N(m1, s1^2), z2 ~ N(m2, s2^2).
 * @throws RangeError for NaN, sd <= 0, or a = b = 0 (the sum is then the constant 0, which has no density).
 */
export function weightedSumOfNormals(a: number, z1: Normal, b: number, z2: Normal): Normal {
  checkNormal(z1, 'z1');
  checkNormal(z2, 'z2');
  checkFinite(a, 'a');
  checkFinite(b, 'b');
  if (a === 0 && b === 0) {
    throw new RangeError('a and b are both 0, so a z1 + b z2 is constant: make one of them non-zero');
  }
  return checkSum(
    a * z1.mean + b * z2.mean,
    Math.hypot(a * z1.sd, b * z2.sd),
    `a z1 + b z2, a = ${a} and b = ${b},`,
  );
}

function checkSum(mean: number, sd: number, name: string): Normal {
  checkResult(mean, `the mean of the sum of ${name}`, 'choose a larger unit');
  checkResult(sd, `the sd of the sum of ${name}`, 'choose a larger unit');
  if (sd === 0) {
    throw new RangeError(`the sd of the sum of ${name} is below the range of numbers: choose a smaller unit`);
  }
  return { mean, sd };
}

/**
 * (p * q)(x) = integral p(t) q(x - t) dt, the density of the sum of independent draws of p and q, by the direct double
 * sum step sum_i p_i q_(k-i). `[n]` and `[m]` values give `[n + m - 1]`; n m multiplications.
 * @throws RangeError when the steps differ.
 */
export function convolveDirect(p: GridDensity, q: GridDensity): GridDensity {
  const result = emptySum(p, q);
  for (let i = 0; i < p.values.length; i++) {
    const weight = p.values[i]! * p.step;
    for (let j = 0; j < q.values.length; j++)
      result.values[i + j] = result.values[i + j]! + weight * q.values[j]!;
  }
  return checkConvolution(result);
}

/**
 * p * q = F^-1[F[p] F[q]]: the same sum as {@link convolveDirect} by the fast Fourier transform, n ln n operations.
 *
 * Rounding is about 1e-16 of the peak everywhere, so far tails are noise; negative noise is set to 0.
 * @throws RangeError when the steps differ.
 */
export function convolveFft(p: GridDensity, q: GridDensity): GridDensity {
  const result = emptySum(p, q);
  const size = 2 ** Math.ceil(Math.log2(result.values.length));
  const [pRe, pIm, qRe, qIm] = [0, 1, 2, 3].map(() => new Float64Array(size)) as FourArrays;
  const [pScale, qScale] = [scaleOf(p.values), scaleOf(q.values)];
  pRe.set(scaledBy(p.values, pScale));
  qRe.set(scaledBy(q.values, qScale));
  fft(pRe, pIm);
  fft(qRe, qIm);
  for (let k = 0; k < size; k++) {
    const re = pRe[k]! * qRe[k]! - pIm[k]! * qIm[k]!;
    pIm[k] = pRe[k]! * qIm[k]! + pIm[k]! * qRe[k]!;
    pRe[k] = re;
  }
  fft(pRe, pIm, true);
  const [small, large] = [Math.min(pScale, qScale), Math.max(pScale, qScale)];
  for (let k = 0; k < result.values.length; k++)
    result.values[k] = Math.max(0, pRe[k]! * p.step * small * large);
  return checkConvolution(result);
}

type FourArrays = [Float64Array, Float64Array, Float64Array, Float64Array];

/** The sum's grid, all zero: it starts where the two starts add up. */
function emptySum(p: GridDensity, q: GridDensity): GridDensity {
  checkGrid(p, 'p');
  checkGrid(q, 'q');
  if (Math.abs(p.step - q.step) > 1e-9 * p.step) {
    throw new RangeError(
      `a convolution needs one grid step, but p's is ${p.step} and q's is ${q.step}: tabulate both with the same (high - low) / n`,
    );
  }
  const values = new Float64Array(p.values.length + q.values.length - 1);
  const start = checkResult(p.start + q.start, 'p.start + q.start', 'choose a larger unit');
  return { start, step: p.step, values };
}

function checkConvolution(result: GridDensity): GridDensity {
  result.values.forEach((value, i) =>
    checkResult(value, `value ${i} of p * q`, 'divide p and q by their mass first'),
  );
  return result;
}
