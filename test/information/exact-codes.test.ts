import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ExactCode, Term } from '../../lib/information/code-terms';
import { discreteMutualInformation } from '../../lib/information/exact';
import { gaussianPairsCode } from '../../lib/information/gaussian-pairs-code';
import {
  fixedCharge,
  freeBitsCharge,
  inputHingeCharge,
  meanHingeCharge,
  type RateCharge,
  squaredCharge,
} from '../../lib/information/rate-charge';
import { tableCode } from '../../lib/information/table-code';
import { Random } from '../../lib/random';

const joint = [
  [0.2, 0.05, 0.05],
  [0.02, 0.18, 0.1],
  [0.1, 0.1, 0.2],
];
const pairs = gaussianPairsCode([0.9, 0.6]);
const table = tableCode(joint, 4);
const points = (code: ExactCode): Float64Array[] =>
  [1, 2, 3].map(seed => Float64Array.from(new Random(seed).normals(code.size)));
const close = (a: number, b: number, tolerance: number, what = ''): void =>
  assert.ok(Math.abs(a - b) <= tolerance, `${what} ${a} and ${b}`);

/** Central differences in doubles. */
const slopes = (f: (x: Float64Array) => number, x: Float64Array): number[] =>
  Array.from(x, (_, i) => {
    const at = (by: number): number => f(x.map((v, j) => (j === i ? v + by : v)));
    return (at(1e-5) - at(-1e-5)) / 2e-5;
  });

describe('the derivatives of a code', () => {
  const charges: [string, RateCharge][] = [
    ['relevant information', terms => terms.relevant],
    ['fixed', fixedCharge(0.3)],
    ['squared', squaredCharge(0.3)],
    ['hinge of the mean', meanHingeCharge(0.3, 0.2)],
    ['hinge of each input, below all', inputHingeCharge(0.3, 0)],
    ['hinge of each input', inputHingeCharge(0.3, 0.35)],
    ['free bits', freeBitsCharge(0.3, 0.2)],
  ];
  for (const [name, code] of [
    ['Gaussian pairs', pairs],
    ['a table', table],
  ] as const) {
    for (const [what, charge] of charges) {
      test(`${name}: ${what}, against finite differences`, () => {
        for (const x of points(code)) {
          const { gradient } = charge(code.terms(x));
          slopes(at => charge(code.terms(at)).value, x).forEach((slope, i) =>
            close(gradient[i]!, slope, 1e-8, `parameter ${i}:`),
          );
        }
      });
    }
  }
});

describe('the code of two Gaussian pairs', () => {
  // An oracle that shares nothing: sums over a fine grid of x for the rate and the hinge, determinants for I(Z;Y).
  const [a1, l1, a2, l2] = [1.3, -1.1, 0.4, -0.2] as const;
  const terms = pairs.terms(Float64Array.of(a1, l1, a2, l2));
  const kl = (x1: number, x2: number): number =>
    0.5 * (a1 ** 2 * x1 ** 2 + Math.exp(l1) - 1 - l1) + 0.5 * (a2 ** 2 * x2 ** 2 + Math.exp(l2) - 1 - l2);
  const overX = (f: (nats: number) => number): number => {
    const [h, reach] = [0.02, 8];
    let sum = 0;
    for (let x1 = -reach; x1 <= reach; x1 += h) {
      for (let x2 = -reach; x2 <= reach; x2 += h) {
        sum += (h * h * f(kl(x1, x2)) * Math.exp(-0.5 * (x1 * x1 + x2 * x2))) / (2 * Math.PI);
      }
    }
    return sum;
  };
  test('has the rate of a sum over a grid of inputs', () =>
    close(
      terms.rate.value,
      overX(v => v),
      1e-9,
    ));
  for (const beta of [0, 0.3, 0.6, 1, 3]) {
    test(`has the hinge at ${beta} of a sum over a grid of inputs`, () =>
      close(
        terms.hinge(beta).value,
        overX(v => Math.max(v - beta, 0)),
        1e-4,
      ));
  }
  test('has the information about y of the covariance of (z, y)', () => {
    const information = (
      [
        [a1, l1, 0.9],
        [a2, l2, 0.6],
      ] as const
    ).reduce((sum, [a, l, rho]) => {
      const variance = a * a + Math.exp(l);
      return sum - 0.5 * Math.log((variance - (a * rho) ** 2) / variance);
    }, 0);
    close(terms.relevant.value, information, 1e-12);
  });
  test('refuses a correlation of 1', () => assert.throws(() => gaussianPairsCode([1, 0.5]), RangeError));
});

describe('the code that is a table', () => {
  test('has the informations of its joint tables', () => {
    for (const logits of points(table)) {
      const p = joint.map((_, x) => {
        const row = Array.from(logits.subarray(4 * x, 4 * x + 4), Math.exp);
        const total = row.reduce((a, b) => a + b);
        return row.map(v => v / total);
      });
      const pXZ = p.map((row, x) => row.map(v => v * joint[x]!.reduce((a, b) => a + b)));
      const pYZ = [0, 1, 2].map(y =>
        [0, 1, 2, 3].map(z => joint.reduce((sum, row, x) => sum + row[y]! * p[x]![z]!, 0)),
      );
      const { rate, relevant, hinge } = table.terms(logits);
      close(rate.value, discreteMutualInformation(pXZ), 1e-12);
      close(relevant.value, discreteMutualInformation(pYZ), 1e-12);
      close(hinge(0).value, rate.value, 1e-12);
    }
  });
  test('stays finite where a code is never used', () => {
    const { rate, relevant, hinge } = table.terms(
      new Float64Array(12).map((_, i) => (i % 4 === 0 ? 2000 : 0)),
    );
    for (const term of [rate, relevant, hinge(0), hinge(1)]) {
      assert.ok(Number.isFinite(term.value) && term.gradient.every(Number.isFinite));
    }
  });
  test('refuses what is no joint table, and no codes', () => {
    assert.throws(() => tableCode([[0.5], [0.6]], 2), RangeError);
    assert.throws(() => tableCode(joint, 0), RangeError);
  });
});

describe('the charges', () => {
  const value = (charge: RateCharge, code: ExactCode, x: Float64Array): number => charge(code.terms(x)).value;
  test('keep the order of Jensen: each input above the mean', () => {
    for (const code of [pairs, table]) {
      for (const x of points(code)) {
        for (const beta of [0.1, 0.4, 1]) {
          const [each, mean] = [inputHingeCharge(1, beta), meanHingeCharge(1, beta)].map(c =>
            value(c, code, x),
          );
          assert.ok(each! >= mean! - 1e-12);
        }
      }
    }
  });
  test('of free bits are a hinge plus what is free', () => {
    const terms = pairs.terms(Float64Array.of(1, -1, 0.1, -0.1));
    const over = terms.rates.map((r: Term) => Math.max(r.value - 0.3, 0)).reduce((a, b) => a + b);
    close(freeBitsCharge(2, 0.3)(terms).value, 2 * (0.6 + over), 1e-12);
  });
  test('refuse a negative weight and a negative budget by name', () => {
    for (const bad of [-1, NaN, Infinity]) {
      assert.throws(() => fixedCharge(bad), /lambda/);
      assert.throws(() => squaredCharge(bad), /lambda/);
      assert.throws(() => meanHingeCharge(1, bad), /beta/);
      assert.throws(() => inputHingeCharge(1, bad), /beta/);
      assert.throws(() => freeBitsCharge(1, bad), /free nats/);
    }
  });
});
