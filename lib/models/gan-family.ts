import { drawRing, type Ring } from '../data/ring';
import { checkCount, checkFinite, checkPositive } from '../checks';
import { firstNotFinite, NotFiniteError } from '../not-finite';
import { Random } from '../random';
import { tf } from '../tf';
import {
  DiscriminatorFamily,
  type DiscriminatorMember,
  type DiscriminatorTerms,
} from './discriminator-family';
import { NetworkFamily } from './network-family';
import { valuesOf } from './values';

/** One GAN. Members that share a seed start from the same weights and see the same real points and inputs. */
export interface GanMember extends DiscriminatorMember {
  /** The sd of the noise on every example that the discriminator sees, at the start; it falls to 0 in a line. >= 0 */
  readonly instanceNoise: number;
  /** The discriminator's code in the generator's step: at its mean unless given, or drawn. */
  readonly hears?: 'mean' | 'drawn';
}

export interface GanOptions {
  readonly members: readonly GanMember[];
  readonly ring: Ring;
  /** How many steps the training takes: the instance noise ends there. */
  readonly steps: number;
  /** B, real points a step, and as many generated ones. */
  readonly batch?: number;
  readonly hidden?: number;
  /** K of the discriminator's code. */
  readonly latent?: number;
  /** kappa of the dual ascent, in 1/nats. */
  readonly stepSize?: number;
  readonly learningRate?: number;
}

/** What one step saw, `[members]` each. */
export interface GanTerms extends DiscriminatorTerms {
  /** mean_i |d(-log q(real|x_i))/dx_i| over the generated points of the step: what moves the generator. */
  readonly pull: Float32Array;
  /** mean_i |d log q(generated|x_i)/dx_i|: what would move it under the original minimax loss. */
  readonly minimaxPull: Float32Array;
}

/** Width of the generator's input, N(0, I). */
const CAUSES = 4;

/**
 * min over G of E[-log q(real|G(c))] against `DiscriminatorFamily`: M GANs on a ring of normal distributions, side by side
 *
 * c ~ N(0, I_4). G is a network with two hidden layers. Each step moves the discriminators (and their prices) once and the
 * generators once, by Adam. In the generator's step the code is at its mean, or drawn for members that hear it so. The loss is the
 * non-saturating one of Goodfellow et al. 2014.
 */
export class GanFamily {
  readonly discriminators: DiscriminatorFamily;
  readonly generators: NetworkFamily;
  private readonly streams: { data: Random; causes: Random; blur: Random; samples: Random; code: Random }[];
  private readonly batch: number;
  private readonly learningRate: number;
  private done = 0;

  /** @throws RangeError as `DiscriminatorFamily` does, or for bad steps or a negative noise. */
  constructor(private readonly options: GanOptions) {
    const { members, batch = 64, hidden = 64, learningRate = 1e-3 } = options;
    checkCount(options.steps, 'steps');
    this.batch = checkCount(batch, 'batch');
    this.learningRate = checkPositive(learningRate, 'learningRate');
    for (const { instanceNoise, capacity, hears = 'mean' } of members) {
      if (hears === 'drawn' && capacity === null) {
        throw new RangeError('hears is "drawn", but capacity is null: without a bottleneck no code is drawn');
      }
      if (checkFinite(instanceNoise, 'instanceNoise') < 0) {
        throw new RangeError(`instanceNoise is a standard deviation, >= 0, but it is ${instanceNoise}`);
      }
    }
    this.discriminators = new DiscriminatorFamily({ ...options, inputs: 2 });
    const streams = members.map(({ seed }) => new Random(seed).fork());
    const seeds = streams.map(random => random.integer(2 ** 31));
    this.generators = new NetworkFamily([CAUSES, hidden, hidden, 2], seeds);
    this.streams = streams.map(random => ({
      data: random.fork(),
      causes: random.fork(),
      blur: random.fork(),
      samples: random.fork(),
      code: random.fork(),
    }));
  }

  /**
   * One step of each discriminator, then one of each generator.
   *
   * @throws NotFiniteError naming the member whose numbers are not finite any more.
   */
  step(): GanTerms {
    const blur = Math.max(0, 1 - this.done++ / this.options.steps);
    const x = tf.tidy(() => {
      const generated = this.generate(this.draw('causes', this.batch));
      const both = tf.concat<tf.Tensor3D>([this.drawReal(), generated], 1);
      return tf.add<tf.Tensor3D>(both, this.drawBlur(2 * this.batch, blur));
    });
    let terms: DiscriminatorTerms;
    try {
      terms = this.discriminators.step(x);
    } finally {
      x.dispose();
    }
    const { gradient, pulls } = this.generatorGradients(blur);
    const both = pulls.dataSync<'float32'>();
    const members = this.streams.length;
    try {
      const wrong = firstNotFinite(both);
      if (wrong >= 0) {
        throw new NotFiniteError(
          `the pull on generator ${wrong % members} is ${both[wrong]}: no generator was moved. Try a smaller learning rate (it is ` +
            `${this.learningRate})`,
          both[wrong]!,
        );
      }
      this.generators.step(gradient, this.learningRate);
    } finally {
      tf.dispose([gradient, pulls]);
    }
    return { ...terms, pull: both.slice(0, members), minimaxPull: both.slice(members) };
  }

