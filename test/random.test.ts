import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Random } from '../lib/random';

test('the same seed gives the same numbers, to the last bit, on every platform', () => {
  // Written down from one machine; another that disagrees breaks the promise of the docstring.
  const random = new Random(2018);
  assert.deepEqual([random.uniform(), random.uniform()], [0.07401268314984155, 0.9665732620646597]);
  assert.deepEqual([random.normal(), random.normal()], [0.8888538371766653, 0.3452266945226056]);
});

test('neighbouring seeds give unrelated streams', () => {
  const n = 4000;
  const first = Array.from({ length: n }, (_, seed) => new Random(seed).uniform());
  const mean = first.reduce((sum, u) => sum + u, 0) / n;
  const lag =
    first.slice(1).reduce((sum, u, i) => sum + (u - 0.5) * ((first[i] as number) - 0.5), 0) / (n - 1);
  // Standard errors: sqrt(1/12/n) for the mean, 1/12/sqrt(n) for the product of independent neighbours.
  assert.ok(Math.abs(mean - 0.5) < 4 * Math.sqrt(1 / 12 / n), `mean ${mean}`);
  assert.ok(Math.abs(lag) < (4 * (1 / 12)) / Math.sqrt(n), `lag product ${lag}`);
});

test('normals fill the quantiles of N(0, 1)', () => {
  // Deciles of the standard normal, from tables.
  const deciles = [
    -1.2815515655, -0.8416212336, -0.5244005127, -0.2533471031, 0, 0.2533471031, 0.5244005127, 0.8416212336,
    1.2815515655,
  ];
  const n = 200_000;
  const counts = new Array<number>(10).fill(0);
  let beyondThree = 0;
  for (const x of new Random(1).normals(n)) {
    const bin = deciles.filter(d => x > d).length;
    counts[bin] = (counts[bin] as number) + 1;
    if (Math.abs(x) > 3) beyondThree++;
  }
  const chiSquare = counts.reduce((sum, c) => sum + (c - n / 10) ** 2 / (n / 10), 0);
  // The 0.1% point of chi-square with 9 degrees of freedom.
  assert.ok(chiSquare < 27.88, `chi-square ${chiSquare}, counts ${counts.join(' ')}`);
  const tail = 0.0026997961;
  assert.ok(Math.abs(beyondThree / n - tail) < 4 * Math.sqrt(tail / n), `${beyondThree} beyond 3 sd`);
});

test('a permutation holds every number once, and every order is equally likely', () => {
  assert.deepEqual(
    [...new Random(5).permutation(100)].sort((a, b) => a - b),
    Array.from({ length: 100 }, (_, i) => i),
  );
  const random = new Random(9);
  const counts = new Map<string, number>();
  const n = 24_000;
  for (let i = 0; i < n; i++) {
    const key = random.permutation(4).join('');
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  assert.equal(counts.size, 24);
  const chiSquare = [...counts.values()].reduce((sum, c) => sum + (c - n / 24) ** 2 / (n / 24), 0);
  // The 0.1% point of chi-square with 23 degrees of freedom.
  assert.ok(chiSquare < 49.73, `chi-square ${chiSquare}`);
});

test('forks differ from each other and from their parent, and are reproducible', () => {
  const parent = new Random(3);
  const draws = [parent.fork().uniform(), parent.fork().uniform(), parent.uniform()];
  assert.equal(new Set(draws).size, 3);
  assert.equal(new Random(3).fork().uniform(), draws[0]);
});

test('bad arguments are refused with their value', () => {
  for (const seed of [NaN, 1.5, 2 ** 32, -(2 ** 31) - 1]) {
    assert.throws(() => new Random(seed), { name: 'RangeError', message: new RegExp(`it is ${seed}`) });
  }
  assert.throws(() => new Random(0).integer(0), /n >= 1, not 0/);
  assert.throws(() => new Random(0).normals(-1), /not -1/);

  test('goes on from a state that was kept, also through JSON', () => {
    const one = new Random(7);
    one.normals(5);
    const state = JSON.parse(JSON.stringify(one.state())) as number[];
    const expected = one.normals(20);
    assert.deepEqual(Random.fromState(state).normals(20), expected);
    assert.throws(() => Random.fromState([1, 2]), /4 whole numbers, but it is \[1, 2\]/);
  });
});
