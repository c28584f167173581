import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import * as bottleneck from '../../lib/bottleneck';
import { NotFiniteError } from '../../lib/not-finite';
import { tf } from '../../lib/tf';

const {
  bernoulliDistortion,
  categoricalDistortion,
  choleskyFromVector,
  combineTerms,
  dualAscent,
  ascentGains,
  dualAscentStep,
  gaussianDistortion,
  hingeOfBatchMean,
  hingePerExample,
  klFullCovarianceTensor,
  klToStandardNormalTensor,
  logRatioAtSample,
  logVariancesTensor,
  rate,
  reparameterizeFullTensor,
  reparameterizeTensor,
  vibLoss,
  VibLayer,
  weightedRate,
} = bottleneck;

const extreme = fc.oneof(
  fc.constantFrom(0, -0, 1, -1, 2, 0.5, NaN, Infinity, -Infinity, 1e20, -1e20, 1e38, 3.4e38, 1e-40, 1e-20),
  fc.constantFrom(88, 89, 100, 200, -88, -100, -200, 1e4, -1e4, 1e-4, 1e300, -1e300, 2 ** 31),
  fc.double({ min: -5, max: 5, noNaN: true }),
);
/** How many examples (none, too), and numbers for all inputs. */
const inputs = fc.record({
  batch: fc.integer({ min: 0, max: 3 }),
  // One shape most of the time.
  other: fc.option(fc.integer({ min: 0, max: 3 }), { freq: 8, nil: undefined }),
  numbers: fc.infiniteStream(
    fc.oneof({ weight: 3, arbitrary: fc.double({ min: -3, max: 3, noNaN: true }) }, extreme),
  ),
});

type Take = {
  matrix: (columns?: number) => tf.Tensor2D;
  vector: () => tf.Tensor1D;
  factor: () => tf.Tensor3D;
  number: () => number;
};
type Result = tf.Tensor | number[] | number | Record<string, tf.Tensor | number[]>;

const calls: Record<string, (take: Take) => Result> = {
  klToStandardNormalTensor: t => klToStandardNormalTensor(t.matrix(), t.matrix()),
  rate: t => rate(t.matrix(), t.matrix()),
  logRatioAtSample: t => logRatioAtSample(t.matrix(), t.matrix(), t.matrix()),
  reparameterizeTensor: t => reparameterizeTensor(t.matrix(), t.matrix(), t.matrix()),
  choleskyFromVector: t => choleskyFromVector(t.matrix(3), 2),
  klFullCovarianceTensor: t => klFullCovarianceTensor(t.matrix(), choleskyFromVector(t.matrix(3), 2)),
  'klFullCovarianceTensor of any factor': t => klFullCovarianceTensor(t.matrix(), t.factor()),
  logVariancesTensor: t => logVariancesTensor(choleskyFromVector(t.matrix(3), 2)),
  reparameterizeFullTensor: t => reparameterizeFullTensor(t.matrix(), t.factor(), t.matrix()),
  bernoulliDistortion: t => bernoulliDistortion(t.matrix(), t.matrix()),
  'bernoulliDistortion of proper targets': t => {
    const logits = t.matrix();
    return bernoulliDistortion(tf.zerosLike(logits), logits);
  },
  gaussianDistortion: t => gaussianDistortion(t.matrix(), t.matrix(), t.number()),
  categoricalDistortion: t => categoricalDistortion(t.vector(), t.matrix()),
  'categoricalDistortion of proper labels': t => {
    const logits = t.matrix();
    return categoricalDistortion(tf.zeros([logits.shape[0]]), logits);
  },
  hingePerExample: t => hingePerExample(t.vector(), Math.abs(t.number())),
  hingeOfBatchMean: t => hingeOfBatchMean(t.vector(), t.number()),
  weightedRate: t => weightedRate(t.vector(), { lambda: t.number(), beta: Math.abs(t.number()) }),
  combineTerms: t => combineTerms(t.vector(), t.vector(), { lambda: Math.abs(t.number()) }),
  vibLoss: t => vibLoss(t.vector(), t.matrix(), t.matrix(), { lambda: Math.abs(t.number()) }),
  VibLayer: t => {
    const layer = new VibLayer({ lambda: t.number(), seed: 1 });
    const z = layer.call([t.matrix(), t.matrix()], { training: true, eps: t.matrix() });
    return { z, kl: layer.kl, penalty: layer.penalty() };
  },
  'VibLayer that predicts': t =>
    new VibLayer({ lambda: 1, seed: 1 }).call([t.matrix(), t.matrix()], { training: false }),
  ascentGains: t => Object.values(ascentGains(Math.round(t.number()))) as number[],
  dualAscentStep: t => dualAscentStep(t.number(), t.number(), { capacity: t.number(), stepSize: t.number() }),
  dualAscent: t => {
    const [capacity, stepSize, lambda] = [t.number(), t.number(), t.number()].map(Math.abs) as [
      number,
      number,
      number,
    ];
    return { ...dualAscent(() => t.number(), { capacity, stepSize, lambda, steps: 3 }) };
  },
};

