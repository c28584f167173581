import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  empiricalCharacteristic,
  integrate,
  normalCharacteristic,
  normalDensity,
  uniformCharacteristic,
} from '../../lib/gaussian';
import { Random } from '../../lib/random';
import { estimateMean } from '../../lib/statistics';
import { assertClose, assertRefused, assertWithin } from '../support/close';

describe('characteristic functions', () => {
  it('of the normal are the integrals of cos and sin against its density', () => {
    for (const t of [-2, 0, 0.7, 3]) {
      const part = (wave: (x: number) => number) =>
        integrate(x => wave(t * x) * normalDensity(x, 0.4, 0.8), -10, 10, 4000);
      const { re, im } = normalCharacteristic(t, 0.4, 0.8);
      assertClose(re, part(Math.cos), 1e-10, 1e-12);
      assertClose(im, part(Math.sin), 1e-10, 1e-12);
    }
  });

  it('of the uniform is the mean of cos over its box, and 1 at 0', () => {
    for (const t of [-3, 0.01, 1, 8]) {
      assertClose(
        uniformCharacteristic(t, 3),
        integrate(x => Math.cos(t * x) / 3, -1.5, 1.5, 2000),
        1e-9,
      );
    }
    assert.equal(uniformCharacteristic(0), 1);
    assertClose(uniformCharacteristic(1e-7), 1, 1e-14);
  });

  it('from samples are means with their standard errors', () => {
    const draws = new Random(2).uniforms(500, -0.5, 0.5);
    const t = 5;
    const { re, im, reError, imError } = empiricalCharacteristic(draws, t);
    const cosines = estimateMean(Array.from(draws, x => Math.cos(t * x)));
    const sines = estimateMean(Array.from(draws, x => Math.sin(t * x)));
    assertClose(re, cosines.value);
    assertClose(im, sines.value, 1e-10);
    assertClose(reError, cosines.standardError, 1e-9);
    assertClose(imError, sines.standardError, 1e-9);
    assertWithin({ value: re, standardError: reError }, uniformCharacteristic(t));
  });

  it('at t = 0 is 1 without error', () => {
    const all = empiricalCharacteristic([0.3, -1, 2], 0);
    assert.deepEqual(all, { re: 1, im: 0, reError: 0, imError: 0 });
  });

  it('refuse bad input', () => {
    assertRefused(() => normalCharacteristic(1, 0, 0), /sd/);
    assertRefused(() => normalCharacteristic(NaN), /t must be a finite number/);
    assertRefused(() => uniformCharacteristic(1, 0), /width must be greater than 0/);
    assertRefused(() => empiricalCharacteristic([1], 1), /at least two values/);
    assertRefused(() => empiricalCharacteristic([1, NaN], 1), /values\[1\]/);
  });
});
