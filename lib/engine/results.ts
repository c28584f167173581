import { firstNotFinite, NotFiniteError } from '../not-finite';

/** What to do about an answer that is not finite. */
export const tooLarge = "The network's weights are far too large for 32 bits: take those of an earlier step";

/** values, when all are finite. @throws NotFiniteError otherwise, saying what, where, and what to do. */
export function checkResult(values: Float32Array, what: string, todo: string): Float32Array {
  const wrong = firstNotFinite(values);
  if (wrong < 0) return values;
  throw new NotFiniteError(
    `${what} is ${values[wrong]} at place ${wrong} of ${values.length}. ${todo}`,
    values[wrong] as number,
  );
}

/** Where a stream of random numbers stands, when that is possible. */
export function checkStream(state: unknown): readonly number[] {
  const parts: unknown[] = Array.isArray(state) ? state : [];
  if (parts.length !== 4 || !parts.every(isInt32) || parts.every(part => part === 0)) {
    throw new RangeError(
      `the state of the optimizer's noise must be 4 whole numbers of 32 bits, not all 0, but it is ${JSON.stringify(state)}`,
    );
  }
  return parts as number[];
}

function isInt32(value: unknown): boolean {
  return typeof value === 'number' && value === (value | 0);
}

/** Rows of one width, one after the other. */
export function join(rows: Float32Array[], width: number): Float32Array {
  const all = new Float32Array(rows.length * width);
  rows.forEach((row, i) => all.set(row, i * width));
  return all;
}
