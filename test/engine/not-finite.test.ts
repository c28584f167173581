import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { TextPool, type EngineOptions, type TextBatch } from '../../lib/engine';
import { halfExcess } from '../../lib/bottleneck/exact';
import { EngineConvMaxPool, engineHost } from '../../lib/models';
import { NotFiniteError } from '../../lib/not-finite';
import { Random } from '../../lib/random';
import { tf } from '../../lib/tf';
import { testEngine } from './oracle';

const options: EngineOptions = {
  ...{ words: 30, length: 9, embedding: 5, filters: 6, width: 2, latent: 4, seed: 2 },
  head: 'vib',
  lambda: 0.3,
};
const tokens = Int32Array.from({ length: 5 * 9 }, (_, i) => (i * i) % 30);
const batch = { tokens, labels: [1, 0, 1, 1, 0] };
const any = (value: unknown) => value as never;

describe('the engine refuses what is no number of use, and stays as it was', () => {
  const engine = testEngine(options);
  const weights = engine.weights();
  const optimizer = engine.optimizerState();
  const noise = (value: number) => new Float32Array(5 * 4).fill(1).fill(value, 7, 8);
  const bias = (value: number) => new Float32Array(6).fill(value, 3, 4);
  const put = (value: number) => Float32Array.from(tokens).fill(value, 10, 11) as unknown as Int32Array;
  const cases: [string, () => unknown, RegExp][] = [
    [
      'learningRate NaN',
      () => engine.step(batch, { learningRate: NaN }),
      /learningRate must be a finite number, but it is NaN/,
    ],
    [
      'learningRate -1',
      () => engine.step(batch, { learningRate: -1 }),
      /learningRate must be greater than 0, but it is -1/,
    ],
    ['learningRate 0', () => engine.step(batch, { learningRate: 0 }), /learningRate .* but it is 0/],
    [
      'learningRate Infinity',
      () => engine.step(batch, { learningRate: Infinity }),
      /learningRate .* Infinity/,
    ],
    [
      'learningRate 1e30',
      () => engine.step(batch, { learningRate: 1e30 }),
      /learningRate must lie between 0 and 1000000000000000, but it is 1e\+30/,
    ],
    [
      "learningRate 'x'",
      () => engine.step(batch, { learningRate: any('x') }),
      /learningRate must be a finite number, but it is "x"/,
    ],
    [
      'NaN noise',
      () => engine.step(batch, { noise: noise(NaN) }),
      /noise\[7\] must be a finite number, but it is NaN/,
    ],
    ['infinite noise', () => engine.gradient(batch, { noise: noise(Infinity) }), /noise\[7\] .* Infinity/],
    [
      'no labels',
      () => engine.step(any({ tokens })),
      /labels must be a list of 0 and 1, one for each of the 5 texts, but they are missing/,
    ],
    ['no labels to evaluate', () => engine.evaluate(any({ tokens })), /labels .* missing/],
    ['labels of null', () => engine.gradient(any({ tokens, labels: null })), /labels .* Null/],
    [
      'label 2',
      () => engine.step({ tokens, labels: [1, 0, 2, 0, 0] }),
      /the label of text 2 is 2, but labels are 0 or 1/,
    ],
    ['label -1', () => engine.step({ tokens, labels: [-1, 0, 1, 0, 0] }), /text 0 is -1/],
    ['label NaN', () => engine.evaluate({ tokens, labels: [0, 0, 1, 0, NaN] }), /text 4 is NaN/],
    ['label 0.5', () => engine.step({ tokens, labels: [0, 0.5, 1, 0, 0] }), /text 1 is 0.5/],
    ['token 30', () => engine.predict(put(30)), /token 30 \(text 1, place 1\)/],
    ['token NaN', () => engine.predict(put(NaN)), /token NaN \(text 1, place 1\)/],
    ['token 1.5', () => engine.latent(put(1.5)), /token 1.5/],
    ['token -1', () => engine.predictSamples(put(-1), { samples: 2, seed: 1 }), /token -1/],
    [
      'tokens in an ordinary array',
      () => engine.predict(any([...tokens])),
      /tokens must be a typed array .* an ordinary array/,
    ],
    ['no tokens', () => engine.predict(any(undefined)), /tokens must be a typed array .* missing/],
    [
      'a seed out of range',
      () => engine.predictSamples(tokens, { samples: 2, seed: 2 ** 33 }),
      /seed must be a whole number/,
    ],
    [
      'NaN samples',
      () => engine.predictSamples(tokens, { samples: NaN, seed: 1 }),
      /samples must be a whole number >= 2, but it is NaN/,
    ],
    [
      'NaN weight',
      () => engine.setWeights({ bias: bias(NaN) }),
      /"bias" holds NaN at place 3 of 6: only finite numbers up to 1000000000000000 in size/,
    ],
    ['infinite weight', () => engine.setWeights({ bias: bias(-Infinity) }), /"bias" holds -Infinity/],
    ['huge weight', () => engine.setWeights({ bias: bias(1e30) }), /"bias" holds 1\.0\d*e\+30/],
    [
      'weights of another length',
      () => engine.setWeights({ bias: new Float32Array(5) }),
      /\[6\] = 6 numbers in a Float32Array, but it holds 5/,
    ],
    [
      'weights in an ordinary array',
      () => engine.setWeights({ bias: any([1, 2, 3, 4, 5, 6]) }),
      /it is an ordinary array/,
    ],
    [
      'one good and one bad',
      () => engine.setWeights({ outputBias: Float32Array.of(9), bias: bias(NaN) }),
      /"bias" holds NaN/,
    ],
    ['lambda NaN', () => (engine.lambda = NaN), /lambda .* but it is NaN/],
    ['lambda -1', () => (engine.lambda = -1), /lambda .* but it is -1/],
    ['lambda 1e300', () => (engine.lambda = 1e300), /lambda .* at most 3.4e38, .* but it is 1e\+300/],
    ['lambda 3.5e38', () => (engine.lambda = 3.5e38), /at most 3.4e38/],
    ["lambda 'x'", () => (engine.lambda = any('x')), /lambda .* but it is x/],
    ['beta Infinity', () => (engine.beta = Infinity), /beta .* but it is Infinity/],
    ['seed of a new one', () => testEngine({ ...options, seed: 0.5 }), /seed must be a whole number/],
    ['seed beyond its range', () => testEngine({ ...options, seed: 2 ** 32 }), /seed must be a whole number/],
    [
      'steps -1',
      () => engine.setOptimizerState({ ...optimizer, steps: -1 }),
      /steps must be a whole number >= 0, but it is -1/,
    ],
    ['steps NaN', () => engine.setOptimizerState({ ...optimizer, steps: NaN }), /steps .* NaN/],
    [
      'noise of three',
      () => engine.setOptimizerState({ ...optimizer, noise: [1, 2, 3] }),
      /4 whole numbers of 32 bits/,
    ],
    [
      'noise of NaN',
      () => engine.setOptimizerState({ ...optimizer, noise: [NaN, 1, 2, 3] }),
      /4 whole numbers/,
    ],
    [
      'average NaN',
      () => engine.setOptimizerState({ ...optimizer, first: { bias: bias(NaN) } }),
      /average gradient of "bias" holds NaN/,
    ],
    [
      'square -1',
      () => engine.setOptimizerState({ ...optimizer, first: { bias: bias(1) }, second: { bias: bias(-1) } }),
      /average square of "bias" holds -1/,
    ],
  ];
  for (const [what, act, message] of cases) {
    test(what, () => {
      assert.throws(
        act,
        error => error instanceof RangeError && message.test(error.message) && error.message.length > 40,
      );
      assert.deepEqual([engine.weights(), engine.optimizerState()], [weights, optimizer]);
    });
  }
});

