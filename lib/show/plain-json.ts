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
 * @throws TypeError for a function, a symbol or an object that is neither plain nor an array.
 */
export function toPlain(value: unknown): Plain {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number') return roundNumber(value);
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(toPlain);
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    return Array.from(value as unknown as ArrayLike<number | bigint>, toPlain);
  }
  if (typeof value === 'object' && isPlainObject(value)) {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    return Object.fromEntries(entries.map(([key, item]) => [key, toPlain(item)]));
  }
  throw new TypeError(
    `a figure can hold numbers, texts, arrays and plain objects, but it was given ${describe(value)}`,
  );
}

function isPlainObject(value: object): boolean {
  // A kernel runs cells in another realm at times, so the prototype is compared by shape and not by identity.
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function describe(value: unknown): string {
  return typeof value === 'object' && value !== null ? `a ${value.constructor.name}` : `a ${typeof value}`;
}
