import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ringOfGaussians } from '../../lib/data/ring';
import { runRingGans } from '../../lib/experiments/ring-gans';
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
