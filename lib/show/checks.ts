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
