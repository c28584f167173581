import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { twoGaussians, twoMoons } from '../../lib/data/toy';
import {
  DenseVib,
  DigitAutoencoder,
  DigitVae,
  TextCnn,
  VibTextCnn,
  type TrainableModel,
} from '../../lib/models';
import { Random } from '../../lib/random';
import { tf } from '../../lib/tf';
import { evaluate, train, type TrainingProgress } from '../../lib/training';

const tiny = { words: 20, length: 8, embedding: 4, filters: 6, width: 3, seed: 5 };

/** Texts whose label is whether the word 7 occurs. */
function tinyTexts(n: number) {
  const random = new Random(8);
  const labels = Uint8Array.from({ length: n }, (_, i) => i % 2);
  const tokens = Int32Array.from({ length: n * 8 }, (_, i) => (i % 8 < 3 ? 0 : 8 + random.integer(12)));
  labels.forEach((label, i) => {
    if (label === 1) tokens[i * 8 + 3 + random.integer(5)] = 7;
  });
  return { tokens, labels };
}

const digits = { pixels: new Random(1).uniforms(20 * 784), labels: new Uint8Array(20) };
const makers: [string, () => TrainableModel, Parameters<typeof train>[1]][] = [
  ['TextCnn', () => new TextCnn(tiny), tinyTexts(20)],
  ['VibTextCnn', () => new VibTextCnn({ ...tiny, lambda: 0.1, latent: 3 }), tinyTexts(20)],
  ['DigitVae', () => new DigitVae({ seed: 1, hidden: 16 }), digits],
  ['DigitAutoencoder', () => new DigitAutoencoder({ seed: 1, hidden: 16 }), digits],
  ['DenseVib', () => new DenseVib({ seed: 1, lambda: 0.1 }), twoMoons({ n: 20, seed: 1 })],
  [
    'DenseVib full',
    () => new DenseVib({ seed: 1, lambda: 0.1, covariance: 'full' }),
    twoMoons({ n: 20, seed: 1 }),
  ],
];

describe('train, for every model', () => {
  for (const [name, make, data] of makers) {
    test(`${name}: the loss falls, the same to the last bit with the same seed, and no tensor is left`, async () => {
      const before = tf.memory().numTensors;
      const run = async (seed: number) => {
        const model = make();
        const { epochs } = await train(model, data, {
          epochs: 4,
          batch: 8,
          seed,
          learningRate: 0.01,
          validation: data,
        });
        model.dispose();
        return epochs.map(({ loss, distortion, rate, accuracy, validation }) => {
          return { loss, distortion, rate, accuracy, validation };
        });
      };
      const first = await run(1);
      assert.equal(first.length, 4);
      assert.ok(first[3]!.validation!.loss < first[0]!.validation!.loss);
      assert.deepEqual(await run(1), first);
      assert.notDeepEqual((await run(2))[0], first[0]);
      assert.equal(tf.memory().numTensors, before);
    });
  }
});

