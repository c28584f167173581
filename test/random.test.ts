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

test('a float32 uniform stays below high and not below low, where rounding would carry it there', () => {
  // Where seed 42 stands before its draw 40,420,527, which is 1 - 1.7e-8: nearer to 1 than to any smaller 32-bit float.
  const random = Random.fromState([453438079, -1281637649, 224049936, 1281637574]);
  const [twin, other] = [Random.fromState(random.state()), Random.fromState(random.state())];
  assert.ok(twin.uniform() > 1 - 2 ** -25);
  assert.equal(other.uniforms(1)[0], 1 - 2 ** -24);
  for (const [low, high] of [
    [0.7, 0.7 + 2 ** -22],
    [-0.05, -0.05 + 2 ** -26],
    [0.3, 0.3 + 2 ** -24],
    [0, 2 ** -148],
    [-3e38, 3e38],
  ] as const) {
    for (const u of new Random(4).uniforms(2000, low, high))
      assert.ok(u >= low && u < high, `${u} of ${low}`);
  }
});

test('no two forks of a stream are one stream, also when their first bits agree', () => {
  for (const seed of [0, 1, 5]) {
    const parent = new Random(seed);
    const states = new Set<string>();
    for (let i = 0; i < 120_000; i++) states.add(parent.fork().state().join());
    assert.equal(states.size, 120_000, `seed ${seed}`);
  }
  // Two of the first 4,096 draws of this seed agree: a fork must not be seeded by them alone.
  const parent = new Random(261);
  const first = Array.from({ length: 4096 }, () => parent.fork().state().join());
  assert.equal(new Set(first).size, 4096);
});

test('the forks of forks differ too, and of streams without a common seed', () => {
  const states = new Set<string>();
  let streams = [new Random(8)];
  for (let generation = 0; generation < 14; generation++) {
    streams = streams.flatMap(stream => [stream.fork(), stream.fork()]);
    for (const stream of streams) states.add(stream.state().slice(0, 4).join());
  }
  assert.equal(states.size, 2 ** 15 - 2);
});

test('the first forks of a stream are what they were, from 32 bits; the later ones are fixed as well', () => {
  const parent = new Random(3);
  assert.deepEqual(
    [parent.fork().uniform(), parent.fork().uniform()],
    [0.6766681726010271, 0.31553999629957774],
  );
  for (let i = 2; i < 5000; i++) parent.fork();
  assert.deepEqual(
    [parent.fork().uniform(), parent.fork().normal()],
    [0.7677766388809351, -0.015404010815500153],
  );
});

test('a late fork is as random as any: means, neighbours and bits', () => {
  const parent = new Random(11);
  for (let i = 0; i < 4096; i++) parent.fork();
  const n = 4000;
  const first = Array.from({ length: n }, () => parent.fork().uniform());
  const mean = first.reduce((sum, u) => sum + u, 0) / n;
  const lag = first.slice(1).reduce((sum, u, i) => sum + (u - 0.5) * (first[i]! - 0.5), 0) / (n - 1);
  assert.ok(Math.abs(mean - 0.5) < 4 * Math.sqrt(1 / 12 / n), `mean ${mean}`);
  assert.ok(Math.abs(lag) < (4 * (1 / 12)) / Math.sqrt(n), `lag product ${lag}`);
});

test('each seed from -2^31 to 2^32 - 1 has a stream of its own', () => {
  const seeds = [0, 1, 2, 2018, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32 - 2, -1, -2, -2018, -(2 ** 31)];
  assert.equal(new Set(seeds.map(seed => new Random(seed).uniform())).size, seeds.length);
  const negative = Array.from({ length: 20_000 }, (_, i) => new Random(-1 - i).state().join());
  assert.equal(new Set(negative).size, 20_000);
});

test('goes on from a state that was kept, also through JSON, and forks as it would have', () => {
  const one = new Random(7);
  one.normals(5);
  for (let i = 0; i < 3; i++) one.fork();
  const state = JSON.parse(JSON.stringify(one.state())) as number[];
  const two = Random.fromState(state);
  assert.deepEqual(two.normals(20), one.normals(20));
  assert.equal(two.fork().uniform(), one.fork().uniform());
  const worn = new Random(261);
  for (let i = 0; i < 4090; i++) worn.fork();
  const goesOn = Random.fromState(worn.state());
  for (let i = 0; i < 20; i++) assert.equal(goesOn.fork().uniform(), worn.fork().uniform());
});

test('integer(n) is below n and even also for n near 2^53', () => {
  const random = new Random(6);
  const n = 3 * 2 ** 51;
  let even = 0;
  for (let i = 0; i < 4000; i++) if (random.integer(n) % 2 === 0) even++;
  // Rounding u n to a whole number would make the share of even ones about 0.6.
  assert.ok(Math.abs(even / 4000 - 1 / 2) < 4 * Math.sqrt(1 / 4 / 4000), `${even} of 4000`);
  assert.ok(random.integer(Number.MAX_SAFE_INTEGER) < Number.MAX_SAFE_INTEGER);
});

test('bad arguments are refused with their value', () => {
  for (const seed of [NaN, 1.5, 2 ** 32, -(2 ** 31) - 1]) {
    assert.throws(() => new Random(seed), { name: 'RangeError', message: new RegExp(`it is ${seed}`) });
  }
  assert.throws(() => new Random('1' as never), { name: 'RangeError', message: /seed .* but it is "1"/ });
  const random = new Random(0);
  assert.throws(() => random.integer(0), /n must be a whole number >= 1, but it is 0/);
  assert.throws(() => random.normals(-1), /n must be a whole number >= 0, but it is -1/);
  assert.throws(() => random.permutation(1e12), /n must be a whole number from 0 to 100000000, but/);
  assert.throws(() => random.uniforms(1, 1, 0), /low must be below high, but low is 1 and high is 0/);
  assert.throws(() => random.uniforms(1, NaN), /low must lie between .* but it is NaN/);
  assert.throws(() => random.uniforms(1, 0, 1e39), /high must lie between .* but it is 1e\+39/);
  assert.throws(
    () => random.uniforms(1, 1 + 1e-12, 1 + 2e-12),
    /no 32-bit float lies from low = 1.000000000001 to below high/,
  );
  assert.throws(() => Random.fromState([1, 2]), /state .* 4 whole numbers, but it is \[1, 2\]/);
  // All zeros never leave 0, and a normal would be drawn for ever.
  assert.throws(() => Random.fromState([0, 0, 0, 0]), /state .* not all 0/);
  assert.throws(() => Random.fromState([1, 2, 3, NaN]), /state\[3\] must be a whole number/);
  assert.throws(() => Random.fromState(undefined as never), /state must be an array/);
});
