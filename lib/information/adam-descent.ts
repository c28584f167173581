import { checkFinite, checkSameLength, checkVector } from '../checks';

/**
 * m <- b1 m + (1 - b1) g; v <- b2 v + (1 - b2) g^2; x <- x - size m / (1 - b1^t) / (sqrt(v / (1 - b2^t)) + 1e-8)
 *
 * Adam's descent of a function of a few numbers in 64 bits, b1 = 0.9 and b2 = 0.999. (`Adam` of lib/training moves the weights
 * of tfjs models, with Keras's epsilon.)
 * Source: Kingma & Ba 2015, algorithm 1.
 */
export class AdamDescent {
  private readonly first: Float64Array;
  private readonly second: Float64Array;
  private steps = 0;

  /** @param at x, `[n]`, moved in place */
  constructor(private readonly at: Float64Array) {
    checkVector(at, 'x');
    this.first = new Float64Array(at.length);
    this.second = new Float64Array(at.length);
  }

  /** One step of a given size, against the gradient `[n]`. @throws RangeError for another number of derivatives, or one beyond 1e150. */
  step(gradient: ArrayLike<number>, size: number): void {
    const { at, first, second } = this;
    checkSameLength(gradient, 'gradient', at, 'x');
    checkFinite(size, 'size');
    for (let i = 0; i < at.length; i++) {
      // Beyond, its square is no number, and x would stand still for ever.
      if (!(Math.abs(gradient[i]!) < 1e150)) {
        throw new RangeError(
          `gradient[${i}] is ${gradient[i]}: the descent has diverged; take smaller steps, or scale the function`,
        );
      }
    }
    this.steps++;
    const [scale1, scale2] = [1 - 0.9 ** this.steps, 1 - 0.999 ** this.steps];
    for (let i = 0; i < at.length; i++) {
      first[i] = 0.9 * first[i]! + 0.1 * gradient[i]!;
      second[i] = 0.999 * second[i]! + 0.001 * gradient[i]! ** 2;
      at[i] -= (size * (first[i]! / scale1)) / (Math.sqrt(second[i]! / scale2) + 1e-8);
    }
  }
}
