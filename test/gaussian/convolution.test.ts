import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  convolveDirect,
  convolveFft,
  fft,
  gridMoments,
  gridPoints,
  irwinHallDensity,
  normalDensity,
  sumOfNormals,
  tabulate,
  triangularDensity,
  weightedSumOfNormals,
} from '../../lib/gaussian';
import { Random } from '../../lib/random';
import { assertClose, assertRefused } from '../support/close';

const p = { mean: 0.5, sd: 0.8 };
const q = { mean: -1, sd: 0.3 };
const narrow = tabulate(x => normalDensity(x, p.mean, p.sd), -6, 7, 1300);
const wide = tabulate(x => normalDensity(x, q.mean, q.sd), -4, 2, 600);

describe('sums of normals', () => {
  it('have the parameters of the numerical convolution', () => {
    const sum = sumOfNormals(p, q);
    assertClose(sum.mean, -0.5);
    assertClose(sum.sd, Math.sqrt(0.73));
    const numerical = convolveDirect(narrow, wide);
    const points = gridPoints(numerical);
    points.forEach((x, i) => {
      assertClose(numerical.values[i]!, normalDensity(x, sum.mean, sum.sd), 0, 1e-13);
    });
    const moments = gridMoments(numerical);
    assertClose(moments.mass, 1, 1e-12);
    assertClose(moments.mean, sum.mean, 1e-12);
    assertClose(moments.sd, sum.sd, 1e-12);
  });

  it('a z1 + b z2 has variance a^2 s1^2 + b^2 s2^2', () => {
    const sum = weightedSumOfNormals(3, p, -2, q);
    assertClose(sum.mean, 3.5);
    assertClose(sum.sd ** 2, 9 * 0.64 + 4 * 0.09);
    assertClose(weightedSumOfNormals(0, p, 2, q).sd, 0.6);
  });

  it('refuses what has no density', () => {
    assertRefused(() => sumOfNormals(), /at least one term/);
    assertRefused(() => sumOfNormals({ mean: 0, sd: 0 }), /sd must be greater than 0, but it is 0/);
    assertRefused(() => weightedSumOfNormals(0, p, 0, q), /both 0/);
    assertRefused(() => weightedSumOfNormals(NaN, p, 1, q), /a must be a finite number, but it is NaN/);
  });
});

describe('numerical convolution', () => {
  it('by FFT equals the direct sum', () => {
    const direct = convolveDirect(narrow, wide);
    const fast = convolveFft(narrow, wide);
    assert.equal(fast.values.length, narrow.values.length + wide.values.length - 1);
    assert.equal(fast.start, direct.start);
    direct.values.forEach((value, i) => assertClose(fast.values[i]!, value, 0, 1e-14));
  });

  it('of two uniforms is the triangle, of three Irwin-Hall', () => {
    const uniform = tabulate(x => (x >= 0 && x <= 1 ? 1 : 0), 0, 1, 200);
    const two = convolveFft(uniform, uniform);
    gridPoints(two).forEach((x, i) => assertClose(two.values[i]!, triangularDensity(x), 0, 1e-12));
    const three = convolveFft(two, uniform);
    gridPoints(three).forEach((x, i) => assertClose(three.values[i]!, irwinHallDensity(x, 3), 0, 1e-5));
  });

  it('refuses different steps and what is not a density', () => {
    const other = tabulate(x => normalDensity(x), -5, 5, 100);
    assertRefused(
      () => convolveFft(narrow, other),
      /p's is 0\.01 and q's is 0\.1/,
      /same \(high - low\) \/ n/,
    );
    assertRefused(() => tabulate(x => x, -1, 1, 10), /finite and >= 0, but density at x = -0\.9 is -0\.9/);
    assertRefused(() => tabulate(() => NaN, -1, 1, 10), /but density at x = -0\.9 is NaN/);
    assertRefused(() => tabulate(normalDensity, 1, 1, 10), /low is 1 and high is 1/);
    assertRefused(
      () => gridMoments({ start: 0, step: 1, values: new Float64Array(2) }),
      /0 at every point of/,
    );
    assertRefused(
      () => convolveDirect({ start: 0, step: 1, values: new Float64Array(0) }, other),
      /values is empty/,
    );
  });
});

describe('fft', () => {
  for (const n of [1, 2, 8, 64]) {
    it(`agrees with the direct transform of ${n} points and inverts`, () => {
      const random = new Random(n);
      const re = Float64Array.from({ length: n }, () => random.normal());
      const im = Float64Array.from({ length: n }, () => random.normal());
      const [fastRe, fastIm] = [re.slice(), im.slice()];
      fft(fastRe, fastIm);
      for (let k = 0; k < n; k++) {
        let sumRe = 0;
        let sumIm = 0;
        for (let j = 0; j < n; j++) {
          const angle = (-2 * Math.PI * k * j) / n;
          sumRe += re[j]! * Math.cos(angle) - im[j]! * Math.sin(angle);
          sumIm += re[j]! * Math.sin(angle) + im[j]! * Math.cos(angle);
        }
        assertClose(fastRe[k]!, sumRe, 0, 1e-12);
        assertClose(fastIm[k]!, sumIm, 0, 1e-12);
      }
      fft(fastRe, fastIm, true);
      for (let j = 0; j < n; j++) {
        assertClose(fastRe[j]!, re[j]!, 0, 1e-14);
        assertClose(fastIm[j]!, im[j]!, 0, 1e-14);
      }
    });
  }

  it('refuses lengths that are no power of two, and two lengths', () => {
    assertRefused(() => fft(new Float64Array(6), new Float64Array(6)), /power of two, but re and im have 6/);
    assertRefused(() => fft(new Float64Array(0), new Float64Array(0)), /power of two, but re and im have 0/);
    assertRefused(() => fft(new Float64Array(4), new Float64Array(2)), /re has 4 values but im has 2/);
  });
});
