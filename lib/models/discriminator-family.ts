import { checkLambda } from '../bottleneck/checks';
import { dualAscentStep } from '../bottleneck/dual-ascent';
import { checkCount, checkPositive, checkVector } from '../checks';
import { advice, NotFiniteError, whatIsNotFinite } from '../not-finite';
import { Random } from '../random';
import { tf } from '../tf';
import { NetworkFamily } from './network-family';
import { checkSizes } from './sizes';
import { valuesOf } from './values';

/** One discriminator. Members that share a seed start from the same weights, up to `outputScale`, and see the same noise. */
export interface DiscriminatorMember {
  readonly seed: number;
  /** I_c, the rate that is allowed, nats; Infinity: codes are drawn, but have no price; null: neither noise nor price. */
  readonly capacity: number | null;
  /** The price of the rate to begin with, >= 0; without meaning unless there is a finite capacity. */
  readonly lambda: number;
  /**
   * The size of the code's layer at the start; 1 is usual without capacity, 0.1 with one: a code that starts near its prior, for a
   * large first rate would drive the price up for thousands of steps.
   */
  readonly outputScale?: number;
  /** What the family's learning rate is multiplied with, 1 unless given. */
  readonly rateFactor?: number;
}

export interface DiscriminatorOptions {
  readonly members: readonly DiscriminatorMember[];
  /** Width of the input: 2 for points of the plane. */
  readonly inputs: number;
  readonly hidden?: number;
  /** K */
  readonly latent?: number;
  /** kappa of the dual ascent, in 1/nats. */
  readonly stepSize?: number;
  readonly learningRate?: number;
}

/** Whether dual ascent sets a price. */
const hasPrice = (capacity: number | null): capacity is number => capacity !== null && capacity !== Infinity;

/** 1 for the first half of a batch, which is real, and 0 for the other: `[1, batch, 1]`. */
function labelsOf(batch: number): tf.Tensor3D {
  return tf.tensor3d(
    Array.from({ length: batch }, (_, i) => (i < batch / 2 ? 1 : 0)),
    [1, batch, 1],
  );
}

/** softplus(l) - l y of each example, `[members, batch, 1]`. Call inside tf.tidy. */
const crossEntropy = (logits: tf.Tensor3D): tf.Tensor3D =>
  tf.sub(tf.softplus(logits), tf.mul(logits, labelsOf(logits.shape[1])));

/** What each member's step found before it moved, `[members]`. */
export interface DiscriminatorTerms {
  /** 1/(2B) sum [softplus(-l) over real + softplus(l) over generated], nats an example. */
  readonly distortion: Float32Array;
  /** mean_i KL(p(z|x_i) || N(0, I)), over both halves, nats; 0 without a bottleneck. */
  readonly rate: Float32Array;
}

/** One member's verdict at n points of a line, `[n]` each. */
export interface LineVerdict {
  /** a mu(x) + b, the mean of the log odds l. */
  readonly logits: number[];
  /** The slope of that mean. */
  readonly slopes: number[];
  /** sqrt(sum_k a_k^2 sigma_k(x)^2), the sd of l, which is normal given x; 0 without a bottleneck. */
  readonly spreads: number[];
  /** KL(p(z|x) || N(0, I)), nats; 0 without a bottleneck. */
  readonly rates: number[];
}

/**
 * loss = -E[log q(y|z)] + lambda (E KL(p(z|x) || N(0, I)) - I_c), lambda <- max(0, lambda + kappa (E KL - I_c)): discriminators
 * whose verdict l = a z + b (the log odds of "real") is reached from a code z = mu(x) + exp(logVar(x)/2) eps alone
 *
 * mu and logVar come from a network with two hidden layers. A member without capacity has the same network and reads
 * z = mu(x). The cross-entropy is a mean over the 2B examples, real and generated alike, in nats; papers often add the two
 * halves, which is twice as much and makes lambda twice as large.
 *
 * Source: Peng et al. 2018, equations (4) to (6) and section 4.
 */
export class DiscriminatorFamily {
  /** The price of each member, `[members]`. */
  readonly lambdas: number[];
  readonly encoder: NetworkFamily;
  readonly head: NetworkFamily;
  readonly latent: number;
  private readonly noises: Random[];
  private readonly rateFactors: number[];
  private readonly stepSize: number;
  private readonly learningRate: number;