test('many steps of a saved optimizer are no loop of many steps', () => {
  const engine = testEngine(options);
  engine.setOptimizerState({ ...engine.optimizerState(), steps: Number.MAX_SAFE_INTEGER });
  engine.step(batch);
  engine.dispose();
});

describe('results that are not finite are errors that say what and why', () => {
  const spoilt = (weights: Record<string, number>, more: Partial<EngineOptions> = {}) => {
    const engine = testEngine({ ...options, ...more });
    const all = engine.weights();
    engine.setWeights(
      Object.fromEntries(Object.entries(weights).map(([name, value]) => [name, all[name]!.map(() => value)])),
    );
    return engine;
  };
  const notFinite = (act: () => unknown, message: RegExp) =>
    assert.throws(act, error => error instanceof NotFiniteError && message.test(error.message));

  test('a rate beyond 32 bits: step, gradient and evaluate name it; predictions, whose code is the mean, are right', () => {
    const engine = spoilt({ logVarBias: 300 });
    const before = [engine.weights(), engine.optimizerState().first];
    for (const act of [
      () => engine.step(batch),
      () => engine.gradient(batch),
      () => engine.evaluate(batch),
    ]) {
      notFinite(
        act,
        /the loss is (NaN|Infinity): .*the rate (is )?Infinity.* No weight was moved. Try a smaller/,
      );
    }
    assert.deepEqual([engine.weights(), engine.optimizerState().first], before);
    const plain = testEngine(options);
    assert.deepEqual(engine.predict(tokens), plain.predict(tokens));
    [engine, plain].forEach(one => one.dispose());
  });

  test('lambda is named when it is what is too large', () => {
    const engine = spoilt({ logVarBias: 80 }, { lambda: 3e38 });
    notFinite(
      () => engine.step(batch),
      /weights or averages of gradients that are not finite.*Try a smaller lambda \(it is 3e\+38\)/,
    );
    engine.dispose();
  });

  test('weights that a step has lost are told of, and can be set anew', () => {
    const engine = testEngine(options);
    const kept = engine.weights();
    notFinite(() => {
      for (let i = 0; i < 4; i++) engine.step(batch, { learningRate: 9e14 });
    }, /(beyond 1000000000000000 in size .* weights are lost|the loss is)/);
    engine.setWeights(kept);
    engine.resetOptimizer();
    const fresh = testEngine(options);
    assert.deepEqual(engine.evaluate(batch), fresh.evaluate(batch));
    engine.step(batch);
    [engine, fresh].forEach(one => one.dispose());
  });

  test('NaN that a relu or a maximum would hide is found', () => {
    const dense = spoilt(
      { hiddenKernel: 1e15, embedding: 1e15, kernel: 1e10 },
      { head: 'dense', lambda: 0, dropout: 0 },
    );
    const weights = dense.weights();
    dense.setWeights({ hiddenKernel: weights.hiddenKernel!.map((w, i) => (Math.floor(i / 4) % 2 ? w : -w)) });
    notFinite(() => dense.predict(tokens), /the prediction is NaN at place 0 of 5/);
    notFinite(() => dense.step(batch), /the loss is NaN/);
    dense.dispose();
    const pool = new TextPool({ words: 30, length: 9, embedding: 5, filters: 6, width: 2 }, engineHost());
    const sizes = { embedding: 150, kernel: 60, bias: 6 };
    const filled = (name: string) =>
      Object.fromEntries(
        Object.entries(sizes).map(([other, n]) => [
          other,
          new Float32Array(n).fill(other === name ? NaN : 1),
        ]),
      ) as Record<keyof typeof sizes, Float32Array>;
    for (const name of Object.keys(sizes)) {
      assert.throws(() => pool.forward(tokens, filled(name)), new RegExp(`"${name}" holds NaN`));
    }
    pool.forward(tokens, filled(''));
    assert.throws(
      () => pool.backward(new Float32Array(30).fill(NaN)),
      /the gradient of the features\[0\] .* NaN/,
    );
    pool.dispose();
    const operation = new EngineConvMaxPool(
      new Random(1),
      { words: 30, embedding: 5, filters: 6, width: 2 },
      { length: 9 },
    );
    operation.kernel.assign(tf.fill([2, 5, 6], NaN));
    assert.throws(() => operation.apply(tf.tensor2d(tokens, [5, 9], 'int32')), /"kernel" holds NaN/);
    operation.dispose();
  });
});

test('the rate is right where variances are near 1, and where one is as large as 32 bits hold', () => {
  for (const logVar of [1e-4, -1e-4, 3e-6, 1e-7, 0.2, -0.49, 0.51, 3, -30, 87.5]) {
    const engine = testEngine(options);
    const flat = Object.fromEntries(
      Object.entries(engine.weights()).map(([name, values]) => [name, new Float32Array(values.length)]),
    );
    engine.setWeights({ ...flat, logVarBias: new Float32Array(4).fill(logVar) });
    const right = 4 * halfExcess(Math.fround(logVar));
    const { rate } = engine.evaluate({ tokens: tokens.slice(0, 9), labels: [1] } satisfies TextBatch);
    assert.ok(Math.abs(rate - right) <= 2e-7 * right, `${logVar}: ${rate} for ${right}`);
    engine.dispose();
  }
});
