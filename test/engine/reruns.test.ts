import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, test } from 'node:test';
import { promisify } from 'node:util';
import { TextCnnEngine, TextPool, type EngineOptions, type EngineHost } from '../../lib/engine';
import { engineHost } from '../../lib/models';
import { Random } from '../../lib/random';
import type { Footprint } from '../support/engine-reruns';

const run = promisify(execFile);
const noProc = !existsSync('/proc/self/status') && 'the counts are those of Linux';

async function reruns(kind: string): Promise<Footprint[]> {
  const args = ['--expose-gc', '--import', 'tsx', 'test/support/engine-reruns.ts', kind];
  const { stdout } = await run(process.execPath, args, { timeout: 300_000 });
  return JSON.parse(stdout) as Footprint[];
}

describe('a hundred engines, one after the other and none disposed of, need what ten need', () => {
  for (const kind of ['made', 'used', 'other options', 'trained', 'pools']) {
    test(kind, { skip: noProc }, async () => {
      const [first, ...later] = await reruns(kind);
      const last = later[later.length - 1]!;
      // The garbage collector, too, may start or end a thread; before, each engine added one.
      assert.ok(last.threads <= first!.threads + 2, `${first!.threads} threads became ${last.threads}`);
      assert.ok(last.addresses < first!.addresses + 5, `${first!.addresses} GB became ${last.addresses}`);
      assert.ok(last.resident < first!.resident + 100, `${first!.resident} MB became ${last.resident}`);
    });
  }

  test('and ninety that are kept cost their weights alone', { skip: noProc }, async () => {
    const [first, ...later] = await reruns('held');
    const last = later[later.length - 1]!;
    assert.ok(last.threads <= first!.threads + 2 && last.addresses < first!.addresses + 5);
    // 230,000 numbers each.
    assert.ok(last.resident < first!.resident + 150, `${first!.resident} MB became ${last.resident}`);
  });
});

/** A host of one's own that counts the helpers it has started, and those that were ended. */
function countingHost(): { host: EngineHost; started: () => number; stopped: () => number } {
  const { module, cores } = engineHost();
  let [started, stopped] = [0, 0];
  const host: EngineHost = {
    module,
    cores,
    startHelper: start => {
      started++;
      const helper = engineHost().startHelper!(start);
      return { ...helper, stop: () => (stopped++, helper.stop()) };
    },
  };
  return { host, started: () => started, stopped: () => stopped };
}

const small: EngineOptions = {
  head: 'vib',
  words: 200,
  length: 20,
  embedding: 8,
  filters: 40,
  latent: 20,
  seed: 1,
};
const random = new Random(4);
const batch = {
  tokens: Int32Array.from({ length: 32 * 20 }, () => random.integer(200)),
  labels: Int32Array.from({ length: 32 }, () => random.integer(2)),
};

