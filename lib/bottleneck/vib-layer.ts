import { Random } from '../random';
import { tf } from '../tf';
import { checkBeta, checkLambda, checkMatrix, shapeText } from './checks';
import { checkFiniteTensor } from './exact';
import { klToStandardNormalTensor } from './kl';
import { reparameterizeTensor } from './reparameterize';
import { weightedRate } from './vib-loss';

/** What a `VibLayer` is made from, and what is saved with a model. */
export interface VibLayerConfig {
  /** The weight of the KL term, >= 0. */
  lambda: number;
  /** Nats an example that cost nothing; 0, the plain bottleneck, unless given. */
  beta?: number;
  /** Seeds this layer's own stream of noise. */
  seed: number;
  /** The layer's name in the model. */
  name?: string;
}

/** What a call may say. */
export interface VibLayerCall {
  /** Noise and a KL to collect only when true. */
  training?: boolean;
  /** `[batch, k]`: noise in place of the layer's own, for comparisons. */
  eps?: tf.Tensor2D;
}

type Shape = (number | null)[];

/**
 * z = mean + exp(logVar / 2) * eps when training, z = mean otherwise; loss += lambda * mean_i max(KL_i - beta, 0)
 *
 * with eps ~ N(0, I) and KL_i = KL(N(mean_i, diag exp(logVar_i)) || N(0, I)) in nats: summed over the k dimensions,
 * averaged over the batch. Inputs [mean, logVar], each `[batch, k]`; output z, `[batch, k]`.
 *
 * `model.fit` adds the term by itself, with the value that `lambda` has at that step. A loop of one's own adds
 * `layer.penalty()` once, in the same tidy as the call; tfjs adds nothing there.
 *
 * Source: the essay's Keras layer; Alemi et al. 2017.
 */
export class VibLayer extends tf.layers.Layer {
  static readonly className = 'VibLayer';

  private weight: number;
  private budget: number;
  private readonly noise: Random;
  /** The divergences `[batch]` of training calls whose penalty tfjs has not asked for yet. */
  private pending: tf.Tensor1D[] = [];
  private latest: tf.Tensor1D | null = null;

  /** @throws RangeError for a lambda or beta that is negative or not finite, or a bad seed. */
  constructor(private readonly config: VibLayerConfig) {
    super(config.name === undefined ? {} : { name: config.name });
    this.weight = checkLambda(config.lambda);
    this.budget = checkBeta(config.beta ?? 0);
    this.noise = new Random(config.seed);
    // tfjs runs this inside the gradient tape, once for each place of the layer in the model.
    this.addLoss(() => this.takePending());
  }

  /** The weight of the KL term; a new value holds from the next step, nothing is rebuilt or recompiled. */
  get lambda(): number {
    return this.weight;
  }
  set lambda(value: number) {
    this.weight = checkLambda(value);
  }

  /** The budget in nats an example; a new value holds from the next step. */
  get beta(): number {
    return this.budget;
  }
  set beta(value: number) {
    this.budget = checkBeta(value);
  }

  /**
   * mean_i KL_i of the latest training call, in nats: the rate, without lambda.
   *
   * @throws Error when there was no training call, or its tensors are gone (read it in the tidy that made the call).
   */
  get kl(): tf.Scalar {
    return this.latestDivergences().mean();
  }

  /** lambda * mean_i max(KL_i - beta, 0) of the latest training call: add it once to the loss. @throws Error as `kl`. */
  penalty(): tf.Scalar {
    return this.weigh(this.latestDivergences());
  }

  /** @throws RangeError unless the inputs are two tensors [mean, logVar] of one shape `[batch, k]`. */
  override build(inputShape: Shape | Shape[]): void {
    const shapes = (Array.isArray(inputShape[0]) ? inputShape : [inputShape]) as Shape[];
    const [mean, logVar] = shapes;
    if (shapes.length !== 2 || mean?.length !== 2 || logVar?.length !== 2 || mean[1] !== logVar[1]) {
      throw new RangeError(
        'VibLayer takes two inputs [mean, logVar] of one shape [batch, k], but it got ' +
          shapes.map(shapeText).join(' and '),
      );
    }
    super.build(inputShape);
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    return (inputShape as Shape[])[0] as Shape;
  }

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: VibLayerCall): tf.Tensor2D {
    const [mean, logVar] = inputs as [tf.Tensor2D, tf.Tensor2D];
    checkMatrix('mean', mean);
    if (kwargs.training !== true) return tf.tidy(() => checkFiniteTensor('mean', mean.clone()));
    const { z, divergences } = tf.tidy(() => {
      const eps = kwargs.eps ?? tf.tensor2d(this.noise.normals(mean.size), mean.shape);
      return {
        z: reparameterizeTensor(mean, logVar, eps),
        divergences: klToStandardNormalTensor(mean, logVar),
      };
    });
    this.latest = divergences;
    this.pending = [...this.pending.filter(tensor => !tensor.isDisposed), divergences];
    return z;
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), lambda: this.weight, beta: this.budget, seed: this.config.seed };
  }

  private takePending(): tf.Scalar {
    const divergences = this.pending.find(tensor => !tensor.isDisposed);
    this.pending = this.pending.filter(tensor => tensor !== divergences && !tensor.isDisposed);
    return divergences ? this.weigh(divergences) : tf.scalar(0);
  }

  private weigh(divergences: tf.Tensor1D): tf.Scalar {
    return weightedRate(divergences, { lambda: this.weight, beta: this.budget });
  }

  private latestDivergences(): tf.Tensor1D {
    if (this.latest === null || this.latest.isDisposed) {
      throw new Error(
        `VibLayer "${this.name}" has no KL to give: call it with { training: true } and read it in the same tf.tidy`,
      );
    }
    return this.latest;
  }
}

tf.serialization.registerClass(VibLayer);
