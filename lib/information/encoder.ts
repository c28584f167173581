import {
  checkCount,
  checkFinite,
  checkList,
  checkProbabilities,
  checkRecord,
  checkSameLength,
  checkVector,
  shown,
} from '../checks';
import { checkLogVar, type DiagonalGaussian } from '../gaussian/parameters';
import { LOG_2_PI } from '../gaussian/special-functions';

/**
 * p(z|x_i) = N(mean_i, diag(exp(logVar_i))) for inputs x_1 ... x_n of probabilities p_i: an encoder whose every
 * conditional is known, so that the marginal p(z) = sum_i p_i p(z|x_i) is a mixture that can be evaluated.
 */
export interface GaussianEncoder {
  /** n, how many inputs there are. */
  readonly count: number;
  /** k, the length of z. */
  readonly dimensions: number;
  /** `[n, k]`, row after row. */
  readonly means: Float64Array;
  /** `[n, k]`, row after row. */
  readonly logVars: Float64Array;
  /** exp(-logVars), `[n, k]`: kept, because every density of every z needs them. */
  readonly precisions: Float64Array;
  /** ln p(z|x_i) at z = mean_i: -1/2 sum_k [logVar_ik + ln(2 pi)], `[n]`, in nats. */
  readonly logPeaks: Float64Array;
  /** `[n]`, summing to 1. */
  readonly probabilities: Float64Array;
}

/** `[n][k]` nested rows, or `[n * k]` flat with `dimensions` given. */
export type Rows = ArrayLike<number> | ReadonlyArray<ArrayLike<number>>;

export interface EncoderOptions {
  /** k; needed only for flat arrays. */
  readonly dimensions?: number;
  /** `[n]`, p(x_i); all equal unless given. */
  readonly probabilities?: ArrayLike<number>;
}

/**
 * p(z|x_i) = N(means_i, diag(exp(logVars_i))), from nested rows `[n][k]` or flat arrays `[n * k]` with `dimensions: k`.
 * @throws RangeError for NaN, ragged rows, different sizes, or probabilities that are negative or do not sum to 1.
 */
export function gaussianEncoder(means: Rows, logVars: Rows, options: EncoderOptions = {}): GaussianEncoder {
  checkRecord(options, 'options', '{ dimensions, probabilities }');
  const mean = flatten(means, 'means', options.dimensions);
  const logVar = flatten(logVars, 'logVars', options.dimensions);
  if (mean.dimensions !== logVar.dimensions || mean.values.length !== logVar.values.length) {
    throw new RangeError(
      `means are [${mean.values.length / mean.dimensions}, ${mean.dimensions}] but logVars are ` +
        `[${logVar.values.length / logVar.dimensions}, ${logVar.dimensions}]: they must be of the same shape`,
    );
  }
  checkLogVar(logVar.values, 'logVars');
  const count = mean.values.length / mean.dimensions;
  const given = options.probabilities ?? new Float64Array(count).fill(1 / count);
  checkSameLength(given, 'probabilities', { length: count }, 'the list of means');
  const probabilities = Float64Array.from(checkProbabilities(given, 'probabilities'));
  return {
    count,
    dimensions: mean.dimensions,
    means: mean.values,
    logVars: logVar.values,
    precisions: logVar.values.map(l => Math.exp(-l)),
    logPeaks: logPeaks(logVar.values, mean.dimensions),
    probabilities,
  };
}

/** p(z|x_i)'s mean and log-variance, `[k]` each. @throws RangeError for an input that the encoder does not have. */
export function component(encoder: GaussianEncoder, i: number): DiagonalGaussian {
  checkInput(encoder, i);
  const { means, logVars, dimensions } = encoder;
  const range = [i * dimensions, (i + 1) * dimensions] as const;
  return { mean: means.subarray(...range), logVar: logVars.subarray(...range) };
}

/**
 * ln p(z|x_i) = -1/2 sum_k [(z_k - mean_ik)^2 exp(-logVar_ik) + logVar_ik + ln(2 pi)], in nats; z is `[k]`.
 * @throws RangeError for a z of another length or NaN in it, or an input i that the encoder does not have.
 */