describe('engines that share memory and threads', () => {
  test('start no thread before there is work, and then as many as the widest needs', () => {
    const { host, started } = countingHost();
    const [two, three, one] = [2, 3, 1].map(threads => new TextCnnEngine({ ...small, threads }, host));
    assert.equal(started(), 0);
    one!.step(batch);
    assert.equal(started(), 0);
    for (let i = 0; i < 5; i++) for (const engine of [two!, three!, one!]) engine.step(batch);
    assert.equal(started(), 2);
    [one, two, three].forEach(engine => engine!.dispose());
  });

  test('taking turns have the bits of engines that work alone', () => {
    const { host } = countingHost();
    const heads = ['vib', 'dense', 'logistic', 'vib', 'dense'] as const;
    const made = heads.map((head, i) => ({
      options: { ...small, head, seed: i + 1, threads: 1 + (i % 3), filters: 30 + 9 * i, batch: 32 + i },
      from: new Random(50 + i),
    }));
    const draw = (from: Random) => ({
      tokens: Int32Array.from({ length: 32 * 20 }, () => from.integer(200)),
      labels: Int32Array.from({ length: 32 }, () => from.integer(2)),
    });
    const state = (engine: TextCnnEngine) => [
      engine.weights(),
      engine.optimizerState(),
      engine.predict(batch.tokens),
    ];
    const alone = made.map(({ options, from }) => {
      const engine = new TextCnnEngine(options, countingHost().host);
      const stream = Random.fromState(from.state());
      for (let t = 0; t < 8; t++) engine.step(draw(stream));
      return state(engine);
    });
    const together = made.map(({ options }) => new TextCnnEngine(options, host));
    for (let t = 0; t < 8; t++) together.forEach((engine, i) => engine.step(draw(made[i]!.from)));
    together.forEach((engine, i) => {
      assert.deepEqual(state(engine), alone[i], `engine ${i}`);
      engine.dispose();
    });
  });

  test('called in the midst of a step, others leave its batch alone', () => {
    const { host } = countingHost();
    const plain = new TextCnnEngine(small, host);
    const watched = new TextCnnEngine(small, host);
    const others = [2, 3, 4].map(seed => new TextCnnEngine({ ...small, seed }, host));
    plain.step(batch);
    const accept = () => others.forEach(other => other.evaluate(batch));
    watched.step(batch, { accept });
    assert.deepEqual(watched.weights(), plain.weights());
    [plain, watched, ...others].forEach(engine => engine.dispose());
  });

  test('a pool goes backward although others had the memory since it went forward', () => {
    const { host } = countingHost();
    const sizes = { words: 200, length: 20, embedding: 8, filters: 40, batch: 32 };
    const weights = {
      embedding: random.normals(200 * 8),
      kernel: random.normals(3 * 8 * 40),
      bias: random.normals(40),
    };
    const gradient = random.normals(32 * 40);
    const pool = new TextPool(sizes, host);
    pool.forward(batch.tokens, weights);
    const expected = pool.backward(gradient);
    pool.forward(batch.tokens, weights);
    const others = [1, 2, 3].map(seed => new TextCnnEngine({ ...small, seed }, host));
    others.forEach(other => other.step(batch));
    assert.deepEqual(pool.backward(gradient), expected);
    [pool, ...others].forEach(one => one.dispose());
  });

  test('a very large memory is given back, and its helpers with it', () => {
    const { host, started, stopped } = countingHost();
    const large = new TextCnnEngine({ ...small, words: 400_000, embedding: 60, threads: 2 }, host);
    assert.ok(large.bytes > 256e6);
    large.step(batch);
    large.dispose();
    assert.deepEqual([started(), stopped()], [1, 1]);
    const next = new TextCnnEngine({ ...small, threads: 2 }, host);
    next.step(batch);
    assert.equal(started(), 2);
    next.dispose();
  });

  test('what is asked of an engine after dispose is an error that says so', () => {
    const engine = new TextCnnEngine(small, engineHost());
    const optimizer = engine.optimizerState();
    const weights = engine.weights();
    engine.dispose();
    engine.dispose();
    const asked: Record<string, () => unknown> = {
      step: () => engine.step(batch),
      gradient: () => engine.gradient(batch),
      evaluate: () => engine.evaluate(batch),
      predict: () => engine.predict(batch.tokens),
      predictSamples: () => engine.predictSamples(batch.tokens, { samples: 2, seed: 1 }),
      latent: () => engine.latent(batch.tokens),
      weights: () => engine.weights(),
      setWeights: () => engine.setWeights(weights),
      resetOptimizer: () => engine.resetOptimizer(),
      optimizerState: () => engine.optimizerState(),
      setOptimizerState: () => engine.setOptimizerState(optimizer),
    };
    for (const [name, act] of Object.entries(asked)) {
      assert.throws(act, /this engine was disposed of: its weights are gone/, name);
    }
    const pool = new TextPool({ words: 200, length: 20 }, engineHost());
    pool.dispose();
    const none = { embedding: new Float32Array(1), kernel: new Float32Array(1), bias: new Float32Array(1) };
    assert.throws(() => pool.forward(batch.tokens, none), /disposed of/);
  });
});
