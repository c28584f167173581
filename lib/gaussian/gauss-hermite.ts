import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { checkCount } from '../checks';

/**
 * Nodes x_i and weights w_i, `[n]`, with sum_i w_i f(x_i) = E[f(eps)], eps ~ N(0, 1), exact for polynomials up to
 * degree 2n - 1. The weights sum to 1.
 *
 * Source: Golub & Welsch 1969: the nodes are the eigenvalues of the tridiagonal matrix with sqrt(1), sqrt(2), ... beside
 * a zero diagonal. A Newton step on the orthonormal polynomials h_k sharpens them, and w_i = 1 / sum_(k < n) h_k(x_i)^2 keeps
 * its digits where it is tiny.
 * @throws RangeError unless n is a whole number from 1 to 256.
 */
export function gaussHermite(n: number): { nodes: Float64Array; weights: Float64Array } {
  if (checkCount(n, 'n') > 256) {
    throw new RangeError(
      `a Gauss-Hermite rule has at most 256 nodes here, but n is ${n}: use integrate instead`,
    );
  }
  const matrix = Matrix.zeros(n, n);
  for (let i = 1; i < n; i++) {
    matrix.set(i - 1, i, Math.sqrt(i));
    matrix.set(i, i - 1, Math.sqrt(i));
  }
  const { realEigenvalues } = new EigenvalueDecomposition(matrix, { assumeSymmetric: true });
  const start = realEigenvalues.sort((a, b) => a - b);
  // The rule is symmetric: each node is the mirror image of another, the middle one of an odd number 0.
  const nodes = Float64Array.from(start, (_, i) => sharpen((start[i]! - start[n - 1 - i]!) / 2, n));
  return { nodes, weights: nodes.map(node => 1 / hermiteAt(node, n).squares) };
}

/** One Newton step to the root of h_n, with h_n' = sqrt(n) h_(n-1). */
function sharpen(node: number, n: number): number {
  const { last, previous } = hermiteAt(node, n);
  return node - last / (Math.sqrt(n) * previous);
}

/** h_n(x), h_(n-1)(x) and sum_(k < n) h_k(x)^2 by h_(k+1) = [x h_k - sqrt(k) h_(k-1)] / sqrt(k + 1). */
function hermiteAt(x: number, n: number): { last: number; previous: number; squares: number } {
  let [previous, last, squares] = [0, 1, 0];
  for (let k = 0; k < n; k++) {
    squares += last * last;
    [previous, last] = [last, (x * last - Math.sqrt(k) * previous) / Math.sqrt(k + 1)];
  }
  return { last, previous, squares };
}
