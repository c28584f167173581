import { checkCount, checkList } from '../checks';
import { type ToySet, twoMoons } from '../data';
import { DenseVibFamily } from '../models';
import { estimateMean } from '../statistics';
import { sampledScores } from './sampled-scores';
import { trainWatched } from './train-watched';

export interface GapOptions {
  /** Numbers N of training points. */
  sizes: readonly number[];
  lambdas: readonly number[];
  /** Training sets of each size, every one with a network of its own for every lambda. */
  sets: number;
  /** Of training, the same for every size, in batches of 40 or of all points if there are fewer. */
  steps: number;
  /** Points that no network learns from. */
  test: ToySet;
  noise: number;
  seed: number;
}

/** One network after training, with drawn codes; losses in nats. */
export interface GapRun {
  readonly size: number;
  readonly lambda: number;
  readonly set: number;
  readonly trainDistortion: number;
  readonly testDistortion: number;
  /** test - train. */
  readonly gap: number;
  /** Share of the test points. */
  readonly testAccuracy: number;
}

/**
 * D_test - D_train of final weights with drawn codes, for networks of 32 hidden units on two moons: every size N, every lambda, and
 * `sets` training sets of each size.
 *
 * The networks of one set differ in lambda alone (they share weights at the start and their noise), so their differences are
 * paired; different sets are independent. All networks of a size train side by side.
 * @throws RangeError for an empty list, an odd size, or fewer than 2 sets.
 */
export async function generalisationGaps(options: GapOptions): Promise<GapRun[]> {
  const { sizes, lambdas, sets, seed, test } = options;
  checkCount(sets, 'sets', 2);
  if (sizes.length === 0 || lambdas.length === 0) throw new RangeError('sizes and lambdas must not be empty');
  checkList(sizes, 'sizes').forEach((size, i) => {
    checkCount(size, `sizes[${i}]`, 2);
    if (size % 2 === 1) throw new RangeError(`sizes[${i}] must be even, so that labels take turns: ${size}`);
  });
  const members = lambdas.flatMap(lambda =>
    Array.from({ length: sets }, (_, set) => ({ lambda, seed: seed + set, set })),
  );
  const runs: GapRun[] = [];
  for (const size of sizes) {
    const { drawn, family } = await trainOn(size, members, options);
    members.forEach(({ lambda, set }, m) => {
      const network = family.member(m);
      const own = sampledScores(network, drawn[set]!, { samples: 10, seed: seed + 1 });
      const fresh = sampledScores(network, test, { samples: 4, seed: seed + 2 });
      const [trainDistortion, testDistortion] = [own, fresh].map(
        one => estimateMean(one.distortions).value,
      ) as [number, number];
      const testAccuracy = estimateMean(fresh.right).value;
      network.dispose();
      runs.push({ size, lambda, set, trainDistortion, testDistortion, gap: testDistortion - trainDistortion, testAccuracy }); // prettier-ignore
    });
    family.dispose();
  }
  return runs;
}

async function trainOn(
  size: number,
  members: readonly { lambda: number; seed: number; set: number }[],
  { sets, steps, noise, seed }: GapOptions,
): Promise<{ drawn: ToySet[]; family: DenseVibFamily }> {
  const drawn = Array.from({ length: sets }, (_, s) => twoMoons({ n: size, seed: seed + 100 + s, noise }));
  const family = new DenseVibFamily({ members, sets, hidden: [32] });
  const batch = Math.min(40, size);
  const epochs = Math.max(1, Math.round((steps * batch) / size));
  await trainWatched(`${members.length} networks on ${size} points`, family, besideEachOther(drawn), {
    epochs,
    batch,
    learningRate: 0.01,
    seed,
  });
  return { drawn, family };
}

/** Row i holds point i of every set; their labels agree, because they take turns. */
function besideEachOther(sets: readonly ToySet[]): { inputs: Float32Array; labels: Uint8Array } {
  const [first] = sets as [ToySet];
  const inputs = new Float32Array(first.inputs.length * sets.length);
  sets.forEach((one, s) => {
    for (let i = 0; i < one.size; i++) {
      inputs.set(one.inputs.subarray(2 * i, 2 * i + 2), 2 * (i * sets.length + s));
    }
  });
  return { inputs, labels: first.labels };
}
