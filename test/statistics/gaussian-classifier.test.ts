import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { normalCdf } from '../../lib/gaussian';
import { Random } from '../../lib/random';
import { linearDiscriminant, naiveBayes } from '../../lib/statistics';

interface Case {
  rows: number[][];
  labels: number[];
  asked: number[][];
  naive: number[][];
  linear: number[][];
}
const cases = JSON.parse(readFileSync('test/oracles/classifiers_sklearn.json', 'utf8')) as Case[];

describe('classifiers from fitted normal laws', () => {
  for (const [name, fit] of Object.entries({ naive: naiveBayes, linear: linearDiscriminant })) {
    test(`${name}: the probabilities of scikit-learn`, () => {
      for (const { rows, labels, asked, ...expected } of cases) {
        const reader = fit(rows, labels);
        asked.forEach((row, i) => {
          const wanted = expected[name as 'naive' | 'linear'][i]!;
          reader
            .probabilities(row)
            .forEach((p, c) => assert.ok(Math.abs(p - wanted[c]!) < 1e-6, `${p} ${wanted[c]}`));
        });
      }
    });

    test(`${name}: has the share right that two normal laws allow`, () => {
      const random = new Random(3);
      const draw = (n: number) =>
        Array.from({ length: n }, (_, i) => [random.normal() + 2 * (i % 2), random.normal()]);
      const labelsOf = (n: number) => Array.from({ length: n }, (_, i) => i % 2);
      const found = fit(draw(4000), labelsOf(4000)).classify(draw(20000));
      const right = found.filter((label, i) => label === i % 2).length / 20000;
      // Phi(1): half the distance of the means. Five standard errors.
      assert.ok(Math.abs(right - normalCdf(1)) < 5 * Math.sqrt(0.13 / 20000), `${right}`);
    });

    test(`${name}: does not depend on the units, nor on a component that never varies`, () => {
      const { rows, labels, asked } = cases[1]!;
      const other = ([a, b]: number[]) => [1e9 + 1e-3 * a!, 7, 1e-12 * b!];
      const [here, there] = [fit(rows, labels), fit(rows.map(other), labels)];
      asked.forEach(row => {
        const p = there.probabilities(other(row));
        here.probabilities(row).forEach((v, c) => assert.ok(Math.abs(v - p[c]!) < 1e-4, `${v} ${p[c]}`));
      });
      const flat = fit([[1], [1], [1]], [4, 4, 2]);
      assert.deepEqual(
        [...flat.probabilities([1])],
        [1 / 3, 2 / 3].map(v => v),
      );
      assert.deepEqual(flat.classify([[1]]), [4]);
    });

    test(`${name}: refuses what it cannot read, by name`, () => {
      assert.throws(() => fit([], []), /rows is empty/);
      assert.throws(() => fit([[1], [2]], [0]), /labels/);
      assert.throws(() => fit([[1], [NaN]], [0, 1]), /rows\[1\]/);
      assert.throws(() => fit([[1], [2]], [0, 0.5]), /labels\[1\]/);
      assert.throws(() => fit([[1], [2]], [0, 1]).probabilities([1, 2]), /row/);
    });
  }

  test('dependent components: the naive one counts the same evidence twice, the linear one does not', () => {
    const random = new Random(4);
    const one = Array.from({ length: 2000 }, (_, i) => [random.normal() + (i % 2)]);
    const labels = one.map((_, i) => i % 2);
    const twice = one.map(([v]) => [v!, v! + 1e-3 * random.normal()]);
    const odds = ([p, q]: ArrayLike<number> & Iterable<number>) => Math.log(q! / p!);
    const at = (fit: typeof naiveBayes, rows: number[][], x: number[]) =>
      odds(fit(rows, labels).probabilities(x));
    const single = at(linearDiscriminant, one, [2]);
    assert.ok(Math.abs(at(linearDiscriminant, twice, [2, 2]) / single - 1) < 0.05);
    assert.ok(at(naiveBayes, twice, [2, 2]) / at(naiveBayes, one, [2]) > 1.9);
  });
});
