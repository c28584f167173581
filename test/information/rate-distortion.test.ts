import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { exchangeRates, scalarBottleneck } from '../../lib/information';
import { assertClose, assertRefused } from '../support/close';

// The exact scalar Gaussian bottleneck with rho = 0.9: D = H(Y) - I(Z;Y), the optimum at each weight in closed form.
const exact = [0.02, 0.1, 0.3, 0.6, 0.8].map(weight => {
  const { rate, relevantInformation } = scalarBottleneck(0.9, weight);
  return { weight, rate, distortion: 1 - relevantInformation };
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
