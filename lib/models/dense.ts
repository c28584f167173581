import type { Random } from '../random';
import { tf } from '../tf';
import { glorotUniform, zeros } from './initializers';

/** y = x W + b, with x `[batch, inputs]`, W `[inputs, outputs]`, b `[outputs]`; W starts Glorot uniform, b at 0. */
export class Dense {
  readonly kernel: tf.Variable;
  readonly bias: tf.Variable;

  constructor(random: Random, inputs: number, outputs: number) {
    this.kernel = glorotUniform(random, [inputs, outputs]);
    this.bias = zeros([outputs]);
  }

  get variables(): tf.Variable[] {
    return [this.kernel, this.bias];
  }

  /** `[batch, outputs]` */
  apply(x: tf.Tensor2D): tf.Tensor2D {
    return tf.matMul<tf.Tensor2D>(x, this.kernel).add<tf.Tensor2D>(this.bias);
  }
}

/** x -> Dense -> relu for each size in turn: the hidden layers of a network. */
export class HiddenLayers {
  private readonly layers: Dense[];
  /** The width of what comes out. */
  readonly outputs: number;

  constructor(random: Random, inputs: number, sizes: number[]) {
    this.layers = sizes.map((size, i) => new Dense(random, sizes[i - 1] ?? inputs, size));
    this.outputs = sizes[sizes.length - 1] ?? inputs;
  }

  get variables(): tf.Variable[] {
    return this.layers.flatMap(layer => layer.variables);
  }

  /** `[batch, outputs]` */
  apply(x: tf.Tensor2D): tf.Tensor2D {
    return this.layers.reduce((h, layer) => layer.apply(h).relu<tf.Tensor2D>(), x);
  }
}