describe('random and extreme input gives finite numbers or an error with a sentence', () => {
  for (const [name, call] of Object.entries(calls)) {
    test(name, () => {
      let [answered, refused] = [0, 0];
      fc.assert(
        fc.property(inputs, ({ batch, other, numbers }) => {
          const next = () => numbers.next().value as number;
          let shapes = 0;
          // The second input may have another shape.
          const rows = () => (++shapes === 2 ? (other ?? batch) : batch);
          const fill = (shape: number[]) => {
            const size = shape.reduce((a, b) => a * b, 1);
            return tf.tensor(Float32Array.from({ length: size }, next), shape);
          };
          const take: Take = {
            matrix: (columns = 2) => fill([rows(), columns]) as tf.Tensor2D,
            vector: () => fill([rows()]) as tf.Tensor1D,
            factor: () => {
              const [a, b, c] = [next(), next(), next()];
              const first = tf.tensor3d([
                [
                  [Math.abs(a), 0],
                  [b, Math.abs(c)],
                ],
              ]);
              const rest = tf
                .eye(2)
                .expandDims(0)
                .tile([Math.max(0, rows() - 1), 1, 1]);
              return tf.concat([first, rest]) as tf.Tensor3D;
            },
            number: next,
          };
          const before = tf.memory().numTensors;
          tf.tidy(() => {
            let result: Result;
            try {
              result = call(take);
            } catch (error) {
              assert.ok(error instanceof RangeError || error instanceof NotFiniteError, String(error));
              // A sentence that names a value or a shape.
              assert.match(error.message, /\d|NaN|Infinity/);
              assert.ok(error.message.length > 30);
              refused++;
              return;
            }
            answered++;
            const all =
              typeof result === 'number' || Array.isArray(result) || result instanceof tf.Tensor
                ? [result]
                : Object.values(result);
            for (const one of all.flat()) {
              const found = typeof one === 'number' ? [one] : Array.from(one.dataSync());
              assert.ok(found.length > 0 && found.every(Number.isFinite), `${name} gave ${found.join(', ')}`);
            }
          });
          assert.equal(tf.memory().numTensors, before);
        }),
        { seed: 11, numRuns: 300 },
      );
      assert.ok(answered > 0 && refused > 0, `${answered} answers, ${refused} refusals`);
    });
  }

  test('and every export is among them', () => {
    const functions = Object.entries(bottleneck)
      .filter(([name, value]) => typeof value === 'function' && !/^(check|shapeText)/.test(name))
      .map(([name]) => name);
    assert.deepEqual(
      functions.filter(name => !(name in calls)),
      [],
    );
  });
});

describe('errors name what is wrong, where, and what to do', () => {
  const one = (value: number) =>
    tf.tensor2d([
      [0, 1],
      [value, 2],
    ]);
  const cases: [string, () => unknown, RegExp][] = [
    [
      'a variance beyond 32 bits',
      () => klToStandardNormalTensor(one(0), one(90)),
      /the KL of example 1 is Infinity, because mean\[1, 0\] is 0 and logVar\[1, 0\] is 90: a 32-bit float holds at most 3.4e38/,
    ],
    [
      'a mean that is NaN',
      () => rate(one(NaN), one(0)),
      /KL of example 1 is NaN, because mean\[1, 0\] is NaN/,
    ],
    [
      'a sample beyond 32 bits',
      () => reparameterizeTensor(one(0), one(200), tf.ones([2, 2])),
      /z\[1, 0\] is Infinity, because mean\[1, 0\] is 0 and logVar\[1, 0\] is 200 and eps\[1, 0\] is 1/,
    ],
    [
      'label 2 of two classes',
      () => categoricalDistortion(tf.tensor1d([0, 2]), one(0)),
      /labels must be whole numbers from 0 to 1 \(there are 2 classes\), but that of example 1 is 2/,
    ],
    ['label -1', () => categoricalDistortion(tf.tensor1d([-1, 0], 'int32'), one(0)), /example 0 is -1/],
    ['label 0.5', () => categoricalDistortion(tf.tensor1d([0, 0.5]), one(0)), /example 1 is 0.5/],
    ['label NaN', () => categoricalDistortion(tf.tensor1d([NaN, 0]), one(0)), /example 0 is NaN/],
    [
      'target 2',
      () => bernoulliDistortion(one(2), one(0)),
      /targets must lie in \[0, 1\], but that of example 0, column 1|example 1, column 0 is 2/,
    ],
    [
      'a negative target',
      () => bernoulliDistortion(tf.tensor2d([[-1]]), tf.tensor2d([[0]])),
      /column 0 is -1/,
    ],
    ['no example', () => rate(tf.zeros([0, 2]), tf.zeros([0, 2])), /mean is empty: its shape is \[0, 2\]/],
    [
      'a factor that is none',
      () =>
        klFullCovarianceTensor(
          tf.zeros([1, 2]),
          tf.tensor3d([
            [
              [1, 0],
              [2, -3],
            ],
          ]),
        ),
      /cholesky\[0, 1, 1\] is -3.* positive diagonal/,
    ],
    [
      'an upper triangle',
      () =>
        klFullCovarianceTensor(
          tf.zeros([1, 2]),
          tf.tensor3d([
            [
              [1, 2],
              [0, 1],
            ],
          ]),
        ),
      /cholesky\[0, 0, 1\] is 2.* only 0 above/,
    ],
    [
      'lambda 1e39',
      () => weightedRate(tf.tensor1d([1]), { lambda: 1e39 }),
      /lambda .* at most 3.4e38.* but it is 1e\+39/,
    ],
    [
      'lambda times rate',
      () => weightedRate(tf.tensor1d([1e20]), { lambda: 1e30 }),
      /the rate \(1\d+ nats .* times lambda = 1e\+30 .*Try a smaller lambda/,
    ],
    [
      'a rate that is NaN',
      () => dualAscent(() => NaN, { lambda: 1, capacity: 1, stepSize: 1, steps: 1 }),
      /the rate at lambda = 1 .*NaN/,
    ],
  ];
  for (const [what, act, message] of cases) test(what, () => void assert.throws(act, message));
});
