import { checkCount, checkPositive, checkRows } from '../checks';
import { batchSandwich, gaussianEncoder, type Sandwich } from '../information';
import type { Random } from '../random';
import { estimateMean, type Estimate } from '../statistics';

/**
 * The sandwich of z = A x + s eps with x ~ N(0, I) and eps ~ N(0, I), from batches of fresh inputs; nats
 *
 * Its inputs never come twice, so that no log N is a ceiling. Means over the batches, with the standard errors of these means; n is the
 * number of batches.
 * @param A `[k][d]`
 * @param noiseVariance s^2
 * Source: Poole et al. 2019, equations 12 and 13.
 * @throws RangeError unless batchSize and batches are whole numbers >= 2 and the noise is positive.
 */
export function linearSandwich(
  A: readonly (readonly number[])[],
  noiseVariance: number,
  random: Random,
  sizes: { batchSize: number; batches: number },
): Sandwich<Estimate> {
  checkRows(A, 'A');
  checkPositive(noiseVariance, 'noiseVariance');
  checkCount(sizes.batchSize, 'batchSize', 2);
  checkCount(sizes.batches, 'batches', 2);
  const sd = Math.sqrt(noiseVariance);
  const logVar = A.map(() => Math.log(noiseVariance));
  const rows = Array.from({ length: sizes.batches }, () => {
    const means = Array.from({ length: sizes.batchSize }, () => {
      const x = random.normals(A[0]!.length);
      return A.map(row => row.reduce((sum, weight, d) => sum + weight * x[d]!, 0));
    });
    const encoder = gaussianEncoder(
      means,
      means.map(() => logVar),
    );
    return batchSandwich(
      encoder,
      means.flat().map(mean => mean + sd * random.normal()),
    );
  });
  const over = (side: 'lower' | 'upper') => estimateMean(rows.map(row => estimateMean(row[side]).value));
  return { lower: over('lower'), upper: over('upper') };
}
