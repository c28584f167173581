import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { rate, VibLayer } from '../../lib/bottleneck';
import { Random } from '../../lib/random';
import { tf } from '../../lib/tf';
import { finiteDifferences, relativeDistance } from '../finite-difference';

const [batch, k] = [6, 3];
const random = new Random(1);
const mean = tf.tensor2d(random.normals(batch * k), [batch, k]);
const logVar = tf.tensor2d(random.normals(batch * k), [batch, k]);
type Artifacts = Parameters<Parameters<typeof tf.io.withSaveHandler>[0]>[0];

const value = (scalar: tf.Tensor) => scalar.dataSync()[0]!;
const apply = (layer: VibLayer, training: boolean) =>
  layer.apply([mean, logVar], { training }) as tf.Tensor2D;

/** mean and logVar are columns of the input; the output is z, the target 0: loss = mean z^2 + penalty. */
function compiled(layer: VibLayer, learningRate = 1) {
  const input = tf.input({ shape: [2] });
  const dense = (name: string) =>
    tf.layers.dense({ units: 2, name, useBias: true, kernelInitializer: 'zeros', biasInitializer: 'ones' });
  const z = layer.apply([dense('mean').apply(input), dense('logVar').apply(input)] as tf.SymbolicTensor[]);
  const model = tf.model({ inputs: input, outputs: z as tf.SymbolicTensor });
  model.compile({ optimizer: tf.train.sgd(learningRate), loss: () => tf.scalar(0).mul(1) });
  return model;
}

