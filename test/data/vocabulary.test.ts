import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ArchivedReview } from '../../lib/data/archive';
import { buildCorpus } from '../../lib/data/corpus';
import { padSequence, padSequences } from '../../lib/data/pad';
import { buildSet } from '../../lib/data/review-set';
import { tokenize } from '../../lib/data/tokenize';
import { Vocabulary } from '../../lib/data/vocabulary';
import keras from '../oracles/imdb_keras.json';

function reviews(split: 'train' | 'test', texts: readonly string[]): ArchivedReview[] {
  return texts.map((text, i) => ({ split, label: 0, name: `${String(i).padStart(4, '0')}.txt`, text }));
}

const corpus = buildCorpus([...reviews('test', keras.testTexts), ...reviews('train', keras.trainTexts)]);

function rowsOf(tokens: Int32Array, length: number): number[][] {
  return Array.from({ length: tokens.length / length }, (_, i) => [
    ...tokens.subarray(i * length, (i + 1) * length),
  ]);
}

describe('tokenize', () => {
  it('lower-cases, keeps apostrophes, and cuts at punctuation and white space', () => {
    assert.deepEqual(tokenize("Don't STOP: it's (semi-)final_cut!"), [
      "don't",
      'stop',
      "it's",
      'semi',
      'final',
      'cut',
    ]);
    assert.deepEqual(tokenize('one<br /><br />two'), ['one', 'two']);
    assert.deepEqual(tokenize('brave br'), ['brave', 'br']);
    for (const mark of '!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n')
      assert.deepEqual(tokenize(`a${mark}b`), ['a', 'b']);
  });

  it('cuts at white space that Keras would keep inside words', () => {
    assert.deepEqual(tokenize('a\u00a0b\u0085c\r\nd\u3000e'), ['a', 'b', 'c', 'd', 'e']);
  });

  it('finds no words in a text without any', () => {
    assert.deepEqual(tokenize(''), []);
    assert.deepEqual(tokenize(' <br /> ... '), []);
  });
});

describe('against Keras', () => {
  it('ranks the words as its Tokenizer does, ties included', async () => {
    assert.deepEqual((await corpus).words, keras.ranked);
  });

  for (const known of keras.cases) {
    it(`indexes and pads as load_data(num_words=${known.words}) and pad_sequences(maxlen=${known.length})`, async () => {
      const { words, train, test } = await corpus;
      const vocabulary = new Vocabulary(words, known.words);
      assert.deepEqual(
        keras.trainTexts.map(text => [...vocabulary.encode(text)]),
        known.train,
      );
      assert.deepEqual(
        keras.testTexts.map(text => [...vocabulary.encode(text)]),
        known.test,
      );
      assert.deepEqual(rowsOf(padSequences(known.train, known.length), known.length), known.paddedTrain);
      const settings = { words: known.words, length: known.length, text: () => '' };
      const all = (n: number): Uint32Array => Uint32Array.from({ length: n }, (_, i) => i);
      const trainSet = buildSet(train, all(keras.trainTexts.length), settings);
      const testSet = buildSet(test, all(keras.testTexts.length), settings);
      assert.deepEqual(rowsOf(trainSet.tokens, known.length), known.paddedTrain);
      assert.deepEqual(rowsOf(testSet.tokens, known.length), known.paddedTest);
    });
  }
});

describe('the order of the archive', () => {
  it('changes neither ranks nor rows', async () => {
    const backwards = await buildCorpus([...reviews('train', keras.trainTexts)].reverse());
    assert.deepEqual(backwards.words, (await corpus).words);
    assert.deepEqual(backwards.train, (await corpus).train);
    assert.equal(backwards.texts.text(4), keras.trainTexts[4]);
  });

  it('leaves tied words in the order of the negative, then the positive reviews', async () => {
    const { words } = await buildCorpus([
      { split: 'train', label: 1, name: '0_9.txt', text: 'sun' },
      { split: 'train', label: 0, name: '1_2.txt', text: 'rain' },
      { split: 'train', label: 0, name: '0_1.txt', text: 'hail' },
    ]);
    assert.deepEqual(words, ['hail', 'rain', 'sun']);
  });
});

describe('Vocabulary', () => {
  const vocabulary = new Vocabulary(['the', 'film', 'was', 'fine'], 7);

  it('starts words at 4 and keeps every index below its size', () => {
    assert.equal(vocabulary.wordCount, 3);
    assert.deepEqual([...vocabulary.encode('The film was fine')], [1, 4, 5, 6, 2]);
  });

  it('decodes what it encoded, without padding', () => {
    const row = padSequence(vocabulary.encode('The film was fine'), 8);
    assert.deepEqual([...row], [0, 0, 0, 1, 4, 5, 6, 2]);
    assert.equal(vocabulary.decode(row), '<start> the film was <unknown>');
    assert.equal(vocabulary.decode([3, 99]), '');
  });

  it('has no index for words that are properties of every object', () => {
    assert.equal(vocabulary.indexOf('constructor'), 2);
    assert.equal(vocabulary.indexOf('__proto__'), 2);
  });

  it('refuses sizes and lengths that leave nothing', () => {
    for (const size of [4, 0, -1, 5.5, NaN]) {
      assert.throws(() => new Vocabulary([], size), {
        name: 'RangeError',
        message: new RegExp(`>= 5 .*${size}`),
      });
    }
    for (const length of [0, -3, 2.5, NaN]) {
      assert.throws(() => padSequence([1], length), {
        name: 'RangeError',
        message: new RegExp(`>= 1.*${length}`),
      });
    }
  });
});
