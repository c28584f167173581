import { DiscriminatorFamily } from '../models/discriminator-family';
import { Random } from '../random';
import { tf } from '../tf';

export interface JudgeOptions {
  /** Of the two means; both standard deviations are 1. */
  distance: number;
  /** I_c of each judge, nats; null: no bottleneck. */
  capacities: readonly (number | null)[];
  /** The price that all begin with. */
  lambda: number;
  seed: number;
  steps: number;
}

/** Real and generated examples a step, together. */
const BATCH = 256;

/**
 * real x ~ N(d/2, 1), generated x ~ N(-d/2, 1): discriminators with several budgets, trained on fresh draws at every step
 *
 * All see the same draws and start from the same weights.
 * @throws RangeError as `DiscriminatorFamily` does.
 */
export function trainJudges({
  distance,
  capacities,
  lambda,
  seed,
  steps,
}: JudgeOptions): DiscriminatorFamily {
  const judges = new DiscriminatorFamily({
    members: capacities.map(capacity => ({ seed, capacity, lambda })),
    inputs: 1,
    hidden: 32,
    stepSize: 0.02,
    learningRate: 2e-3,
  });
  const random = new Random(seed).fork();
  for (let t = 0; t < steps; t++) {
    const draws = random.normals(BATCH).map((v, i) => v + (i < BATCH / 2 ? distance / 2 : -distance / 2));
    const x = tf.tidy(() => tf.tile(tf.tensor3d(draws, [1, BATCH, 1]), [capacities.length, 1, 1]));
    judges.step(x);
    x.dispose();
  }
  return judges;
}
