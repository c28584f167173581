import { checkCount, checkFinite, checkPositive, checkResult, checkSameLength, checkVector } from '../checks';

/** What a predictor may know and must foretell: powers of the other component, and powers of its own. */
export interface PredictorKind {
  /** Powers of the other component that it may use, such as [1] (a linear predictor) or [1, 2, 3]. */
  readonly from: readonly number[];
  /** Powers of the component that it has to foretell: [1] the value, [1, 2] the value and the square. */
  readonly of: readonly number[];
}

/** linear: the value by a line; cubic: the value by a cubic; square: value and square by a parabola. */
export const predictorKinds: Record<'linear' | 'cubic' | 'square', PredictorKind> = {
  linear: { from: [1], of: [1] },
  cubic: { from: [1, 2, 3], of: [1] },
  square: { from: [1, 2], of: [1, 2] },
};

/**
 * V = sum_k sum_p [1 - E (h_kp - w_kp . g(z_other))^2], h_kp = z_k^p of mean 0 and variance 1, z_k = u_1 cos a_k + u_2 sin a_k
 *
 * Two players over white data u (mean 0, covariance I): the predictors move w to raise V, the share of variance
 * that they foretell; the encoder moves its angles a_1, a_2 to lower it. Each z_k has variance 1 whatever the angle, so the
 * encoder cannot escape by shrinking. V is at most the number of targets, and with the best predictors 0 or more.
 *
 * Source: Schmidhuber 1992, there with networks for both players and codes in [0, 1].
 */
export class PredictabilityGame {
  /** a_1, a_2, radians. */
  readonly angles: [number, number];
  /** w: `[component][target][intercept, weight of each power]` */
  readonly weights: number[][][];

  /**
   * @param u1 `[n]`, white data: see `whitening`
   * @param start the two angles to begin with
   * @throws RangeError for fewer than ten data, lengths that differ, data that are not white within 1e-6, or a kind without
   * powers.
   */
  constructor(
    private readonly u1: Float64Array,
    private readonly u2: Float64Array,
    readonly kind: PredictorKind,
    start: readonly [number, number],
  ) {
    checkSameLength(checkVector(u1, 'u1'), 'u1', checkVector(u2, 'u2'), 'u2');
    if (u1.length < 10) throw new RangeError(`ten data at least are needed, but there are ${u1.length}`);
    const moments = [mean(u1), mean(u2), mean(u1, u1) - 1, mean(u2, u2) - 1, mean(u1, u2)];
    if (moments.some(m => Math.abs(m) > 1e-6)) {
      throw new RangeError(
        `the data must be white, but mean or covariance is off by ${Math.max(...moments.map(Math.abs))}: ` +
          'pass what whitening() gives',
      );
    }
    for (const [name, powers] of Object.entries({ from: kind.from, of: kind.of })) {
      if (powers.length === 0)
        throw new RangeError(`kind.${name} is empty: name at least one power, such as 1`);
      powers.forEach((p, i) => checkCount(p, `kind.${name}[${i}]`));
    }
    checkVector(start, 'start');
    this.angles = [checkFinite(start[0], 'start[0]'), checkFinite(start[1], 'start[1]')];
    this.weights = [0, 1].map(() => kind.of.map(() => new Array<number>(kind.from.length + 1).fill(0)));
  }

  /** z_1, z_2: `[n]` each. */
  codes(): [Float64Array, Float64Array] {
    const of = (a: number) => this.u1.map((u, i) => u * Math.cos(a) + this.u2[i]! * Math.sin(a));
    return [of(this.angles[0]), of(this.angles[1])];
  }

  /** V by the predictors as they stand, dV/da `[2]`, and dV/dw in the shape of `weights`. */
  valueAndGradients(): { value: number; angles: [number, number]; weights: number[][][] } {
    const all = this.moments();
    let value = 0;
    const weights = all.map((targets, k) =>
      targets.map((moments, t) => {
        const w = this.weights[k]![t]!;
        value += w.reduce((sum, wi, i) => sum + wi * (2 * moments.cross[i]! - dot(moments.gram[i]!, w)), 0);
        return slopeOf(moments, w);
      }),
    );
    return { value, angles: this.angleSlopes(all), weights };
  }

