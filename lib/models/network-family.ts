import { checkCount, checkPositive } from '../checks';
import { NotFiniteError } from '../not-finite';
import { Random } from '../random';
import { tf } from '../tf';

/** The activations of one pass: the input of each layer, then the output, `[members, batch, width]` each. */
export type FamilyPass = readonly tf.Tensor3D[];

/**
 * h_0 = x, h_(l+1) = relu(h_l W_l + b_l), without relu after the last layer: M small networks of one shape, side by side
 *
 * Each member has weights of its own and sees a batch of its own: x is `[members, batch, in]`. A small network's step costs
 * TensorFlow's overhead and hardly any arithmetic; all of them together cost it once. The backward pass is written out,
 * because a tape costs as much again. All weights of a member lie in one row, so that Adam moves them in one go:
 *
 * m <- b1 m + (1 - b1) g; v <- b2 v + (1 - b2) g^2; w <- w - rate sqrt(1 - b2^t)/(1 - b1^t) m / (sqrt(v) + 1e-7),
 * with b1 = .5, as usual for two networks that play against each other, and b2 = .999.
 */
export class NetworkFamily {
  readonly members: number;
  /** Of each member its kernels row by row, each followed by its bias: `[members, parameters]`. */
  weights: tf.Tensor2D;
  private first: tf.Tensor2D;
  private second: tf.Tensor2D;
  private steps = 0;

  /**
   * Kernels ~ N(0, 2/in) (the last: N(0, outputScales[m]^2/in)), biases 0, member m from seeds[m].
   * @param widths of input, hidden layers and output
   * @throws RangeError without members, for fewer than two widths, or a width < 1.
   */
  constructor(
    readonly widths: readonly number[],
    seeds: readonly number[],
    outputScales: readonly number[] = seeds.map(() => 1),
  ) {
    if (seeds.length === 0) throw new RangeError('a family needs at least 1 member, but seeds is empty');
    if (widths.length < 2) throw new RangeError('a network needs the width of its input and of its output');
    widths.forEach((width, i) => checkCount(width, `widths[${i}]`));
    this.members = seeds.length;
    const rows = seeds.map((seed, m) => {
      const random = new Random(seed);
      return this.layers.flatMap(({ input, output }, l) => {
        const scale = l === this.layers.length - 1 ? outputScales[m]! : Math.SQRT2;
        const sd = scale / Math.sqrt(input);
        const kernel = Array.from(random.normals(input * output), v => sd * v);
        return [...kernel, ...new Array<number>(output).fill(0)];
      });
    });
    this.weights = tf.tensor2d(rows);
    this.first = tf.zerosLike(this.weights);
    this.second = tf.zerosLike(this.weights);
  }

  /** Call inside tf.tidy. @param x `[members, batch, in]` */
  forward(x: tf.Tensor3D): FamilyPass {
    const pass = [x];
    this.layers.forEach((_, l) => {
      const { kernel, bias } = this.layer(l);
      const sum = tf.add(tf.matMul(pass[l] as tf.Tensor3D, kernel), bias);
      pass.push((l < this.layers.length - 1 ? tf.relu(sum) : sum) as tf.Tensor3D);
    });
    return pass;
  }

  /**
   * The gradients by the weights, `[members, parameters]`, and by the input, from that by the output. Call inside tf.tidy.
   */
  backward(pass: FamilyPass, byOutput: tf.Tensor3D): { weights: tf.Tensor2D; input: tf.Tensor3D } {
    const parts: tf.Tensor2D[] = [];
    let by = byOutput;
    for (let l = this.layers.length - 1; l >= 0; l--) {
      const { input, output } = this.layers[l]!;
      const before = pass[l] as tf.Tensor3D;
      const kernel = tf.matMul(before, by, true).reshape([this.members, input * output]);
      parts.unshift(kernel as tf.Tensor2D, tf.sum<tf.Tensor2D>(by, 1));
      by = tf.matMul<tf.Tensor3D>(by, this.layer(l).kernel, false, true);
      // The slope of relu is the sign of what it gave, 0 or above.
      if (l > 0) by = tf.mul<tf.Tensor3D>(by, tf.sign(before));
    }
    return { weights: tf.concat(parts, 1), input: by };
  }

  /**
   * One step of Adam.
   *
   * @param gradient `[members, parameters]`
   * @param factors of each member: what its learning rate is multiplied with, > 0; 1 without
   * @throws RangeError for a learning rate that is not a number > 0, or other than one such factor for each member.
   * @throws NotFiniteError when a weight or an average would not be finite any more; then nothing has moved.
   */
  step(gradient: tf.Tensor2D, learningRate: number, factors?: readonly number[]): void {
    checkPositive(learningRate, 'learningRate');
    const own = factors && this.checkFactors(factors);
    this.steps++;
    const rate = (learningRate * Math.sqrt(1 - 0.999 ** this.steps)) / (1 - 0.5 ** this.steps);
    const [weights, first, second, sound] = tf.tidy(() => {
      const first = tf.mul(tf.add(this.first, gradient), 0.5);
      const second = tf.add(tf.mul(this.second, 0.999), tf.mul(tf.square(gradient), 0.001));
      const move = tf.div(tf.mul(first, rate), tf.add(tf.sqrt(second), 1e-7));
      const weights = tf.sub(this.weights, own ? tf.mul(move, tf.tensor2d(own, [this.members, 1])) : move);
      // Twice 0, but NaN for what is not finite.
      const sound = tf.add(tf.sum(tf.mul(weights, 0)), tf.sum(tf.mul(second, 0)));
      return [weights, first, second, sound];
    }) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D, tf.Tensor];
    const isSound = sound.dataSync()[0] === 0;
    sound.dispose();
    if (!isSound) {
      this.steps--;
      tf.dispose([weights, first, second]);
      throw new NotFiniteError(
        `step ${this.steps + 1} would give weights that are not finite (learning rate ${learningRate}): no weight was moved. Try a ` +
          'smaller learning rate, or look whether the gradient is finite',
        NaN,
      );
    }
    this.dispose();
    [this.weights, this.first, this.second] = [weights, first, second];
  }

  dispose(): void {
    tf.dispose([this.weights, this.first, this.second]);
  }

  private checkFactors(factors: readonly number[]): number[] {
    if (factors.length !== this.members) {
      throw new RangeError(`factors holds ${factors.length} numbers, but there are ${this.members} members`);
    }
    return factors.map((factor, m) => checkPositive(factor, `factors[${m}]`));
  }

  private get layers(): { input: number; output: number }[] {
    return this.widths.slice(1).map((output, l) => ({ input: this.widths[l]!, output }));
  }

  private layer(l: number): { kernel: tf.Tensor3D; bias: tf.Tensor3D } {
    const { input, output } = this.layers[l]!;
    const start = this.layers.slice(0, l).reduce((sum, one) => sum + (one.input + 1) * one.output, 0);
    const m = this.members;
    const kernel = tf.slice(this.weights, [0, start], [m, input * output]);
    const bias = tf.slice(this.weights, [0, start + input * output], [m, output]);
    return { kernel: kernel.reshape([m, input, output]), bias: bias.reshape([m, 1, output]) };
  }
}
