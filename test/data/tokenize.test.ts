import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { tokenize } from '../../lib/data/tokenize';
import python from '../oracles/text_python.json';

const keptByKeras = new Set([...'!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~'].map(mark => mark.charCodeAt(0)));

/** Every character that Python knows, surrogates left out. */
function* known(): Generator<number> {
  for (const [from, to] of python.known as [number, number][]) {
    for (let code = from; code <= to; code++) if (code < 0xd800 || code > 0xdfff) yield code;
  }
}

describe('tokenize, against Python over all characters', () => {
  it('cuts at white space where str.split does, and at punctuation', () => {
    const expected = new Set([...python.cuts, ...keptByKeras]);
    const wrong: string[] = [];
    for (let code = 0; code <= 0x10ffff; code++) {
      if (code >= 0xd800 && code <= 0xdfff) continue;
      const cuts = tokenize(`a${String.fromCodePoint(code)}b`).length === 2;
      if (cuts !== expected.has(code)) wrong.push(`U+${code.toString(16)}`);
    }
    assert.deepEqual(wrong, []);
    assert.equal(python.cuts.length, 29);
    assert.deepEqual(tokenize('one\ufefftwo \ufeff'), ['one\ufefftwo', '\ufeff']);
  });

  it('lower-cases as str.lower does, alone, inside and at the end of a word', () => {
    const [alone, last] = [
      python.lower as Record<string, string>,
      python.lastDiffers as Record<string, string>,
    ];
    assert.deepEqual(python.insideDiffers, {});
    const cuts = new Set([...python.cuts, ...keptByKeras]);
    const wrong: string[] = [];
    let changed = 0;
    for (const code of known()) {
      if (cuts.has(code)) continue;
      const key = code.toString(16);
      const character = String.fromCodePoint(code);
      const small = alone[key] ?? character;
      if (small !== character) changed++;
      const found = [tokenize(character), tokenize(`a${character}b`), tokenize(`a${character}`)];
      const expected = [[small], [`a${small}b`], [`a${last[key] ?? small}`]];
      if (JSON.stringify(found) !== JSON.stringify(expected)) wrong.push(`U+${key}`);
    }
    assert.deepEqual(wrong, []);
    assert.equal(changed, Object.keys(alone).length);
    for (const [word, lower] of python.words as [string, string][]) {
      assert.equal(tokenize(word).join(' '), lower.replace(/\./g, ''));
    }
  });
});
