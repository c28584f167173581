import { Random } from '../random';
import type { ArchivedReview } from './archive';
import { checkDifficulty, type SyntheticDifficulty } from './synthetic-bayes';
import {
  negativeWords,
  neutralTemplates,
  opinionTemplates,
  positiveWords,
  slotFillers,
} from './synthetic-lexicon';

export interface SyntheticOptions extends SyntheticDifficulty {
  /** Reviews in each split (2000). Half are positive; of an odd number the odd one is negative. */
  readonly perSplit?: number;
  readonly seed?: number;
}

export const defaultPerSplit = 2000;
const mostPerSplit = 100_000;
const neutralFrom = 3;
const neutralChoices = 8;

/**
 * P(review | y) = product over m opinions of P(word_i | y), times neutral sentences whose law does not depend on y.
 *
 * Review-like English from a seeded grammar: the label y is drawn first; each of m opinions takes a positive word with
 * probability p if y = 1 and 1 - p if y = 0, else a negative one, each word of the chosen list equally likely; 3 to 10
 * neutral sentences are mixed in. `bayesAccuracy` gives the best accuracy that any classifier can reach on average.
 *
 * @returns the training reviews, then the test reviews
 * @throws RangeError for a `perSplit` that is not a whole number from 2 to 100,000, or a difficulty out of range.
 */
export function syntheticReviews(options: SyntheticOptions = {}): ArchivedReview[] {
  const { perSplit = defaultPerSplit, seed = 1 } = options;
  const difficulty = checkDifficulty(options);
  if (!Number.isSafeInteger(perSplit) || perSplit < 2 || perSplit > mostPerSplit) {
    throw new RangeError(
      `reviews must be a whole number from 2 to ${mostPerSplit} per split, but it is ${perSplit}`,
    );
  }
  const random = new Random(seed);
  return (['train', 'test'] as const).flatMap(split => {
    const stream = random.fork();
    return Array.from({ length: perSplit }, (_, i): ArchivedReview => {
      const label = i < Math.floor(perSplit / 2) ? 1 : 0;
      const text = writeReview(stream, label, difficulty.opinions, difficulty.agreement);
      return { split, label, name: `${String(i).padStart(6, '0')}.txt`, text };
    });
  });
}

function writeReview(random: Random, label: 0 | 1, opinions: number, agreement: number): string {
  const sentences: string[] = [];
  for (let i = 0; i < opinions; i++) {
    const agrees = random.uniform() < agreement;
    const word = pick(random, agrees === (label === 1) ? positiveWords : negativeWords);
    sentences.push(fill(random, pick(random, opinionTemplates), word));
  }
  const neutral = neutralFrom + random.integer(neutralChoices);
  for (let i = 0; i < neutral; i++) sentences.push(fill(random, pick(random, neutralTemplates)));
  return Array.from(random.permutation(sentences.length), i => sentences[i]).join(' ');
}

function fill(random: Random, template: string, word = ''): string {
  return template.replace(/\{(\w+)\}/g, (_, slot: string) => {
    return slot === 'word' ? word : pick(random, slotFillers[slot] ?? []);
  });
}

function pick(random: Random, choices: readonly string[]): string {
  return choices[random.integer(choices.length)] ?? '';
}
