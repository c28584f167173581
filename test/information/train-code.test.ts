import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { dualAscentStep } from '../../lib/bottleneck/dual-ascent';
import { scalarCapacityPrice } from '../../lib/information/capacity-price';
import { type Term, weightedSum } from '../../lib/information/code-terms';
import { bottleneckAtRate } from '../../lib/information/bottleneck-at-rate';
import { gaussianBottleneck } from '../../lib/information/gaussian-bottleneck';
import { gaussianPairsCode } from '../../lib/information/gaussian-pairs-code';
import {
  fixedCharge,
  freeBitsCharge,
  inputHingeCharge,
  meanHingeCharge,
  squaredCharge,
} from '../../lib/information/rate-charge';
import { tableCode } from '../../lib/information/table-code';
import { trainCode } from '../../lib/information/train-code';
import { Random } from '../../lib/random';

const rhos = [0.9, 0.6] as const;
const unexplained = rhos.map(rho => 1 - rho * rho);
const pairs = gaussianPairsCode([...rhos]);
const start = [0.5, -0.5, 0.4, -0.4];
const close = (a: number, b: number, tolerance: number): void =>
  assert.ok(Math.abs(a - b) <= tolerance, `${a} and ${b}`);

/** The exact price and I(Z;Y) on the curve of Chechik et al. at a rate, by bisection. */
function curveAt(rate: number): { lambda: number; relevant: number } {
  let [low, high] = [1e-9, 0.81];
  for (let i = 0; i < 200; i++) {
    const middle = Math.sqrt(low * high);
    if (gaussianBottleneck(unexplained, 1 / middle).rate > rate) low = middle;
    else high = middle;
  }
  return { lambda: low, relevant: gaussianBottleneck(unexplained, 1 / low).relevantInformation };
}

describe('training two Gaussian pairs', () => {
  for (const lambda of [0.1, 0.3, 0.6, 0.9]) {
    test(`lands on the closed form at the fixed weight ${lambda}`, () => {
      const { rate, relevant } = trainCode(pairs, fixedCharge(lambda), start).terms;
      const exact = gaussianBottleneck(unexplained, 1 / lambda);
      close(rate.value, exact.rate, 1e-5);
      close(relevant.value, exact.relevantInformation, 1e-5);
    });
  }
  for (const lambda of [0.1, 0.3]) {
    test(`a squared rate of weight ${lambda} stops where the curve's slope is 2 lambda R`, () => {
      const { rate, relevant } = trainCode(pairs, squaredCharge(lambda), start).terms;
      const exact = curveAt(rate.value);
      close(exact.lambda, 2 * lambda * rate.value, 1e-5);
      close(relevant.value, exact.relevant, 1e-5);
    });
  }
  for (const beta of [0.3, 1.5]) {
    test(`a stiff hinge on the mean stops at ${beta} nats, on the curve`, () => {
      const { rate, relevant } = trainCode(pairs, meanHingeCharge(2, beta), start).terms;
      close(rate.value, beta, 1e-4);
      close(relevant.value, curveAt(beta).relevant, 1e-4);
    });
    test(`a stiff hinge on each input stops below ${beta} nats and below the curve`, () => {
      const { rate, relevant } = trainCode(pairs, inputHingeCharge(2, beta), start).terms;
      assert.ok(rate.value < 0.95 * beta);
      assert.ok(relevant.value < 0.95 * curveAt(rate.value).relevant);
    });
    test(`free bits fill both dimensions up to ${beta / 2} nats, below the curve`, () => {
      const { rates, relevant } = trainCode(pairs, freeBitsCharge(2, beta / 2), start).terms;
      for (const { value } of rates) close(value, beta / 2, 1e-3);
      assert.ok(relevant.value < 0.95 * curveAt(beta).relevant);
    });
    test(`dual ascent finds the price of ${beta} nats`, () => {
      let price = 0.1;
      const charge = ({ rate }: { rate: Term }): Term => weightedSum([rate], [price]);
      const eachStep = ({ rate }: { rate: Term }): void => {
        price = dualAscentStep(price, rate.value, { capacity: beta, stepSize: 0.01 });
      };
      const { rate, relevant } = trainCode(pairs, charge, start, { eachStep }).terms;
      const exact = curveAt(beta);
      close(rate.value, beta, 1e-3);
      close(relevant.value, exact.relevant, 1e-3);
      close(price, exact.lambda, 1e-3);
    });
  }
  test('a hinge that is cheaper than the curve at the budget is left behind', () => {
    const exact = gaussianBottleneck(unexplained, 1 / 0.2);
    close(trainCode(pairs, meanHingeCharge(0.2, 0.3), start).terms.rate.value, exact.rate, 1e-5);
  });
});

