import { checkProbabilities, checkRows, checkSameLength } from '../checks';
import { discreteEntropy, discreteKl, discreteMutualInformation } from '../information';

type Table = readonly (readonly number[])[];

/** A bottleneck in which everything can be counted. */
export interface DiscreteBottleneck {
  /** p~(x,y), `[inputs][labels]`. */
  readonly joint: Table;
  /** p(z|x), `[inputs][codes]`. */
  readonly code: Table;
  /** q(y|z), `[codes][labels]`. */
  readonly classifier: Table;
  /** q(z), `[codes]`. */
  readonly prior: readonly number[];
}

/** Nats. */
export interface DiscreteChain {
  readonly entropyY: number;
  readonly distortion: number;
  readonly rate: number;
  readonly zy: number;
  readonly xz: number;
  /** E_p(z) KL(p(y|z) || q(y|z)). */
  readonly classifierMisfit: number;
  /** KL(p(z) || q(z)). */
  readonly priorMisfit: number;
}

/**
 * H(Y) - D <= I(Z;Y) <= I(X;Z) <= R and the first and third gap, exactly: D = -sum p(z,y) ln q(y|z),
 * R = sum p(x) KL(p(z|x) || q(z)), with p(z,y) = sum_x p~(x,y) p(z|x).
 * @throws RangeError for tables whose sizes do not agree, or that are no probabilities.
 */
export function discreteChain({ joint, code, classifier, prior }: DiscreteBottleneck): DiscreteChain {
  checkProbabilities(checkRows(joint, 'joint').flat(), 'joint');
  checkSameLength(checkRows(code, 'code'), 'code', joint, 'joint');
  checkSameLength(checkRows(classifier, 'classifier'), 'classifier', prior, 'prior');
  code.forEach((row, x) => {
    checkProbabilities(row, `code[${x}]`);
    checkSameLength(row, `code[${x}]`, prior, 'prior');
  });
  classifier.forEach((row, z) => {
    checkProbabilities(row, `classifier[${z}]`);
    checkSameLength(row, `classifier[${z}]`, joint[0]!, 'a row of joint');
  });
  checkProbabilities(prior, 'prior');
  const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
  const [labels, codes] = [joint[0]!.map((_, y) => y), prior.map((_, z) => z)];
  const pX = joint.map(row => sum(row));
  const pZY = codes.map(z => labels.map(y => sum(joint.map((row, x) => row[y]! * code[x]![z]!))));
  const pXZ = code.map((row, x) => row.map(p => p * pX[x]!));
  const pZ = pZY.map(row => sum(row));
  return {
    entropyY: discreteEntropy(labels.map(y => sum(joint.map(row => row[y]!)))),
    distortion: sum(
      pZY.flatMap((row, z) => row.map((p, y) => (p > 0 ? -p * Math.log(classifier[z]![y]!) : 0))),
    ),
    rate: sum(code.map((row, x) => pX[x]! * discreteKl(row, prior))),
    zy: discreteMutualInformation(pZY),
    xz: discreteMutualInformation(pXZ),
    classifierMisfit: sum(
      pZY.map((row, z) =>
        pZ[z]! > 0
          ? pZ[z]! *
            discreteKl(
              row.map(p => p / pZ[z]!),
              classifier[z]!,
            )
          : 0,
      ),
    ),
    priorMisfit: discreteKl(pZ, prior),
  };
}
