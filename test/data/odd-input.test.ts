import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  bayesAccuracy, downloadArchive, drawRing, drawSprite, drawSprites, labelInformation, loadDigits, loadReviews, padSequences,
  ringOfGaussians, syntheticReviews, twoGaussians, twoMoons, twoMoonsDensity, twoRings, Vocabulary,
} from '../../lib/data'; // prettier-ignore
import { Random } from '../../lib/random';

const noCount = [NaN, Infinity, -Infinity, -1, 0, 0.5, 2.5, 1e15, Number.MAX_SAFE_INTEGER, 1e300];
const noSeed = [NaN, Infinity, 0.5, 2 ** 32, -(2 ** 31) - 1, 1e300];
const noSpread = [NaN, Infinity, -Infinity, -1, 1e30, 1e300];
const sprite = { x: 8, y: 8, size: 3, rotation: 0, shade: 1 };
const ring = ringOfGaussians();

/** Every name with values that it refuses, and a call that passes one of them. */
const refused: [what: string, name: string, values: readonly unknown[], call: (value: number) => unknown][] = [
  ...[twoGaussians, twoMoons, twoRings].flatMap((make): [string, string, readonly unknown[], (value: number) => unknown][] => [
    [make.name, 'n', [...noCount, '5', null], n => make({ n, seed: 1 })],
    [make.name, 'seed', noSeed, seed => make({ n: 4, seed })],
    [make.name, 'noise', noSpread, noise => make({ n: 4, seed: 1, noise })],
  ]),
  ['twoGaussians', 'distance', noSpread, distance => twoGaussians({ n: 4, seed: 1, distance })],
  ['twoMoonsDensity', 'noise', [NaN, Infinity, -1, 0, 1e-300, 1e-7, 1e200], noise => twoMoonsDensity(0, 0, 1, noise)],
  ['twoMoonsDensity', 'label', [NaN, -1, 0.5, 2, '1'], label => twoMoonsDensity(0, 0, label)],
  ['twoMoonsDensity', 'point', [NaN, Infinity, -Infinity], x => twoMoonsDensity(x, 0, 1)],
  ['ringOfGaussians', 'modes', noCount, modes => ringOfGaussians({ modes })],
  ['ringOfGaussians', 'radius', [0, ...noSpread], radius => ringOfGaussians({ radius })],
  ['ringOfGaussians', 'sd', [0, ...noSpread], sd => ringOfGaussians({ sd })],
  ['drawRing', 'n', noCount, n => drawRing(ring, n, new Random(1))],
  ['drawRing', 'sd', [0, ...noSpread], sd => drawRing({ ...ring, sd }, 4, new Random(1))],
  ['drawRing', 'centres', [NaN, Infinity, 1e300], x => drawRing({ centres: [[0, x]], sd: 1 }, 4, new Random(1))],
  ['drawRing', 'centres', [0], () => drawRing({ centres: [], sd: 1 }, 4, new Random(1))],
  ['drawSprites', 'count', noCount, count => drawSprites(count, 1)],
  ['drawSprites', 'seed', noSeed, seed => drawSprites(2, seed)],
  ...(['x', 'y', 'rotation'] as const).map((name): [string, string, readonly unknown[], (value: number) => unknown] =>
    ['drawSprite', name, [NaN, Infinity, -Infinity, undefined], value => drawSprite({ ...sprite, [name]: value })]),
  ['drawSprite', 'size', [NaN, Infinity, 0, -2], size => drawSprite({ ...sprite, size })],
  ['drawSprite', 'shade', [NaN, Infinity, 0, -0.5, 1.5], shade => drawSprite({ ...sprite, shade })],
  ['syntheticReviews', 'reviews', [1, ...noCount], perSplit => syntheticReviews({ perSplit })],
  ['syntheticReviews', 'seed', noSeed, seed => syntheticReviews({ perSplit: 2, seed })],
  ['syntheticReviews', 'opinions', noCount, opinions => syntheticReviews({ perSplit: 2, opinions })],
  ['bayesAccuracy', 'opinions', noCount, opinions => bayesAccuracy({ opinions })],
  ['labelInformation', 'agreement', [NaN, Infinity, -1, 0.4, 1.1], agreement => labelInformation({ agreement })],
  ['Vocabulary', 'words', [NaN, Infinity, -1, 0, 4, 5.5, 1e300], words => new Vocabulary([], words)],
  ['padSequences', 'length', noCount, length => padSequences([[1]], length)],
]; // prettier-ignore

