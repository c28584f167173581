import {
  checkBetween,
  checkCount,
  checkPositive,
  checkRecord,
  checkResult,
  checkSameLength,
  checkVector,
} from '../checks';
import type { Random } from '../random';
import { AdamDescent } from './adam-descent';
import type { PairBatch } from './correlated-gaussians';
import { interpolatedBoundGradient } from './critic-bounds';

/** f(x, z) = x^T W z + u . x^2 + v . z^2 + c: a critic that holds the best one for correlated Gaussians among others. */
export interface QuadraticCritic {
  /** K, the numbers in x and in z. */
  readonly dimensions: number;
  /** W row after row `[K * K]`, u `[K]`, v `[K]`, c: all in one array `[K * K + 2 K + 1]`. */
  readonly parameters: Float64Array;
}

/** f = 0. @throws RangeError unless K >= 1. */
export function quadraticCritic(dimensions: number): QuadraticCritic {
  const k = checkCount(dimensions, 'dimensions');
  return { dimensions, parameters: new Float64Array(k * k + 2 * k + 1) };
}

/**
 * f_ij = x_j^T W z_i + u . x_j^2 + v . z_i^2 + c, `[B * B]` row after row: row i belongs to z_i, column j to x_j.
 * @throws RangeError when x and z are no batch of K numbers each.
 */
export function criticScores(critic: QuadraticCritic, pairs: PairBatch): Float64Array {
  const { x, z } = checkRecord(pairs, 'pairs', '{ x, z }');
  const { dimensions: k, parameters } = critic;
  checkSameLength(checkVector(z, 'z'), 'z', checkVector(x, 'x'), 'x');
  checkSameLength(
    checkVector(parameters, 'parameters'),
    'parameters',
    { length: k * k + 2 * k + 1 },
    'this critic',
  );
  const batch = checkCount(x.length / k, `${x.length} numbers / dimensions = ${k}, the length of x over K,`);
  const [u, v] = [k * k, k * k + k];
  const constant = parameters[k * k + 2 * k]!;
  const wz = new Float64Array(k);
  const scores = new Float64Array(batch * batch);
  const ofX = squares(x, parameters, u, k);
  const ofZ = squares(z, parameters, v, k);
  for (let i = 0; i < batch; i++) {
    for (let a = 0; a < k; a++) {
      let sum = 0;
      for (let b = 0; b < k; b++) sum += parameters[a * k + b]! * z[i * k + b]!;
      wz[a] = sum;
    }
    for (let j = 0; j < batch; j++) {
      let product = ofX[j]! + ofZ[i]! + constant;
      for (let a = 0, at = j * k; a < k; a++, at++) product += x[at]! * wz[a]!;
      scores[i * batch + j] = checkResult(
        product,
        `scores[${i * batch + j}]`,
        'keep x, z and the parameters within 1e100 of 0',
      );
    }
  }
  return scores;
}

/**
 * dL/dW_ab = sum_ij G_ij x_ja z_ib, dL/du_a = sum_ij G_ij x_ja^2, dL/dv_b = sum_ij G_ij z_ib^2, dL/dc = sum_ij G_ij with
 * G = dL/df, `[B * B]`: the gradient of any L of the scores, in the order of `parameters`.
 * @throws RangeError for NaN, or arrays of other lengths.
 */
export function criticGradient(
  { dimensions: k }: QuadraticCritic,
  pairs: PairBatch,
  byScore: Float64Array,
): Float64Array {
  const { x, z } = checkRecord(pairs, 'pairs', '{ x, z }');
  checkSameLength(checkVector(z, 'z'), 'z', checkVector(x, 'x'), 'x');
  const batch = checkCount(x.length / k, `${x.length} numbers / dimensions = ${k}, the length of x over K,`);
  checkSameLength(checkVector(byScore, 'byScore'), 'byScore', { length: batch * batch }, 'the batch');
  const gradient = new Float64Array(k * k + 2 * k + 1);
  const [u, v, c] = [k * k, k * k + k, k * k + 2 * k];
  const columns = new Float64Array(batch);
  const gx = new Float64Array(k);
  for (let i = 0; i < batch; i++) {
    gx.fill(0);
    let row = 0;
    for (let j = 0; j < batch; j++) {
      const g = byScore[i * batch + j]!;
      row += g;
      columns[j] = columns[j]! + g;
      for (let a = 0, at = j * k; a < k; a++, at++) gx[a] = gx[a]! + g * x[at]!;
    }
    for (let b = 0; b < k; b++) {
      const zb = z[i * k + b]!;
      gradient[v + b] = gradient[v + b]! + row * zb * zb;
      for (let a = 0; a < k; a++) gradient[a * k + b] = gradient[a * k + b]! + gx[a]! * zb;
    }
    gradient[c] = gradient[c]! + row;
  }
  for (let j = 0; j < batch; j++) {
    for (let a = 0; a < k; a++) gradient[u + a] = gradient[u + a]! + columns[j]! * x[j * k + a]! ** 2;
  }
  gradient.forEach((slope, at) =>
    checkResult(slope, `the derivative by parameters[${at}]`, 'keep x, z and byScore within 1e100 of 0'),
  );
  return gradient;
}

export interface TrainCriticOptions {
  /** Draws a batch of pairs (x, z): every step has a new one. */
  readonly draw: (random: Random) => PairBatch;
  /** K, the numbers in x and in z. */
  readonly dimensions: number;
  /** Which bound is raised: 0 is NWJ, 1 InfoNCE (with B - 1 inputs), between them the interpolated one. */
  readonly gamma: number;
  readonly steps: number;
  readonly random: Random;
  /** Adam's rate at the start, 0.01; it falls to 0 along half a cosine. */
  readonly learningRate?: number;
}

/**
 * theta <- theta + rate Adam(d bound / d theta), from f = 0, on a new batch at every step: the critic that makes its own
 * bound as large as it can. Adam is {@link AdamDescent}.
 * @throws RangeError for bad sizes or rates.
 */
export function trainCritic(options: TrainCriticOptions): QuadraticCritic {
  const { draw, dimensions, gamma, steps, random, learningRate = 0.01 } = options;
  checkCount(steps, 'steps');
  checkPositive(learningRate, 'learningRate');
  checkBetween(gamma, 'gamma', 0, 1);
  const critic = quadraticCritic(dimensions);
  const descent = new AdamDescent(critic.parameters);
  for (let step = 1; step <= steps; step++) {
    const pairs = draw(random);
    const batch = pairs.x.length / dimensions;
    const byScore = interpolatedBoundGradient(criticScores(critic, pairs), batch, gamma);
    const downhill = criticGradient(critic, pairs, byScore).map(slope => -slope);
    descent.step(downhill, (learningRate * (1 + Math.cos((Math.PI * step) / steps))) / 2);
  }
  return critic;
}

/** sum_a weights_a values_ja^2 for every row j, `[B]`; the weights begin at `from` in the parameters. */
function squares(values: Float32Array, parameters: Float64Array, from: number, k: number): Float64Array {
  return Float64Array.from({ length: values.length / k }, (_, j) => {
    let sum = 0;
    for (let a = 0; a < k; a++) sum += parameters[from + a]! * values[j * k + a]! ** 2;
    return sum;
  });
}
