import { categoricalDistortion, reparameterizeFullTensor } from '../bottleneck';
import { checkBeta } from '../bottleneck/checks';
import { Random } from '../random';
import { tf } from '../tf';
import { checkMembers, DenseFamily, familyNormals, memberOf } from './dense-family';
import { DenseVib, type DenseVibOptions } from './dense-vib';
import { codeDivergences, gaussianCode, type CovarianceForm, type GaussianCode } from './gaussian-code';
import type { Batch, BatchTerms, TrainableModel } from './model';
import { checkSizes } from './sizes';

export interface DenseVibFamilyOptions extends Omit<DenseVibOptions, 'lambda' | 'seed'> {
  /**
   * One network for each: its weight of the rate, the seed of its weights and noise, and the number of the training set that
   * it learns from, 0 unless given.
   */
  members: readonly { lambda: number; seed: number; set?: number }[];
  /** How many training sets a batch holds side by side, 1: the rows are `[batch, sets * inputs]`, and their labels agree. */
  sets?: number;
}

/**
 * total = 1/M sum_m [distortion_m + lambda_m mean_i max(KL_mi - beta, 0)]: M networks `DenseVib`, trained side by side
 *
 * The terms are averages over the members. `member(m)` is a copy of one of them.
 */
export class DenseVibFamily extends DenseFamily implements TrainableModel {
  readonly inputType = 'float32';
  readonly inputWidth: number;
  readonly latentSize: number;
  readonly covariance: CovarianceForm;
  private readonly sets: number;
  private readonly setOf: number[];
  private budget: number;
  private readonly noises: Random[];

  /** @throws RangeError without members, or as `DenseVib` does. */
  constructor(private readonly options: DenseVibFamilyOptions) {
    const members = checkMembers(options.members, 'members');
    const sets = options.sets ?? 1;
    checkSizes({ sets });
    const setOf = members.map(({ set = 0 }, m) => checkSet(set, sets, m));
    const alone = members.map(member => new DenseVib({ ...options, ...member }));
    super(
      alone.map(model => model.variables),
      members.map(({ lambda }) => lambda),
    );
    const [first] = alone as [DenseVib];
    this.sets = sets;
    this.setOf = setOf;
    this.inputWidth = sets * first.inputWidth;
    this.latentSize = first.latentSize;
    this.covariance = first.covariance;
    this.budget = first.beta;
    this.noises = members.map(({ seed }) => new Random(seed).fork());
    alone.forEach(model => model.dispose());
  }

  get beta(): number {
    return this.budget;
  }
  set beta(value: number) {
    this.budget = checkBeta(value);
  }

  batchLoss({ inputs, labels }: Batch, { training }: { training: boolean }): BatchTerms {
    const [members, batch] = [this.lambdas.length, inputs.shape[0]];
    const code = this.codes(inputs);
    const { mean, cholesky } = code;
    const divergences = codeDivergences(code, this.covariance);
    const z = training ? reparameterizeFullTensor(mean, cholesky, this.noise(batch)) : mean;
    const logits = this.apply(z.reshape([members, batch, this.latentSize]), this.layers - 1);
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
    const model = new DenseVib({ ...this.options, ...memberOf(this.options.members, m), beta: this.budget });
    model.lambda = this.lambdas[m] as number;
    this.copyMember(m, model.variables);
    return model;
  }

  private get layers(): number {
    return this.variables.length / 2;
  }

  /** The codes of all members, member after member: `[members * batch, k]`. */
  private codes(inputs: tf.Tensor2D): GaussianCode {
    const [k, layers] = [this.latentSize, this.layers];
    let h = this.sets === 1 ? this.forAll(inputs) : this.ownSets(inputs);
    for (let i = 0; i < layers - 3; i++) h = this.apply(h, i).relu();
    const rows = this.lambdas.length * inputs.shape[0];
    const mean = this.apply(h, layers - 3).reshape<tf.Tensor2D>([rows, k]);
    const spread = this.apply(h, layers - 2).reshape<tf.Tensor2D>([rows, -1]);
    return gaussianCode(mean, spread, this.covariance);
  }

  /** Each member its own columns: `[batch, sets * inputs]` -> `[members, batch, inputs]`. */
  private ownSets(inputs: tf.Tensor2D): tf.Tensor3D {
    const apart = inputs
      .reshape<tf.Tensor3D>([inputs.shape[0], this.sets, -1])
      .transpose<tf.Tensor3D>([1, 0, 2]);
    return apart.gather(tf.tensor1d(this.setOf, 'int32'));
  }

  /** `[members * batch, k]` */
  private noise(batch: number): tf.Tensor2D {
    return familyNormals(this.noises, batch, this.latentSize).reshape([-1, this.latentSize]);
  }
}

function checkSet(set: number, sets: number, m: number): number {
  if (!Number.isInteger(set) || set < 0 || set >= sets) {
    throw new RangeError(`members[${m}].set must be a whole number from 0 to ${sets - 1}, but it is ${set}`);
  }
  return set;
}
