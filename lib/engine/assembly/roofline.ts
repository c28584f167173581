/**
 * As many products and sums as the machine can do: twelve chains that do not wait for each other, nothing read or stored.
 *
 * @param rounds each of 48 products and 48 sums
 * @returns a sum that keeps the compiler from leaving anything out
 */
export function peak(rounds: i32, x: f32): f32 {
  const y = f32x4.splat(x);
  let a = f32x4.splat(0);
  let b = f32x4.splat(1);
  let c = f32x4.splat(2);
  let d = f32x4.splat(3);
  let e = f32x4.splat(4);
  let f = f32x4.splat(5);
  let g = f32x4.splat(6);
  let h = f32x4.splat(7);
  let i = f32x4.splat(8);
  let j = f32x4.splat(9);
  let k = f32x4.splat(10);
  let l = f32x4.splat(11);
  for (let round = 0; round < rounds; round++) {
    a = f32x4.add(f32x4.mul(a, y), y);
    b = f32x4.add(f32x4.mul(b, y), y);
    c = f32x4.add(f32x4.mul(c, y), y);
    d = f32x4.add(f32x4.mul(d, y), y);
    e = f32x4.add(f32x4.mul(e, y), y);
    f = f32x4.add(f32x4.mul(f, y), y);
    g = f32x4.add(f32x4.mul(g, y), y);
    h = f32x4.add(f32x4.mul(h, y), y);
    i = f32x4.add(f32x4.mul(i, y), y);
    j = f32x4.add(f32x4.mul(j, y), y);
    k = f32x4.add(f32x4.mul(k, y), y);
    l = f32x4.add(f32x4.mul(l, y), y);
  }
  a = f32x4.add(a, g);
  b = f32x4.add(b, h);
  c = f32x4.add(c, i);
  d = f32x4.add(d, j);
  e = f32x4.add(e, k);
  f = f32x4.add(f, l);
  const all = f32x4.add(f32x4.add(a, b), f32x4.add(f32x4.add(c, d), f32x4.add(e, f)));
  return f32x4.extract_lane(all, 0);
}
