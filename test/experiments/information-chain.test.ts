import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { twoMoons } from '../../lib/data';
import { brokenSteps, discreteChain, informationChain, moonsTask } from '../../lib/experiments';
import { integrateOnGrid2d } from '../../lib/gaussian';
import { DenseVib } from '../../lib/models';
import { tf } from '../../lib/tf';
import { assertClose, assertRefused, assertWithin } from '../support/close';

describe('informationChain', () => {
  test('agrees with quadrature over z for two inputs', async () => {
    const data = { size: 2, inputs: Float32Array.from([0, 1, 1, -0.5]), labels: Uint8Array.from([0, 1]) };
    const network = new DenseVib({ lambda: 1, seed: 3 });
    const chain = await informationChain(network, data, { seed: 1, draws: 20000, samples: 5000 });
    const { mean, logVar } = network.latent(tf.tensor2d(data.inputs, [2, 2])) as unknown as {
      mean: tf.Tensor2D;
      logVar: tf.Tensor2D;
    };
    const [m, l] = [mean.arraySync(), logVar.arraySync()];
    const density = (i: number, z: number[]) =>
      z.reduce((p, v, k) => p * (Math.exp(-((v - m[i]![k]!) ** 2) / (2 * Math.exp(l[i]![k]!))) / Math.sqrt(2 * Math.PI * Math.exp(l[i]![k]!))), 1); // prettier-ignore
    const side = { low: -10, high: 10, n: 400 };
    const information = integrateOnGrid2d(
      (a, b) => {
        const [p, q] = [density(0, [a, b]), density(1, [a, b])];
        const half = (v: number) => (v > 0 ? 0.5 * v * Math.log((2 * v) / (p + q)) : 0);
        return half(p) + half(q);
      },
      side,
      side,
    );
    assertWithin(chain.xz, information);
    // Each input has a label of its own.
    assertWithin(chain.zy, information);
    assert.deepEqual(brokenSteps(chain), []);
  });

  test('names the step that falls', () => {
    const sure = (value: number) => ({ value, standardError: 0.01, n: 10 });
    const chain = { encoder: null as never, floor: sure(0.3), zy: sure(0.31), xz: sure(0.2), rate: 0.21 };
    assert.deepEqual(brokenSteps(chain), ['I(Z;Y) <= I(X;Z)']);
    assert.deepEqual(brokenSteps({ ...chain, rate: 0.1 }), ['I(Z;Y) <= I(X;Z)', 'I(X;Z) <= R']);
  });

  test('refuses labels that are not equally frequent, for which H(Y) is not log 2', async () => {
    const { inputs } = twoMoons({ n: 3, seed: 1 });
    const data = { size: 3, inputs, labels: Uint8Array.from([0, 1, 0]) };
    const network = new DenseVib({ lambda: 1, seed: 3 });
    await assert.rejects(informationChain(network, data, { seed: 1 }), /1 of 3 are 1/);
    assert.ok(moonsTask(0.3).informationXY < Math.log(2));
  });
});

describe('discreteChain', () => {
  test('agrees with the closed forms of a symmetric channel', () => {
    // y = x, and the code turns it round with probability e: I = ln 2 - h(e).
    const e = 0.1;
    const h = (p: number) => -p * Math.log(p) - (1 - p) * Math.log(1 - p);
    const code = [[1 - e, e], [e, 1 - e]]; // prettier-ignore
    const joint = [[0.5, 0], [0, 0.5]]; // prettier-ignore
    const chain = discreteChain({ joint, code, classifier: code, prior: [0.5, 0.5] });
    assertClose(chain.zy, Math.log(2) - h(e));
    assertClose(chain.xz, Math.log(2) - h(e));
    assertClose(chain.distortion, h(e));
    assertClose(chain.rate, Math.log(2) - h(e));
    assertClose(chain.entropyY, Math.log(2));
  });

  test('has the first and the third gap of the derivations', () => {
    const chain = discreteChain({
      joint: [[0.25, 0.05], [0.1, 0.2], [0.05, 0.35]], // prettier-ignore
      code: [[0.9, 0.1], [0.4, 0.6], [0.1, 0.9]], // prettier-ignore
      classifier: [[0.75, 0.25], [0.3, 0.7]], // prettier-ignore
      prior: [0.5, 0.5],
    });
    assertClose(chain.zy - (chain.entropyY - chain.distortion), chain.classifierMisfit, 1e-10);
    assertClose(chain.rate - chain.xz, chain.priorMisfit, 1e-10);
    assert.ok(chain.zy < chain.xz);
  });

  test('refuses what is no bottleneck, by name', () => {
    const good = { joint: [[0.5, 0], [0, 0.5]], code: [[1, 0], [0, 1]], classifier: [[1, 0], [0, 1]], prior: [0.5, 0.5] }; // prettier-ignore
    assertRefused(() => discreteChain({ ...good, code: [[1, 0]] }), /code/);
    assertRefused(() => discreteChain({ ...good, code: [[1, 0.5], [0, 1]] }), /code\[0\]/); // prettier-ignore
    assertRefused(() => discreteChain({ ...good, joint: [[0.5, 0], [0, 0.6]] }), /joint/); // prettier-ignore
    assertRefused(() => discreteChain({ ...good, classifier: [[1], [1]] }), /classifier\[0\]/);
    assertRefused(() => discreteChain({ ...good, prior: [0.5, NaN] }), /prior/);
  });
});
