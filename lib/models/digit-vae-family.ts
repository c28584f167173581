import { bernoulliDistortion, klToStandardNormalTensor, reparameterizeTensor } from '../bottleneck';
import { checkLambda } from '../bottleneck/checks';
import { Random } from '../random';
import { tf } from '../tf';
import { digitPixels } from './digit-decoder';
import { checkMembers, DenseFamily, memberOf } from './dense-family';
import { DigitVae, type DigitVaeOptions } from './digit-vae';
import type { Batch, BatchTerms, TrainableModel } from './model';

export interface DigitVaeFamilyOptions extends Omit<DigitVaeOptions, 'lambda' | 'beta'> {
  /** One autoencoder for each: its weight of the rate. */
  lambdas: readonly number[];
}

/**
 * total = 1/M sum_m [distortion_m + lambda_m rate_m]: M autoencoders `DigitVae`, trained side by side on the same digits
 *
 * All start from the weights that `DigitVae` has for this seed, and draw the same noise. They share no weight, so the
 * gradient of each is 1/M of its own loss's, and Adam, whose steps do not depend on the gradient's scale, moves it as if it
 * were alone, for a part of the time. The terms are averages over the members. `member(m)` is a copy of one of them.
 */
export class DigitVaeFamily extends DenseFamily implements TrainableModel {
  readonly inputType = 'float32';
  readonly inputWidth = digitPixels;
  readonly latentSize: number;
  readonly beta = 0;
  private readonly noise: Random;

  /** @throws RangeError without lambdas, or as `DigitVae` does. */
  constructor(private readonly options: DigitVaeFamilyOptions) {
    const lambdas = checkMembers(options.lambdas, 'lambdas').map(checkLambda);
    const first = new DigitVae(options);
    super(
      lambdas.map(() => first.variables),
      lambdas,
    );
    this.latentSize = first.latentSize;
    first.dispose();
    this.noise = new Random(options.seed);
  }

  batchLoss({ inputs }: Batch, { training }: { training: boolean }): BatchTerms {
    const [members, batch, k] = [this.lambdas.length, inputs.shape[0], this.latentSize];
    const rows = members * batch;
    const hidden = this.apply(this.forAll(inputs), 0).relu<tf.Tensor3D>();
    const mean = this.apply(hidden, 1).reshape<tf.Tensor2D>([rows, k]);
    const logVar = this.apply(hidden, 2).reshape<tf.Tensor2D>([rows, k]);
    const eps = training
      ? tf.tensor2d(this.noise.normals(batch * k), [batch, k]).tile<tf.Tensor2D>([members, 1])
      : tf.zeros<tf.Rank.R2>([rows, k]);
    const z = reparameterizeTensor(mean, logVar, eps).reshape<tf.Tensor3D>([members, batch, k]);
    const logits = this.apply(this.apply(z, 3).relu(), 4).reshape<tf.Tensor2D>([rows, digitPixels]);
    const distortion = bernoulliDistortion(inputs.tile([members, 1]), logits).mean<tf.Scalar>();
    const rates = klToStandardNormalTensor(mean, logVar).reshape([members, batch]).mean(1);
    const weighted = rates.mul(tf.tensor1d(this.lambdas)).mean<tf.Scalar>();
    return { total: distortion.add(weighted), distortion, rate: rates.mean<tf.Scalar>() };
  }

  /** A copy of member m, which the caller disposes of. @throws RangeError unless there is such a member. */
  member(m: number): DigitVae {
    const model = new DigitVae({ ...this.options, lambda: memberOf(this.lambdas, m) });
    this.copyMember(m, model.variables);
    return model;
  }
}
