/** exp(x) - 1 - x >= 0, also next to 0, where the difference has lost its digits: by the power series up to |x| = 1/2. */
export function expm1MinusX(x: number): number {
  if (!(Math.abs(x) < 0.5)) return Math.expm1(x) - x;
  let term = 0.5 * x * x;
  let sum = term;
  for (let n = 3; Math.abs(term) > 1e-17 * sum; n++) {
    term *= x / n;
    sum += term;
  }
  return sum;
}
