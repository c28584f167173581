import assert from 'node:assert/strict';
import { test } from 'node:test';
import { integrate, normalDensity } from '../../lib/gaussian';
import { encoderInformation, estimateLabelAndRest, gaussianEncoder } from '../../lib/information';
import { Random } from '../../lib/random';

/** Label y = +-1 with equal chances, x = (y, w), w = +-1; z1 = a y + noise, z2 = b w + noise: two channels of one bit each. */
const [a, b] = [1, 0.6];
const n = 4000;
const coin = new Random(7);
const rows = Array.from({ length: n }, (_, i) => [i % 2 === 0 ? a : -a, coin.integer(2) === 0 ? b : -b]);
const labels = rows.map(([first]) => Number(first! > 0));
const encoder = gaussianEncoder(
  rows,
  rows.map(() => [0, 0]),
);

/** I of one bit through z = m x + noise: h(z) - h(noise), by an integral. */
const oneBit = (m: number) =>
  integrate(
    z => {
      const p = (normalDensity(z - m) + normalDensity(z + m)) / 2;
      return p > 0 ? -p * Math.log(p) : 0;
    },
    -12,
    12,
  ) -
  0.5 * Math.log(2 * Math.PI * Math.E);

test('a code of two channels: label, rest and their sum are bracketed where integrals say', () => {
  const found = estimateLabelAndRest(encoder, labels, new Random(1), { batch: 200, batches: 20 });
  assert.equal(found.batches, 20);
  assert.equal(found.batch, 200);
  for (const [name, exact] of [
    ['label', oneBit(a)],
    ['rest', oneBit(b)],
    ['all', oneBit(a) + oneBit(b)],
  ] as const) {
    const { lower, upper, interval } = found[name];
    assert.ok(lower.value <= upper.value, name);
    assert.ok(lower.value - 5 * lower.standardError < exact, `${name} ${lower.value} ${exact}`);
    assert.ok(upper.value + 5 * upper.standardError > exact, `${name} ${upper.value} ${exact}`);
    assert.ok(interval.high - interval.low < 0.15, name);
  }
  // The chain rule is exact with one set of mixtures, and so for the sum of both.
  const both = ({ lower, upper }: { lower: { value: number }; upper: { value: number } }) =>
    lower.value + upper.value;
  assert.ok(Math.abs(both(found.all) - both(found.label) - both(found.rest)) < 1e-9);
  assert.ok(Math.abs(encoderInformation(gaussianEncoder([[a], [-a]], [[0], [0]])) - oneBit(a)) < 1e-8);
});

test('few inputs: at least two of each label in each batch, or an error that says so', () => {
  const few = gaussianEncoder(
    rows.slice(0, 8),
    rows.slice(0, 8).map(() => [0, 0]),
  );
  assert.equal(estimateLabelAndRest(few, labels.slice(0, 8), new Random(1)).batches, 2);
  const fewer = gaussianEncoder(
    rows.slice(0, 6),
    rows.slice(0, 6).map(() => [0, 0]),
  );
  assert.throws(
    () => estimateLabelAndRest(fewer, labels.slice(0, 6), new Random(1)),
    /every label needs 4 inputs at least, .* but one has 3/,
  );
});

test('a code that no two inputs share: the label stays between 0 and H(Y), and the sandwich says how little is known', () => {
  const far = gaussianEncoder(
    rows.map((_, i) => [1000 * i, 0]),
    rows.map(() => [0, 0]),
  );
  const { label, all } = estimateLabelAndRest(far, labels, new Random(1), { batch: 50, batches: 4 });
  assert.ok(label.interval.low >= 0 && label.interval.high <= Math.LN2 + 1e-12);
  assert.ok(label.interval.value >= 0 && label.interval.value <= Math.LN2 + 1e-12);
  assert.ok(Math.abs(all.lower.value - Math.log(50)) < 1e-9 && all.upper.value > 1e4);
});
