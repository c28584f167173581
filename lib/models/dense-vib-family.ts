import { categoricalDistortion, reparameterizeFullTensor } from '../bottleneck';
import { checkBeta, checkLambda } from '../bottleneck/checks';
import { Random } from '../random';
import { tf } from '../tf';
import { DenseVib, type DenseVibOptions } from './dense-vib';
import { codeDivergences, gaussianCode, type CovarianceForm, type GaussianCode } from './gaussian-code';
import type { Batch, BatchTerms, TrainableModel } from './model';

export interface DenseVibFamilyOptions extends Omit<DenseVibOptions, 'lambda' | 'seed'> {
  /** One network for each: its weight of the rate, and the seed of its weights and noise. */
  members: readonly { lambda: number; seed: number }[];
}

/**
 * total = 1/M sum_m [distortion_m + lambda_m mean_i max(KL_mi - beta, 0)]: M networks `DenseVib`, trained side by side
 *
 * The members share the batches and no weight, so the gradient of each is 1/M of its own loss's, and Adam, whose steps
 * do not depend on the gradient's scale, moves it as if it were alone. A small network's step costs TensorFlow's
 * overhead and hardly any arithmetic; all of them together cost it once.
 *
 * The terms are averages over the members. `member(m)` is a copy of one of them.
 */
export class DenseVibFamily implements TrainableModel {
  readonly inputType = 'float32';
  readonly inputWidth: number;
  readonly latentSize: number;
  readonly covariance: CovarianceForm;
  private readonly lambdas: number[];
  private budget: number;
  private readonly noises: Random[];
  private readonly weights: { kernel: tf.Variable; bias: tf.Variable }[];

  /** @throws RangeError without members, or as `DenseVib` does. */
  constructor(private readonly options: DenseVibFamilyOptions) {
    const { members } = options;
    if (members.length === 0) throw new RangeError('a family needs at least 1 member, but members is empty');
    const alone = members.map(member => new DenseVib({ ...options, ...member }));
    const [first] = alone as [DenseVib];
    this.inputWidth = first.inputWidth;
    this.latentSize = first.latentSize;
    this.covariance = first.covariance;
    this.lambdas = members.map(({ lambda }) => lambda);
    this.budget = first.beta;
    this.noises = members.map(({ seed }) => new Random(seed).fork());
    const stacked = first.variables.map((_, i) =>
      tf.tidy(() => tf.variable(tf.stack(alone.map(model => model.variables[i] as tf.Tensor)))),
    );
    this.weights = [];
    for (let i = 0; i < stacked.length; i += 2) {
      this.weights.push({ kernel: stacked[i] as tf.Variable, bias: stacked[i + 1] as tf.Variable });
    }
    alone.forEach(model => model.dispose());
  }

  /** The mean of the members' weights of the rate; a new value is given to all. */
  get lambda(): number {
    return this.lambdas.reduce((sum, lambda) => sum + lambda, 0) / this.lambdas.length;
  }
  set lambda(value: number) {
    this.lambdas.fill(checkLambda(value));
  }

  get beta(): number {
    return this.budget;
  }
  set beta(value: number) {
    this.budget = checkBeta(value);
  }

  get variables(): tf.Variable[] {
    return this.weights.flatMap(({ kernel, bias }) => [kernel, bias]);
  }

  batchLoss({ inputs, labels }: Batch, { training }: { training: boolean }): BatchTerms {
    const [members, batch] = [this.lambdas.length, inputs.shape[0]];
    const code = this.codes(inputs);
    const { mean, cholesky } = code;
    const divergences = codeDivergences(code, this.covariance);
    const z = training ? reparameterizeFullTensor(mean, cholesky, this.noise(batch)) : mean;
    const logits = this.apply(z.reshape([members, batch, this.latentSize]), this.weights.length - 1);
    const flatLogits = logits.reshape<tf.Tensor2D>([members * batch, -1]);
    const flatLabels = labels.tile<tf.Tensor1D>([members]);
    const distortion = categoricalDistortion(flatLabels, flatLogits).mean<tf.Scalar>();
    const charged = this.budget === 0 ? divergences : divergences.sub(this.budget).relu();
    const weighted = charged
      .reshape([members, batch])
      .mean(1)
      .mul(tf.tensor1d(this.lambdas))
      .mean<tf.Scalar>();
    const right = flatLogits.argMax(1).equal(flatLabels.toInt()).sum();
    return {
      total: distortion.add(weighted),
      distortion,
      rate: divergences.mean<tf.Scalar>(),
      correct: right.div<tf.Scalar>(members),
    };
  }

  /** A copy of member m, which the caller disposes of. @throws RangeError unless there is such a member. */
  member(m: number): DenseVib {
    const chosen = this.options.members[m];
    if (chosen === undefined) {
      throw new RangeError(`the family has members 0 to ${this.lambdas.length - 1}, but ${m} was asked for`);
    }
    const model = new DenseVib({ ...this.options, ...chosen, beta: this.budget });
    model.lambda = this.lambdas[m] as number;
    tf.tidy(() => {
      model.variables.forEach((variable, i) => variable.assign((this.variables[i] as tf.Variable).gather(m)));
    });
    return model;
  }

  dispose(): void {
    tf.dispose(this.variables);
  }

  /** The codes of all members, member after member: `[members * batch, k]`. */
  private codes(inputs: tf.Tensor2D): GaussianCode {
    const [members, k, layers] = [this.lambdas.length, this.latentSize, this.weights.length];
    let h = inputs.expandDims<tf.Tensor3D>(0).tile<tf.Tensor3D>([members, 1, 1]);
    for (let i = 0; i < layers - 3; i++) h = this.apply(h, i).relu();
    const rows = members * inputs.shape[0];
    const mean = this.apply(h, layers - 3).reshape<tf.Tensor2D>([rows, k]);
    const spread = this.apply(h, layers - 2).reshape<tf.Tensor2D>([rows, -1]);
    return gaussianCode(mean, spread, this.covariance);
  }

  /** `[members, batch, in]` -> `[members, batch, out]`, each member through its own weights of layer i. */
  private apply(x: tf.Tensor3D, i: number): tf.Tensor3D {
    const { kernel, bias } = this.weights[i] as { kernel: tf.Variable; bias: tf.Variable };
    return tf.matMul<tf.Tensor3D>(x, kernel).add<tf.Tensor3D>(bias.expandDims(1));
  }

  /** `[members * batch, k]`: each member draws from its own stream. */
  private noise(batch: number): tf.Tensor2D {
    const each = batch * this.latentSize;
    const draws = new Float32Array(this.noises.length * each);
    this.noises.forEach((random, m) => draws.set(random.normals(each), m * each));
    return tf.tensor2d(draws, [this.noises.length * batch, this.latentSize]);
  }
}
