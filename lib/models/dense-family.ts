import { checkLambda } from '../bottleneck/checks';
import type { Random } from '../random';
import { tf } from '../tf';

/**
 * y_m = x_m W_m + b_m for m = 1..M: the dense layers of M networks of one shape, each with its own weight of the rate
 *
 * The base of the families whose members are trained side by side. A small network's step costs TensorFlow's overhead and
 * hardly any arithmetic; all of them together cost it once. The members share the batches and no variable, so with the
 * mean of their losses the gradient of each is 1/M of its own, and Adam, whose steps do not depend on the gradient's
 * scale, moves it as if it were alone.
 */
export abstract class DenseFamily {
  /** W `[members, in, out]` and b `[members, out]` of the first layer, of the second, ... */
  readonly variables: tf.Variable[];
  protected readonly lambdas: number[];

  /**
   * @param networks of each member W `[in, out]` and b `[out]` of every layer; they are copied
   * @throws RangeError without members, or for a lambda that is negative or not finite.
   */
  constructor(networks: readonly (readonly tf.Variable[])[], lambdas: readonly number[]) {
    this.lambdas = checkMembers(lambdas, 'lambdas').map(checkLambda);
    this.variables = networks[0]!.map((_, i) =>
      tf.tidy(() => tf.variable(tf.stack(networks.map(variables => variables[i] as tf.Tensor)))),
    );
  }

  /** The mean of the members' weights of the rate; a new value is given to all. */
  get lambda(): number {
    return this.lambdas.reduce((sum, lambda) => sum + lambda, 0) / this.lambdas.length;
  }
  set lambda(value: number) {
    this.lambdas.fill(checkLambda(value));
  }

  dispose(): void {
    tf.dispose(this.variables);
  }

  /** The batch for each member: `[batch, in]` -> `[members, batch, in]`. */
  protected forAll(x: tf.Tensor2D): tf.Tensor3D {
    return x.expandDims<tf.Tensor3D>(0).tile([this.lambdas.length, 1, 1]);
  }

  /** `[members, batch, in]` -> `[members, batch, out]`, each member through its own weights of layer i. */
  protected apply(x: tf.Tensor3D, i: number): tf.Tensor3D {
    const [kernel, bias] = [this.variables[2 * i]!, this.variables[2 * i + 1]!];
    return tf.matMul<tf.Tensor3D>(x, kernel).add<tf.Tensor3D>(bias.expandDims(1));
  }

  /** Gives a single network the weights of member m. */
  protected copyMember(m: number, variables: readonly tf.Variable[]): void {
    tf.tidy(() => variables.forEach((variable, i) => variable.assign(this.variables[i]!.gather(m))));
  }
}

/** @throws RangeError for an empty list of members. */
export function checkMembers<T extends readonly unknown[]>(list: T, name: string): T {
  if (list.length === 0) throw new RangeError(`a family needs at least 1 member, but ${name} is empty`);
  return list;
}

/** Member m of a list, by its number. @throws RangeError unless there is such a member. */
export function memberOf<T>(list: readonly T[], m: number): T {
  if (!(m in list)) {
    throw new RangeError(`the family has members 0 to ${list.length - 1}, but ${m} was asked for`);
  }
  return list[m] as T;
}

/** eps ~ N(0, I), `[members, batch, k]`: each member draws from its own stream. */
export function familyNormals(randoms: readonly Random[], batch: number, k: number): tf.Tensor3D {
  const draws = new Float32Array(randoms.length * batch * k);
  randoms.forEach((random, m) => draws.set(random.normals(batch * k), m * batch * k));
  return tf.tensor3d(draws, [randoms.length, batch, k]);
}