describe('training a table on labels that the input decides', () => {
  // Eight inputs, four labels: the curve is I(Z;Y) = R up to H(Y) = ln 4.
  const joint = Array.from({ length: 8 }, (_, x) => [0, 1, 2, 3].map(y => (x % 4 === y ? 1 / 8 : 0)));
  const table = tableCode(joint, 5);
  const from = Float64Array.from(new Random(1).normals(table.size), v => 0.5 * v);
  const entropy = Math.log(4);

  for (const [lambda, expected] of [
    [0.1, entropy],
    [0.5, entropy],
    [1.5, 0],
  ] as const) {
    test(`the fixed weight ${lambda} ends in a corner`, () => {
      const { rate, relevant } = trainCode(table, fixedCharge(lambda), from).terms;
      close(rate.value, expected, 0.01);
      close(relevant.value, rate.value, 1e-3);
    });
  }
  for (const lambda of [0.5, 0.7, 1, 2]) {
    test(`a squared rate of weight ${lambda} stops at 1 / (2 lambda) on the line`, () => {
      const { rate, relevant } = trainCode(table, squaredCharge(lambda), from).terms;
      close(rate.value, 1 / (2 * lambda), 1e-4);
      close(relevant.value, rate.value, 1e-3);
    });
  }
  for (const beta of [0.3, 0.7, 1.1]) {
    for (const [where, charge] of [
      ['the mean', meanHingeCharge(2, beta)],
      ['each input', inputHingeCharge(2, beta)],
    ] as const) {
      test(`a hinge at ${beta} on ${where} stops there on the line`, () => {
        const { rate, relevant } = trainCode(table, charge, from).terms;
        close(rate.value, beta, 1e-3);
        close(relevant.value, rate.value, 1e-3);
      });
    }
  }
});

describe('the curve at a given rate', () => {
  for (const rate of [0.05, 0.3, 0.8, 1.5, 4]) {
    test(`of ${rate} nats is the one that bisection finds`, () => {
      const exact = curveAt(rate);
      const point = bottleneckAtRate(unexplained, rate);
      close(point.rate, rate, 1e-12);
      close(point.tradeoff, 1 / exact.lambda, 1e-6 / exact.lambda);
      close(point.relevantInformation, exact.relevant, 1e-9);
    });
  }
  test('has the price of the scalar bottleneck where there is one pair', () => {
    for (const rate of [0.1, 1, 3]) {
      const { tradeoff } = bottleneckAtRate([1 - 0.9 ** 2], rate);
      close(1 / tradeoff, scalarCapacityPrice(0.9, rate), 1e-12);
    }
  });
  test('begins in silence, in any order of the eigenvalues', () => {
    assert.equal(bottleneckAtRate([0.64, 0.19], 0).relevantInformation, 0);
    close(bottleneckAtRate([0.64, 0.19], 0).tradeoff, 1 / 0.81, 1e-12);
    close(
      bottleneckAtRate([0.64, 0.19], 1).relevantInformation,
      bottleneckAtRate([0.19, 0.64], 1).relevantInformation,
      1e-15,
    );
  });
  test('refuses a negative rate, and variables that share nothing', () => {
    assert.throws(() => bottleneckAtRate(unexplained, -1), /rate/);
    assert.throws(() => bottleneckAtRate([1, 1], 0.5), /share/);
  });
});

test('refuses a start of another size, and no steps', () => {
  assert.throws(() => trainCode(pairs, fixedCharge(0.1), [1, 2]), /2 numbers.*4 parameters/);
  assert.throws(() => trainCode(pairs, fixedCharge(0.1), start, { steps: 0 }), RangeError);
  assert.throws(() => trainCode(pairs, fixedCharge(0.1), start, { lastStep: 0 }), /lastStep/);
});
