/** What decides how hard the synthetic reviews are. */
export interface SyntheticDifficulty {
  /** m: opinions per review. */
  readonly opinions?: number;
  /** p: probability that an opinion agrees with the review's label. */
  readonly agreement?: number;
}

export const defaultOpinions = 7;
export const defaultAgreement = 0.7;

/**
 * accuracy* = sum over k > m/2 of C(m,k) p^k (1-p)^(m-k), plus half of the term k = m/2 when m is even.
 *
 * The best possible accuracy on synthetic reviews: with both labels equally likely and m independent opinions of which each
 * agrees with the label with probability p >= 1/2, the posterior grows with the number of positive opinions, so the best
 * rule is the majority, and a tie is a coin toss. With the defaults (m = 7, p = 0.7) it is 0.8740.
 *
 * @throws RangeError unless m is a whole number from 1 to 1000 and p is in [0.5, 1].
 */
export function bayesAccuracy(difficulty: SyntheticDifficulty = {}): number {
  const { opinions, agreement } = checkDifficulty(difficulty);
  let accuracy = 0;
  for (let k = 0; k <= opinions; k++) {
    if (2 * k > opinions) accuracy += binomial(opinions, k, agreement);
    else if (2 * k === opinions) accuracy += binomial(opinions, k, agreement) / 2;
  }
  return accuracy;
}

/**
 * I(X;Y) = ln 2 - sum over k of P(k) H(Y | k), in nats, with k the number of positive opinions.
 *
 * What a synthetic review X tells about its label Y. No encoding of X tells more, and ln 2 - I(X;Y) is the smallest possible
 * mean cross-entropy.
 *
 * @throws RangeError as `bayesAccuracy`.
 */
export function labelInformation(difficulty: SyntheticDifficulty = {}): number {
  const { opinions, agreement } = checkDifficulty(difficulty);
  let information = Math.log(2);
  for (let k = 0; k <= opinions; k++) {
    const positive = binomial(opinions, k, agreement) / 2;
    const negative = binomial(opinions, opinions - k, agreement) / 2;
    for (const joint of [positive, negative]) {
      if (joint > 0) information += joint * Math.log(joint / (positive + negative));
    }
  }
  return information;
}

/** @throws RangeError unless m is a whole number from 1 to 1000 and p is in [0.5, 1]. */
export function checkDifficulty(difficulty: SyntheticDifficulty): { opinions: number; agreement: number } {
  const { opinions = defaultOpinions, agreement = defaultAgreement } = difficulty;
  if (!Number.isSafeInteger(opinions) || opinions < 1 || opinions > 1000) {
    throw new RangeError(`opinions must be a whole number from 1 to 1000, but it is ${opinions}`);
  }
  if (!(agreement >= 0.5 && agreement <= 1)) {
    throw new RangeError(`agreement must be a probability from 0.5 to 1, but it is ${agreement}`);
  }
  return { opinions, agreement };
}

/** C(m,k) p^k (1-p)^(m-k), by logarithms so that large m does not overflow. */
function binomial(m: number, k: number, p: number): number {
  if (p === 1) return k === m ? 1 : 0;
  let log = k * Math.log(p) + (m - k) * Math.log1p(-p);
  for (let i = 1; i <= k; i++) log += Math.log((m - k + i) / i);
  return Math.exp(log);
}
