import { klToStandardNormalTensor } from '../bottleneck';
import { checkLambda } from '../bottleneck/checks';
import { checkPositive } from '../checks';
import { gaussianEncoder, type GaussianEncoder } from '../information/encoder';
import { Random } from '../random';
import { tf } from '../tf';
import { Dense } from './dense';
import { checkMembers, DenseFamily, familyNormals, memberOf } from './dense-family';
import type { Batch, BatchTerms, TrainableModel } from './model';
import { pictureTensor } from './picture-tensor';
import { checkSizes } from './sizes';

export interface SpriteVaeOptions {
  /** One network for each: its weight of the rate (the literature's beta), and the seed of its weights and noise. */
  members: readonly { lambda: number; seed: number }[];
  /** K, 6 */
  latent?: number;
  /** Width of the four hidden layers, 96 */
  hidden?: number;
  /** Numbers in a picture, 256 */
  pixels?: number;
  /** s, the decoder's standard deviation in each pixel, 0.15 */
  sd?: number;
}

/** Its layers: two hidden ones, the code, two hidden ones, the picture. */
const codeLayer = 2;

/**
 * total = 1/M sum_m E_x[ 1/(2 s^2) E_{z ~ p_m(z|x)} |x - f_m(z)|^2 + lambda_m KL(p_m(z|x) || N(0, I)) ]
 *
 * M dense variational autoencoders of small pictures, trained side by side on the same batches: 256 -> hidden -> hidden
 * -> mean, logVar `[batch, K]`, and back, relu between; q(x|z) = N(f(z), s^2 I). They share no weight, and Adam's steps do not
 * depend on a gradient's scale, so each moves as if it were alone. The distortion is without its constant
 * pixels/2 log(2 pi s^2), and 0 for a perfect picture. All terms in nats a picture.
 *
 * Source: Higgins et al. 2017, where lambda is called beta.
 */
export class SpriteVaes extends DenseFamily implements TrainableModel {
  readonly inputType = 'float32';
  readonly inputWidth: number;
  readonly latentSize: number;
  /** Of every member: always 0. */
  readonly beta = 0;
  private readonly precision: number;
  private readonly noises: Random[];

  /** @throws RangeError without members, for a bad lambda or seed, a size that is no whole number >= 1, or sd <= 0. */
  constructor({ members, latent = 6, hidden = 96, pixels = 256, sd = 0.15 }: SpriteVaeOptions) {
    checkMembers(members, 'members');
    checkSizes({ latent, hidden, pixels });
    const precision = 1 / checkPositive(sd, 'sd') ** 2;
    const widths = [
      [pixels, hidden],
      [hidden, hidden],
      [hidden, 2 * latent],
      [latent, hidden],
      [hidden, hidden],
      [hidden, pixels],
    ] as const;
    const lambdas = members.map(({ lambda }) => checkLambda(lambda));
    const randoms = members.map(({ seed }) => new Random(seed));
    const alone = randoms.map(random =>
      widths.flatMap(([inputs, outputs]) => new Dense(random, inputs, outputs).variables),
    );
    super(alone, lambdas);
    tf.dispose(alone.flat());
    this.precision = precision;
    this.inputWidth = pixels;
    this.latentSize = latent;
    this.noises = randoms.map(random => random.fork());
  }

  /** Averages over the members; fresh noise when training, otherwise z = mean. */
  batchLoss({ inputs }: Batch, { training }: { training: boolean }): BatchTerms {
    const { mean, logVar } = this.codes(inputs);
    const z = training
      ? mean.add<tf.Tensor3D>(
          logVar
            .div(2)
            .exp()
            .mul(familyNormals(this.noises, inputs.shape[0], this.latentSize)),
        )
      : mean;
    const distortions = this.distortions(inputs, z);
    const rates = this.rates(mean, logVar);
    return {
      total: distortions.add(rates.mul(tf.tensor1d(this.lambdas))).mean<tf.Scalar>(),
      distortion: distortions.mean<tf.Scalar>(),
      rate: rates.mean<tf.Scalar>(),
    };
  }

  /** p_m(z|x) for each picture and each member: encoders whose inputs are the pictures, in their order. */
  encoders(pictures: readonly ArrayLike<number>[]): GaussianEncoder[] {
    let means: number[][][] = [];
    let logVars: number[][][] = [];
    tf.tidy(() => {
      const { mean, logVar } = this.codes(pictureTensor(pictures, this.inputWidth));
      [means, logVars] = [mean.arraySync(), logVar.arraySync()];
    });
    return means.map((rows, m) => gaussianEncoder(rows, logVars[m]!));
  }

  /** f_m(z): grey values `[n][pixels]` of member m's codes `[n][K]`. @throws RangeError for a code of another length. */
  decode(m: number, codes: readonly ArrayLike<number>[]): Float32Array[] {
    memberOf(this.lambdas, m);
    return tf.tidy(() => {
      const z = pictureTensor(codes, this.latentSize, 'code');
      const all = this.pictures(this.forAll(z));
      const values = all.gather(m).dataSync<'float32'>();
      return codes.map((_, i) => values.slice(i * this.inputWidth, (i + 1) * this.inputWidth));
    });
  }

  /** 1/(2 s^2) mean_i |x_i - f_m(z_i)|^2 for each member, with one draw z_i ~ p_m(z|x_i): `[M]`, nats a picture. */
  sampledDistortions(pictures: readonly ArrayLike<number>[], random: Random): Float32Array {
    return tf.tidy(() => {
      const x = pictureTensor(pictures, this.inputWidth);
      const { mean, logVar } = this.codes(x);
      const eps = tf.tensor3d(random.normals(mean.size), mean.shape);
      return this.distortions(x, mean.add(logVar.div(2).exp().mul(eps)))
        .dataSync<'float32'>()
        .slice();
    });
  }

  /** mean_i KL(p_m(z|x_i) || N(0, I)): `[members]` */
  private rates(mean: tf.Tensor3D, logVar: tf.Tensor3D): tf.Tensor1D {
    const [members, batch, k] = mean.shape;
    const flat = (x: tf.Tensor3D) => x.reshape<tf.Tensor2D>([members * batch, k]);
    return klToStandardNormalTensor(flat(mean), flat(logVar)).reshape([members, batch]).mean<tf.Tensor1D>(1);
  }

  /** `[members]` */
  private distortions(x: tf.Tensor2D, z: tf.Tensor3D): tf.Tensor1D {
    const off = this.pictures(z).sub(x.expandDims(0));
    return off
      .square()
      .sum(2)
      .mean(1)
      .mul<tf.Tensor1D>(this.precision / 2);
  }

  /** `[members, batch, K]` each. */
  private codes(inputs: tf.Tensor2D): { mean: tf.Tensor3D; logVar: tf.Tensor3D } {
    let h = this.forAll(inputs);
    for (let i = 0; i < codeLayer; i++) h = this.apply(h, i).relu();
    const [mean, logVar] = tf.split(this.apply(h, codeLayer), 2, 2) as [tf.Tensor3D, tf.Tensor3D];
    return { mean, logVar };
  }

  /** `[members, batch, K]` -> `[members, batch, pixels]` */
  private pictures(z: tf.Tensor3D): tf.Tensor3D {
    const last = this.variables.length / 2 - 1;
    let h = z;
    for (let i = codeLayer + 1; i < last; i++) h = this.apply(h, i).relu();
    return this.apply(h, last);
  }
}
