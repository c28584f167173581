import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { loadEngine, saveEngine, type EngineOptions } from '../../lib/engine';
import { integrate } from '../../lib/gaussian';
import { compileEngine, engineHost } from '../../lib/models';
import { testEngine } from './oracle';

const sizes = { words: 30, length: 9, embedding: 5, filters: 6, width: 2, latent: 4, seed: 2 };
const vib: EngineOptions = { ...sizes, head: 'vib', lambda: 0.3 };
const tokens = Int32Array.from({ length: 5 * 9 }, (_, i) => (i * i) % 30);
const labels = [1, 0, 1, 1, 0];

describe('the engine refuses', () => {
  const engine = testEngine({ ...vib, batch: 4 });
  const refused: [string, () => unknown, RegExp][] = [
    ['an empty batch', () => engine.step({ tokens: new Int32Array(0), labels: [] }), /holds no texts/],
    [
      'half a text',
      () => engine.predict(tokens.subarray(0, 13)),
      /13 numbers are not a whole number of texts/,
    ],
    ['more texts than it was made for', () => engine.step({ tokens, labels }), /5 texts.* at most 4/],
    [
      'a token beyond the vocabulary',
      () => engine.predict(Int32Array.from([...tokens.slice(0, 12), 30, ...tokens.slice(13)])),
      /token 30 \(text 1, place 3\) is outside the vocabulary.* 0 to 29/,
    ],
    ['a negative token', () => engine.predict(new Int32Array(9).fill(-1)), /token -1 \(text 0, place 0\)/],
    ['labels that are too few', () => engine.evaluate({ tokens, labels: [1] }), /5 texts but 1 labels/],
    ['a label of a third class', () => engine.evaluate({ tokens, labels: [1, 0, 2, 0, 0] }), /text 2 is 2/],
    [
      'noise of another size',
      () => engine.step({ tokens: tokens.subarray(0, 9), labels: [1] }, { noise: new Float32Array(3) }),
      /batch \* latent = 4 numbers, but it holds 3/,
    ],
    ['an unknown head', () => testEngine({ ...sizes, head: 'soft' as 'vib' }), /'soft'/],
    [
      'a window of eight words',
      () => testEngine({ ...vib, width: 8 }),
      /width .* between 1 and 7, but it is 8/,
    ],
    ['texts shorter than the window', () => testEngine({ ...vib, length: 1 }), /at least width = 2/],
    ['no filters', () => testEngine({ ...vib, filters: 0 }), /filters must be a whole number >= 1/],
    [
      'dropout of everything',
      () => testEngine({ ...sizes, head: 'dense', dropout: 1 }),
      /dropout .* it is 1/,
    ],
    ['a rate without a bottleneck', () => testEngine({ ...sizes, head: 'dense', lambda: 1 }), /has no rate/],
    [
      'a code without a bottleneck',
      () => testEngine({ ...sizes, head: 'logistic' }).latent(tokens),
      /bottleneck/,
    ],
    [
      'a network beyond 2 GB',
      () => testEngine({ ...vib, words: 3e6, embedding: 300 }),
      /GB, but it can address/,
    ],
    [
      'an unknown parameter',
      () => engine.setWeights({ kernels: new Float32Array(1) }),
      /no parameter "kernels"/,
    ],
    [
      'a parameter of another size',
      () => engine.setWeights({ bias: new Float32Array(1) }),
      /\[6\] = 6 numbers/,
    ],
  ];
  for (const [what, act, message] of refused) {
    test(what, () => assert.throws(act, error => error instanceof RangeError && message.test(error.message)));
  }
});

