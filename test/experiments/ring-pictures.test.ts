import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ringOfGaussians } from '../../lib/data/ring';
import { type RingField, summarizeField } from '../../lib/experiments/ring-field';
import type { RingCheck, RingRuns } from '../../lib/experiments/ring-gans';
import { medianRun, ringFields, ringHistory, ringSamples } from '../../lib/experiments/ring-pictures';
import { assertClose, assertRefused } from '../support/close';

const check = (step: number, distance: number): RingCheck => ({
  step,
  covered: 4,
  highQuality: 0.5,
  distance,
  drawnDistortion: 0.6,
  meanDistortion: 0.5,
  pull: distance * distance,
  minimaxPull: 1,
  rate: 0.1,
  lambda: 0.2,
});
const field: RingField = {
  places: [-3, 0, 3],
  logits: [
    [-1, 0, 1],
    [2, 3, 4],
    [0, 0, -8],
  ],
  arrows: [
    { x: 1, y: 0, dx: 0.5, dy: 0 },
    { x: 0, y: 1, dx: 2, dy: 0 },
    { x: -1, y: 0, dx: 1, dy: 0 },
  ],
};
const runs: RingRuns = {
  arm: { name: 'plain', capacity: null, lambda: 0, instanceNoise: 0 },
  runs: [0.3, 0.9, 0.5].map(last => [check(10, 1), check(20, last)]),
  samples: [0, 1, 2].map(s => Float32Array.from([s, 1, s, 2, s, 3])),
  fields: [field, field, field],
};
const ring = ringOfGaussians({ modes: 4, radius: 2, sd: 0.1 });

describe('pictures of GANs on a ring', () => {
  test('medianRun finds the run in the middle by its last distance', () => {
    assert.equal(medianRun(runs), 2);
    assert.equal(medianRun({ ...runs, runs: runs.runs.slice(0, 2) }), 1);
  });

  test('ringSamples shows the first points of that run, with circles that are round', () => {
    const figure = ringSamples([runs], ring, 2);
    assert.deepEqual(figure.data[0]!.x, [2, 2]);
    assert.deepEqual(figure.data[0]!.y, [1, 2]);
    assert.equal((figure.layout.yaxis as { scaleanchor: string }).scaleanchor, 'x');
    const xs = figure.data[1]!.x as number[];
    const ys = figure.data[1]!.y as number[];
    xs.forEach((x, i) => assertClose(Math.hypot(x - 2, ys[i]!), 0.3, 1e-9));
    assertRefused(() => ringSamples([runs], ring, 0), /points/);
  });

  test('ringFields draws arrows of one length, and cuts the colours', () => {
    const { data } = ringFields([runs, runs], ring);
    const maps = data.filter(({ type }) => type === 'contour');
    assert.deepEqual(
      maps.map(({ zmin, zmax }) => [zmin, zmax]),
      [
        [-6, 6],
        [-6, 6],
      ],
    );
    const arrows = data.find(({ mode }) => mode === 'lines+markers')!;
    const xs = arrows.x as number[];
    [0, 3, 6].forEach(i => assertClose(xs[i + 1]! - xs[i]!, 0.35, 1e-9));
    const still = { ...field, arrows: field.arrows.map(arrow => ({ ...arrow, dx: 0, dy: 0 })) };
    assert.doesNotThrow(() => ringFields([{ ...runs, fields: [still, still, still] }], ring));
  });

  test('ringHistory has means, geometric ones on a logarithmic axis', () => {
    const plain = ringHistory([runs], { title: 't', label: 'distance' }, c => c.distance);
    const line = plain.data.find(({ fill }) => fill === undefined)!;
    assert.deepEqual(line.x, [10, 20]);
    assertClose((line.y as number[])[1]!, (0.3 + 0.9 + 0.5) / 3);
    const log = ringHistory([runs], { title: 't', label: 'pull', log: true }, c => c.pull);
    const geometric = log.data.find(({ fill }) => fill === undefined)!;
    assertClose((geometric.y as number[])[1]!, (0.3 * 0.9 * 0.5) ** (2 / 3));
    assert.doesNotThrow(() => ringHistory([runs], { title: 't', label: 'zero', log: true }, () => 0));
  });
});

test('summarizeField has the range, the median arrow, and how well arrows point to the nearest centre', () => {
  const summary = summarizeField(field, [
    [2, 0],
    [0, 3],
    [-5, 0],
  ]);
  assert.deepEqual([summary.lowest, summary.highest, summary.medianPull], [-8, 4, 1]);
  // Straight to (2, 0); across to (0, 3); from (-1, 0), at 3 from (2, 0) and farther from the others, straight.
  assertClose(summary.towards, 2 / 3);
  const still = { ...field, arrows: [{ x: 0, y: 0, dx: 0, dy: 0 }] };
  assert.equal(summarizeField(still, [[1, 0]]).towards, 0);
  assertRefused(() => summarizeField(field, []), /centres is empty/);
});
