import { checkPositive } from '../checks';
import { firstNotFinite, NotFiniteError } from '../not-finite';
import { tf } from '../tf';

interface Moments {
  first: Float64Array;
  second: Float64Array;
}

/**
 * m <- m + (1 - b1)(g - m); v <- v + (1 - b2)(g^2 - v); w <- w - rate sqrt(1 - b2^t) / (1 - b1^t) * m / (sqrt(v) + 1e-7)
 *
 * Adam as Keras has it: b1 = 0.9, b2 = 0.999, and epsilon beside the uncorrected sqrt(v). (tfjs's own corrects v first,
 * and takes some fourteen native calls a variable for it, which is most of the time of a step of a small model.)
 *
 * Source: Kingma & Ba 2015, algorithm 1 with the remark on efficiency below it.
 */
export class Adam {
  private static readonly decay1 = 0.9;
  private static readonly decay2 = 0.999;
  private static readonly epsilon = 1e-7;

  private steps = 0;
  // In 64 bits, so that an average that decays for long does not become a slow subnormal number.
  private readonly moments: Moments[];

  /** @throws RangeError for a learning rate that is not a number > 0. */
  constructor(
    private readonly variables: tf.Variable[],
    private readonly learningRate: number,
  ) {
    checkPositive(learningRate, 'learningRate');
    this.moments = variables.map(({ size }) => ({
      first: new Float64Array(size),
      second: new Float64Array(size),
    }));
  }

  /**
   * Moves the variables, given their gradients by name; a variable without a gradient stays.
   *
   * @throws RangeError for a gradient of another shape than its variable's.
   * @throws NotFiniteError when a gradient, or a weight after the step, is not finite; then no variable has moved.
   */
  step(gradients: tf.NamedTensorMap): void {
    const chosen = this.variables.flatMap((variable, i) => {
      const gradient = gradients[variable.name];
      return gradient
        ? [{ variable, values: gradientOf(variable, gradient), moments: this.moments[i]! }]
        : [];
    });
    this.steps++;
    const { decay1, decay2 } = Adam;
    const rate = (this.learningRate * Math.sqrt(1 - decay2 ** this.steps)) / (1 - decay1 ** this.steps);
    const moved = chosen.map(({ variable, values, moments }) => this.moved(variable, values, moments, rate));
    chosen.forEach(({ variable }, i) => checkWeights(variable, moved[i]!));
    tf.tidy(() =>
      chosen.forEach(({ variable }, i) => void variable.assign(tf.tensor(moved[i]!, variable.shape))),
    );
  }

  private moved(
    variable: tf.Variable,
    gradient: Float32Array,
    { first, second }: Moments,
    rate: number,
  ): Float32Array {
    const { decay1, decay2, epsilon } = Adam;
    // A copy: tfjs may still hold the array itself as the variable's value.
    const weights = variable.dataSync<'float32'>().slice();
    for (let j = 0; j < weights.length; j++) {
      const g = gradient[j]!;
      const m = first[j]! + (1 - decay1) * (g - first[j]!);
      const v = second[j]! + (1 - decay2) * (g * g - second[j]!);
      first[j] = m;
      second[j] = v;
      weights[j] -= (rate * m) / (Math.sqrt(v) + epsilon);
    }
    return weights;
  }
}

function gradientOf(variable: tf.Variable, gradient: tf.Tensor): Float32Array {
  const values = gradient.dataSync<'float32'>();
  if (values.length !== variable.size) {
    throw new RangeError(
      `the gradient of "${variable.name}" must have its shape, [${variable.shape.join(', ')}], but its shape is ` +
        `[${gradient.shape.join(', ')}]`,
    );
  }
  const wrong = firstNotFinite(values);
  if (wrong >= 0) {
    const value = values[wrong]!;
    throw new NotFiniteError(
      `the gradient of "${variable.name}" ([${variable.shape.join(', ')}]) is ${value} at place ${wrong}: no variable was moved`,
      value,
    );
  }
  return values;
}

function checkWeights(variable: tf.Variable, weights: Float32Array): void {
  const wrong = firstNotFinite(weights);
  if (wrong < 0) return;
  throw new NotFiniteError(
    `the step would make "${variable.name}" ([${variable.shape.join(', ')}]) ${weights[wrong]} at place ${wrong}: no variable ` +
      'was moved. Take a smaller learning rate, and a new optimizer',
    weights[wrong]!,
  );
}