describe('predictions', () => {
  test('with samples have the mean of the exact integral over the noise', () => {
    const engine = testEngine(vib);
    engine.setWeights({ outputKernel: Float32Array.from([1.5, -2, 1, 3]) });
    const { outputKernel: w, outputBias: b } = engine.weights();
    const { mean, logVar, k } = engine.latent(tokens);
    const samples = 4000;
    const drawn = engine.predictSamples(tokens, { samples, seed: 1 });
    for (let i = 0; i < 5; i++) {
      // The logit is a weighted sum of normals: normal itself.
      let [centre, variance] = [b![0]!, 0];
      for (let j = 0; j < k; j++) {
        centre += w![j]! * mean[i * k + j]!;
        variance += w![j]! ** 2 * Math.exp(logVar[i * k + j]!);
      }
      const moment = (power: number) =>
        integrate(
          u =>
            ((1 / (1 + Math.exp(-centre - Math.sqrt(variance) * u))) ** power * Math.exp((-u * u) / 2)) /
            Math.sqrt(2 * Math.PI),
          -9,
          9,
          2000,
        );
      const sd = Math.sqrt(moment(2) - moment(1) ** 2);
      assert.ok(Math.abs(drawn.mean[i]! - moment(1)) < (4 * sd) / Math.sqrt(samples), `text ${i}`);
      assert.ok(Math.abs(drawn.sd[i]! - sd) < 0.05 * sd);
    }
    engine.dispose();
  });

  test('of many texts are those of each alone', () => {
    const engine = testEngine({ ...sizes, head: 'logistic' });
    const many = Int32Array.from({ length: 600 * 9 }, (_, i) => (i * 31) % 30);
    const all = engine.predict(many);
    for (const i of [0, 255, 256, 599]) {
      assert.equal(engine.predict(many.subarray(i * 9, (i + 1) * 9))[0], all[i]);
    }
    engine.dispose();
  });
});

describe('a saved model', () => {
  const trained = () => {
    const engine = testEngine(vib);
    for (let i = 0; i < 5; i++) engine.step({ tokens, labels });
    engine.lambda = 0.7;
    return engine;
  };

  test('loads with the same weights, settings and predictions', () => {
    const engine = trained();
    const other = loadEngine(saveEngine(engine), engineHost());
    assert.deepEqual(other.weights(), engine.weights());
    assert.deepEqual(other.predict(tokens), engine.predict(tokens));
    assert.deepEqual([other.lambda, other.steps], [0.7, 0]);
    [engine, other].forEach(one => one.dispose());
  });

  test('is a safetensors file: length of the header, header, numbers', () => {
    const engine = trained();
    const bytes = saveEngine(engine);
    const view = new DataView(bytes.buffer);
    const length = Number(view.getBigUint64(0, true));
    const head = JSON.parse(Buffer.from(bytes.subarray(8, 8 + length)).toString()) as Record<
      string,
      { dtype: string; shape: number[]; data_offsets: [number, number] }
    >;
    assert.deepEqual(head.kernel?.shape, [2, 5, 6]);
    assert.equal(head.kernel?.dtype, 'F32');
    const at = 8 + length + head.kernel.data_offsets[0] + 4 * 7;
    assert.equal(view.getFloat32(at, true), engine.weights().kernel![7]);
    engine.dispose();
  });

  test('is refused when it is another kind, another version, or cut short', () => {
    const engine = trained();
    const bytes = saveEngine(engine);
    const load = (other: Uint8Array) => () => loadEngine(other, engineHost());
    const edit = (from: string, to: string) => {
      const text = Buffer.from(bytes).toString('latin1');
      assert.ok(text.includes(from) && from.length === to.length);
      return new Uint8Array(Buffer.from(text.replace(from, to), 'latin1'));
    };
    assert.throws(load(Buffer.from('PK')), /not a safetensors file/);
    assert.throws(load(new Uint8Array(4000).fill(80)), /not a safetensors file/);
    assert.throws(load(edit('vib-notebooks', 'abc-notebooks')), /its format is "abc-notebooks text CNN"/);
    assert.throws(
      load(edit('"version":"2"', '"version":"9"')),
      /has version 9, but this program reads version 2/,
    );
    assert.throws(load(bytes.slice(0, bytes.length - 8)), /damaged or was cut short/);
    assert.throws(load(edit('"bias"', '"bios"')), /its checksum is not [0-9a-f]{8}, as it says, but/);
    engine.dispose();
  });
});

test('an engine that was not built is asked for by its command', () => {
  assert.throws(() => compileEngine('/nowhere/text-cnn.wasm'), /nowhere.*is missing: npm run build:engine/);
});
