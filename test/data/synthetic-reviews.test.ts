import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ArchivedReview } from '../../lib/data/archive';
import { bayesAccuracy, labelInformation } from '../../lib/data/synthetic-bayes';
import {
  negativeWords,
  neutralTemplates,
  opinionTemplates,
  positiveWords,
  slotFillers,
} from '../../lib/data/synthetic-lexicon';
import { syntheticReviews } from '../../lib/data/synthetic-reviews';
import { tokenize } from '../../lib/data/tokenize';

const positive = new Set(positiveWords);
const negative = new Set(negativeWords);

/** Positive minus negative words, read from the text alone. */
function balance(review: ArchivedReview): number {
  return tokenize(review.text).reduce((sum, w) => sum + (positive.has(w) ? 1 : negative.has(w) ? -1 : 0), 0);
}

/** Accuracy and information from all 2^m outcomes, each weighed by its probability under both labels. */
function enumerate(m: number, p: number): { accuracy: number; information: number } {
  let accuracy = 0;
  let information = 0;
  for (let outcome = 0; outcome < 2 ** m; outcome++) {
    let ifPositive = 0.5;
    let ifNegative = 0.5;
    for (let i = 0; i < m; i++) {
      const isPositive = ((outcome >> i) & 1) === 1;
      ifPositive *= isPositive ? p : 1 - p;
      ifNegative *= isPositive ? 1 - p : p;
    }
    accuracy += Math.max(ifPositive, ifNegative);
    const marginal = ifPositive + ifNegative;
    for (const joint of [ifPositive, ifNegative])
      if (joint > 0) information += joint * Math.log(joint / (marginal / 2));
  }
  return { accuracy, information };
}

describe('bayesAccuracy and labelInformation', () => {
  for (const [m, p] of [[1, 0.8], [2, 0.8], [7, 0.7], [8, 0.7], [10, 0.5], [5, 1], [11, 0.66]] as const) {
    it(`agree with enumeration for ${m} opinions of agreement ${p}`, () => {
      const exact = enumerate(m, p);
      assert.ok(Math.abs(bayesAccuracy({ opinions: m, agreement: p }) - exact.accuracy) < 1e-12);
      assert.ok(Math.abs(labelInformation({ opinions: m, agreement: p }) - exact.information) < 1e-12);
    });
  } // prettier-ignore

  it('leave room for a bottleneck to matter by default', () => {
    assert.ok(bayesAccuracy() > 0.84 && bayesAccuracy() < 0.92);
    assert.ok(Math.abs(bayesAccuracy() - 0.873964) < 1e-6);
  });

  it('stay finite for many opinions', () => {
    assert.ok(Math.abs(bayesAccuracy({ opinions: 1000, agreement: 0.6 }) - 1) < 1e-9);
    assert.ok(Math.abs(bayesAccuracy({ opinions: 1000, agreement: 0.5 }) - 0.5) < 1e-9);
  });

  it('refuse impossible difficulties', () => {
    for (const opinions of [0, 2.5, NaN, 1001])
      assert.throws(() => bayesAccuracy({ opinions }), /opinions must be .*it is/);
    for (const agreement of [0.4, 1.1, NaN])
      assert.throws(() => bayesAccuracy({ agreement }), /agreement must be .*it is/);
  });
});

describe('syntheticReviews', () => {
  for (const [opinions, agreement] of [[7, 0.7], [4, 0.75]] as const) {
    it(`give the optimal rule its known accuracy (${opinions} opinions, agreement ${agreement})`, () => {
      const reviews = syntheticReviews({ perSplit: 6000, opinions, agreement, seed: 3 });
      const score = reviews.reduce((sum, review) => {
        const lean = balance(review);
        return sum + (lean === 0 ? 0.5 : lean > 0 === (review.label === 1) ? 1 : 0);
      }, 0);
      const expected = bayesAccuracy({ opinions, agreement });
      const error = Math.sqrt((expected * (1 - expected)) / reviews.length);
      const accuracy = score / reviews.length;
      assert.ok(Math.abs(accuracy - expected) < 4 * error, `${accuracy} is not within 4 x ${error} of ${expected}`);
    });
  } // prettier-ignore

  it('hide the label everywhere else: neutral text has no opinion word, and each review has exactly m', () => {
    const elsewhere = [...neutralTemplates, ...opinionTemplates, ...Object.values(slotFillers).flat()].flatMap(tokenize);
    assert.deepEqual(elsewhere.filter(word => positive.has(word) || negative.has(word)), []);
    assert.equal(new Set([...positiveWords, ...negativeWords]).size, 60);
    assert.equal(positiveWords.length, negativeWords.length);
    for (const review of syntheticReviews({ perSplit: 50, opinions: 6 })) {
      const opinions = tokenize(review.text).filter(word => positive.has(word) || negative.has(word));
      assert.equal(opinions.length, 6);
      assert.doesNotMatch(review.text, /[{}]|undefined/);
    }
  }); // prettier-ignore

  it('vary the length of the neutral part independently of the label', () => {
    const reviews = syntheticReviews({ perSplit: 4000 });
    const lengths = [0, 1].map(label =>
      reviews.filter(r => r.label === label).map(r => tokenize(r.text).length),
    );
    const [a, b] = lengths.map(all => {
      const mean = all.reduce((sum, n) => sum + n, 0) / all.length;
      return { mean, error: all.reduce((sum, n) => sum + (n - mean) ** 2, 0) / all.length ** 2 };
    });
    assert.ok(a && b && Math.abs(a.mean - b.mean) < 4 * Math.sqrt(a.error + b.error));
  });

  it('are 2,000 + 2,000 by default, half positive, equal for equal seeds and different for others', () => {
    const reviews = syntheticReviews();
    for (const split of ['train', 'test'] as const) {
      const part = reviews.filter(review => review.split === split);
      assert.equal(part.length, 2000);
      assert.equal(part.filter(review => review.label === 1).length, 1000);
    }
    assert.deepEqual(
      syntheticReviews({ perSplit: 10, seed: 5 }),
      syntheticReviews({ perSplit: 10, seed: 5 }),
    );
    assert.notDeepEqual(
      syntheticReviews({ perSplit: 10, seed: 5 }),
      syntheticReviews({ perSplit: 10, seed: 6 }),
    );
    const train = new Set(reviews.filter(review => review.split === 'train').map(review => review.text));
    assert.equal(reviews.filter(review => review.split === 'test' && train.has(review.text)).length, 0);
  });

  it('refuse sizes that make no set', () => {
    for (const perSplit of [0, 1, 2.5, NaN, 100001]) {
      assert.throws(() => syntheticReviews({ perSplit }), {
        name: 'RangeError',
        message: /whole number from 2 to 100000/,
      });
    }
  });
});
