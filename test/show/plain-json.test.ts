import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { roundNumber, scriptJson, shortHash, toPlain } from '../../lib/show/plain-json';

describe('plain-json', () => {
  it('rounds to six significant digits, keeps whole numbers, and has null for what JSON lacks', () => {
    assert.equal(roundNumber(Math.PI), 3.14159);
    assert.equal(roundNumber(-1.23456789e-12), -1.23457e-12);
    assert.equal(roundNumber(84125825), 84125825);
    assert.deepEqual(
      [NaN, Infinity, -Infinity].map(x => roundNumber(x)),
      [null, null, null],
    );
  });

  it('turns typed arrays into arrays at any depth and leaves undefined out', () => {
    const value = {
      a: Float32Array.of(0.1, NaN),
      b: [{ c: Uint8Array.of(7) }],
      d: undefined,
      e: 'text',
      f: true,
    };
    assert.deepEqual(toPlain(value), { a: [0.1, null], b: [{ c: [7] }], e: 'text', f: true });
  });

  it('refuses what a notebook cannot hold, by name', () => {
    assert.throws(() => toPlain({ f: () => 1 }), /TypeError.*a function/);
    assert.throws(() => toPlain([new Map()]), /a Map/);
  });

  it('writes JSON that cannot end its script, and that reads back the same', () => {
    const text = '</script><!-- \u2028 \u2029 "quoted" <b>';
    const json = scriptJson({ text });
    assert.doesNotMatch(json, /[<>\u2028\u2029]/);
    assert.deepEqual(JSON.parse(json), { text });
  });

  it('names content by content: the same text gives the same name, another gives another', () => {
    assert.equal(shortHash('figure'), shortHash('figure'));
    assert.notEqual(shortHash('figure'), shortHash('figurf'));
    assert.equal(parseInt(shortHash('foobar'), 36), 0xbf9cf968); // the published FNV-1a value
  });
});