  /**
   * w <- w + rate dV/dw, ten times, then a <- a - rate dV/da: one round of the game
   *
   * @returns V before the encoder's move. @throws RangeError unless rate is positive.
   */
  round(rate = 0.1): number {
    checkPositive(rate, 'rate');
    // The encoder stands still while the predictors move, so ten of their steps need the data's moments once.
    const all = this.moments();
    for (let step = 0; step < 10; step++) {
      all.forEach((targets, k) =>
        targets.forEach((moments, t) => {
          const w = this.weights[k]![t]!;
          slopeOf(moments, w).forEach((slope, i) => (w[i] += rate * slope));
        }),
      );
    }
    const { value, angles } = this.valueAndGradients();
    checkResult(value, 'V', `the game has diverged; the rate is ${rate}, take a smaller one`);
    angles.forEach((slope, k) => (this.angles[k] -= rate * slope));
    return value;
  }

  /** Of each component's targets, which are brought to mean 0 and variance 1, and the other's powers: `[2][targets]`. */
  private moments(): Moments[][] {
    const z = this.codes();
    return z.map((own, k) => {
      const features = [own.map(() => 1), ...this.kind.from.map(p => power(z[1 - k]!, p))];
      const gram = features.map(f => features.map(g => mean(f, g)));
      return this.kind.of.map(p => {
        const h = power(own, p);
        const centre = mean(h);
        const away = h.map(v => v - centre);
        const sd = Math.sqrt(mean(away, away));
        if (!(sd > 1e-9 && sd < 1e150)) {
          throw new RangeError(
            `power ${p} of component ${k + 1} has a standard deviation of ${sd}: there is nothing to foretell; choose another power`,
          );
        }
        const target = away.map(v => v / sd);
        return { target, sd, features, gram, cross: features.map(f => mean(f, target)) };
      });
    });
  }

  /** dV/da: an angle moves its own component as a target, and as what the other is foretold from. */
  private angleSlopes(all: Moments[][]): [number, number] {
    const z = this.codes();
    const turned = this.angles.map(a => this.u1.map((u, i) => this.u2[i]! * Math.cos(a) - u * Math.sin(a)));
    const slopes: [number, number] = [0, 0];
    all.forEach((targets, k) =>
      targets.forEach(({ target, sd, features }, t) => {
        const w = this.weights[k]![t]!;
        const p = this.kind.of[t]!;
        const lower = [power(z[k]!, p - 1), ...this.kind.from.map(q => power(z[1 - k]!, q - 1))];
        const n = target.length;
        let [squares, along, spread, across] = [0, 0, 0, 0];
        for (let i = 0; i < n; i++) {
          let [guess, guessSlope] = [w[0]!, 0];
          for (let j = 1; j < w.length; j++) {
            guess += w[j]! * features[j]![i]!;
            guessSlope += w[j]! * this.kind.from[j - 1]! * lower[j]![i]!;
          }
          const miss = target[i]! - guess;
          const ownSlope = (p * lower[0]![i]! * turned[k]![i]!) / sd;
          squares += miss * target[i]!;
          along += miss * ownSlope;
          spread += target[i]! * ownSlope;
          across += miss * guessSlope * turned[1 - k]![i]!;
        }
        // The target's own mean and scale move with the angle too.
        const missed = mean(target.map((v, i) => v - features.reduce((sum, f, j) => sum + w[j]! * f[i]!, 0)));
        const shift = mean(power(z[k]!, p - 1).map((v, i) => (p * v * turned[k]![i]!) / sd));
        slopes[k] -= (2 * (along - (squares * spread) / n)) / n - 2 * missed * shift;
        slopes[1 - k] += (2 * across) / n;
      }),
    );
    return slopes;
  }
}

/** One target with what may foretell it. */
interface Moments {
  /** `[n]`, of mean 0 and variance 1. */
  target: Float64Array;
  sd: number;
  /** 1 and the powers of the other component, `[1 + powers][n]`. */
  features: Float64Array[];
  gram: number[][];
  cross: number[];
}

/** dV/dw = 2 (E g h - E g g^T w) */
function slopeOf({ gram, cross }: Moments, w: number[]): number[] {
  return cross.map((c, i) => 2 * (c - dot(gram[i]!, w)));
}

function power(values: Float64Array, p: number): Float64Array {
  const result = new Float64Array(values.length).fill(1);
  for (let i = 0; i < values.length; i++) for (let q = 0; q < p; q++) result[i] *= values[i]!;
  return result;
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, v, i) => sum + v * b[i]!, 0);
}

function mean(a: Float64Array, b?: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * (b ? b[i]! : 1);
  return sum / a.length;
}
