import { checkCount, checkList } from '../checks';
import { PredictabilityGame, type PredictorKind } from '../information';
import { whitening } from '../statistics';

/** Two mixed sources after whitening. */
export interface WhitePair {
  /** `[n]`, white: mean 0, covariance I. */
  readonly u1: Float64Array;
  readonly u2: Float64Array;
  /** The angle at which the first source lies in the white plane, degrees. */
  readonly truth: number;
}

/** Where one game ended. */
export interface GameEnd {
  /** Of the first component, degrees from the first source. */
  readonly start: number;
  readonly angle: number;
  /** Between the two components, degrees. */
  readonly between: number;
  /** From the first component to the nearest source, whichever its sign: 0 to 45 degrees. */
  readonly error: number;
  /** V before the encoder's last move: what the predictors still foretell. */
  readonly left: number;
}

/**
 * u = whitening(A s): mixed by A, then brought to mean 0 and covariance I
 *
 * @param sources `[n][2]`, of variance 1
 * @param mixing A, `[2][2]`
 * @throws RangeError for sources or a mixing that leave a direction without variation.
 */
export function whitePair(
  sources: readonly (readonly number[])[],
  mixing: readonly (readonly number[])[],
): WhitePair {
  const mixed = sources.map(source => mixing.map(row => row[0]! * source[0]! + row[1]! * source[1]!));
  const { white, matrix } = whitening(mixed);
  const [q0, q1] = matrix.map(row => row[0]! * mixing[0]![0]! + row[1]! * mixing[1]![0]!) as [number, number];
  const [u1, u2] = [0, 1].map(k => Float64Array.from(white, row => row[k]!)) as [Float64Array, Float64Array];
  return { u1, u2, truth: degrees(Math.atan2(q1, q0)) };
}

/**
 * One game of predictability minimisation from each start, each of so many rounds.
 *
 * @param starts degrees of the first component from the first source; the second begins `between` radians further
 * @param options rounds; the rate of a step, 0.1; between, 0.6 radians
 * @throws RangeError for no start, or rounds that are no whole number >= 1.
 */
export function playPredictability(
  { u1, u2, truth }: WhitePair,
  kind: PredictorKind,
  starts: readonly number[],
  options: { rounds: number; rate?: number; between?: number },
): GameEnd[] {
  const { rounds, rate = 0.1, between = 0.6 } = options;
  checkCount(rounds, 'rounds');
  if (checkList(starts, 'starts').length === 0) throw new RangeError('starts must not be empty');
  return starts.map(start => {
    const first = ((start + truth) * Math.PI) / 180;
    const game = new PredictabilityGame(u1, u2, kind, [first, first + between]);
    let left = 0;
    for (let round = 0; round < rounds; round++) left = game.round(rate);
    const angle = degrees(game.angles[0]) - truth;
    const folded = ((angle % 90) + 90) % 90;
    return {
      start,
      angle,
      between: degrees(game.angles[1] - game.angles[0]),
      error: Math.min(folded, 90 - folded),
      left,
    };
  });
}

const degrees = (radians: number): number => (radians * 180) / Math.PI;
