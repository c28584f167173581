import { describeValue } from './describe-value';
import { classOf } from './safe-read';

/** A value that JSON can hold exactly. */
export type Plain = null | boolean | number | string | Plain[] | { [key: string]: Plain };

/** x rounded to `digits` significant digits; whole numbers stay as they are, NaN and the infinities become null. */
export function roundNumber(x: number, digits = 6): number | null {
  if (!Number.isFinite(x)) return null;
  return Number.isInteger(x) ? x : Number(x.toPrecision(digits));
}

/**
 * A copy of `value` that is small and safe to save: typed arrays become arrays, numbers are rounded by `roundNumber`, and
 * undefined properties are left out.
 *
 * @param owner what the value belongs to, for the error.
 * @throws TypeError for a function, a symbol, an object that is neither plain nor an array, or one that contains itself.
 */
export function toPlain(value: unknown, owner = 'a figure'): Plain {
  return plainOf(value, owner, []);
}

function plainOf(value: unknown, owner: string, open: readonly unknown[]): Plain {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number') return roundNumber(value);
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'bigint') return Number(value);
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    return Array.from(value as unknown as ArrayLike<number | bigint>, one => plainOf(one, owner, open));
  }
  if (open.includes(value)) throw new TypeError(`${owner} cannot hold an object that contains itself`);
  const inside = [...open, value];
  if (Array.isArray(value)) return Array.from(value, one => plainOf(one, owner, inside));
  if (typeof value === 'object' && isPlainObject(value)) {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    return Object.fromEntries(entries.map(([key, item]) => [key, plainOf(item, owner, inside)]));
  }
  throw new TypeError(
    `${owner} can hold numbers, texts, arrays and plain objects, but it was given ${describe(value)}`,
  );
}

function isPlainObject(value: object): boolean {
  // A kernel runs cells in another realm at times, so the prototype is compared by shape and not by identity.
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function describe(value: unknown): string {
  return typeof value === 'object' && value !== null
    ? `a ${classOf(value)}`
    : `a ${typeof value}: ${describeValue(value, 60)}`;
}