  /** @throws RangeError for no member, a bad size, seed, capacity or price, or kappa <= 0. */
  constructor(private readonly options: DiscriminatorOptions) {
    const { members, inputs, hidden = 64, latent = 4, stepSize = 0.01, learningRate = 1e-3 } = options;
    checkSizes({ inputs, hidden, latent });
    this.stepSize = checkPositive(stepSize, 'stepSize');
    this.learningRate = checkPositive(learningRate, 'learningRate');
    for (const { capacity, lambda, outputScale = 1 } of members) {
      // Says what is wrong with a price or a capacity before anything is trained.
      dualAscentStep(lambda, 0, { capacity: hasPrice(capacity) ? capacity : 0, stepSize });
      checkLambda(lambda);
      checkPositive(outputScale, 'outputScale');
    }
    this.rateFactors = members.map(({ rateFactor = 1 }) => checkPositive(rateFactor, 'rateFactor'));
    this.latent = latent;
    this.lambdas = members.map(({ capacity, lambda }) => (hasPrice(capacity) ? lambda : 0));
    const streams = members.map(member => new Random(member.seed));
    const seedOf = (random: Random) => random.integer(2 ** 31);
    const scales = members.map(({ capacity, outputScale }) => outputScale ?? (capacity === null ? 1 : 0.1));
    const widths = [inputs, hidden, hidden, 2 * latent];
    this.encoder = new NetworkFamily(widths, streams.map(seedOf), scales);
    this.head = new NetworkFamily([latent, 1], streams.map(seedOf));
    this.noises = streams.map(random => random.fork());
  }

  /**
   * One step of Adam on the loss at the present prices, then one step of the prices.
   * @param x `[members, 2B, inputs]`: B real examples, then B generated ones
   * @throws NotFiniteError naming the member whose terms are not finite, before anything moves.
   */
  step(x: tf.Tensor3D): DiscriminatorTerms {
    const noise = this.drawNoise(x.shape[1]);
    const { distortion, rate, encoder, head } = this.gradients(x, noise);
    const terms = { distortion: distortion.dataSync<'float32'>(), rate: rate.dataSync<'float32'>() };
    try {
      this.checkTerms(terms);
      const factors = this.rateFactors.some(factor => factor !== 1) ? this.rateFactors : undefined;
      this.encoder.step(encoder, this.learningRate, factors);
      this.head.step(head, this.learningRate, factors);
    } finally {
      tf.dispose([noise, distortion, rate, encoder, head]);
    }
    this.options.members.forEach(({ capacity }, m) => {
      if (!hasPrice(capacity)) return;
      const rule = { capacity, stepSize: this.stepSize };
      // Rounding may leave a rate of 0 a little below it.
      this.lambdas[m] = dualAscentStep(this.lambdas[m]!, Math.max(0, terms.rate[m]!), rule);
    });
    return terms;
  }

  /** eps, `[members, batch, K]`; 0 for members without a bottleneck. */
  drawNoise(batch: number): tf.Tensor3D {
    const size = checkCount(batch, 'batch') * this.latent;
    const values = new Float32Array(this.noises.length * size);
    this.noises.forEach((random, m) => {
      if (this.options.members[m]!.capacity !== null) values.set(random.normals(size), m * size);
    });
    return tf.tensor3d(values, [this.noises.length, batch, this.latent]);
  }

  /** Distortion and rate of each member, `[members]`, and the gradients of its loss by the weights of its two networks. */
  gradients(
    x: tf.Tensor3D,
    noise: tf.Tensor3D,
  ): { distortion: tf.Tensor1D; rate: tf.Tensor1D; encoder: tf.Tensor2D; head: tf.Tensor2D } {
    return tf.tidy(() => {
      const [members, batch] = x.shape;
      const pass = this.encoder.forward(x);
      const [mean, logVar] = this.split(pass);
      const sigmaNoise = tf.mul(tf.exp(tf.mul(logVar, 0.5)), noise);
      const readout = this.head.forward(tf.add(mean, sigmaNoise));
      const logits = readout[1] as tf.Tensor3D;
      const real = labelsOf(batch);
      const cross = crossEntropy(logits);
      const byLogit = tf.div<tf.Tensor3D>(tf.sub(tf.sigmoid(logits), real), batch);
      const head = this.head.backward(readout, byLogit);
      const variance = tf.exp(logVar);
      const each = tf.sub(tf.add(tf.square(mean), variance), tf.add(logVar, 1));
      const rate = tf.mul(tf.div(tf.sum(each, [1, 2]), 2 * batch), tf.tensor1d(this.bottled()));
      const price = tf.tensor3d(
        this.lambdas.map(lambda => lambda / batch),
        [members, 1, 1],
      );
      const byMean = tf.add(head.input, tf.mul(price, mean));
      const byLogVar = tf.mul(
        tf.add(tf.mul(head.input, sigmaNoise), tf.mul(price, tf.sub(variance, 1))),
        0.5,
      );
      const encoder = this.encoder.backward(pass, tf.concat([byMean, byLogVar], 2) as tf.Tensor3D);
      const distortion = tf.mean(cross, [1, 2]);
      return { distortion, rate, encoder: encoder.weights, head: head.weights };
    }) as ReturnType<DiscriminatorFamily['gradients']>;
  }

  /** l(x) = a mu(x) + b, the log odds of "real" with the code at its mean: `[members, batch, 1]`. Call inside tf.tidy. */
  logits(x: tf.Tensor3D): tf.Tensor3D {
    const [mean] = this.split(this.encoder.forward(x));
    return this.head.forward(mean)[1] as tf.Tensor3D;
  }

