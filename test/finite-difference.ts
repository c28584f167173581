/** d f / d x_i by central differences: (f(x + h e_i) - f(x - h e_i)) / (2 h). */
export function finiteDifferences(f: (x: Float32Array) => number, x: Float32Array, step = 1e-2): number[] {
  return Array.from(x, (_, i) => {
    const moved = (by: number) => f(x.map((value, j) => (j === i ? value + by : value)));
    return (moved(step) - moved(-step)) / (2 * step);
  });
}

/** max|a - b| / max|b| */
export function relativeDistance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity;
  const largest = Math.max(...Array.from(b, Math.abs));
  return Math.max(...Array.from(a, (value, i) => Math.abs(value - (b[i] as number)))) / largest;
}
