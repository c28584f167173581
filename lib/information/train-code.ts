import { checkBetween, checkCount, checkList, checkPositive, checkVector } from '../checks';
import { AdamDescent } from './adam-descent';
import { type CodeTerms, type ExactCode, weightedSum } from './code-terms';
import type { RateCharge } from './rate-charge';

/** Where a training ended. Nats. */
export interface TrainedCode {
  readonly parameters: Float64Array;
  readonly terms: CodeTerms;
}

/**
 * -I(Z;Y) + charge, which is the VIB loss D + charge without the constant H(Y), minimised by Adam from `start`.
 *
 * The step falls geometrically from 0.05 to `lastStep`, so that the descent also settles in the corner of a hinge, where
 * the derivative jumps. `eachStep` is told the terms before each step; it may change what the charge charges (dual ascent).
 * @param start `[size]` of the code
 * @throws RangeError for a start of another size, a bad number of steps, or a last step that is not positive.
 */
export function trainCode(
  code: ExactCode,
  charge: RateCharge,
  start: ArrayLike<number>,
  {
    steps = 4000,
    lastStep = 0.00001,
    eachStep = (): void => undefined,
  }: { steps?: number; lastStep?: number; eachStep?: (terms: CodeTerms) => void } = {},
): TrainedCode {
  if (checkList(start, 'start').length !== code.size) {
    throw new RangeError(`the start has ${start.length} numbers, but the code has ${code.size} parameters`);
  }
  checkVector(start, 'start');
  checkCount(steps, 'steps');
  checkBetween(checkPositive(lastStep, 'lastStep'), 'lastStep', 0, 0.05);
  const parameters = Float64Array.from(start);
  const descent = new AdamDescent(parameters);
  for (let t = 1; t <= steps; t++) {
    const terms = code.terms(parameters);
    eachStep(terms);
    const { gradient } = weightedSum([terms.relevant, charge(terms)], [-1, 1]);
    descent.step(gradient, 0.05 * (lastStep / 0.05) ** (t / steps));
  }
  return { parameters, terms: code.terms(parameters) };
}
