import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ringOfGaussians } from '../../lib/data/ring';
import { discriminatorFields } from '../../lib/experiments/ring-field';
import { runRingGans } from '../../lib/experiments/ring-gans';
import { DiscriminatorFamily } from '../../lib/models/discriminator-family';
import { valuesOf } from '../../lib/models/values';
import { tf } from '../../lib/tf';
import { assertClose, assertRefused } from '../support/close';
import { assertNoTensorLeft } from '../support/tensors';

test('runRingGans pairs the arms by seed and measures as often as it is told', async () => {
  const plain = { capacity: null, lambda: 0, instanceNoise: 0 };
  const arms = [
    { name: 'one', ...plain },
    { name: 'the same', ...plain },
    { name: 'bottleneck', ...plain, capacity: 0.1, lambda: 0.2 },
  ];
  const ring = ringOfGaussians();
  const found = await runRingGans('test', { ring, arms, seeds: [1, 2], steps: 6, checks: 3, points: 50 });
  assert.deepEqual(
    found.map(({ arm }) => arm.name),
    ['one', 'the same', 'bottleneck'],
  );
  const [one, same, bottleneck] = found;
  assert.deepEqual(one!.runs, same!.runs);
  assert.notDeepEqual(one!.runs[0], one!.runs[1]);
  assert.deepEqual(
    one!.runs[0]!.map(({ step }) => step),
    [2, 4, 6],
  );
  assert.ok(one!.runs.flat().every(({ rate, lambda }) => rate === 0 && lambda === 0));
  assert.ok(bottleneck!.runs.flat().every(({ rate, lambda }) => rate > 0 && lambda > 0));
  assert.equal(bottleneck!.samples[1]!.length, 100);
  const state = one!.runs.flat();
  assert.ok(state.every(({ drawnDistortion, meanDistortion }) => drawnDistortion === meanDistortion));
  assert.ok(
    bottleneck!.runs.flat().every(c => c.drawnDistortion > 0 && c.drawnDistortion !== c.meanDistortion),
  );
  const field = bottleneck!.fields[1]!;
  assert.deepEqual([field.places[0], field.places[20], field.places[40]], [-3, 0, 3]);
  assert.equal(field.logits.length * field.logits[0]!.length, 41 * 41);
  assert.equal(field.arrows.length, 50);
  field.arrows.forEach(({ x, y }, i) => {
    assert.deepEqual([x, y], Array.from(bottleneck!.samples[1]!.slice(2 * i, 2 * i + 2)));
  });
});

test('runRingGans leaves no tensor behind, also after a refusal', () =>
  assertNoTensorLeft(async () => {
    const arms = [{ name: 'bottleneck', capacity: 0.1, lambda: 0.2, instanceNoise: 0.1 }];
    const ring = ringOfGaussians();
    await runRingGans('test', { ring, arms, seeds: [1], steps: 4, checks: 2, points: 20 });
    const bad = [{ ...arms[0]!, instanceNoise: -1 }];
    await assert.rejects(
      runRingGans('test', { ring, arms: bad, seeds: [1], steps: 4, checks: 2 }),
      /instanceNoise/,
    );
    await assert.rejects(runRingGans('test', { ring, arms, seeds: [1], steps: 4, checks: 0 }), /checks/);
  }));

test('discriminatorFields maps the log odds of each member, and its arrows are (1 - q) times their slope', () => {
  const family = new DiscriminatorFamily({
    members: [1, 2].map(seed => ({ seed, capacity: 0.5, lambda: 0.1, outputScale: 1 })),
    inputs: 2,
    hidden: 8,
  });
  const at = (member: number, x: number, y: number) =>
    valuesOf(() => family.logits(tf.tensor3d([x, y, x, y], [2, 1, 2])))[member]!;
  const points = [Float32Array.from([0.3, -0.7, 1, 1]), Float32Array.from([-0.4, 0.9, 2, 2])];
  const fields = discriminatorFields(family, points, { reach: 2, cells: 5, arrows: 1 });
  fields.forEach(({ places, logits, arrows }, m) => {
    assert.deepEqual(places, [-2, -1, 0, 1, 2]);
    assertClose(logits[1]![4]!, at(m, 2, -1), 1e-5);
    const [x, y] = points[m]! as unknown as [number, number];
    const loss = (dx: number, dy: number) => -Math.log1p(Math.exp(-at(m, x + dx, y + dy)));
    const h = 1e-2;
    assertClose(arrows[0]!.dx, (loss(h, 0) - loss(-h, 0)) / (2 * h), 0.03, 1e-3);
    assertClose(arrows[0]!.dy, (loss(0, h) - loss(0, -h)) / (2 * h), 0.03, 1e-3);
  });
  assertRefused(() => discriminatorFields(family, points, { arrows: 3 }), /points\[0\] holds 2 points for 3/);
  assertRefused(() => discriminatorFields(family, points, { reach: 0, arrows: 1 }), /reach/);
  assertRefused(() => discriminatorFields(family, points, { cells: 1, arrows: 1 }), /cells/);
  family.dispose();
});
