import assert from 'node:assert/strict';
import { test } from 'node:test';
import { minimizeSmooth } from '../../lib/information/minimize-smooth';

test("reaches the bottom of Rosenbrock's valley", () => {
  const { at, steepest, steps } = minimizeSmooth(
    x => {
      const [a, b] = [x[0]!, x[1]!];
      return {
        value: (1 - a) ** 2 + 100 * (b - a * a) ** 2,
        gradient: [-2 * (1 - a) - 400 * a * (b - a * a), 200 * (b - a * a)],
      };
    },
    [-1.2, 1],
  );
  assert.ok(Math.abs(at[0]! - 1) < 1e-8 && Math.abs(at[1]! - 1) < 1e-8, String(at));
  assert.ok(steepest < 1e-7 && steps < 60, `${steepest} after ${steps}`);
});

test('solves a badly scaled quadratic, far faster than steepest descent could', () => {
  const scales = [1e-2, 1, 30, 1e4];
  const { at, steps } = minimizeSmooth(
    x => ({
      value: scales.reduce((sum, s, i) => sum + 0.5 * s * (x[i]! - i) ** 2, 0),
      gradient: scales.map((s, i) => s * (x[i]! - i)),
    }),
    [5, 5, 5, 5],
  );
  scales.forEach((_, i) => assert.ok(Math.abs(at[i]! - i) < 1e-5, `x[${i}] = ${at[i]}`));
  assert.ok(steps < 80, `${steps} steps`);
});

test('steps back where the function is not defined', () => {
  const { at } = minimizeSmooth(x => ({ value: x[0]! - Math.log(x[0]!), gradient: [1 - 1 / x[0]!] }), [20]);
  assert.ok(Math.abs(at[0]! - 1) < 1e-8);
});

test('refuses a start that has no value', () => {
  const f = (x: Float64Array) => ({ value: Math.log(x[0]!), gradient: [1 / x[0]!] });
  assert.throws(() => minimizeSmooth(f, [-1]), { name: 'RangeError', message: /is NaN at the start/ });
  assert.throws(() => minimizeSmooth(f, []), { name: 'RangeError', message: /start is empty/ });
});
