import assert from 'node:assert/strict';
import { test } from 'node:test';
import { generalisationGapOf, summarizeScores, textCodeScores, textScores } from '../../lib/experiments';
import { expectation } from '../../lib/gaussian';
import { makeTextCnn } from '../../lib/models';
import { Random } from '../../lib/random';
import { estimateMean } from '../../lib/statistics';
import { evaluate } from '../../lib/training';

const sizes = { words: 30, length: 8, embedding: 4, filters: 6 };
const random = new Random(5);
const n = 60;
const data = {
  tokens: Int32Array.from({ length: n * 8 }, () => random.integer(30)),
  labels: Int32Array.from({ length: n }, () => random.integer(2)),
};

for (const engine of ['fast', 'tfjs']) {
  test(`${engine}: at the mean the scores are those of evaluate, with and without a bottleneck`, async () => {
    const vib = makeTextCnn({ engine, head: 'vib', seed: 2, latent: 5, ...sizes });
    const plain = makeTextCnn({ engine, head: 'logistic', seed: 2, ...sizes });
    const { atMean, code } = await textCodeScores(vib, data, { draws: 1, seed: 1 });
    assert.equal(code.k, 5);
    for (const [scores, network] of [
      [atMean, vib],
      [await textScores(plain, data), plain],
    ] as const) {
      const { distortion, accuracy } = summarizeScores(scores);
      const whole = await evaluate(network, data);
      assert.ok(Math.abs(distortion.value - whole.distortion) < 1e-5, `${distortion.value}`);
      assert.ok(Math.abs(accuracy.value - whole.accuracy!) < 1e-9);
    }
    [vib, plain].forEach(one => one.dispose());
  });
}

test('drawn codes give the integral over the noise, and are answered as the engine answers its own draws', async () => {
  const vib = makeTextCnn({ engine: 'fast', head: 'vib', seed: 2, latent: 5, ...sizes });
  assert.ok('weights' in vib);
  // Weights large enough for the noise to matter.
  const outputKernel = Float32Array.of(2, -3, 1, 0.5, -2);
  vib.setWeights({ ...vib.weights(), outputKernel, outputBias: Float32Array.of(0.3) });
  const draws = 4000;
  const { atMean, drawn, code } = await textCodeScores(vib, data, { draws, seed: 3 });
  let exact = 0;
  for (let i = 0; i < n; i++) {
    const part = (values: Float32Array) => Array.from(values.subarray(5 * i, 5 * i + 5));
    const logit = part(code.mean).reduce((sum, m, d) => sum + m * outputKernel[d]!, 0.3);
    const sd = Math.hypot(...part(code.logVar).map((l, d) => Math.exp(l / 2) * outputKernel[d]!));
    const sign = data.labels[i] === 1 ? -1 : 1;
    exact += expectation(a => Math.log1p(Math.exp(sign * a)), logit, sd, 100) / n;
  }
  const { value } = estimateMean(drawn.distortions);
  assert.ok(Math.abs(value - exact) < 0.03, `${value} ${exact}`);
  // Jensen: the cross-entropy is convex in the logit, so noise costs something in each text.
  assert.ok(value > estimateMean(atMean.distortions).value + 0.1);
  const { mean } = vib.predictSamples(data.tokens, { samples: 2000, seed: 4 });
  const share = estimateMean(drawn.right).value;
  assert.ok(share > 0.3 && share < 0.7 && mean.length === n);
  vib.dispose();
});

test('draws that are no count are refused', async () => {
  const vib = makeTextCnn({ engine: 'tfjs', head: 'vib', seed: 2, latent: 5, ...sizes });
  await assert.rejects(textCodeScores(vib, data, { draws: 0, seed: 1 }), /draws must be .*, but it is 0/);
  vib.dispose();
});

test('the gap is test less training; against another network it is paired by text', () => {
  const of = (...distortions: number[]) => ({
    distortions: Float64Array.from(distortions),
    right: new Float64Array(distortions.length),
  });
  const one = { train: of(0.1, 0.2, 0.3), test: of(1, 2, 3) };
  const gap = generalisationGapOf(one);
  assert.ok(Math.abs(gap.value - 1.8) < 1e-12);
  // s.e. sqrt((1 + 0.01) / 3)
  assert.ok(Math.abs(gap.standardError - Math.sqrt(1.01 / 3)) < 1e-12);
  assert.equal(gap.verdict, 'above');
  // The other differs by a constant in each text: what the texts share falls out.
  const other = { train: of(0, 0.1, 0.2), test: of(1.5, 2.5, 3.5) };
  const paired = generalisationGapOf(one, other);
  assert.ok(Math.abs(paired.value + 0.6) < 1e-12 && paired.standardError < 1e-12);
  assert.equal(paired.verdict, 'below');
  assert.equal(generalisationGapOf(one, one).verdict, 'undecided');
  assert.equal(generalisationGapOf(one, one).p, 1);
  assert.throws(() => generalisationGapOf(one, { ...one, test: of(1) }), /other network's test scores/);
});
