import { checkFinite, checkPositive, checkRecord, checkSameLength, checkVector } from '../checks';

/** N(mean, sd^2) on the line. `sd` is the standard deviation, never the variance. */
export interface Normal {
  readonly mean: number;
  readonly sd: number;
}

/** N(mean, diag(exp(logVar))), both `[k]`: independent components. */
export interface DiagonalGaussian {
  readonly mean: ArrayLike<number>;
  readonly logVar: ArrayLike<number>;
}

/** N(mean, covariance), `[k]` and `[k, k]` (rows). */
export interface FullGaussian {
  readonly mean: ArrayLike<number>;
  readonly covariance: Covariance;
}

/** A symmetric positive definite matrix, `[k, k]`, as an array of rows. */
export type Covariance = ReadonlyArray<ArrayLike<number>>;

/** Beyond this, exp(logVar) or exp(-logVar) is no longer a normal double. */
const LARGEST_LOG_VAR = 700;

/** @throws RangeError unless mean is finite and sd > 0. `name` is that of the record, when it is an argument. */
export function checkNormal(normal: Normal, name?: string): void {
  if (name !== undefined) checkRecord(normal, name, '{ mean, sd }');
  const of = name === undefined ? '' : `${name}.`;
  checkFinite(normal.mean, `${of}mean`);
  checkPositive(normal.sd, `${of}sd`);
}

/** @throws RangeError unless logVar is a non-empty vector of numbers from -700 to 700. */
export function checkLogVar(logVar: ArrayLike<number>, name = 'logVar'): void {
  checkVector(logVar, name);
  for (let i = 0; i < logVar.length; i++) {
    if (Math.abs(logVar[i]!) > LARGEST_LOG_VAR) {
      throw new RangeError(
        `${name}[${i}] is ${logVar[i]}, so exp of it leaves the range of numbers: keep log-variances between -700 and 700`,
      );
    }
  }
}

/** @throws RangeError unless mean and logVar are finite vectors of one length; `of` stands before both names. */
export function checkDiagonal(mean: ArrayLike<number>, logVar: ArrayLike<number>, of = ''): void {
  checkSameLength(mean, `${of}mean`, logVar, `${of}logVar`);
  checkVector(mean, `${of}mean`);
  checkLogVar(logVar, `${of}logVar`);
}
