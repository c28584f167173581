import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { twoMoons } from '../../lib/data';
import { codeSpread, namedPictures, priorRates } from '../../lib/experiments';
import { klFull } from '../../lib/gaussian';
import { gaussianEncoder } from '../../lib/information';
import { DenseVib } from '../../lib/models';
import { Random } from '../../lib/random';
import { minimizeSmooth } from '../../lib/information';
import { tf } from '../../lib/tf';
import { assertClose, assertRefused } from '../support/close';

describe('priorRates', () => {
  const random = new Random(3);
  const rows = Array.from({ length: 20 }, () => {
    const [a, b] = [random.normal(), random.normal()];
    return { mean: [2 * a, 1.8 * a + 0.1 * b + 0.5], logVar: [-3 + 0.2 * b, -4] };
  });
  const encoder = gaussianEncoder(rows.map(r => r.mean), rows.map(r => r.logVar)); // prettier-ignore
  /** E KL(p(z|x) || q), term by term. */
  const rateOf = (mean: number[], covariance: number[][]) =>
    rows.reduce((sum, r) => {
      const own = [[Math.exp(r.logVar[0]!), 0], [0, Math.exp(r.logVar[1]!)]]; // prettier-ignore
      return sum + klFull({ mean: r.mean, covariance: own }, { mean, covariance }) / rows.length;
    }, 0);

  test('are the rates of the normals that fit most closely, found by a search', () => {
    const { standard, axisAligned, full } = priorRates(encoder);
    assertClose(standard, rateOf([0, 0], [[1, 0], [0, 1]]), 1e-10); // prettier-ignore
    const best = (rate: (v: Float64Array) => number, start: number[]) => {
      const value = (v: Float64Array) => ({
        value: rate(v),
        gradient: v.map((_, j) => (rate(v.map((x, i) => (i === j ? x + 1e-5 : x))) - rate(v.map((x, i) => (i === j ? x - 1e-5 : x)))) / 2e-5), // prettier-ignore
      });
      return minimizeSmooth(value, start).value;
    };
    const diagonal = best(v => rateOf([v[0]!, v[1]!], [[Math.exp(v[2]!), 0], [0, Math.exp(v[3]!)]]), [0, 0, 0, 0]); // prettier-ignore
    assertClose(axisAligned, diagonal, 1e-5);
    const slanted = best(
      v => {
        const [a, b, c] = [Math.exp(v[2]!), v[4]!, Math.exp(v[3]!)];
        return rateOf([v[0]!, v[1]!], [[a * a, a * b], [a * b, b * b + c * c]]); // prettier-ignore
      },
      [0, 0, 0, 0, 0],
    );
    assertClose(full, slanted, 1e-5);
    assert.ok(full < axisAligned - 1 && axisAligned < standard);
  });

  test('refuses a code outside the plane', () => {
    assertRefused(() => priorRates(gaussianEncoder([[1]], [[0]])), /a code has 1/);
  });
});

describe('namedPictures', () => {
  test('two pictures without grey: a name of ln 2 nats tells every pixel that differs', () => {
    const { silent, told, nats, perNat } = namedPictures({
      size: 2,
      pixels: Float32Array.from([0, 1, 1, 1, 0, 1]),
    });
    assertClose(silent, 2 * Math.log(2));
    assert.equal(told, 0);
    assertClose(nats, Math.log(2));
    assertClose(perNat, 2);
  });

  test('keeps the doubt of grey pixels', () => {
    const { silent, told } = namedPictures({ size: 2, pixels: Float32Array.from([0.25, 0.75]) });
    assertClose(silent, Math.log(2));
    assertClose(told, -0.25 * Math.log(0.25) - 0.75 * Math.log(0.75));
    assertRefused(() => namedPictures({ size: 1, pixels: Float32Array.from([1]) }), /there are 1/);
    assertRefused(() => namedPictures({ size: 2, pixels: Float32Array.from([1, 2]) }), /pixels\[1\].* 2/);
  });
});

describe('codeSpread', () => {
  test('measures along and across the direction that the classifier looks at', () => {
    const data = twoMoons({ n: 50, seed: 1 });
    const network = new DenseVib({ lambda: 0, seed: 2 });
    // The classifier looks at (3, 4)/5; the noise has sd 2 and 0.5 along the axes.
    network.variables[6]!.assign(tf.tensor2d([[0, 3], [0, 4]])); // prettier-ignore
    network.variables[4]!.assign(tf.zeros([64, 2]));
    network.variables[5]!.assign(tf.tensor1d([2 * Math.log(2), 2 * Math.log(0.5)]));
    const { along, across, w } = codeSpread(network, data);
    assertClose(w, 5, 1e-6);
    assertClose(along.noise, Math.sqrt((0.6 * 2) ** 2 + (0.8 * 0.5) ** 2), 1e-5);
    assertClose(across.noise, Math.sqrt((0.8 * 2) ** 2 + (0.6 * 0.5) ** 2), 1e-5);
    const means = network.latent(tf.tensor2d(data.inputs, [50, 2])).mean.arraySync();
    assertClose(
      along.means,
      Math.sqrt(means.reduce((s, [a, b]) => s + (0.6 * a! + 0.8 * b!) ** 2, 0) / 50),
      1e-5,
    );
  });
});