describe('train', () => {
  const data = twoGaussians({ n: 70, seed: 2 });
  const model = (lambda = 0.1) => new DenseVib({ seed: 1, lambda, hidden: [8] });

  test('learns two separate clouds, and what a text contains', async () => {
    const clouds = twoGaussians({ n: 400, seed: 2, noise: 0.3 });
    const dense = model(1e-3);
    await train(dense, clouds, { epochs: 10, seed: 1, learningRate: 0.02 });
    assert.ok((await evaluate(dense, clouds)).accuracy! > 0.98);
    const texts = new VibTextCnn({ ...tiny, lambda: 0.01, latent: 4 });
    await train(texts, tinyTexts(300), { epochs: 15, seed: 1, learningRate: 0.01 });
    assert.ok((await evaluate(texts, tinyTexts(300))).accuracy! > 0.97);
  });

  test('its first step is the one of Adam: every weight with a gradient moves by the learning rate', async () => {
    const net = model();
    const before = net.variables.map(v => Float32Array.from(v.dataSync()));
    await train(net, data, { epochs: 1, batch: 70, seed: 1, learningRate: 0.25 });
    const moves = net.variables.flatMap((v, i) =>
      Array.from(v.dataSync(), (w, j) => Math.abs(w - before[i]![j]!)),
    );
    const moved = moves.filter(move => move > 0);
    assert.ok(moved.length > 0.9 * moves.length);
    assert.ok(
      moved.every(move => move > 0.2 && move < 0.25001),
      `${Math.min(...moved)} ${Math.max(...moved)}`,
    );
  });

  test('a training mean weighs a short last batch by its size', async () => {
    const net = model();
    // With a learning rate this small the weights stay, so the epoch's means are those of the data.
    const seen: number[] = [];
    const { epochs } = await train(net, data, {
      epochs: 1,
      batch: 32,
      seed: 1,
      learningRate: 1e-12,
      onProgress: ({ step }) => seen.push(step),
    });
    const { rate, accuracy } = await evaluate(net, data);
    assert.deepEqual(seen, [1, 2, 3]);
    assert.ok(Math.abs(epochs[0]!.rate - rate) < 1e-5 * rate);
    assert.ok(accuracy !== undefined);
  });

  test('lambda may be changed while it runs', async () => {
    const net = model(0);
    const gaps: number[] = [];
    await train(net, data, {
      epochs: 2,
      batch: 70,
      seed: 1,
      onProgress: ({ loss, metrics }) => {
        gaps.push((loss - metrics['distortion (nats)']!) / metrics['rate (nats)']!);
        net.lambda = 3;
      },
    });
    assert.ok(Math.abs(gaps[0]!) < 1e-6 && Math.abs(gaps[1]! - 3) < 1e-3, gaps.join(' '));
  });

  test('tells how far it is', async () => {
    const reports: TrainingProgress[] = [];
    await train(model(), data, { epochs: 2, seed: 1, progress: { update: report => reports.push(report) } });
    assert.deepEqual(
      reports.map(({ epoch, epochs, step, steps }) => [epoch, epochs, step, steps]),
      [1, 2].flatMap(epoch => [1, 2, 3].map(step => [epoch, 2, step, 3])),
    );
    const last = reports[5]!;
    assert.equal(last.secondsLeft, 0);
    assert.ok(last.examplesPerSecond > 0 && last.loss > 0 && last.accuracy !== undefined);
    assert.ok(reports[0]!.secondsLeft > 0);
  });

  test('lets the event loop turn', async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    await train(model(), twoGaussians({ n: 800, seed: 1 }), { epochs: 1, batch: 8, seed: 1 });
    clearInterval(timer);
    assert.ok(turns >= 2, `${turns} turns`);
  });

  test('an AbortSignal and SIGINT end it after the step, with what was done', async () => {
    const listeners = process.listenerCount('SIGINT');
    const stops = {
      signal: (c: AbortController) => c.abort(),
      SIGINT: () => process.kill(process.pid, 'SIGINT'),
    };
    for (const [name, stop] of Object.entries(stops)) {
      const controller = new AbortController();
      let steps = 0;
      const history = await train(model(), twoGaussians({ n: 400, seed: 1 }), {
        epochs: 200,
        batch: 8,
        seed: 1,
        signal: controller.signal,
        onProgress: ({ epoch, step }) => {
          steps++;
          if (epoch === 2 && step === 3) stop(controller);
        },
      });
      assert.equal(history.interrupted, true, name);
      assert.equal(history.epochs.length, 1, name);
      assert.ok(steps < 200, `${name}: ${steps} steps`);
      assert.equal(process.listenerCount('SIGINT'), listeners);
    }
  });

  test('an undisturbed run is not marked as interrupted and leaves no listener', async () => {
    const listeners = process.listenerCount('SIGINT');
    assert.equal((await train(model(), data, { epochs: 1, seed: 1 })).interrupted, false);
    assert.equal(process.listenerCount('SIGINT'), listeners);
  });

  test('stops when the loss is not finite, naming step, learning rate and lambda; weights stay finite', async () => {
    const net = model(0.5);
    const before = tf.memory().numTensors;
    await assert.rejects(
      train(net, twoGaussians({ n: 64, seed: 1 }), { epochs: 50, batch: 16, seed: 1, learningRate: 300 }),
      /^Error: the loss became (NaN|Infinity) at epoch \d+, step \d of 4 \(learning rate 300, lambda 0.5\)/,
    );
    assert.equal(tf.memory().numTensors, before);
    assert.ok(net.variables.every(v => v.dataSync().every(Number.isFinite)));
    assert.equal(process.listenerCount('SIGINT'), 0);
  });

  test('refuses bad options and data before anything runs', async () => {
    const net = model();
    const good = { epochs: 1, seed: 1 };
    const refused: [object, RegExp][] = [
      [{ epochs: 0 }, /epochs must be a whole number >= 1, but it is 0/],
      [{ batch: 0 }, /batch must be a whole number >= 1, but it is 0/],
      [{ batch: 1.5 }, /but it is 1.5/],
      [{ learningRate: 0 }, /learningRate must be greater than 0, but it is 0/],
      [{ learningRate: NaN }, /but it is NaN/],
      [{ seed: 0.5 }, /seed must be a whole number/],
      [{ validation: { inputs: new Float32Array(0), labels: [] } }, /the validation data hold no examples/],
    ];
    for (const [option, message] of refused) {
      await assert.rejects(train(net, data, { ...good, ...option }), { name: 'RangeError', message });
    }
    const badData: [Parameters<typeof train>[1], RegExp][] = [
      [{ inputs: new Float32Array(0), labels: [] }, /the training data hold no examples: at least 1/],
      [{ inputs: new Float32Array(5), labels: [0, 1] }, /5 numbers for 2 labels, .* takes 2 an example: 4/],
      [{ inputs: Float32Array.of(0, 1, 2, NaN), labels: [0, 1] }, /NaN in example 1, column 1/],
    ];
    for (const [set, message] of badData) {
      await assert.rejects(train(net, set, good), { name: 'RangeError', message });
    }
  });
});