describe('data made by rule refuse odd input at once, by name and value', () => {
  for (const [what, name, values, call] of refused) {
    for (const value of values) {
      it(`${what} with ${name} = ${String(value)}`, () => {
        assert.throws(
          () => call(value as number),
          (error: unknown) => error instanceof RangeError && new RegExp(`\\b${name}\\b`).test(error.message),
        );
      });
    }
  }

  it('so do the readers', async () => {
    for (const value of noCount) {
      for (const name of ['train', 'test']) {
        await assert.rejects(loadDigits({ [name]: value }), { name: 'RangeError', message: new RegExp(`${name} must|digits`) });
      }
    }
    for (const seed of noSeed) {
      await assert.rejects(loadDigits({ seed }), { name: 'RangeError', message: /seed must be/ });
      await assert.rejects(loadReviews({ data: 'synthetic', seed }), { name: 'RangeError', message: /seed must be/ });
    }
    await assert.rejects(loadDigits({ classes: 'equal' as 'natural' }), { name: 'RangeError', message: /classes must be 'balanced' or 'natural', but it is 'equal'/ });
    await assert.rejects(loadReviews({ data: 5 as unknown as string }), { name: 'RangeError', message: /data must be a path/ });
    for (const silence of [NaN, 0, -1, 2 ** 31, Infinity]) {
      const sites = [{ name: 'none', url: 'http://no-such-host.invalid/' }];
      await assert.rejects(loadReviews({ silence, sites }), { name: 'RangeError', message: /silence must be/ });
      await assert.rejects(downloadArchive({ silence, sites, target: '/no/such', expected: { bytes: 1, sha256: '' } }), /silence must be/);
    }
  }); // prettier-ignore
});

describe('data made by rule stay finite at the edges of what they take', () => {
  it('points', () => {
    for (const make of [twoGaussians, twoMoons, twoRings])
      for (const noise of [0, 1e-300, 1e18])
        assert.ok(make({ n: 101, seed: 2 ** 32 - 1, noise }).inputs.every(Number.isFinite));
    assert.ok(twoGaussians({ n: 3, seed: -(2 ** 31), distance: 1e18 }).inputs.every(Number.isFinite));
    const wide = ringOfGaussians({ modes: 1, radius: 1e18, sd: 1e18 });
    assert.ok(drawRing(wide, 1000, new Random(1)).every(Number.isFinite));
  });

  it('the density of the moons: far away, with much and with little noise', () => {
    for (const noise of [1e-6, 1e-4, 0.01, 0.1, 1, 1e50, 1e100]) {
      for (const x of [0, 1, -1, 0.3, 1e-300, 1e10, -1e200, Number.MAX_VALUE]) {
        for (const y of [0, 1, -0.5, 1e200]) {
          for (const label of [0, 1]) {
            const density = twoMoonsDensity(x, y, label, noise);
            assert.ok(density >= 0 && density < Infinity, `${x}, ${y}, ${label}, ${noise}: ${density}`);
          }
        }
      }
    }
  });

  it('the density of the moons with little noise is that of the arc, spread across it', () => {
    // Across the arc N(r; 1, noise^2), along it 1/pi, up to relative terms of noise^2 and of the distance from it.
    for (const noise of [1e-6, 1e-5, 1e-4, 1e-3, 0.009, 0.011]) {
      for (const off of [-2, 0, 1]) {
        const radius = 1 + off * noise;
        const [x, y] = [radius * Math.cos(1.2), radius * Math.sin(1.2)];
        const expected =
          Math.exp(-(off ** 2) / 2) / (Math.PI * Math.sqrt(2 * Math.PI) * noise * Math.sqrt(radius));
        const near = Math.abs(twoMoonsDensity(x, y, 0, noise) / expected - 1);
        assert.ok(near < 1e-8 + 3 * noise ** 2, `${noise}, ${off}: ${near}`);
      }
      // At its end half of it is missing.
      const end = twoMoonsDensity(1, 0, 0, noise) * Math.PI * Math.sqrt(2 * Math.PI) * noise;
      assert.ok(Math.abs(end - 0.5) < noise, `${noise}: ${end}`);
    }
  });
});
