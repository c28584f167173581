import { checkCount } from '../checks';
import { drawRing, type Ring } from '../data/ring';
import { GanFamily, type GanMember } from '../models/gan-family';
import { Random } from '../random';
import { startProgress } from '../show';
import { modeCoverage } from '../statistics/mode-coverage';
import { slicedWasserstein } from '../statistics/sliced-wasserstein';
import { tf } from '../tf';
import { occasionalYield } from '../training/event-loop';
import { discriminatorFields, type RingField } from './ring-field';

export type GanArm = Omit<GanMember, 'seed'> & { readonly name: string };

export interface RingGanOptions {
  ring: Ring;
  arms: readonly GanArm[];
  /** The same for every arm: run s of one arm pairs with run s of another. */
  seeds: readonly number[];
  steps: number;
  /** How often the runs are measured. */
  checks: number;
  /** Points in each measurement. */
  points?: number;
}

/** A run's state at one check. Points of the plane have no unit; the ring's radius is the measure. */
export interface RingCheck {
  readonly step: number;
  readonly covered: number;
  readonly highQuality: number;
  readonly distance: number;
  /** D of the discriminator as it is at the check, on as many real points as generated ones, nats: with drawn codes. */
  readonly drawnDistortion: number;
  /** The same with each code at its mean. */
  readonly meanDistortion: number;
  /** Mean over the steps since the last check, as `GanTerms` has them. */
  readonly pull: number;
  readonly minimaxPull: number;
  readonly rate: number;
  readonly lambda: number;
}

export interface RingRuns {
  readonly arm: GanArm;
  /** `[seeds][checks]` */
  readonly runs: readonly (readonly RingCheck[])[];
  /** `[seeds]`: the points of the last check, `[2 n]` each. */
  readonly samples: readonly Float32Array[];
  /** `[seeds]`: the discriminator at the last check. */
  readonly fields: readonly RingField[];
}

/**
 * GANs on a ring, every arm with every seed, trained side by side and measured `checks` times against real points: modes
 * covered, share within 3 sd of a mode, sliced Wasserstein distance
 *
 * The real points of the measurement are drawn once for each seed, apart from those of training.
 * @throws RangeError as `GanFamily` does, or for checks < 1.
 */
export async function runRingGans(title: string, options: RingGanOptions): Promise<RingRuns[]> {
  const { ring, arms, seeds, steps, checks, points = 1000 } = options;
  const every = Math.max(1, Math.round(steps / checkCount(checks, 'checks')));
  const members = arms.flatMap(arm => seeds.map(seed => ({ ...arm, seed })));
  const gans = new GanFamily({ members, ring, steps, hidden: 32, learningRate: 2e-3, stepSize: 0.01 });
  const truths = seeds.map(seed => drawRing(ring, points, new Random(seed ^ 0x5bd1e995)));
  const progress = startProgress(title);
  const breathe = occasionalYield();
  const started = Date.now();
  const found = members.map((): RingCheck[] => []);
  let samples: Float32Array[] = [];
  let fields: RingField[] = [];
  const sums = members.map(() => ({ pull: 0, minimaxPull: 0, rate: 0 }));
  const draws = new Random(seeds[0] ?? 0).fork();
  try {
    for (let t = 1; t <= steps; t++) {
      const terms = gans.step();
      sums.forEach((sum, m) => {
        for (const key of ['pull', 'minimaxPull', 'rate'] as const) sum[key] += terms[key][m]!;
      });
      await breathe();
      if (t % every !== 0) continue;
      samples = gans.sample(points);
      const real = members.map((_, m) => truths[m % seeds.length]!);
      const { drawn, atMean } = distortionsOf(gans, real, samples, draws);
      members.forEach((_, m) => {
        const { pull, minimaxPull, rate } = sums[m]!;
        const { covered, highQuality } = modeCoverage(samples[m]!, ring.centres, 3 * ring.sd);
        found[m]!.push({
          step: t,
          covered,
          highQuality,
          distance: slicedWasserstein(samples[m]!, real[m]!),
          drawnDistortion: drawn[m]!,
          meanDistortion: atMean[m]!,
          pull: pull / every,
          minimaxPull: minimaxPull / every,
          rate: rate / every,
          lambda: gans.discriminators.lambdas[m]!,
        });
        sums[m] = { pull: 0, minimaxPull: 0, rate: 0 };
      });
      const perStep = (Date.now() - started) / 1000 / t;
      progress.update({
        epoch: 1,
        epochs: 1,
        step: t,
        steps,
        loss: terms.distortion.reduce((sum, value) => sum + value, 0) / members.length,
        examplesPerSecond: NaN,
        secondsLeft: perStep * (steps - t),
      });
    }
    fields = discriminatorFields(gans.discriminators, samples, { arrows: Math.min(60, points) });
    progress.finish();
  } catch (error) {
    progress.stop('failed');
    throw error;
  } finally {
    gans.dispose();
  }
  return arms.map((arm, a) => ({
    arm,
    runs: found.slice(a * seeds.length, (a + 1) * seeds.length),
    samples: samples.slice(a * seeds.length, (a + 1) * seeds.length),
    fields: fields.slice(a * seeds.length, (a + 1) * seeds.length),
  }));
}

/** D of every member on its real and its generated points, `[members]`; the codes' draws are the same for all. */
function distortionsOf(
  gans: GanFamily,
  real: readonly Float32Array[],
  generated: readonly Float32Array[],
  random: Random,
): { drawn: Float32Array; atMean: Float32Array } {
  const { latent } = gans.discriminators;
  const both = real[0]!.length;
  const values = new Float32Array(2 * both * real.length);
  real.forEach((points, m) => {
    values.set(points, 2 * both * m);
    values.set(generated[m]!, 2 * both * m + both);
  });
  const x = tf.tensor3d(values, [real.length, both, 2]);
  const noise = tf.tensor3d(random.normals(both * latent), [1, both, latent]);
  try {
    return gans.discriminators.distortions(x, noise);
  } finally {
    tf.dispose([x, noise]);
  }
}