  /** n new points of each member, one after another: `[2 n]` each. */
  sample(n: number): Float32Array[] {
    const all = valuesOf(() => this.generate(this.draw('samples', checkCount(n, 'n'))));
    return this.streams.map((_, m) => all.slice(2 * n * m, 2 * n * (m + 1)));
  }

  /**
   * The gradient of the mean of -log q(real|G(c_i)) by the generator's weights at given c, `[members, parameters]`, and that
   * mean, `[members]`. Call inside tf.tidy.
   * @param blur `[members, batch, 2]`, added to what the discriminator sees
   * @param noise eps of the codes, `[members, batch, K]`; without it they are at their means
   */
  generatorLoss(
    causes: tf.Tensor3D,
    blur: tf.Tensor3D,
    noise?: tf.Tensor3D,
  ): { gradient: tf.Tensor2D; loss: tf.Tensor1D; logits: tf.Tensor3D; slopes: tf.Tensor3D } {
    const pass = this.generators.forward(causes);
    const generated = tf.add<tf.Tensor3D>(pass[pass.length - 1] as tf.Tensor3D, blur);
    const { logits, slopes } = this.discriminators.logitsAndSlopes(generated, noise);
    const byLogit = tf.div(tf.sub(tf.sigmoid(logits), 1), logits.shape[1]);
    const gradient = this.generators.backward(pass, tf.mul<tf.Tensor3D>(byLogit, slopes)).weights;
    return { gradient, loss: tf.mean<tf.Tensor1D>(tf.softplus(tf.neg(logits)), [1, 2]), logits, slopes };
  }

  dispose(): void {
    this.discriminators.dispose();
    this.generators.dispose();
  }

  private generatorGradients(fraction: number): { gradient: tf.Tensor2D; pulls: tf.Tensor2D } {
    return tf.tidy(() => {
      const causes = this.draw('causes', this.batch);
      const blur = this.drawBlur(this.batch, fraction);
      const { gradient, logits, slopes } = this.generatorLoss(causes, blur, this.drawCodes(this.batch));
      const steepness = tf.norm(slopes, 2, 2);
      const odds = tf.squeeze(tf.sigmoid(logits), [2]);
      const pull = tf.mean(tf.mul(tf.sub(1, odds), steepness), 1);
      const minimaxPull = tf.mean(tf.mul(odds, steepness), 1);
      return { gradient, pulls: tf.stack<tf.Tensor>([pull, minimaxPull]) as tf.Tensor2D };
    });
  }

  private generate(causes: tf.Tensor3D): tf.Tensor3D {
    return this.generators.forward(causes).slice(-1)[0] as tf.Tensor3D;
  }

  private draw(stream: 'causes' | 'samples', n: number): tf.Tensor3D {
    return this.fill(n, CAUSES, m => this.streams[m]![stream].normals(n * CAUSES));
  }

  private drawReal(): tf.Tensor3D {
    return this.fill(this.batch, 2, m => drawRing(this.options.ring, this.batch, this.streams[m]!.data));
  }

  private drawBlur(n: number, fraction: number): tf.Tensor3D {
    return this.fill(n, 2, m => {
      const sd = this.options.members[m]!.instanceNoise * fraction;
      return sd === 0 ? new Float32Array(2 * n) : this.streams[m]!.blur.normals(2 * n).map(v => sd * v);
    });
  }

  /** eps of the codes that generators hear, 0 for those that hear the mean; undefined when all do. */
  private drawCodes(n: number): tf.Tensor3D | undefined {
    const { members } = this.options;
    if (members.every(({ hears = 'mean' }) => hears === 'mean')) return undefined;
    const width = this.discriminators.latent;
    return this.fill(n, width, m =>
      members[m]!.hears === 'drawn' ? this.streams[m]!.code.normals(n * width) : new Float32Array(n * width),
    );
  }

  private fill(n: number, width: number, valuesFor: (member: number) => Float32Array): tf.Tensor3D {
    const members = this.streams.length;
    const values = new Float32Array(members * n * width);
    for (let m = 0; m < members; m++) values.set(valuesFor(m), m * n * width);
    return tf.tensor3d(values, [members, n, width]);
  }
}
