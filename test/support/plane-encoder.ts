import { gaussianEncoder } from '../../lib/information';

/** Three inputs with two-dimensional codes, uneven in place and spread; equally likely unless told otherwise. */
export const planeEncoder = (probabilities?: readonly number[]) =>
  gaussianEncoder(
    [
      [-1, 0.5],
      [0.7, 1],
      [0.2, -1.3],
    ],
    [
      [-1, 0],
      [0.3, -0.6],
      [-0.4, -1.5],
    ],
    probabilities && { probabilities: [...probabilities] },
  );
