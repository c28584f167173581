import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { exchangeRates, scalarBottleneck, supportLines } from '../../lib/information';
import { assertClose, assertRefused } from '../support/close';

// The exact scalar Gaussian bottleneck with rho = 0.9: D = H(Y) - I(Z;Y), the optimum at each weight in closed form.
const exact = [0.02, 0.1, 0.3, 0.6, 0.8].map(weight => {
  const { rate, relevantInformation } = scalarBottleneck(0.9, weight);
  return { weight, rate, distortion: 1 - relevantInformation };
});

describe('supportLines', () => {
  test('every exact optimum touches its line', () => {
    supportLines(exact).forEach(({ level, lowest, excess }, i) => {
      const { weight, rate, distortion } = exact[i]!;
      assertClose(level, distortion + weight * rate);
      assert.equal(lowest, i);
      assert.equal(excess, 0);
    });
  });

  test('says by how much a point misses, and which one lies lower', () => {
    const raised = exact.map((point, i) =>
      i === 2 ? { ...point, distortion: point.distortion + 0.5 } : point,
    );
    const { lowest, excess } = supportLines(raised)[2]!;
    const levels = raised.map(({ rate, distortion }) => distortion + 0.3 * rate);
    const others = levels.filter((_, i) => i !== 2);
    assertClose(excess, levels[2]! - Math.min(...others));
    assert.equal(levels[lowest], Math.min(...others));
    assert.ok(excess > 0.3);
  });

  test('refuses no point and NaN', () => {
    assertRefused(() => supportLines([]), /there is no point/);
    assertRefused(
      () => supportLines([{ weight: 1, rate: NaN, distortion: 2 }]),
      /the rate of point 0 must be a finite number/,
    );
  });
});

describe('exchangeRates', () => {
  test('of exact optima lie between the two weights', () => {
    const rates = exchangeRates(exact);
    assert.equal(rates.length, 4);
    rates.forEach((rate, i) => {
      assert.ok(rate > exact[i]!.weight && rate < exact[i + 1]!.weight, `${rate} at ${i}`);
    });
  });

  test('of two close weights is nearly the weight', () => {
    const [a, b] = [0.3, 0.3001].map(weight => {
      const { rate, relevantInformation } = scalarBottleneck(0.9, weight);
      return { weight, rate, distortion: -relevantInformation };
    });
    assertClose(exchangeRates([a!, b!])[0]!, 0.30005, 1e-5);
  });

  test('refuses one point, and weights that do not rise', () => {
    assertRefused(() => exchangeRates(exact.slice(0, 1)), /needs two points/);
    assertRefused(() => exchangeRates([exact[1]!, exact[0]!]), /weights must rise, but 0.02 follows 0.1/);
  });
});
