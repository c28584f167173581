import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { twoMoons } from '../../lib/data';
import {
  boundaryAgreement,
  classifierDirection,
  codeCloud,
  codeScores,
  decisionMap,
  familyScores,
  ladder,
  lambdaSeries,
  moonsTask,
  runsAt,
  sampledScores,
  taskMap,
} from '../../lib/experiments';
import { DenseVib, DenseVibFamily } from '../../lib/models';
import { tf } from '../../lib/tf';
import { assertClose, assertRefused } from '../support/close';

const data = twoMoons({ n: 400, seed: 1, noise: 0.3 });
const network = new DenseVib({ lambda: 0.1, seed: 4 });
/** q(y=1|x) with z at its mean, one input at a time. */
const says = (u: number, v: number) => network.predict(tf.tensor2d([[u, v]])).dataSync()[1]!;

describe('codeScores', () => {
  test('agrees with single predictions, and with the draws', async () => {
    const scores = await codeScores(network, data, { seed: 3 });
    const right = Array.from(data.labels, (y, i) => says(data.inputs[2 * i]!, data.inputs[2 * i + 1]!) > 0.5 === (y === 1)); // prettier-ignore
    assertClose(scores.accuracy, right.filter(Boolean).length / 400, 1e-6);
    const drawn = sampledScores(network, data, { samples: 5, seed: 3 });
    assertClose(scores.distortion, drawn.distortions.reduce((a, b) => a + b, 0) / 400, 1e-9);
    assertClose(scores.noisyAccuracy, drawn.right.reduce((a, b) => a + b, 0) / 400, 1e-9);
  });

  test("the classifier's direction is how its log-odds change with the code", () => {
    const odds = (z: [number, number]) => {
      const [zero, one] = network.classify(tf.tensor2d([z])).dataSync<'float32'>() as unknown as [
        number,
        number,
      ];
      return Math.log(one / zero);
    };
    const [w1, w2] = classifierDirection(network);
    assertClose(w1, odds([1, 0]) - odds([0, 0]), 1e-4, 1e-5);
    assertClose(w2, odds([0, 1]) - odds([0, 0]), 1e-4, 1e-5);
    assert.throws(
      () => classifierDirection(new DenseVib({ lambda: 0, seed: 1, latent: 3 })),
      /2 latent.* 3 and 2/,
    );
  });

  test('the scores of a family are those of its members', async () => {
    const members = [{ lambda: 0.1, seed: 1 }, { lambda: 1, seed: 2 }]; // prettier-ignore
    const family = new DenseVibFamily({ members });
    const rows = await familyScores(family, members, data, { seed: 3 });
    const second = await codeScores(family.member(1), data, { seed: 3 });
    assert.deepEqual(rows[1], { ...members[1], ...second });
  });
});

describe('boundaryAgreement', () => {
  test('is 1 with itself, 0 with its opposite', async () => {
    assert.equal(await boundaryAgreement(network, data, says), 1);
    assert.equal(await boundaryAgreement(network, data, (u, v) => 1 - says(u, v)), 0);
  });
});

describe('the sweep over lambda', () => {
  const rows = [0.1, 0.1, 1, 1].map((lambda, i) => ({ lambda, rate: i }));

  test('takes runs by lambda, means with half their interval', () => {
    assert.deepEqual(ladder([1, 0.1], 0.3), [0.1, 0.3, 1]);
    assert.deepEqual(ladder([1, 0.1], 1), [0.1, 1]);
    assert.deepEqual(runsAt(rows, 1, row => row.rate), [2, 3]); // prettier-ignore
    const { x, y, error } = lambdaSeries('rate', rows, row => row.rate);
    assert.deepEqual([x, y], [[0.1, 1], [0.5, 2.5]]); // prettier-ignore
    // Two values one apart: s = 1/sqrt 2, the error of the mean 1/2, Student's quantile with one degree 12.706.
    assertClose((error as number[])[0]!, 12.7062047 / 2, 1e-6);
    assertRefused(() => lambdaSeries('rate', rows.slice(1, 3), row => row.rate), /two values/);
  });
});

describe('pictures of the moons', () => {
  const { eta } = moonsTask(0.3);

  test('draw the boundary of a network beside the exact one, and none for a network that doubts everywhere', async () => {
    const names = (figure: { data: { name?: string }[] }) => figure.data.map(one => one.name).slice(1);
    assert.deepEqual(names(await decisionMap(network, eta, 'map')), [
      'boundary of the network',
      'exact boundary',
    ]);
    const doubts = new DenseVib({ lambda: 0.1, seed: 4 });
    doubts.variables.slice(-2).forEach(one => one.assign(tf.zerosLike(one)));
    assert.deepEqual(names(await decisionMap(doubts, eta, 'map')), ['exact boundary']);
    assert.deepEqual(names(taskMap(eta, data, 'task')), ['exact boundary', 'y = 0', 'y = 1']);
  });

  test('put the ellipses two standard deviations out, in the house colours of the classes', () => {
    const figure = codeCloud(network, data, { title: 'codes', seed: 1, count: 100 });
    const colour = (one: unknown) => (one as { marker: { color: string } }).marker.color;
    assert.deepEqual(figure.data.slice(0, 2).map(colour), ['#0072b2', '#d55e00']);
    const { mean, logVar } = network.latent(tf.tensor2d(data.inputs.slice(0, 2), [1, 2])) as unknown as {
      mean: tf.Tensor;
      logVar: tf.Tensor;
    };
    const [m, s] = [mean.dataSync()[0]!, Math.exp(logVar.dataSync()[0]! / 2)];
    const first = figure.data[2] as unknown as { x: number[] };
    assertClose(Math.max(...first.x), m + 2 * s, 1e-5);
  });
});
