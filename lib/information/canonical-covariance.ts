import { Matrix, QrDecomposition } from 'ml-matrix';
import { checkCount, checkRandom, checkVector } from '../checks';
import type { Random } from '../random';
import { checkCorrelation } from './exact';

/**
 * S = [[M M^T, M diag(rho) N^T], [N diag(rho) M^T, N N^T]], `[2k, 2k]`: jointly normal X = M a and Y = N b, of k numbers
 * each, where (a_i, b_i) are independent pairs of correlation rho_i.
 *
 * M and N are a random rotation times random scales between 1/2 and 2, so that no coordinate of X or Y shows the
 * canonical correlations rho, and both are well conditioned for every seed.
 * @throws RangeError unless there is a correlation and each lies strictly between -1 and 1.
 */
export function canonicalCovariance(correlations: ArrayLike<number>, random: Random): number[][] {
  checkRandom(random);
  checkVector(correlations, 'correlations');
  checkCount(correlations.length, 'correlations.length', 1, 500);
  const rho = Array.from(checkVector(correlations, 'correlations'), checkCorrelation);
  const [m, n] = [mixing(rho.length, random), mixing(rho.length, random)];
  const cross = m.mmul(Matrix.diag(rho)).mmul(n.transpose());
  const [x, y] = [m.mmul(m.transpose()).to2DArray(), n.mmul(n.transpose()).to2DArray()];
  const [right, left] = [cross.to2DArray(), cross.transpose().to2DArray()];
  return [...x.map((row, i) => [...row, ...right[i]!]), ...y.map((row, i) => [...left[i]!, ...row])];
}

function mixing(k: number, random: Random): Matrix {
  const normals = Array.from({ length: k }, () => Array.from(random.normals(k)));
  const rotation = new QrDecomposition(new Matrix(normals)).orthogonalMatrix;
  return rotation.mmul(Matrix.diag(Array.from(random.uniforms(k, -1, 1), power => 2 ** power)));
}
