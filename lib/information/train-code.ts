import { checkCount, checkPositive } from '../checks';
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
 * Source: Kingma & Ba 2015, algorithm 1, with beta_1 = 0.9 and beta_2 = 0.999.
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
  if (start.length !== code.size) {
    throw new RangeError(`the start has ${start.length} numbers, but the code has ${code.size} parameters`);
  }
  checkCount(steps, 'steps');
  checkPositive(lastStep, 'lastStep');
  const parameters = Float64Array.from(start);
  const mean = new Float64Array(code.size);
  const square = new Float64Array(code.size);
  for (let t = 1; t <= steps; t++) {
    const terms = code.terms(parameters);
    eachStep(terms);
    const { gradient } = weightedSum([terms.relevant, charge(terms)], [-1, 1]);
    const size = 0.05 * (lastStep / 0.05) ** (t / steps);
    for (let i = 0; i < code.size; i++) {
      mean[i] = 0.9 * mean[i]! + 0.1 * gradient[i]!;
      square[i] = 0.999 * square[i]! + 0.001 * gradient[i]! ** 2;
      const spread = Math.sqrt(square[i]! / (1 - 0.999 ** t));
      parameters[i] -= (size * (mean[i]! / (1 - 0.9 ** t))) / (spread + 1e-8);
    }
  }
  return { parameters, terms: code.terms(parameters) };
}
