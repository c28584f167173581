import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ringOfGaussians } from '../../lib/data/ring';
import { twoGaussians } from '../../lib/data/toy';
import {
  DenseVib,
  DenseVibFamily,
  DigitVae,
  DiscriminatorFamily,
  GanFamily,
  NetworkFamily,
  TextCnn,
  VibTextCnn,
  type TrainableModel,
} from '../../lib/models';
import { NotFiniteError } from '../../lib/not-finite';
import { Random } from '../../lib/random';
import { tf } from '../../lib/tf';
import { Adam, digitTerms, evaluate, latentAll, predictAll, train, type Data } from '../../lib/training';
import { testEngine } from '../engine/oracle';

const points = twoGaussians({ n: 64, seed: 1 });
const random = new Random(3);
const sizes = { words: 30, length: 9, embedding: 5, filters: 6, width: 2, seed: 2 };
const texts = {
  tokens: Int32Array.from({ length: 40 * 9 }, () => random.integer(30)),
  labels: Int32Array.from({ length: 40 }, () => random.integer(2)),
};
const digits = { pixels: new Random(1).uniforms(20 * 784), labels: new Uint8Array(20) };

const finite = (model: TrainableModel) => model.variables.every(v => v.dataSync().every(Number.isFinite));

describe('a learning rate of 10,000 ends in an error, not in NaN', () => {
  const options = { epochs: 1, seed: 1, batch: 64, learningRate: 1e4 };
  // Two of them survive the smaller one.
  const models: [string, () => TrainableModel, Data, number?][] = [
    ['DenseVib', () => new DenseVib({ seed: 1, lambda: 0.1 }), points],
    ['DenseVib full', () => new DenseVib({ seed: 1, lambda: 0.1, covariance: 'full' }), points],
    ['DenseVibFamily', () => new DenseVibFamily({ members: [{ seed: 1, lambda: 0.1 }] }), points, 1e25],
    ['VibTextCnn', () => new VibTextCnn({ ...sizes, lambda: 0.1, latent: 4 }), texts],
    ['DigitVae', () => new DigitVae({ seed: 1, hidden: 16 }), digits, 1e25],
  ];
  for (const [name, make, data, learningRate = 1e4] of models) {
    test(`${name}: with one step and validation, the validation names it`, async () => {
      const model = make();
      const before = tf.memory().numTensors;
      await assert.rejects(
        train(model, data, { ...options, learningRate, validation: data }),
        /the validation loss became (NaN|Infinity) after epoch 1 \(learning rate (10000|1e\+25), lambda [\d.]+\): .*Try a smaller learning rate \(it is 1/,
      );
      assert.equal(tf.memory().numTensors, before);
      assert.ok(finite(model));
      model.dispose();
    });
  }

  test('the engine, too', async () => {
    const engine = testEngine({ ...sizes, head: 'vib', lambda: 0.1, latent: 4, batch: 64 });
    await assert.rejects(
      train(engine, texts, { ...options, validation: texts }),
      /the validation loss became Infinity after epoch 1 .*the rate is Infinity.*Try a smaller learning rate/,
    );
    engine.dispose();
  });

  test('in the step after it, the step names it, with the weights before', async () => {
    const model = new DenseVib({ seed: 1, lambda: 0.1 });
    await assert.rejects(
      train(model, points, { ...options, epochs: 9, batch: 16 }),
      /the loss became (NaN|Infinity) at epoch 1, step 2 of 4 \(learning rate 10000, lambda 0.1\); training stopped with the weights before that step. The cause: .*Try a smaller learning rate/,
    );
    assert.ok(finite(model));
    model.dispose();
  });
});

describe('a lambda that is too large is what the error names', () => {
  test('lambda 1e30, with a usual learning rate', async () => {
    const makers: [string, () => TrainableModel | ReturnType<typeof testEngine>, Data][] = [
      ['DenseVib', () => new DenseVib({ seed: 1, lambda: 1e30 }), points],
      ['DigitVae', () => new DigitVae({ seed: 1, hidden: 16, lambda: 3e38 }), digits],
      ['engine', () => testEngine({ ...sizes, head: 'vib', lambda: 1e30, latent: 4 }), texts],
      ['VibTextCnn', () => new VibTextCnn({ ...sizes, lambda: 3e38, latent: 4 }), texts],
    ];
    for (const [name, make, data] of makers) {
      const model = make();
      let failure: unknown;
      try {
        await train(model, data, { epochs: 3, seed: 1, batch: 8 });
      } catch (error) {
        failure = error;
      }
      // Where 32 bits hold all of it, a huge price is no error.
      if (failure !== undefined) {
        assert.match((failure as Error).message, /Try a smaller lambda \(it is (1e\+30|3e\+38)\)$/, name);
        assert.doesNotMatch((failure as Error).message, /smaller learning rate/, name);
      } else assert.ok(name === 'DenseVib' || name === 'VibTextCnn', name);
      model.dispose();
    }
  });

  test('and a lambda that 32 bits do not hold is refused at once, by every model', () => {
    const engine = testEngine({ ...sizes, head: 'vib', latent: 4 });
    const model = new VibTextCnn({ ...sizes, lambda: 0.1, latent: 4 });
    const family = new DenseVibFamily({ members: [{ seed: 1, lambda: 0.1 }] });
    for (const lambda of [NaN, -1, Infinity, 1e39, 1e300, '0.1' as unknown as number]) {
      const calls = [
        () => (engine.lambda = lambda),
        () => (model.lambda = lambda),
        () => (family.lambda = lambda),
        () => new DenseVib({ seed: 1, lambda }),
        () => new DigitVae({ seed: 1, lambda }),
        () => new DiscriminatorFamily({ members: [{ seed: 1, capacity: 1, lambda }], inputs: 1 }),
      ];
      for (const call of calls) assert.throws(call, /lambda .*but it is/, `${lambda}`);
    }
    [engine, model, family].forEach(one => one.dispose());
  });
});

describe('weights that hold NaN', () => {
  const spoil = (variable: tf.Variable) => variable.assign(tf.fill(variable.shape, NaN));

  test('are found by training, evaluation, predictions and codes, also behind a maximum', async () => {
    const cases: [TrainableModel & { predict(x: tf.Tensor2D): tf.Tensor }, Data, number][] = [
      [new DenseVib({ seed: 1, lambda: 0.1 }), points, 2],
      [new TextCnn(sizes), texts, 1],
      [new TextCnn({ ...sizes, pool: 'engine' }), texts, 1],
      [new VibTextCnn({ ...sizes, lambda: 0.1, latent: 4 }), texts, 0],
    ];
    for (const [model, data, i] of cases) {
      spoil(model.variables[i]!);
      const before = tf.memory().numTensors;
      const classifier = model as Parameters<typeof predictAll>[0];
      await assert.rejects(
        train(model, data, { epochs: 1, seed: 1 }),
        /(weights hold NaN already: make the model anew|holds NaN)/,
      );
      await assert.rejects(evaluate(model, data), /NaN/);
      await assert.rejects(predictAll(classifier, data), /NaN/);
      if ('latent' in model) await assert.rejects(latentAll(model as never, data), /NaN/);
      assert.equal(tf.memory().numTensors, before);
      model.dispose();
    }
  });

  test('in a digit model, by its terms', async () => {
    const model = new DigitVae({ seed: 1, hidden: 8 });
    spoil(model.variables[0]!);
    await assert.rejects(digitTerms(model, digits, { seed: 1 }), NotFiniteError);
    model.dispose();
  });
});

describe('labels and inputs that fit no model are refused by name', () => {
  const cases: [string, Data, RegExp][] = [
    [
      'label 2 of two classes',
      { ...points, labels: points.labels.map((label, i) => (i === 5 ? 2 : label)) },
      /labels must be whole numbers from 0 to 1 .* is 2/,
    ],
    [
      'label -1',
      { ...points, labels: Int32Array.from(points.labels, (label, i) => (i === 5 ? -1 : label)) },
      /labels must be .* is -1/,
    ],
    [
      'label 0.5',
      { ...points, labels: Array.from(points.labels, (label, i) => (i === 5 ? 0.5 : label)) },
      /the training data hold 0.5 as the label of example 5/,
    ],
    [
      'label NaN',
      { ...points, labels: Array.from(points.labels, (label, i) => (i === 5 ? NaN : label)) },
      /hold NaN as the label of example 5/,
    ],
    [
      'no label',
      {
        ...points,
        labels: Array.from(points.labels, (label, i) => (i === 5 ? undefined : label)) as number[],
      },
      /hold undefined as the label/,
    ],
  ];
  for (const [what, data, message] of cases) {
    test(what, async () => {
      const model = new DenseVib({ seed: 1, lambda: 0.1 });
      const before = tf.memory().numTensors;
      await assert.rejects(train(model, data, { epochs: 1, seed: 1 }), { name: 'RangeError', message });
      assert.equal(tf.memory().numTensors, before);
      model.dispose();
    });
  }

  test('half a word', async () => {
    const model = new TextCnn(sizes);
    const tokens = Float32Array.from(texts.tokens).fill(2.5, 13, 14);
    await assert.rejects(
      train(model, { tokens, labels: texts.labels }, { epochs: 1, seed: 1 }),
      /hold 2.5 as the number of example 1, column 4, but this model takes whole numbers of words/,
    );
    model.dispose();
  });

  test('a class beyond two, by the tfjs text models', async () => {
    const model = new TextCnn(sizes);
    await assert.rejects(
      train(model, { ...texts, labels: texts.labels.map(() => 2) }, { epochs: 1, seed: 1 }),
      /targets must lie in \[0, 1\], but that of example 0, column 0 is 2/,
    );
    model.dispose();
  });
});

describe('optimizers', () => {
  test('Adam refuses a bad learning rate, a gradient that is not finite or of another shape, and moves nothing', () => {
    const [a, b] = [tf.variable(tf.tensor1d([1, 2])), tf.variable(tf.tensor1d([3, 4]))];
    for (const rate of [NaN, 0, -1, Infinity, 'x' as unknown as number]) {
      assert.throws(() => new Adam([a, b], rate), /learningRate must be/);
    }
    const adam = new Adam([a, b], 0.1);
    const step = (values: number[]) =>
      adam.step({ [a.name]: tf.tensor1d([1, 1]), [b.name]: tf.tensor1d(values) });
    assert.throws(
      () => step([0, NaN]),
      /the gradient of ".*" \(\[2\]\) is NaN at place 1: no variable was moved/,
    );
    assert.throws(() => step([Infinity, 0]), /is Infinity at place 0/);
    assert.throws(() => step([1, 2, 3]), /must have its shape, \[2\], but its shape is \[3\]/);
    assert.deepEqual([...a.dataSync(), ...b.dataSync()], [1, 2, 3, 4]);
    const wild = new Adam([a, b], 1e300);
    assert.throws(
      () => wild.step({ [a.name]: tf.tensor1d([1, 1]) }),
      /the step would make ".*" \(\[2\]\) -Infinity at place 0/,
    );
    assert.deepEqual([...a.dataSync()], [1, 2]);
    step([1, 1]);
    assert.ok(a.dataSync()[0]! < 1);
    tf.dispose([a, b]);
  });

  test('a family of networks, too', () => {
    const family = new NetworkFamily([2, 3, 1], [1, 2]);
    const before = family.weights.dataSync().slice();
    const gradient = (value: number) => tf.fill<tf.Rank.R2>([2, 13], value);
    for (const rate of [NaN, 0, -1])
      assert.throws(() => family.step(gradient(1), rate), /learningRate must be/);
    for (const value of [NaN, Infinity, 1e30]) {
      assert.throws(
        () => family.step(gradient(value), 0.1),
        /step 1 would give weights that are not finite .*no weight was moved/,
      );
    }
    assert.throws(() => family.step(gradient(1), 1e300), NotFiniteError);
    assert.deepEqual(family.weights.dataSync(), before);
    family.step(gradient(1), 0.1);
    family.dispose();
  });
});

describe('games that go astray', () => {
  test('a GAN whose learning rate is 1e20 says which member, and leaves no tensor', () => {
    const members = [{ seed: 1, capacity: 0.5, lambda: 0.1, instanceNoise: 0 }];
    const before = tf.memory().numTensors;
    const gan = new GanFamily({
      members,
      ring: ringOfGaussians(),
      steps: 20,
      batch: 8,
      hidden: 8,
      learningRate: 1e20,
    });
    const owned = tf.memory().numTensors;
    assert.throws(
      () => {
        for (let i = 0; i < 20; i++) gan.step();
      },
      error =>
        error instanceof NotFiniteError && /(discriminator 0|generator 0|step \d+ would)/.test(error.message),
    );
    assert.equal(tf.memory().numTensors, owned);
    gan.discriminators.dispose();
    gan.generators.dispose();
    assert.equal(tf.memory().numTensors, before);
  });
});
