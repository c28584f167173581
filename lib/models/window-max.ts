/**
 * The inner loops of the text CNN's embedding -> convolution -> global maximum, on typed arrays alone.
 *
 * Few of a batch's words differ, so every word's product with the kernel is computed once (a "word table") and the
 * response of a window is a sum of `width` entries of it. Padding makes many windows alike: a window equal to the one
 * before it is passed over. Backward, only the windows that won a maximum are visited.
 */

/** table[u][k][f] = sum_d E[u][d] W[k][d][f]: what word u adds to filter f at place k of a window. */
export interface WordTable {
  /** `[words, width, filters]` */
  values: Float32Array;
  width: number;
  filters: number;
}

/** Texts of equal length; the numbers are rows of a word table. */
export interface Texts {
  /** `[batch, length]` */
  rows: Int32Array;
  batch: number;
  length: number;
}

/** Each filter's greatest response in each text. */
export interface WindowMaxima {
  /** `[batch, filters]`, without bias. */
  maximum: Float32Array;
  /** `[batch, filters]`: where the first such window starts. Equal windows tie; the first alone is meant. */
  start: Int32Array;
}

/** maximum[b][f] = max_t sum_k table[rows[b][t + k]][k][f] */
export function windowMaxima(table: WordTable, { rows, batch, length }: Texts): WindowMaxima {
  const { width, filters } = table;
  const maximum = new Float32Array(batch * filters);
  const start = new Int32Array(batch * filters);
  const best = new Float32Array(filters);
  const where = new Int32Array(filters);
  const visit = width === 3 ? visitThree : visitAny;
  for (let text = 0; text < batch; text++) {
    best.fill(-Infinity);
    for (let t = 0; t + width <= length; t++) {
      const first = text * length + t;
      if (t === 0 || !sameAsBefore(rows, first, width)) visit(table, rows, first, t, best, where);
    }
    maximum.set(best, text * filters);
    start.set(where, text * filters);
  }
  return { maximum, start };
}

/** Is the window that starts at `first` word for word the one before it? */
function sameAsBefore(rows: Int32Array, first: number, width: number): boolean {
  for (let k = 0; k < width; k++) if (rows[first + k] !== rows[first + k - 1]) return false;
  return true;
}

/** The window of three words, as in the essay: no inner loop, twice as fast. */
function visitThree(
  { values, filters }: WordTable,
  rows: Int32Array,
  first: number,
  t: number,
  best: Float32Array,
  where: Int32Array,
): void {
  const a = rows[first]! * 3 * filters;
  const b = (rows[first + 1]! * 3 + 1) * filters;
  const c = (rows[first + 2]! * 3 + 2) * filters;
  for (let f = 0; f < filters; f++) {
    const response = Math.fround(values[a + f]! + values[b + f]! + values[c + f]!);
    if (response > best[f]!) {
      best[f] = response;
      where[f] = t;
    }
  }
}

function visitAny(
  { values, width, filters }: WordTable,
  rows: Int32Array,
  first: number,
  t: number,
  best: Float32Array,
  where: Int32Array,
): void {
  for (let f = 0; f < filters; f++) {
    let sum = 0;
    for (let k = 0; k < width; k++) sum += values[(rows[first + k]! * width + k) * filters + f]!;
    const response = Math.fround(sum);
    if (response > best[f]!) {
      best[f] = response;
      where[f] = t;
    }
  }
}

/**
 * dTable[rows[b][start[b][f] + k]][k][f] += gradient[b][f]
 *
 * The gradient of `windowMaxima`: zero but for the windows that won.
 *
 * @param start `[batch, filters]`, as `windowMaxima` gave it
 * @param gradient `[batch, filters]`
 * @returns `[words, width, filters]`
 */
export function windowMaximaGradient(
  { rows, batch, length }: Texts,
  start: Int32Array,
  gradient: Float32Array,
  sizes: { words: number; width: number; filters: number },
): Float32Array {
  const { words, width, filters } = sizes;
  const dTable = new Float32Array(words * width * filters);
  for (let text = 0; text < batch; text++) {
    for (let f = 0; f < filters; f++) {
      const winner = text * filters + f;
      const first = text * length + start[winner]!;
      for (let k = 0; k < width; k++) {
        dTable[(rows[first + k]! * width + k) * filters + f] += gradient[winner]!;
      }
    }
  }
  return dTable;
}
