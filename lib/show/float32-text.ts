/** The shortest decimal number that is this one in float32: 0.1, where float64 would say 0.10000000149011612. */
export function float32Text(x: number): string {
  if (!Number.isFinite(x) || Number.isInteger(x)) return Object.is(x, -0) ? '-0' : String(x);
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(x.toPrecision(digits));
    if (Math.fround(short) === x) return String(short);
  }
  return String(Number(x.toPrecision(9)));
}
