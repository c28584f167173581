import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadDigits, picturesOf } from '../../lib/data';
import { compareOwnLines, compareWays, judgeHeaps, priceBetween } from '../../lib/experiments';
import { DigitAutoencoder, encodePictures } from '../../lib/models';
import { Random } from '../../lib/random';

test('a heap of the training digits has no distance to them, and the classes that they have', async () => {
  const digits = await loadDigits({ train: 200, test: 40, seed: 1 });
  const judge = judgeHeaps(digits);
  const pictures = picturesOf(digits.train);
  const { toDigit, fromDigit, shares } = judge.score(pictures);
  assert.ok(toDigit.every(distance => distance < 0.05));
  for (const { value } of shares) assert.equal(value, 0.1);
  // The same by hand, for one test digit.
  const [first] = picturesOf(digits.test);
  const byHand = Math.min(...pictures.map(p => Math.hypot(...p.map((v, i) => v - first![i]!))));
  assert.ok(Math.abs(fromDigit[0]! - byHand) < 1e-3);
  assert.throws(() => judge.score([]), /no picture/);

  // Grey sheets are farther from every digit than the digits themselves: the difference is one's minus the other's.
  const grey = judge.score(pictures.slice(0, 50).map(picture => picture.map(() => 0.5)));
  const [farther, missed] = judge.compare(grey, judge.score(pictures));
  assert.ok(farther.value > 3 && farther.verdict === 'above', `${farther.value}`);
  assert.ok(missed.value > 0 && missed.verdict === 'above' && missed.n === 40, `${missed.value}`);
});

test('codes of training digits are not far, codes in the empty space are', async () => {
  const digits = await loadDigits({ train: 300, test: 100, seed: 1 });
  const judge = judgeHeaps(digits);
  const model = new DigitAutoencoder({ hidden: 8, latent: 2, seed: 1 });
  const own = encodePictures(model, picturesOf(digits.train));
  assert.equal(judge.far(model, own).value, 0);
  // The limit is that of 99 in 100 of the test digits' own codes: with 100 of them, the largest.
  assert.equal(judge.far(model, encodePictures(model, picturesOf(digits.test))).value, 0);
  const wide = Math.max(...own.flatMap(z => Array.from(z, Math.abs)));
  const away = Array.from({ length: 50 }, (_, i) => [100 * wide + i, 0]);
  assert.equal(judge.far(model, away).value, 1);
  assert.throws(() => judge.far(model, []), /no code/);
  assert.throws(() => judge.far(model, [[1, 2, 3]]), RangeError);
});

test('three ways: differences and standard errors are those of the draws', () => {
  const { rows, off, sampled } = compareWays(2, 2.5, [1, 2, 3, 4]);
  assert.deepEqual(
    rows.map(row => row.nats),
    [2, 2.5, 2.5],
  );
  assert.equal(sampled.n, 4);
  assert.ok(Math.abs(off - 0.5 / (Math.sqrt(5 / 3) / 2)) < 1e-12);
});

test('a network that another one beats at its own weight is found; equal ones are not told apart', () => {
  const random = new Random(3);
  const [noise, more] = [random.normals(400), random.normals(400)];
  const terms = (weight: number, rate: number, distortion: number) => ({
    weight,
    rate: Array.from(noise, e => rate + 0.1 * e),
    distortion: Array.from(more, e => distortion + 0.1 * e),
  });
  // D + w R: the third has (1, 9) at weight 4, 13; the second would have 2 * 4 + 2 = 10.
  const lines = compareOwnLines([terms(0, 9, 1), terms(1, 2, 2), terms(4, 1, 9)]);
  assert.equal(lines[2]!.rival, 1);
  assert.equal(lines[2]!.excess.verdict, 'above');
  assert.ok(Math.abs(lines[2]!.excess.value - 3) < 1e-9);
  assert.equal(lines[0]!.excess.verdict, 'below');
  const [same] = compareOwnLines([terms(1, 2, 2), terms(1, 2, 2)]);
  assert.equal(same!.excess.verdict, 'undecided');
  assert.throws(() => compareOwnLines([terms(1, 2, 2)]), /two networks/);
});

test('the price between two networks: its interval holds the true ratio about 95 times in 100', () => {
  const random = new Random(4);
  let inside = 0;
  for (let run = 0; run < 400; run++) {
    const [saved, lost] = [random.normals(200), random.normals(200)];
    const one = { weight: 1, rate: Array.from(saved, e => 5 + e), distortion: Array.from(lost, () => 0) };
    const next = {
      weight: 2,
      rate: Array.from(saved, () => 3),
      distortion: Array.from(lost, (e, i) => 3 + e + 0.5 * saved[i]!),
    };
    const { value, low, high } = priceBetween(one, next);
    assert.ok(low < value && value < high);
    if (low <= 1.5 && 1.5 <= high) inside++;
  }
  // 380 of 400 with a standard deviation of 4.4.
  assert.ok(inside >= 362 && inside <= 396, `${inside}`);
});

test('two codes of one rate have no price, and that is no error', () => {
  const silent = { weight: 1, rate: [0, 0, 0], distortion: [3, 4, 5] };
  const other = { weight: 2, rate: [0, 0, 0], distortion: [4, 5, 6] };
  assert.deepEqual(priceBetween(silent, { ...silent, weight: 2 }), {
    value: 0,
    standardError: Infinity,
    n: 3,
    low: -Infinity,
    high: Infinity,
    confidence: 0.95,
  });
  assert.equal(priceBetween(silent, other).value, Infinity);
  assert.equal(priceBetween({ ...other, weight: 0 }, silent).value, -Infinity);
  assert.throws(() => priceBetween(other, silent), /weights must rise/);
});
