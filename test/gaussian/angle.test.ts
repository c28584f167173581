import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cosineBetween, cosineDensity, integrate, standardNormals } from '../../lib/gaussian';
import { Random } from '../../lib/random';
import { estimateMean } from '../../lib/statistics';
import { assertClose, assertRefused, assertWithin } from '../support/close';

describe('the angle between random directions', () => {
  it('is the arcsine law in the plane, uniform in space, and a parabola in five dimensions', () => {
    for (const c of [-0.9, 0, 0.3]) {
      assertClose(cosineDensity(c, 2), 1 / (Math.PI * Math.sqrt(1 - c * c)));
      assertClose(cosineDensity(c, 3), 0.5);
      assertClose(cosineDensity(c, 5), 0.75 * (1 - c * c));
    }
  });

  it('has mass 1 and variance 1/d', () => {
    for (const d of [7, 16, 300]) {
      const end = 1 - 1e-12;
      assertClose(
        integrate(c => cosineDensity(c, d), -end, end, 4000),
        1,
        1e-9,
      );
      assertClose(
        integrate(c => c * c * cosineDensity(c, d), -end, end, 4000),
        1 / d,
        1e-9,
      );
    }
  });

  it('is what normal vectors have', () => {
    const random = new Random(4);
    const cosines = Array.from({ length: 5000 }, () =>
      cosineBetween(standardNormals(random, 6), standardNormals(random, 6)),
    );
    assertWithin(estimateMean(cosines), 0);
    assertWithin(estimateMean(cosines.map(c => c * c)), 1 / 6);
  });

  it('stays within -1 and 1', () => {
    assert.equal(cosineBetween([0.1, 0.2, 0.3], [0.2, 0.4, 0.6]), 1);
    assert.equal(cosineBetween([1, 0], [-3, 0]), -1);
  });

  it('refuses bad input with the value', () => {
    assertRefused(() => cosineBetween([0, 0], [1, 0]), /z1 is all zeros/);
    assertRefused(() => cosineBetween([1], [1, 0]), /z1 has 1 values but z2 has 2/);
    assertRefused(() => cosineDensity(1, 3), /strictly between -1 and 1, but it is 1/);
    assertRefused(() => cosineDensity(0, 1), /d must be a whole number >= 2, but it is 1/);
  });
});
