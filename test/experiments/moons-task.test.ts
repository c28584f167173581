import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { twoMoons } from '../../lib/data';
import { moonsTask } from '../../lib/experiments';
import { estimateMean } from '../../lib/statistics';
import { assertRefused, assertWithin } from '../support/close';

describe('moonsTask', () => {
  for (const noise of [0.15, 0.3, 0.8]) {
    test(`agrees with draws at noise ${noise}`, () => {
      const task = moonsTask(noise);
      const { inputs, labels } = twoMoons({ n: 20000, seed: 5, noise });
      const said = Array.from(labels, (_, i) => task.eta(inputs[2 * i]!, inputs[2 * i + 1]!));
      const right = said.map((eta, i) => (eta > 0.5 === (labels[i] === 1) ? 1 : 0));
      assertWithin(estimateMean(right), task.bestAccuracy);
      assertWithin(estimateMean(said.map(eta => (2 * eta - 1) ** 2)), task.collapse);
      const pointwise = said.map((eta, i) => Math.log(2 * (labels[i] === 1 ? eta : 1 - eta)));
      assertWithin(estimateMean(pointwise), task.informationXY);
    });
  }

  test('says one half where both densities underflow', () => {
    assert.equal(moonsTask(0.3).eta(1e3, 1e3), 0.5);
  });

  test('refuses a noise that its grid cannot follow', () => {
    for (const noise of [NaN, 0, 0.01, 5]) assertRefused(() => moonsTask(noise), /noise/);
  });
});
