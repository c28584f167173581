import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { infoNceBound, interpolatedBound, interpolatedBoundGradient, nwjBound } from '../../lib/information';
import { Random } from '../../lib/random';
import { assertClose, assertRefused } from '../support/close';

interface Fixture {
  cases: {
    batch: number;
    scores: number[];
    baseline: number[];
    nwj: number;
    infoNce: number;
    interpolated?: [number, number][];
  }[];
}
const { cases } = JSON.parse(readFileSync('test/oracles/critic_bounds_numpy.json', 'utf8')) as Fixture;

const randomScores = (seed: number, batch: number, scale: number) =>
  Float64Array.from(new Random(seed).normals(batch * batch), value => scale * value);

describe('bounds of a batch of scores (nats)', () => {
  it("agree with numpy's plain loops", () => {
    for (const { batch, scores, baseline, nwj, infoNce, interpolated = [] } of cases) {
      assertClose(nwjBound(scores, batch), nwj, 1e-12, 1e-12);
      assertClose(infoNceBound(scores, batch), infoNce, 1e-12, 1e-12);
      for (const [gamma, value] of interpolated) {
        assertClose(interpolatedBound(scores, batch, gamma, baseline), value, 1e-11, 1e-11);
      }
    }
  });

  it('interpolate from NWJ at gamma 0', () => {
    const scores = randomScores(1, 7, 2);
    assertClose(interpolatedBound(scores, 7, 0), nwjBound(scores, 7), 1e-12);
  });

  it('keep InfoNCE at or below ln B, which perfect scores reach', () => {
    for (let seed = 0; seed < 50; seed++) {
      assert.ok(infoNceBound(randomScores(seed, 6, 10 ** (seed % 5)), 6) <= Math.log(6) + 1e-12);
    }
    const perfect = Float64Array.from({ length: 36 }, (_, at) => (at % 7 === 0 ? 100 : -100));
    assertClose(infoNceBound(perfect, 6), Math.log(6));
  });

  it('keep the interpolated bound at or below 1 + ln((B - 1)/gamma), and can pass ln((B - 1)/gamma)', () => {
    for (let seed = 0; seed < 50; seed++) {
      const value = interpolatedBound(randomScores(seed, 6, 10 ** (seed % 4)), 6, 0.1);
      assert.ok(value <= 1 + Math.log(50) + 1e-12, `${value}`);
    }
    const perfect = Float64Array.from({ length: 36 }, (_, at) => (at % 7 === 0 ? 100 : -100));
    assertClose(interpolatedBound(perfect, 6, 0.1), 1 + Math.log(50), 1e-12);
  });

  it('do not move with a constant added to a row (InfoNCE), and stay finite for huge scores', () => {
    const scores = randomScores(3, 5, 1);
    const moved = scores.map((value, at) => value + 900 * Math.floor(at / 5));
    assertClose(infoNceBound(moved, 5), infoNceBound(scores, 5), 1e-9);
    const huge = randomScores(4, 5, 3000);
    assert.ok(Number.isFinite(infoNceBound(huge, 5)));
    for (const gamma of [0.01, 0.5, 1]) {
      assert.ok(Number.isFinite(interpolatedBound(huge, 5, gamma)), `gamma ${gamma}`);
    }
    assert.ok(Number.isFinite(nwjBound(randomScores(4, 5, 100), 5)));
  });

  it('have the gradient of finite differences', () => {
    const batch = 4;
    const scores = randomScores(8, batch, 1.5);
    for (const gamma of [0, 0.05, 0.6, 1]) {
      const gradient = interpolatedBoundGradient(scores, batch, gamma);
      scores.forEach((_, at) => {
        const at_ = (step: number) =>
          interpolatedBound(
            scores.map((v, i) => (i === at ? v + step : v)),
            batch,
            gamma,
          );
        assertClose(gradient[at]!, (at_(1e-5) - at_(-1e-5)) / 2e-5, 1e-6, 1e-8);
      });
    }
  });

  it('refuse what is no batch', () => {
    assertRefused(() => nwjBound([1, 2, 3], 2), /4 scores.*there are 3/);
    assertRefused(() => infoNceBound([1, 2, NaN, 3], 2), /scores\[2\]/);
    assertRefused(() => interpolatedBound(new Float64Array(9), 3, 1.5), /gamma.*1\.5/);
    assertRefused(() => interpolatedBound(new Float64Array(4), 2, 0.5), /batch.*>= 3/);
    assertRefused(() => interpolatedBound(new Float64Array(9), 3, 0.5, [0]), /baseline has 1/);
  });
});
