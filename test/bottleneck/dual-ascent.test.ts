import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { dualAscent, dualAscentStep } from '../../lib/bottleneck/dual-ascent';
import { scalarBottleneck, scalarCapacityPrice } from '../../lib/information';
import { assertClose, assertRefused } from '../support/close';

/** The rate of the best scalar code whose noise variance may not fall below exp(-6): at most 3 nats. */
const rateAt = (rho: number) => (lambda: number) =>
  lambda === 0 ? 3 : Math.min(3, scalarBottleneck(rho, lambda).rate);

describe('scalarCapacityPrice', () => {
  test('is the price at which the bottleneck has that rate', () => {
    for (const rho of [0.3, -0.9, 0.99]) {
      for (const capacity of [0.01, 0.5, 2, 4]) {
        assertClose(scalarBottleneck(rho, scalarCapacityPrice(rho, capacity)).rate, capacity, 1e-9);
      }
      assertClose(scalarCapacityPrice(rho, 0), rho * rho);
    }
  });

  test('refuses what has no price', () => {
    assertRefused(() => scalarCapacityPrice(0, 1), /rho is 0/);
    assertRefused(() => scalarCapacityPrice(1, 1), /rho|correlation/);
    assertRefused(() => scalarCapacityPrice(0.5, -1), /capacity must be >= 0/);
    assertRefused(() => scalarCapacityPrice(0.5, NaN), /NaN/);
  });
});

describe('dualAscent', () => {
  test('finds the exact price of a capacity, from below and from above', () => {
    for (const lambda of [0, 0.7]) {
      for (const capacity of [0.2, 1, 1.8]) {
        const found = dualAscent(rateAt(0.9), { lambda, capacity, stepSize: 0.02, steps: 4000 });
        assertClose(found.lambda[4000]!, scalarCapacityPrice(0.9, capacity), 1e-6);
        assertClose(found.rate[4000]!, capacity, 1e-6);
      }
    }
  });

  test('contracts near the price by 1 - alpha / (2 lambda (1 - lambda)) a step', () => {
    const price = scalarCapacityPrice(0.9, 1);
    const slope = 1 / (2 * price * (1 - price));
    for (const stepSize of [0.5 / slope, 1.5 / slope]) {
      const found = dualAscent(rateAt(0.9), { lambda: price + 1e-6, capacity: 1, stepSize, steps: 1 });
      assertClose((found.lambda[1]! - price) / 1e-6, 1 - stepSize * slope, 1e-4);
    }
  });

  test('settles for a step below 4 lambda (1 - lambda) and for none above', () => {
    const price = scalarCapacityPrice(0.9, 1);
    const limit = 4 * price * (1 - price);
    const endOf = (stepSize: number) =>
      Math.abs(
        dualAscent(rateAt(0.9), { lambda: price + 1e-4, capacity: 1, stepSize, steps: 3000 }).lambda[3000]! -
          price,
      );
    assert.ok(endOf(0.97 * limit) < 1e-8);
    assert.ok(endOf(1.03 * limit) > 1e-3);
  });

  test('comes to price 0, and stays there, under a budget that is never reached', () => {
    const found = dualAscent(rateAt(0.9), { lambda: 0.5, capacity: 3.5, stepSize: 0.02, steps: 2000 });
    assert.equal(found.lambda[2000], 0);
    assert.equal(found.rate[2000], 3);
    assert.ok(found.lambda.every((value, t) => t === 0 || value <= found.lambda[t - 1]!));
  });

  test('refuses prices, rates, budgets and steps that mean nothing', () => {
    const rule = { capacity: 1, stepSize: 0.1 };
    assertRefused(() => dualAscentStep(-1, 1, rule), /lambda \(the price\) must be >= 0/);
    assertRefused(() => dualAscentStep(1, NaN, rule), /rate.*NaN/);
    assertRefused(() => dualAscentStep(1, Infinity, rule), /rate.*Infinity/);
    assertRefused(() => dualAscentStep(1, 1, { ...rule, capacity: -0.1 }), /capacity/);
    assertRefused(() => dualAscentStep(1, 1, { ...rule, stepSize: 0 }), /stepSize/);
    assertRefused(() => dualAscent(() => 1, { ...rule, lambda: 1, steps: 0 }), /steps/);
  });
});
