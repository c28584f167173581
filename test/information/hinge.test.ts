import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { expectation2d, integrate2d, normalDensity } from '../../lib/gaussian';
import {
  encoderHinges,
  encoderInformation,
  gaussianChannelHinge,
  gaussianEncoder,
  gaussianMutualInformation,
  pointwiseInformationSamples,
} from '../../lib/information';
import { Random } from '../../lib/random';
import { estimateMean } from '../../lib/statistics';
import { assertClose, assertRefused, assertWithin } from '../support/close';

const encoder = gaussianEncoder([[-2], [0.5], [1]], [[-1], [0.4], [-0.2]], {
  probabilities: [0.5, 0.3, 0.2],
});

describe('the hinges of an encoder (nats)', () => {
  it('at beta = 0 are I(X;Z), but for the one per pair, which leaves the negative parts out', () => {
    const { perPair, perInput, ofMean } = encoderHinges(encoder, 0);
    const information = encoderInformation(encoder);
    assertClose(perInput, information, 1e-9);
    assertClose(ofMean, information, 1e-9);
    assert.ok(perPair > information + 0.01);
  });

  it('agree with samples of single pairs', () => {
    for (const beta of [0, 0.3, 0.9]) {
      const values = pointwiseInformationSamples(encoder, new Random(5), 50000);
      assertWithin(
        estimateMean(values.map(v => Math.max(v - beta, 0))),
        encoderHinges(encoder, beta).perPair,
      );
    }
  });

  it('stand in the order of Jensen, and far below 0 all are I - beta', () => {
    for (const beta of [0, 0.2, 0.5, 1]) {
      const { perPair, perInput, ofMean } = encoderHinges(encoder, beta);
      assert.ok(perPair > perInput && perInput > ofMean - 1e-12, `${perPair}, ${perInput}, ${ofMean}`);
    }
    const { perPair, perInput } = encoderHinges(encoder, -200);
    assertClose(perPair, encoderInformation(encoder) + 200, 1e-9);
    assertClose(perInput, perPair, 1e-9);
  });

  it('refuse a plane, and NaN', () => {
    assertRefused(() => encoderHinges(gaussianEncoder([[0, 0]], [[0, 0]]), 0), /scalar z.*2 dimensions/);
    assertRefused(() => encoderHinges(encoder, NaN), /beta.*NaN/);
  });
});

describe('the hinge of a Gaussian channel (nats)', () => {
  it('agrees with quadrature over x and z', () => {
    for (const [rho, beta] of [
      [0.3, 0.05],
      [-0.8, 0.5],
      [0.95, 2],
    ] as const) {
      const s = Math.sqrt(1 - rho * rho);
      const information = gaussianMutualInformation(rho);
      const hinge = integrate2d(
        (x, eps) => {
          const z = rho * x + s * eps;
          const v = information + (z * z - eps * eps) / 2;
          return normalDensity(x) * normalDensity(eps) * Math.max(v - beta, 0);
        },
        -8,
        8,
        600,
      );
      assertClose(gaussianChannelHinge(rho, beta), hinge, 1e-4);
    }
  });

  it('far below 0 is I - beta: the mean of ln p(z|x)/p(z)', () => {
    assertClose(gaussianChannelHinge(0.7, -300), gaussianMutualInformation(0.7) + 300, 1e-10);
    const rho = 0.7;
    const v = expectation2d((x, e) => {
      const z = rho * x + Math.sqrt(1 - rho * rho) * e;
      return gaussianMutualInformation(rho) + (z * z - e * e) / 2;
    });
    assertClose(v, gaussianMutualInformation(rho), 1e-10);
  });

  it('is the positive part of -beta for a channel that carries nothing', () => {
    assertClose(gaussianChannelHinge(0, 0.4), 0, 0, 1e-15);
    assertClose(gaussianChannelHinge(0, -0.4), 0.4, 1e-10);
  });

  it('refuses rho = 1', () => assertRefused(() => gaussianChannelHinge(1, 0), /strictly between/));
});
