import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ascentGains } from '../../lib/bottleneck/ascent-delay';
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

  test('contracts near the price by 1 - kappa / (2 lambda (1 - lambda)) a step', () => {
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

  test('with a delay moves by the rate of so many steps ago, and by the first rate before that', () => {
    const rule = { lambda: 0.2, capacity: 1, stepSize: 0.05, steps: 50, delay: 3 };
    const found = dualAscent(rateAt(0.9), rule);
    const expected = [0.2];
    for (let t = 0; t < 50; t++)
      expected.push(expected[t]! + 0.05 * (rateAt(0.9)(expected[Math.max(0, t - 3)]!) - 1));
    found.lambda.forEach((price, t) => assertClose(price, expected[t]!, 1e-12));
    assert.deepEqual(dualAscent(rateAt(0.9), { ...rule, delay: 0 }).lambda[4] === found.lambda[4], false);
    assertRefused(() => dualAscent(rateAt(0.9), { ...rule, delay: -1 }), /delay/);
    assertRefused(() => dualAscent(rateAt(0.9), { ...rule, delay: 0.5 }), /delay/);
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

describe('ascentGains', () => {
  /** e_(t+1) = e_t - c e_(t-k) from e = 1 on, by its own loop. */
  const errors = (delay: number, gain: number, steps: number) => {
    const e = new Array<number>(delay + 1).fill(1);
    for (let t = 0; t < steps; t++) e.push(e[e.length - 1]! - gain * e[e.length - 1 - delay]!);
    return e;
  };

  test('are those of the recursion: below the larger it dies out, above it grows', () => {
    for (const delay of [0, 1, 2, 5, 10]) {
      const { stable } = ascentGains(delay);
      const size = (gain: number) => Math.max(...errors(delay, gain, 20000).slice(-100).map(Math.abs));
      assert.ok(size(0.99 * stable) < 1e-3, `delay ${delay}`);
      assert.ok(size(1.01 * stable) > 1e3, `delay ${delay}`);
    }
  });

  test('and up to the smaller it never changes its sign', () => {
    for (const delay of [0, 1, 2, 5, 10]) {
      const { smooth } = ascentGains(delay);
      const signs = (gain: number) => errors(delay, gain, 600).filter(e => e < 0).length;
      assert.equal(signs(0.999 * smooth), 0, `delay ${delay}`);
      assert.ok(signs(1.05 * smooth) > 0, `delay ${delay}`);
    }
  });

  test('have the values known on paper, and stay finite', () => {
    assertClose(ascentGains(0).stable, 2);
    assertClose(ascentGains(0).smooth, 1);
    assertClose(ascentGains(1).stable, 1);
    assertClose(ascentGains(1).smooth, 0.25);
    assertClose(ascentGains(2).stable, (Math.sqrt(5) - 1) / 2);
    assertClose(ascentGains(2).smooth, 4 / 27);
    const late = ascentGains(1000);
    assertClose(late.smooth * 1001 * Math.E, 1, 1e-3);
    assertRefused(() => ascentGains(-1), /delay/);
    assertRefused(() => ascentGains(NaN), /delay/);
  });
});
