import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { mutualInformationGap } from '../../lib/information';
import { Random } from '../../lib/random';

const { gap: oracle } = JSON.parse(readFileSync('test/oracles/decoupling_numpy.json', 'utf8')) as {
  gap: {
    bins: number;
    codes: number[][];
    factors: number[][];
    information: number[][];
    gaps: number[];
    mean: number;
  };
};

test("information and gaps are NumPy's", () => {
  const ours = mutualInformationGap(oracle.codes, oracle.factors, { bins: oracle.bins });
  oracle.information.forEach((row, j) =>
    row.forEach((value, k) => assert.ok(Math.abs(ours.information[j]![k]! - value) < 1e-10)),
  );
  oracle.gaps.forEach((value, j) => assert.ok(Math.abs(ours.gaps[j]! - value) < 1e-10));
  assert.ok(Math.abs(ours.mean - oracle.mean) < 1e-10);
});

const random = new Random(5);
const factors = [0, 1].map(() => Array.from({ length: 4000 }, () => random.integer(8)));
const codes = factors[0]!.map((a, i) => [a + 0.1 * random.normal(), factors[1]![i]! + 0.1 * random.normal()]);

test('nearly 1 when each factor has its own axis, whatever the stretch, nearly 0 after a turn by 45 degrees', () => {
  const aligned = mutualInformationGap(codes, factors, { bins: 8 }).mean;
  assert.ok(aligned > 0.9, `${aligned}`);
  const stretched = codes.map(([a, b]) => [Math.exp(a!), -5 * b!]);
  assert.ok(mutualInformationGap(stretched, factors, { bins: 8 }).mean > 0.9);
  const turned = codes.map(([a, b]) => [(a! + b!) * Math.SQRT1_2, (a! - b!) * Math.SQRT1_2]);
  const after = mutualInformationGap(turned, factors, { bins: 8 }).mean;
  assert.ok(after < 0.05, `${after}`);
});

test('what cannot be measured is refused', () => {
  assert.throws(() => mutualInformationGap([[1, 2], [2, 1]], [[3, 3]]), /same level/); // prettier-ignore
  assert.throws(() => mutualInformationGap([[1], [2]], [[0, 1]]), /two numbers/); // prettier-ignore
  assert.throws(() => mutualInformationGap([[1, 2], [2, 1]], [[0, 1, 1]]), /factor 0/); // prettier-ignore
});
