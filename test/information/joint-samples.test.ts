import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  encoderInformation,
  gaussianEncoder,
  jointSampler,
  pointwiseInformationSamples,
} from '../../lib/information';
import { Random } from '../../lib/random';
import { estimateMean } from '../../lib/statistics';
import { assertRefused, assertWithin } from '../support/close';

const encoder = gaussianEncoder([[-2], [1], [3]], [[-1], [0.4], [0]], { probabilities: [0.6, 0, 0.4] });

describe('samples of x and z', () => {
  it('draw inputs with their probabilities, and never one of probability 0', () => {
    const { input } = jointSampler(encoder, new Random(1));
    const first = Float64Array.from({ length: 20000 }, () => {
      const i = input();
      assert.notEqual(i, 1);
      return i === 0 ? 1 : 0;
    });
    assertWithin(estimateMean(first), 0.6);
  });

  it("draw z with the input's mean and variance", () => {
    const { latent } = jointSampler(encoder, new Random(2));
    const z = Float64Array.from({ length: 20000 }, () => latent(0)[0]!);
    assertWithin(estimateMean(z), -2);
    assertWithin(estimateMean(z.map(value => (value + 2) ** 2)), Math.exp(-1));
  });

  it('carry the information of the encoder on average, in nats', () => {
    const values = pointwiseInformationSamples(encoder, new Random(3), 20000);
    assertWithin(estimateMean(values), encoderInformation(encoder));
    assert.ok(
      values.some(v => v < 0),
      'single pairs may be negative',
    );
  });

  it('refuse half a sample', () => {
    assertRefused(() => pointwiseInformationSamples(encoder, new Random(1), 0.5), /samples.*0\.5/);
  });
});
