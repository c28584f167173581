import { checkCount } from '../checks';
import { drawRing, type Ring } from '../data/ring';
import { GanFamily, type GanMember } from '../models/gan-family';
import { Random } from '../random';
import { startProgress } from '../show';
import { modeCoverage } from '../statistics/mode-coverage';
import { slicedWasserstein } from '../statistics/sliced-wasserstein';
import { occasionalYield } from '../training/event-loop';

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
  /** Mean over the steps since the last check, as `GanTerms` has them. */
  readonly pull: number;
  readonly minimaxPull: number;
  readonly distortion: number;
  readonly rate: number;
  readonly lambda: number;
}

export interface RingRuns {
  readonly arm: GanArm;
  /** `[seeds][checks]` */
  readonly runs: readonly (readonly RingCheck[])[];
  /** `[seeds]`: the points of the last check, `[2 n]` each. */
  readonly samples: readonly Float32Array[];
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
  const sums = members.map(() => ({ pull: 0, minimaxPull: 0, distortion: 0, rate: 0 }));
  try {
    for (let t = 1; t <= steps; t++) {
      const terms = gans.step();
      sums.forEach((sum, m) => {
        for (const key of ['pull', 'minimaxPull', 'distortion', 'rate'] as const) sum[key] += terms[key][m]!;
      });
      await breathe();
      if (t % every !== 0) continue;
      samples = gans.sample(points);
      members.forEach((_, m) => {
        const { pull, minimaxPull, distortion, rate } = sums[m]!;
        const { covered, highQuality } = modeCoverage(samples[m]!, ring.centres, 3 * ring.sd);
        found[m]!.push({
          step: t,
          covered,
          highQuality,
          distance: slicedWasserstein(samples[m]!, truths[m % seeds.length]!),
          pull: pull / every,
          minimaxPull: minimaxPull / every,
          distortion: distortion / every,
          rate: rate / every,
          lambda: gans.discriminators.lambdas[m]!,
        });
        sums[m] = { pull: 0, minimaxPull: 0, distortion: 0, rate: 0 };
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
  }));
}
