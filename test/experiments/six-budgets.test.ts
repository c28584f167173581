import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  ascend,
  budgetWorlds,
  landingErrors,
  landOnCurve,
  sampledTerms,
  sixBudgets,
} from '../../lib/experiments';
import { gaussianBottleneck } from '../../lib/information';
import { assertClose, assertRefused, assertWithin } from '../support/close';

const { noisy, decided } = budgetWorlds(1);

describe('the six budgets', () => {
  const ways = sixBudgets(noisy, { weights: [0.3], budgets: [0.5], stiff: 2, lambda: 0.1 });

  test('a fixed price lands on the point of Chechik et al.', () => {
    const exact = gaussianBottleneck([1 - 0.81, 1 - 0.36], 1 / 0.3);
    assertClose(ways[0]!.ends[0]!.rate, exact.rate, 1e-4);
    assertClose(ways[0]!.ends[0]!.relevant, exact.relevantInformation, 1e-4);
  });

  test('a hinge on the mean and dual ascent meet the budget on the curve; those per input and dimension lie below', () => {
    const end = (name: string) => ways.find(way => way.name === name)!.ends[0]!;
    for (const name of ['hinge on the mean', 'dual ascent']) {
      assertClose(end(name).rate, 0.5, 2e-3);
      assertClose(end(name).relevant, end(name).curve, 1e-3);
    }
    for (const name of ['hinge on each input', 'free bits'])
      assert.ok(end(name).relevant < 0.9 * end(name).curve, name);
    assertClose(end('free bits').rates[0]!, 0.25, 1e-2);
  });

  test('on a straight curve dual ascent rests only with the square', () => {
    const still = ascend(decided, 0.5, { lambda: 0.03, lastStep: 0.01, curvature: 1 });
    assertClose(still.rate, 0.5, 1e-3);
    assertClose(still.prices[still.prices.length - 1]!, 1, 1e-2);
    const late = ascend(decided, 0.5, { lambda: 0.03, lastStep: 0.01 }).prices.slice(-1000);
    assert.ok(Math.max(...late) - Math.min(...late) > 0.1);
    assertRefused(() => ascend(decided, -1, { lambda: 0.03 }), /capacity/);
  });
});

describe('landOnCurve', () => {
  const rhos = [0.9, 0.5];
  const landings = landOnCurve(rhos, [0.1, 0.5, 1.1], 2);

  test('lands on the exact curve, and the errors say by how much', () => {
    const errors = landingErrors(landings);
    assert.ok(errors.rate < 1e-4 && errors.zy < 1e-4 && errors.silentRate < 1e-6 && errors.slack < 1e-4);
    const off = landings.map((one, i) => (i === 0 ? { ...one, rate: 1.1 * one.promised.rate } : one));
    assertClose(landingErrors(off).rate, 0.1, 1e-3);
    assert.deepEqual(landings.map(({ active }) => active), [2, 1, 0]); // prettier-ignore
  });

  test('draws agree with the loss in closed form', () => {
    for (const landing of landings.slice(0, 2)) {
      const drawn = sampledTerms(landing, { n: 20000, seed: 5 });
      const closed = landing.vib.terms();
      assertWithin(drawn.distortion, closed.distortion);
      assertWithin(drawn.rate, closed.rate);
      assertWithin(drawn.total, closed.total);
    }
    assertRefused(() => sampledTerms(landings[0]!, { n: 1, seed: 1 }), /n must/);
  });
});
