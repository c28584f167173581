import { describeValue } from './describe-value';

/** Numbers in, from an array or a typed array. */
export type Numbers = ArrayLike<number>;

/** @throws RangeError when the text is missing or blank. */
export function checkText(text: string | undefined, what: string): string {
  if (typeof text !== 'string' || text.trim() === '') {
    throw new RangeError(`${what} is empty: give a text, because a reader cannot guess it`);
  }
  return text;
}

/** @throws RangeError when there is nothing to draw. */
export function checkNotEmpty(values: { readonly length: number }, what: string): void {
  checkList(values, what);
  if (values.length === 0) throw new RangeError(`${what} is empty: there is nothing to draw`);
}

/** @throws RangeError, naming both lengths, when the two differ. */
export function checkSameLength(
  a: { readonly length: number },
  nameA: string,
  b: { readonly length: number },
  nameB: string,
  owner: string,
): void {
  checkList(a, `${owner}: ${nameA}`);
  checkList(b, `${owner}: ${nameB}`);
  if (a.length !== b.length) {
    throw new RangeError(
      `${owner}: ${nameA} has ${a.length} values but ${nameB} has ${b.length}; they must be as many`,
    );
  }
}

/** @throws RangeError when no value is a finite number, for then the picture would be blank. */
export function checkSomeFinite(values: Numbers, what: string): void {
  for (let i = 0; i < values.length; i++) if (Number.isFinite(values[i])) return;
  throw new RangeError(
    `${what} holds ${values.length} values and not one is a finite number (the first is ${values[0]})`,
  );
}

/** @throws RangeError for what is no array, such as a missing argument. */
export function checkList(values: unknown, what: string): void {
  const length =
    typeof values === 'object' && values !== null ? (values as { length?: unknown }).length : undefined;
  if (typeof length !== 'number')
    throw new RangeError(`${what} must be an array, but it is ${describeValue(values, 60)}`);
}

/** value, when it is a number from least to most. @throws RangeError otherwise. */
export function checkNumber(value: number, what: string, least: number, most = Number.MAX_VALUE): number {
  if (!(value >= least && value <= most)) {
    const range =
      most === Number.MAX_VALUE ? `a finite number >= ${least}` : `a number from ${least} to ${most}`;
    throw new RangeError(`${what} must be ${range}, but it is ${describeValue(value, 60)}`);
  }
  return value;
}

/** value, when it is a whole number from least to most. @throws RangeError otherwise. */
export function checkWhole(value: number, what: string, least: number, most: number): number {
  if (!Number.isInteger(value) || value < least || value > most) {
    const bound = value > most ? `<= ${most}` : `>= ${least}`;
    throw new RangeError(`${what} must be a whole number ${bound}, but it is ${describeValue(value, 60)}`);
  }
  return value;
}

/** range, when it is two finite numbers that differ, going up unless either way will do. @throws RangeError otherwise. */
export function checkRange(
  range: readonly [number, number],
  what: string,
  eitherWay = false,
): readonly [number, number] {
  const [low, high] = Array.isArray(range) ? range : [NaN, NaN];
  const goes = eitherWay ? low !== high : low < high;
  if (
    !Array.isArray(range) ||
    range.length !== 2 ||
    !Number.isFinite(low) ||
    !Number.isFinite(high) ||
    !goes
  ) {
    const need = eitherWay ? 'be two different finite numbers' : 'go up, from one finite number to another';
    throw new RangeError(`${what} must ${need}, but it is ${describeValue(range, 60)}`);
  }
  return range;
}

/** [min, max] of the finite values, or null when there is none. */
export function finiteRange(values: Numbers): [number, number] | null {
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? [low, high] : null;
}

/** [min, max] over several arrays, or null when none holds a finite value. */
export function jointRange(arrays: readonly Numbers[]): [number, number] | null {
  return finiteRange(arrays.flatMap(values => finiteRange(values) ?? []));
}