describe('VibLayer', () => {
  test('gives the mean, without noise, unless it is training', () => {
    const layer = new VibLayer({ lambda: 1, seed: 1 });
    assert.deepEqual(apply(layer, false).dataSync(), mean.dataSync());
    assert.notDeepEqual(apply(layer, true).dataSync(), mean.dataSync());
  });

  test('noise has standard deviation exp(logVar / 2)', () => {
    const n = 20000;
    const layer = new VibLayer({ lambda: 1, seed: 3 });
    const z = layer.apply([tf.fill([n, 1], 5), tf.fill([n, 1], Math.log(4))], {
      training: true,
    }) as tf.Tensor;
    const { mean: m, variance } = tf.moments(z);
    assert.ok(Math.abs(value(m) - 5) < (4 * 2) / Math.sqrt(n));
    assert.ok(Math.abs(value(variance) - 4) < 4 * 4 * Math.sqrt(2 / n));
  });

  test('same seed, same noise; another seed, other noise; fresh noise at each call', () => {
    const draw = (seed: number) => {
      const layer = new VibLayer({ lambda: 1, seed });
      return [apply(layer, true), apply(layer, true)].map(z => [...z.dataSync()]);
    };
    assert.deepEqual(draw(1), draw(1));
    assert.notDeepEqual(draw(1), draw(2));
    assert.notDeepEqual(draw(1)[0], draw(1)[1]);
  });

  test('kl is the rate and penalty() its weighted form', () => {
    const layer = new VibLayer({ lambda: 0.25, seed: 1 });
    tf.tidy(() => {
      apply(layer, true);
      const expected = value(rate(mean, logVar));
      assert.ok(Math.abs(value(layer.kl) - expected) < 1e-6);
      assert.ok(Math.abs(value(layer.penalty()) - 0.25 * expected) < 1e-6);
      layer.lambda = 2;
      assert.ok(Math.abs(value(layer.penalty()) - 2 * expected) < 1e-5);
      layer.beta = 1000;
      assert.equal(value(layer.penalty()), 0);
    });
  });

  test('kl outside the tidy of the call is refused with advice', () => {
    const layer = new VibLayer({ lambda: 1, seed: 1, name: 'neck' });
    assert.throws(() => layer.kl, /VibLayer "neck" has no KL to give: call it with/);
    tf.tidy(() => void apply(layer, true));
    assert.throws(() => layer.penalty(), /has no KL to give/);
  });

  test('gradients of z and of the penalty are those of finite differences', () => {
    const eps = tf.tensor2d(new Random(7).normals(batch * k), [batch, k]);
    const layer = new VibLayer({ lambda: 0.7, seed: 1 });
    const f = (m: tf.Tensor, v: tf.Tensor) => {
      const z = layer.apply([m, v], { training: true, eps }) as tf.Tensor;
      return z.square().sum().add<tf.Scalar>(layer.penalty());
    };
    const gradients = tf
      .grads(f)([mean, logVar])
      .map(g => g.dataSync());
    const at = (x: Float32Array) => tf.tensor2d(x, [batch, k]);
    const byMean = finiteDifferences(x => value(f(at(x), logVar)), mean.dataSync<'float32'>());
    const byLogVar = finiteDifferences(x => value(f(mean, at(x))), logVar.dataSync<'float32'>());
    assert.ok(relativeDistance(gradients[0]!, byMean) < 2e-3);
    assert.ok(relativeDistance(gradients[1]!, byLogVar) < 2e-3);
  });

  test('model.fit adds lambda * KL once, with the lambda of the moment, without recompiling', async () => {
    const layer = new VibLayer({ lambda: 0.5, seed: 1 });
    const model = compiled(layer, 0);
    const x = tf.zeros([4, 2]);
    const loss = async () => {
      const { history } = await model.fit(x, tf.zeros([4, 2]), { epochs: 1, batchSize: 4, verbose: 0 });
      return history.loss![0] as number;
    };
    // mean = logVar = 1 in both dimensions: KL = 2 * (1 + e - 1 - 1) / 2 = e - 1.
    const kl = Math.E - 1;
    assert.ok(Math.abs((await loss()) - 0.5 * kl) < 1e-5);
    layer.lambda = 3;
    assert.ok(Math.abs((await loss()) - 3 * kl) < 1e-5);
    layer.beta = 1;
    assert.ok(Math.abs((await loss()) - 3 * (kl - 1)) < 1e-5);
    layer.lambda = 0;
    assert.equal(await loss(), 0);
  });

  test('a change of lambda changes the step of a compiled model', async () => {
    const layer = new VibLayer({ lambda: 0, seed: 1 });
    const model = compiled(layer, 0.1);
    const x = tf.zeros([4, 2]);
    const bias = () => model.getLayer('mean').getWeights()[1]!.dataSync()[0]!;
    await model.fit(x, x, { epochs: 1, verbose: 0 });
    assert.equal(bias(), 1);
    layer.lambda = 1;
    await model.fit(x, x, { epochs: 1, verbose: 0 });
    // dKL/dmean = mean = 1.
    assert.ok(Math.abs(bias() - 0.9) < 1e-6);
  });

  test('a layer used twice in a model counts each place once', async () => {
    const layer = new VibLayer({ lambda: 1, seed: 1 });
    const inputs = [0, 1, 2, 3].map(() => tf.input({ shape: [1] }));
    const [a, b, c, d] = inputs as [
      tf.SymbolicTensor,
      tf.SymbolicTensor,
      tf.SymbolicTensor,
      tf.SymbolicTensor,
    ];
    const z = [layer.apply([a, b]), layer.apply([c, d])] as tf.SymbolicTensor[];
    const head = tf.layers.dense({ units: 1, kernelInitializer: 'zeros' });
    const joined = head.apply(tf.layers.concatenate().apply(z)) as tf.SymbolicTensor;
    const model = tf.model({ inputs, outputs: joined });
    model.compile({ optimizer: tf.train.sgd(0), loss: 'meanSquaredError' });
    const data = [2, 0, 4, 0].map(number => tf.fill([3, 1], number));
    const { history } = await model.fit(data, tf.zeros([3, 1]), { epochs: 1, verbose: 0 });
    // Means 2 and 4: KL 2 and 8.
    assert.ok(Math.abs((history.loss![0] as number) - 10) < 1e-5);
  });

  test('fit and predict leak no tensor', async () => {
    const model = compiled(new VibLayer({ lambda: 1, seed: 1 }));
    const x = tf.zeros([8, 2]);
    const run = async () => {
      await model.fit(x, x, { epochs: 2, batchSize: 4, verbose: 0 });
      tf.dispose(model.predict(x));
    };
    await run();
    const before = tf.memory().numTensors;
    await run();
    await run();
    assert.equal(tf.memory().numTensors, before);
  });

  test('survives model.save and tf.loadLayersModel', async () => {
    const layer = new VibLayer({ lambda: 0.3, beta: 2, seed: 17 });
    layer.lambda = 0.4;
    const model = compiled(layer);
    let saved: Artifacts | undefined;
    await model.save(
      tf.io.withSaveHandler(artifacts => {
        saved = artifacts;
        return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } });
      }),
    );
    const loaded = await tf.loadLayersModel(tf.io.fromMemory(saved as Artifacts));
    const copy = loaded.layers.find(found => found instanceof VibLayer) as VibLayer;
    assert.deepEqual([copy.lambda, copy.beta, copy.getConfig().seed], [0.4, 2, 17]);
    const x = tf.ones([2, 2]);
    assert.deepEqual((loaded.predict(x) as tf.Tensor).dataSync(), (model.predict(x) as tf.Tensor).dataSync());
    const fresh = new VibLayer({ lambda: 0.4, seed: 17 });
    assert.deepEqual(apply(copy, true).dataSync(), apply(fresh, true).dataSync());
  });

  test('refuses bad values with the value', () => {
    for (const lambda of [-1, NaN, Infinity]) {
      assert.throws(() => new VibLayer({ lambda, seed: 1 }), {
        name: 'RangeError',
        message: `lambda (the weight of the KL term) must be a finite number >= 0, but it is ${lambda}`,
      });
    }
    const layer = new VibLayer({ lambda: 1, seed: 1 });
    assert.throws(() => (layer.lambda = -2), /but it is -2/);
    assert.throws(() => (layer.beta = -3), /but it is -3/);
    assert.throws(() => new VibLayer({ lambda: 1, seed: 0.5 }), /seed must be a whole number/);
    assert.equal(layer.lambda, 1);
  });

  test('refuses inputs of two shapes, naming both', () => {
    const layer = new VibLayer({ lambda: 1, seed: 1 });
    assert.throws(() => layer.apply([tf.zeros([2, 3]), tf.zeros([2, 4])]), /got \[2, 3\] and \[2, 4\]/);
    assert.throws(
      () => new VibLayer({ lambda: 1, seed: 1 }).apply(tf.zeros([2, 3])),
      /takes two inputs .* got \[2, 3\]/,
    );
  });
});
