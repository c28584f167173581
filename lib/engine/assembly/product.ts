/**
 * C[i][j] = sum_k A[i][k] B[k][j], for 16 columns j and an even number of rows i
 *
 * Two rows by four vectors stay in registers. Each sum is taken in the order of k by one product and one addition, so
 * it does not depend on the machine.
 *
 * @param rows how many; even
 * @param depth of the sums
 * @param a where A[0][0] lies; its rows are `aRow` bytes apart, its columns `aColumn`
 * @param b where B[0][0] lies; its rows are `bRow` bytes apart
 * @param c where C[0][0] is to lie; its rows are `cRow` bytes apart
 */
// @ts-ignore: decorator
@inline
export function product(
  rows: i32,
  depth: i32,
  a: usize,
  aRow: usize,
  aColumn: usize,
  b: usize,
  bRow: usize,
  c: usize,
  cRow: usize,
): void {
  for (let i = 0; i < rows; i += 2) {
    twoRows(depth, a, a + aRow, aColumn, b, bRow, c, c + cRow);
    a += aRow << 1;
    c += cRow << 1;
  }
}

// @ts-ignore: decorator
@inline
export function twoRows(
  depth: i32,
  p: usize,
  q: usize,
  step: usize,
  b: usize,
  bRow: usize,
  c: usize,
  d: usize,
): void {
  let p0 = f32x4.splat(0);
  let p1 = p0;
  let p2 = p0;
  let p3 = p0;
  let q0 = p0;
  let q1 = p0;
  let q2 = p0;
  let q3 = p0;
  for (let k = 0; k < depth; k++) {
    const x = v128.load32_splat(p);
    const y = v128.load32_splat(q);
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const b2 = v128.load(b, 32);
    const b3 = v128.load(b, 48);
    p0 = f32x4.add(p0, f32x4.mul(x, b0));
    q0 = f32x4.add(q0, f32x4.mul(y, b0));
    p1 = f32x4.add(p1, f32x4.mul(x, b1));
    q1 = f32x4.add(q1, f32x4.mul(y, b1));
    p2 = f32x4.add(p2, f32x4.mul(x, b2));
    q2 = f32x4.add(q2, f32x4.mul(y, b2));
    p3 = f32x4.add(p3, f32x4.mul(x, b3));
    q3 = f32x4.add(q3, f32x4.mul(y, b3));
    p += step;
    q += step;
    b += bRow;
  }
  v128.store(c, p0);
  v128.store(c, p1, 16);
  v128.store(c, p2, 32);
  v128.store(c, p3, 48);
  v128.store(d, q0);
  v128.store(d, q1, 16);
  v128.store(d, q2, 32);
  v128.store(d, q3, 48);
}

/** Transposes a 4 x 4 tile of floats; rows are `aRow` bytes apart in the source, `bRow` in the target. */
// @ts-ignore: decorator
@inline
export function transposeTile(a: usize, aRow: usize, b: usize, bRow: usize): void {
  const x0 = v128.load(a);
  const x1 = v128.load(a + aRow);
  const x2 = v128.load(a + 2 * aRow);
  const x3 = v128.load(a + 3 * aRow);
  const l0 = i32x4.shuffle(x0, x1, 0, 4, 1, 5);
  const l1 = i32x4.shuffle(x2, x3, 0, 4, 1, 5);
  const h0 = i32x4.shuffle(x0, x1, 2, 6, 3, 7);
  const h1 = i32x4.shuffle(x2, x3, 2, 6, 3, 7);
  v128.store(b, i32x4.shuffle(l0, l1, 0, 1, 4, 5));
  v128.store(b + bRow, i32x4.shuffle(l0, l1, 2, 3, 6, 7));
  v128.store(b + 2 * bRow, i32x4.shuffle(h0, h1, 0, 1, 4, 5));
  v128.store(b + 3 * bRow, i32x4.shuffle(h0, h1, 2, 3, 6, 7));
}