export function conditionalLogDensity(encoder: GaussianEncoder, i: number, z: ArrayLike<number>): number {
  const { dimensions: k, means, precisions } = encoder;
  if (!(z?.length === k && Number.isInteger(i) && i >= 0 && i < encoder.count)) checkPlace(encoder, i, z);
  let distance = 0;
  for (let d = 0, at = i * k; d < k; d++, at++) {
    // Number: a bigint among numbers would stop with words of the language's own.
    const difference = Number(z[d]) - means[at]!;
    distance += difference * difference * precisions[at]!;
  }
  if (Number.isNaN(distance)) throw notANumber(z, 'z');
  return encoder.logPeaks[i]! - 0.5 * distance;
}

/** ln p(z) = ln sum_i p_i p(z|x_i), in nats, without under- or overflow; z is `[k]`. @throws RangeError for another length. */
export function marginalLogDensity(encoder: GaussianEncoder, z: ArrayLike<number>): number {
  checkSameLength(z, 'z', { length: encoder.dimensions }, "the encoder's mean");
  const terms = new Float64Array(encoder.count);
  for (let i = 0; i < terms.length; i++) {
    terms[i] = Math.log(encoder.probabilities[i]!) + conditionalLogDensity(encoder, i, z);
  }
  return logSumExp(terms);
}

/**
 * ln sum_i exp(v_i) = m + ln sum_i exp(v_i - m) with m the largest; -Infinity leaves a term out.
 * @throws RangeError for NaN.
 */
export function logSumExp(values: ArrayLike<number>): number {
  let largest = -Infinity;
  for (let i = 0; i < checkList(values, 'values').length; i++) {
    const value = values[i]!;
    if (typeof value !== 'number' || value !== value) throw notANumber(values, 'values');
    if (value > largest) largest = value;
  }
  if (!Number.isFinite(largest)) return largest;
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += Math.exp(values[i]! - largest);
  return largest + Math.log(sum);
}

function checkInput({ count }: GaussianEncoder, i: number): void {
  if (!(Number.isInteger(i) && i >= 0 && i < count)) {
    throw new RangeError(`i must be one of the encoder's inputs, 0 to ${count - 1}, but it is ${i}`);
  }
}

function checkPlace(encoder: GaussianEncoder, i: number, z: ArrayLike<number>): void {
  checkInput(encoder, i);
  checkVector(z, 'z');
  checkSameLength(z, 'z', { length: encoder.dimensions }, "the encoder's mean");
}

/** The error that names the first NaN. */
function notANumber(values: ArrayLike<number>, name: string): RangeError {
  const at = Array.from(values).findIndex(value => !(typeof value === 'number' && value === value));
  return new RangeError(
    at < 0
      ? `${name} lie so far out that the result is no number: keep them within 1e150 of 0`
      : `${name}[${at}] must be a number, but it is ${shown(values[at])}: look where it was computed for 0/0 or a missing value`,
  );
}

function logPeaks(logVars: Float64Array, k: number): Float64Array {
  const peaks = new Float64Array(logVars.length / k);
  for (let at = 0; at < logVars.length; at++) {
    const i = Math.floor(at / k);
    peaks[i] = peaks[i]! - 0.5 * (logVars[at]! + LOG_2_PI);
  }
  return peaks;
}

function flatten(
  rows: Rows,
  name: string,
  dimensions?: number,
): { values: Float64Array; dimensions: number } {
  if (checkList(rows, name).length === 0) throw new RangeError(`${name} are empty: pass at least one input`);
  if (typeof rows[0] !== 'number') {
    if (!Array.isArray(rows)) checkVector(rows as ArrayLike<number>, name);
    const nested = rows as ReadonlyArray<ArrayLike<number>>;
    const k = dimensions ?? checkList(nested[0]!, `${name}[0]`).length;
    nested.forEach((row, i) => {
      if (checkList(row, `${name}[${i}]`).length !== k) {
        throw new RangeError(
          `${name}[${i}] has ${row.length} values but ${k} are needed: all rows have one length`,
        );
      }
      checkVector(row, `${name}[${i}]`);
    });
    return { values: Float64Array.from(nested.flatMap(row => Array.from(row))), dimensions: k };
  }
  if (dimensions === undefined) {
    throw new RangeError(
      `${name} are flat (${rows.length} numbers), so the length of z is not known: pass { dimensions: k }, or nested rows`,
    );
  }
  checkCount(dimensions, 'dimensions');
  if (rows.length % dimensions !== 0) {
    throw new RangeError(
      `${name} have ${rows.length} numbers, which is not a multiple of dimensions = ${dimensions}`,
    );
  }
  const values = Float64Array.from(rows as ArrayLike<number>);
  values.forEach((value, i) => checkFinite(value, `${name}[${i}]`));
  return { values, dimensions };
}
