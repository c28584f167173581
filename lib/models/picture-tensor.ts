import { firstNotFinite } from '../not-finite';
import { tf } from '../tf';

/**
 * rows of numbers as one tensor, `[n, width]`, which the caller disposes of
 *
 * @param what how an error calls a row: `picture`, `code`
 * @throws RangeError for no row, one of another width, or a value that is not finite.
 */
export function pictureTensor(
  rows: readonly ArrayLike<number>[],
  width: number,
  what = 'picture',
): tf.Tensor2D {
  if (rows.length === 0) throw new RangeError(`there is no ${what}: pass at least one`);
  const values = new Float32Array(rows.length * width);
  rows.forEach((row, i) => {
    if (row.length !== width) {
      throw new RangeError(`${what} ${i} has ${row.length} values, but the model takes ${width}`);
    }
    const wrong = firstNotFinite(row);
    if (wrong >= 0) {
      throw new RangeError(
        `${what} ${i} holds ${row[wrong]} at place ${wrong}: only finite numbers can be looked at`,
      );
    }
    values.set(row, i * width);
  });
  return tf.tensor2d(values, [rows.length, width]);
}
