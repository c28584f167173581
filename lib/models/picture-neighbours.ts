import { checkSameLength } from '../checks';
import { tf } from '../tf';
import { pictureTensor } from './picture-tensor';
import { valuesOf } from './values';

/** For each picture its nearest neighbour among others, `[n]`. */
export interface Neighbours {
  /** Its place among the others. */
  index: Int32Array;
  /** Euclidean, in grey values: 28 for a black sheet and a white one. */
  distance: Float32Array;
}

/** Pictures compared at once. */
const picturesAtOnce = 200;

/**
 * index_i = argmin_j |a_i - b_j|, distance_i = |a_i - b_index|, over pictures as vectors of grey values
 *
 * Through |a - b|^2 = |a|^2 + |b|^2 - 2 a.b, one product of matrices for all pairs: quick, but in 32 bits a distance far
 * below 0.05 is rounding. For codes and other short vectors use `nearestDistances` of lib/statistics.
 *
 * @param pictures a, n of them; @param others b; `[width]` each
 * @throws RangeError for no picture, no other, or different widths.
 */
export function nearestPictures(
  pictures: readonly ArrayLike<number>[],
  others: readonly ArrayLike<number>[],
): Neighbours {
  const first = pictures[0];
  if (first === undefined) throw new RangeError('there is no picture: pass at least one');
  for (const row of [...pictures, ...others]) checkSameLength(row, 'a picture', first, 'the first');
  const width = first.length;
  const b = pictureTensor(others, width);
  const index = new Int32Array(pictures.length);
  const distance = new Float32Array(pictures.length);
  try {
    for (let from = 0; from < pictures.length; from += picturesAtOnce) {
      const some = pictures.slice(from, from + picturesAtOnce);
      const squares = valuesOf(() => squaredDistances(pictureTensor(some, width), b));
      some.forEach((_, i) => {
        const row = squares.subarray(i * others.length, (i + 1) * others.length);
        const nearest = row.reduce((best, square, j) => (square < row[best]! ? j : best), 0);
        index[from + i] = nearest;
        distance[from + i] = Math.sqrt(Math.max(0, row[nearest]!));
      });
    }
  } finally {
    b.dispose();
  }
  return { index, distance };
}

function squaredDistances(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor {
  const products = tf.matMul(a, b, false, true).mul(-2);
  return products.add(a.square().sum(1, true)).add(b.square().sum(1));
}
