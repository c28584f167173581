import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PredictabilityGame, predictorKinds } from '../../lib/information';
import { Random } from '../../lib/random';
import { whitening } from '../../lib/statistics';

const degrees = 180 / Math.PI;

/** Independent unit-variance sources, turned by `angle` and made exactly white again. */
function turned(draw: (random: Random) => number, angle: number, n: number): [Float64Array, Float64Array] {
  const random = new Random(2);
  const rows = Array.from({ length: n }, () => {
    const [a, b] = [draw(random), draw(random)];
    return [2 * (a * Math.cos(angle) - b * Math.sin(angle)), a * Math.sin(angle) + b * Math.cos(angle)];
  });
  const { white } = whitening(rows);
  // By construction the principal axes are those of the rows, up to sign.
  const sign = (k: number) => Math.sign(rows.reduce((sum, row, i) => sum + row[k]! * white[i]![k]!, 0));
  return [0, 1].map(k => Float64Array.from(white, row => sign(k) * row[k]!)) as [Float64Array, Float64Array];
}
const uniform = (random: Random) => Math.sqrt(12) * (random.uniform() - 0.5);
const laplace = (random: Random) =>
  (Math.log(1 - random.uniform()) * (random.uniform() < 0.5 ? -1 : 1)) / Math.SQRT2;

/** How far the first angle ends from the nearest multiple of `period`, degrees; the sources lie at -angle. */
function play(data: [Float64Array, Float64Array], kind: keyof typeof predictorKinds, start: number): number {
  const game = new PredictabilityGame(...data, predictorKinds[kind], [start, start + 0.5]);
  for (let i = 0; i < 150; i++) game.round();
  return game.angles[0] * degrees;
}
const distanceTo = (angle: number, truth: number, period: number) => {
  const off = (((angle - truth) % period) + period) % period;
  return Math.min(off, period - off);
};

test('with squares to foretell, the game ends at the sources, uniform or Laplace', () => {
  for (const [draw, n, tolerance] of [
    [uniform, 1500, 5],
    [laplace, 2500, 9],
  ] as const) {
    // prettier-ignore
    const data = turned(draw, 0.35, n);
    const [truth] = [0.35 * degrees];
    for (const start of [0.1, 0.9]) {
      const off = distanceTo(play(data, 'square', start), truth, 90);
      assert.ok(off < tolerance, `${off} degrees from the sources: ${draw.name} from ${start}`);
    }
  }
});

test('linear predictors stop at any right angle; cubic ones of the value also half way between the sources', () => {
  const data = turned(uniform, 0.35, 1500);
  const linear = new PredictabilityGame(...data, predictorKinds.linear, [0.8, 1.3]);
  for (let i = 0; i < 150; i++) linear.round();
  assert.ok(Math.abs((linear.angles[1] - linear.angles[0]) * degrees - 90) < 0.5);
  assert.ok(Math.abs((linear.angles[0] - 0.8 - (linear.angles[1] - 1.3) * -1) * degrees) < 1);
  const half = play(data, 'cubic', 0.35 + Math.PI / 4 + 0.5);
  assert.ok(distanceTo(half, 0.35 * degrees + 45, 90) < 6, `${half}`);
});

test('the gradients are those of finite differences', () => {
  const data = turned(laplace, 0.35, 200);
  const game = new PredictabilityGame(...data, { from: [1, 2, 3], of: [1, 2] }, [0.3, 1.1]);
  const random = new Random(4);
  game.weights.forEach(targets => targets.forEach(w => w.forEach((_, i) => (w[i] = 0.2 * random.normal()))));
  const { angles, weights } = game.valueAndGradients();
  const h = 1e-6;
  const slope = (get: () => number, set: (v: number) => void) => {
    const at = get();
    set(at + h);
    const up = game.valueAndGradients().value;
    set(at - h);
    const down = game.valueAndGradients().value;
    set(at);
    return (up - down) / (2 * h);
  };
  for (const k of [0, 1] as const) {
    const numeric = slope(
      () => game.angles[k],
      v => (game.angles[k] = v),
    );
    assert.ok(
      Math.abs(numeric - angles[k]) < 1e-5 * (1 + Math.abs(numeric)),
      `angle ${k}: ${angles[k]} ${numeric}`,
    );
    game.weights[k]!.forEach((w, t) =>
      w.forEach((_, i) => {
        const byWeight = slope(
          () => w[i]!,
          v => (w[i] = v),
        );
        assert.ok(Math.abs(byWeight - weights[k]![t]![i]!) < 1e-5 * (1 + Math.abs(byWeight)));
      }),
    );
  }
});

test('data that are not white are refused', () => {
  const data = Float64Array.from({ length: 20 }, (_, i) => i);
  assert.throws(() => new PredictabilityGame(data, data, predictorKinds.linear, [0, 1]), /whitening/);
});
