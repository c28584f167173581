import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Random } from '../../lib/random';
import { binDensities, histogram } from '../../lib/show/histogram';

const x = { label: 'z' };

describe('histogram', () => {
  it('counts into bins, the last one closed on the right', () => {
    assert.deepEqual(Array.from(binDensities([0, 0.1, 0.5, 1], [0, 1], 2)), [1, 1]);
    assert.deepEqual(Array.from(binDensities([3, 3], [3, 3], 2)), [1, 0]);
  });

  it('leaves what lies outside the range, and NaN, out of every bin but not out of n', () => {
    assert.deepEqual(Array.from(binDensities([0.2, 5, NaN, -1], [0, 1], 1)), [0.25]);
  });

  it('has area 1, and follows the density that made the samples', () => {
    const figure = histogram({
      title: 't',
      x,
      samples: [{ name: 'normal', values: new Random(3).normals(100_000) }],
      bins: 40,
    });
    const {
      x: centres,
      y: density,
      width,
    } = figure.data[0] as unknown as { x: number[]; y: Float64Array; width: number };
    assert.equal(centres.length, 40);
    assert.ok(Math.abs(density.reduce((sum, value) => sum + value, 0) * width - 1) < 1e-9);
    const middle = centres.findIndex(centre => Math.abs(centre) <= width / 2);
    // Four standard errors of a bin's density at the top of N(0, 1), and the bin's curvature.
    const error = 4 * Math.sqrt(0.4 / (100_000 * width)) + (0.4 * width * width) / 8;
    assert.ok(Math.abs((density[middle] as number) - 0.3989) < error);
  });

  it('draws the curves over the bars, each in its own colour', () => {
    const curves = [{ name: 'N(0, 1)', x: [0, 1], y: [0.4, 0.24] }];
    const { data, summary } = histogram({
      title: 't',
      x,
      samples: [{ name: 'a', values: [0, 1, 2] }],
      curves,
    });
    assert.deepEqual(
      data.map(trace => [trace.type, trace.name]),
      [
        ['bar', 'a'],
        ['scatter', 'N(0, 1)'],
      ],
    );
    assert.equal(summary.length, 2);
  });

  it('refuses an empty sample, one without numbers, and a bad number of bins', () => {
    const make = (values: number[], bins?: number) => () =>
      histogram({ title: 't', x, samples: [{ name: 'a', values }], bins });
    assert.throws(make([]), /sample set "a" is empty/);
    assert.throws(make([NaN]), /not one is a finite number/);
    assert.throws(make([1, 2], 0), /bins must be a whole number >= 1, but it is 0/);
    assert.throws(() => histogram({ title: 't', x, samples: [] }), /list of samples/);
  });
});
