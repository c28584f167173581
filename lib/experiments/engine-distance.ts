import type { TextCnnEngine } from '../engine';
import { DenseTextCnn } from '../models/dense-text-cnn';
import { TextCnn, VibTextCnn } from '../models/text-cnn';
import { Random } from '../random';
import { tf } from '../tf';
import { examplesFor, type Data } from '../training/data';
import { textsOf } from '../training/runner';

/** How far the engine's gradient of one parameter is from the reference's. */
export interface GradientDistance {
  parameter: string;
  numbers: number;
  /** max |difference| / max |gradient| */
  distance: number;
}

/**
 * max|g - g'| / max|g'| for every parameter: the engine's gradient g against g' of the plain tfjs model with the same
 * weights, on the first texts of the data, and with the same noise (which a dense layer takes as its mask)
 *
 * @param options.texts how many, 32
 * @throws RangeError for data that do not fit.
 */
export function engineDistances(
  engine: TextCnnEngine,
  data: Data,
  { texts = 32, seed = 1 } = {},
): GradientDistance[] {
  const { head, latent, words, length, embedding, filters, width } = engine.settings;
  const examples = examplesFor(engine, data, 'the data');
  const rows = Uint32Array.from({ length: Math.min(texts, examples.size) }, (_, i) => i);
  const noise = new Random(seed).normals(rows.length * latent);
  const { gradients } = engine.gradient(textsOf(examples, rows), head === 'logistic' ? {} : { noise });
  const { lambda, beta } = engine;
  const sizes = { words, length, embedding, filters, width, latent, seed };
  const models = { vib: VibTextCnn, dense: DenseTextCnn, logistic: TextCnn, none: TextCnn };
  const model = new models[head]({ ...sizes, lambda, beta });
  try {
    return tf.tidy(() => {
      Object.values(engine.weights()).forEach((values, i) => {
        const variable = model.variables[i] as tf.Variable;
        variable.assign(tf.tensor(values, variable.shape));
      });
      const drawn = tf.tensor2d(noise, [rows.length, latent]);
      const call = { training: true, eps: drawn, mask: drawn };
      const { grads } = tf.variableGrads(
        () => model.batchLoss(examples.batch(rows), call).total,
        model.variables,
      );
      return Object.entries(gradients).map(([parameter, ours], i) => {
        const theirs = (grads[(model.variables[i] as tf.Variable).name] as tf.Tensor).dataSync<'float32'>();
        let [largest, furthest] = [0, 0];
        theirs.forEach((g, j) => {
          largest = Math.max(largest, Math.abs(g));
          furthest = Math.max(furthest, Math.abs(g - (ours[j] as number)));
        });
        return { parameter, numbers: ours.length, distance: largest === 0 ? furthest : furthest / largest };
      });
    });
  } finally {
    model.dispose();
  }
}
