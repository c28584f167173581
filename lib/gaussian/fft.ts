import { checkResult, checkSameLength, checkVector } from '../checks';

/**
 * X_k = sum_n x_n exp(-2 pi i k n / N), in place on `re` and `im` (`[N]`, N a power of two); `inverse` turns the sign
 * of the exponent and divides by N.
 *
 * Source: Cooley & Tukey 1965, radix 2, decimation in time.
 * @throws RangeError, with both left as they were, unless both lengths are one power of two and the values finite, with a
 * sum of sizes that is.
 */
export function fft(re: Float64Array, im: Float64Array, inverse = false): void {
  checkSameLength(re, 're', im, 'im');
  const n = re.length;
  if (n === 0 || (n & (n - 1)) !== 0) {
    throw new RangeError(
      `the length of an FFT must be a power of two, but re and im have ${n} values: pad with zeros`,
    );
  }
  checkVector(re, 're');
  checkVector(im, 'im');
  // No sum on the way is larger than this one.
  let sizes = 0;
  for (let i = 0; i < n; i++) sizes += Math.abs(re[i]!) + Math.abs(im[i]!);
  checkResult(2 * sizes, 'the sum of the sizes of re and im', 'divide both by their largest value first');
  for (let i = 1, j = 0; i < n; i++) {
    let bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) {
      [re[i], re[j]] = [re[j]!, re[i]!];
      [im[i], im[j]] = [im[j]!, im[i]!];
    }
  }
  const sign = inverse ? 1 : -1;
  for (let size = 2; size <= n; size *= 2) {
    const half = size / 2;
    for (let k = 0; k < half; k++) {
      const cos = Math.cos((2 * Math.PI * k) / size);
      const sin = sign * Math.sin((2 * Math.PI * k) / size);
      for (let a = k; a < n; a += size) {
        const b = a + half;
        const oddRe = re[b]! * cos - im[b]! * sin;
        const oddIm = re[b]! * sin + im[b]! * cos;
        re[b] = re[a]! - oddRe;
        im[b] = im[a]! - oddIm;
        re[a] = re[a]! + oddRe;
        im[a] = im[a]! + oddIm;
      }
    }
  }
  if (inverse) {
    for (let i = 0; i < n; i++) {
      re[i] = re[i]! / n;
      im[i] = im[i]! / n;
    }
  }
}
