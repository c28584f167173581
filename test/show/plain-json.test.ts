import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { roundNumber, toPlain } from '../../lib/show/plain-json';

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
});
