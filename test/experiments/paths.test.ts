import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadDigits, picturesOf } from '../../lib/data';
import {
  bendAlong,
  codesAt,
  compareScores,
  drawBetween,
  middleLengths,
  middleTests,
  readPictures,
  scoreHeap,
} from '../../lib/experiments';
import {
  circularInterpolation,
  linearInterpolation,
  normSd,
  sphericalInterpolation,
  standardNormals,
} from '../../lib/gaussian';
import {
  classProbabilities,
  decodePictures,
  DenseVib,
  DigitVae,
  encodePictures,
  scorePictures,
} from '../../lib/models';
import { Random } from '../../lib/random';

const circular = (a: ArrayLike<number>, b: ArrayLike<number>, t: number) =>
  circularInterpolation(a, b, (t * Math.PI) / 2);

test('lengths half way: one half on the straight path, 1 on cos/sin and slerp, whose spread is too small', () => {
  const random = new Random(1);
  const d = 64;
  const pairs = Array.from({ length: 3000 }, () => [standardNormals(random, d), standardNormals(random, d)]);
  const [straight, circle, slerp] = [linearInterpolation, circular, sphericalInterpolation].map(path =>
    middleLengths(pairs, path),
  );
  assert.ok(straight!.square.low < 0.5 && 0.5 < straight!.square.high);
  assert.ok(circle!.square.low < 1 && 1 < circle!.square.high);
  assert.equal(circle!.apart, 0);
  assert.ok(Math.abs(circle!.spread - normSd(d)) < 0.03, `${circle!.spread}`);
  // Two lengths averaged: the variance of one, halved.
  assert.ok(Math.abs(slerp!.spread - normSd(d) / Math.SQRT2) < 0.03, `${slerp!.spread}`);
  // |(a + b)/2 - (a + b)/sqrt 2| = (1/sqrt 2 - 1/2) |a + b|, and |a + b| is about sqrt(2 d).
  assert.ok(Math.abs(straight!.apart - (Math.SQRT1_2 - 0.5) * Math.SQRT2) < 0.01);
  assert.throws(() => middleLengths([pairs[0]!], circular), /two pairs/);
});

test('a bend is nothing at the ends, and in the middle what the scores say by hand', () => {
  const random = new Random(2);
  const vae = new DigitVae({ latent: 3, hidden: 8, lambda: 1, seed: 1 });
  const pairs = Array.from({ length: 5 }, () => [standardNormals(random, 3), standardNormals(random, 3)]);
  const { t, change } = bendAlong(vae, pairs, linearInterpolation, 5);
  assert.deepEqual(t, [0, 0.25, 0.5, 0.75, 1]);
  for (const score of ['blur', 'gap', 'rate'] as const) {
    assert.ok([...change[score][0]!, ...change[score][4]!].every(nats => nats === 0));
    const at = (place: number) =>
      scorePictures(vae, decodePictures(vae, codesAt(pairs, linearInterpolation, place)))[score];
    const [start, middle, end] = [at(0), at(0.5), at(1)];
    change[score][2]!.forEach((nats, i) =>
      assert.ok(Math.abs(nats - (middle[i]! - (start[i]! + end[i]!) / 2)) < 1e-3),
    );
  }
  const tests = middleTests({ straight: { t, change } });
  for (const score of ['blur', 'gap', 'rate'] as const) {
    const middle = change[score][2]!;
    assert.ok(Math.abs(tests.straight![score].value - middle.reduce((a, b) => a + b) / middle.length) < 1e-9);
  }
  assert.throws(() => bendAlong(vae, pairs, linearInterpolation, 4), /odd/);
  assert.throws(() => bendAlong(vae, [], linearInterpolation), /no pair/);
});

test('the same pictures do not differ, brighter ones do; a family of tests is corrected', async () => {
  const digits = await loadDigits({ train: 60, test: 40, seed: 1 });
  const vae = new DigitVae({ latent: 2, hidden: 8, lambda: 1, seed: 1 });
  const judge = new DenseVib({ inputs: 784, classes: 10, hidden: [8], latent: 2, lambda: 0, seed: 1 });
  const known = picturesOf(digits.train);
  const pictures = picturesOf(digits.test);
  const own = scoreHeap(vae, judge, known, pictures);
  const grey = scoreHeap(
    vae,
    judge,
    known,
    pictures.map(picture => picture.map(v => 0.5 * v + 0.25)),
  );
  const { same, other } = compareScores({ same: own, other: grey }, { same: own, other: own });
  assert.equal(same!.blur.value, 0);
  assert.equal(same!.blur.verdict, 'undecided');
  assert.equal(other!.blur.verdict, 'above');
  assert.equal(other!.near.verdict, 'above');
});

test('pictures between two digits of a class, and what a classifier reads in them', async () => {
  const digits = await loadDigits({ train: 60, test: 40, seed: 1 });
  const vae = new DigitVae({ latent: 2, hidden: 8, lambda: 1, seed: 1 });
  const { blends, decoded, labels } = drawBetween(vae, digits.test, 100);
  assert.equal(blends.length, 20); // four of each class, two pairs
  assert.equal(decoded.length, 20);
  const pictures = picturesOf(digits.test);
  const [i, j] = [...digits.test.labels.keys()].filter(k => digits.test.labels[k] === labels[0]);
  assert.ok(Math.abs(blends[0]![400]! - (pictures[i!]![400]! + pictures[j!]![400]!) / 2) < 1e-6);
  const [left, right] = encodePictures(vae, [pictures[i!]!, pictures[j!]!]);
  const [halfway] = decodePictures(vae, [linearInterpolation(left!, right!, 0.5)]);
  assert.ok(decoded[0]!.length === 784 && halfway!.every((v, k) => Math.abs(v - decoded[0]![k]!) < 1e-6));
  assert.equal(drawBetween(vae, digits.test, 3).labels.length, 3);
  assert.throws(() => drawBetween(vae, digits.test, 0), RangeError);

  const judge = new DenseVib({ inputs: 784, classes: 10, hidden: [8], latent: 2, lambda: 0, seed: 1 });
  const q = classProbabilities(judge, blends);
  const { nats, right: rightly } = readPictures(judge, blends, labels);
  q.forEach((row, k) => {
    assert.ok(Math.abs(row.reduce((sum, p) => sum + p, 0) - 1) < 1e-5);
    assert.ok(Math.abs(nats[k]! + Math.log(row[labels[k]!]!)) < 1e-9);
    assert.equal(rightly[k], Number(Math.max(...row) === row[labels[k]!]));
  });
  const two = new DenseVib({ inputs: 784, classes: 1, hidden: [8], latent: 2, lambda: 0, seed: 1 });
  assert.throws(() => classProbabilities(two, blends), /two classes/);
});

test('between two codes that a linear head reads rightly every code is read rightly', () => {
  const random = new Random(5);
  const [W, b] = [Array.from({ length: 4 }, () => random.normals(3)), random.normals(4)];
  const read = (z: ArrayLike<number>) => {
    const logits = W.map((row, c) => row.reduce((sum, w, k) => sum + w * z[k]!, b[c]!));
    return logits.indexOf(Math.max(...logits));
  };
  let pairs = 0;
  for (let trial = 0; trial < 2000; trial++) {
    const [z1, z2] = [random.normals(3), random.normals(3)];
    if (read(z1) !== read(z2)) continue;
    pairs++;
    for (const t of [0.1, 0.5, 0.9]) assert.equal(read(linearInterpolation(z1, z2, t)), read(z1));
  }
  assert.ok(pairs > 300);
});
