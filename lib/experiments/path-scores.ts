import { checkCount, checkList } from '../checks';
import { linspace } from '../gaussian';
import {
  confidences,
  decodePictures,
  DenseVib,
  type DigitVae,
  nearestPictures,
  scorePictures,
} from '../models';
import { afterHolm, type Comparison, compareWithZero, pairedComparison } from '../statistics';

/** A way from code a to code b, at a for t = 0 and at b for t = 1: `[k]`. */
export type CodePath = (a: ArrayLike<number>, b: ArrayLike<number>, t: number) => Float64Array;

/** Two codes, `[k]` each. */
export type CodePair = readonly ArrayLike<number>[];

/** What can be said of a picture; blur, gap and rate in nats, the judge's confidence in [0, 1], near in grey values. */
export type PictureScore = 'blur' | 'gap' | 'rate' | 'confidence' | 'near';

/** Scores of a list of pictures, `[n]` each. */
export type ScoredPictures = Record<PictureScore, Float32Array>;

/** The codes at t on the path between each pair, `[n][k]`. */
export function codesAt(pairs: readonly CodePair[], path: CodePath, t: number): Float64Array[] {
  return pairs.map(([a, b]) => path(a!, b!, t));
}

/**
 * The scores of pictures: {@link scorePictures} of the model, the confidence of a judge that knows no code, and the distance to
 * the nearest known digit
 */
export function scoreHeap(
  model: DigitVae,
  judge: DenseVib,
  known: readonly ArrayLike<number>[],
  pictures: readonly ArrayLike<number>[],
): ScoredPictures {
  return {
    ...scorePictures(model, pictures),
    confidence: confidences(judge, pictures),
    near: nearestPictures(pictures, known).distance,
  };
}

/** How the scores of pictures bend between two codes. */
export interface Bend {
  readonly t: number[];
  /** score(t) - (1 - t) score(0) - t score(1) for each pair, at each t: `[t][n]`, in nats. */
  readonly change: Record<'blur' | 'gap' | 'rate', Float64Array[]>;
}

/**
 * score(t) - (1 - t) score(0) - t score(1) along a path, for each pair of codes: what a picture between has that its ends have not
 *
 * @param steps points from t = 0 to t = 1, 11; odd, so that the middle is one of them
 * @throws RangeError for no pair, or an even or smaller number of steps than 3.
 */
export function bendAlong(model: DigitVae, pairs: readonly CodePair[], path: CodePath, steps = 11): Bend {
  checkCount(steps, 'steps', 3);
  if (steps % 2 === 0) throw new RangeError(`steps must be odd so that t = 1/2 is one, but it is ${steps}`);
  if (checkList(pairs, 'pairs').length === 0) throw new RangeError('there is no pair: pass at least one');
  const t = linspace(0, 1, steps);
  const scores = t.map(at => scorePictures(model, decodePictures(model, codesAt(pairs, path, at))));
  const [start, end] = [scores[0]!, scores[steps - 1]!];
  const changeOf = (score: 'blur' | 'gap' | 'rate') =>
    scores.map((here, k) =>
      Float64Array.from(
        here[score],
        (nats, i) => nats - (1 - t[k]!) * start[score][i]! - t[k]! * end[score][i]!,
      ),
    );
  return { t, change: { blur: changeOf('blur'), gap: changeOf('gap'), rate: changeOf('rate') } };
}

/** The change in the middle of each named path and score, tested against 0, with Holm's correction over all. */
export function middleTests(
  bends: Readonly<Record<string, Bend>>,
): Record<string, Record<'blur' | 'gap' | 'rate', Comparison>> {
  const names = ['blur', 'gap', 'rate'] as const;
  const paths = Object.keys(bends);
  const tests = afterHolm(
    paths.flatMap(path =>
      names.map(score => compareWithZero(bends[path]!.change[score][(bends[path]!.t.length - 1) / 2]!)),
    ),
  );
  return Object.fromEntries(
    paths.map((path, p) => {
      const [blur, gap, rate] = [tests[3 * p]!, tests[3 * p + 1]!, tests[3 * p + 2]!];
      return [path, { blur, gap, rate }];
    }),
  );
}

/** For each named set of pictures its scores minus those of the reference, paired; Holm over all sets and scores. */
export function compareScores(
  sets: Readonly<Record<string, ScoredPictures>>,
  references: Readonly<Record<string, ScoredPictures>>,
): Record<string, Record<PictureScore, Comparison>> {
  const scores: PictureScore[] = ['blur', 'gap', 'rate', 'confidence', 'near'];
  const names = Object.keys(sets);
  const tests = afterHolm(
    names.flatMap(name =>
      scores.map(score => pairedComparison(sets[name]![score], references[name]![score])),
    ),
  );
  return Object.fromEntries(
    names.map((name, n) => [
      name,
      Object.fromEntries(scores.map((score, s) => [score, tests[n * scores.length + s]!])) as Record<
        PictureScore,
        Comparison
      >,
    ]),
  );
}