  /**
   * dl/dx_i, `[members, batch, inputs]`, and l, `[members, batch, 1]`: what a generator is told about each of its examples. Call
   * inside tf.tidy.
   * @param noise eps, `[members, batch, K]`, of drawn codes; without it the code is at its mean
   */
  logitsAndSlopes(x: tf.Tensor3D, noise?: tf.Tensor3D): { logits: tf.Tensor3D; slopes: tf.Tensor3D } {
    const pass = this.encoder.forward(x);
    const [mean, logVar] = this.split(pass);
    const sigmaNoise = noise && tf.mul<tf.Tensor3D>(tf.exp(tf.mul(logVar, 0.5)), noise);
    const readout = this.head.forward(sigmaNoise ? tf.add(mean, sigmaNoise) : mean);
    const logits = readout[1] as tf.Tensor3D;
    const byMean = this.head.backward(readout, tf.onesLike(logits)).input;
    const byLogVar = sigmaNoise ? tf.mul(tf.mul(byMean, sigmaNoise), 0.5) : tf.zerosLike(byMean);
    const byOutput = tf.concat<tf.Tensor3D>([byMean, byLogVar as tf.Tensor3D], 2);
    return { logits, slopes: this.encoder.backward(pass, byOutput).input };
  }

  /**
   * 1/(2B) sum [softplus(-l) over real + softplus(l) over generated], `[members]`, nats an example, as `step` has it, but with the
   * weights as they are now, at each code's mean and with one draw of it.
   * @param x `[members, 2B, inputs]`: B real examples, then B generated ones
   * @param noise eps of the draw, `[members, 2B, K]`, or `[1, 2B, K]` for all; that of members without a bottleneck is passed over
   */
  distortions(x: tf.Tensor3D, noise: tf.Tensor3D): { atMean: Float32Array; drawn: Float32Array } {
    const both = valuesOf(() => {
      const [mean, logVar] = this.split(this.encoder.forward(x));
      const noisy = tf.tensor3d(this.bottled(), [this.lambdas.length, 1, 1]);
      const sigmaNoise = tf.mul(tf.mul(tf.exp(tf.mul(logVar, 0.5)), noise), noisy);
      const codes = [mean, tf.add<tf.Tensor3D>(mean, sigmaNoise)];
      return tf.concat(
        codes.map(z => tf.mean<tf.Tensor1D>(crossEntropy(this.head.forward(z)[1] as tf.Tensor3D), [1, 2])),
      );
    });
    return { atMean: both.slice(0, this.lambdas.length), drawn: both.slice(this.lambdas.length) };
  }

  /** What every member makes of the same points of a line, `[members]` (inputs = 1). @throws RangeError for no points. */
  onLine(points: ArrayLike<number>): LineVerdict[] {
    const n = checkVector(points, 'points').length;
    const members = this.lambdas.length;
    const values = valuesOf(() => {
      const x = tf.tile<tf.Tensor3D>(tf.tensor3d(Float32Array.from(points), [1, n, 1]), [members, 1, 1]);
      const [mean, logVar] = this.split(this.encoder.forward(x));
      const { logits, slopes } = this.logitsAndSlopes(x);
      const readout = tf
        .slice(this.head.weights, [0, 0], [members, this.latent])
        .reshape([members, 1, this.latent]);
      const variance = tf.exp(logVar);
      const spread = tf.sqrt(tf.sum(tf.mul(variance, tf.square(readout)), 2, true));
      const each = tf.sub(tf.add(tf.square(mean), variance), tf.add(logVar, 1));
      return tf.concat([logits, slopes, spread, tf.mul(tf.sum(each, 2, true), 0.5)], 2);
    });
    return this.options.members.map(({ capacity }, m) => {
      const take = (k: number) => Array.from({ length: n }, (_, i) => values[4 * (m * n + i) + k]!);
      const none = () => new Array<number>(n).fill(0);
      const [spreads, rates] = capacity === null ? [none(), none()] : [take(2), take(3)];
      return { logits: take(0), slopes: take(1), spreads, rates };
    });
  }

  dispose(): void {
    this.encoder.dispose();
    this.head.dispose();
  }

  /** 1 for members whose codes are drawn. */
  private bottled(): number[] {
    return this.options.members.map(({ capacity }) => (capacity === null ? 0 : 1));
  }

  private checkTerms({ distortion, rate }: DiscriminatorTerms): void {
    this.lambdas.forEach((lambda, m) => {
      const numbers = { loss: NaN, distortion: distortion[m]!, rate: rate[m]! };
      const wrong = [numbers.distortion, numbers.rate].find(value => !Number.isFinite(value));
      if (wrong === undefined) return;
      throw new NotFiniteError(
        `discriminator ${m} (lambda ${lambda}): ${whatIsNotFinite(numbers, lambda)}. No weight was moved. ` +
          advice(lambda, this.learningRate),
        wrong,
      );
    });
  }

  private split(pass: readonly tf.Tensor3D[]): [tf.Tensor3D, tf.Tensor3D] {
    return tf.split(pass[pass.length - 1] as tf.Tensor3D, 2, 2) as [tf.Tensor3D, tf.Tensor3D];
  }
}
