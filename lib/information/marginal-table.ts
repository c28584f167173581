import { checkFinite, checkFunction, checkPositive, checkSameLength, checkVector } from '../checks';
import { diagonalEntropy } from '../gaussian/density';
import { cellWidth } from '../gaussian/grid-density';
import { klDiagonal } from '../gaussian/divergence';
import type { Grid } from '../gaussian/quadrature';
import { rate, standardPrior } from './bounds';
import { component, type GaussianEncoder } from './encoder';
import type { DiagonalGaussian } from '../gaussian/parameters';

/** p(z) = sum_i p_i p(z|x_i) at the middles of a grid's cells, with the grid: one or two dimensions. */
export interface MarginalTable {
  /** k, 1 or 2. */
  readonly dimensions: number;
  /** The middles of the cells, one array for each dimension. */
  readonly axes: readonly Float64Array[];
  /** `[n1]` or `[n1 * n2]`, row after row: z1 chooses the row. */
  readonly values: Float64Array;
  /** The cell's length or area. */
  readonly volume: number;
}

/**
 * p(z) = sum_i p_i prod_k N(z_k; mean_ik, exp(logVar_ik)) on a grid, for one or two dimensions.
 *
 * Each conditional is a product, so a cell costs one multiplication for each input whose bell reaches it.
 * @throws RangeError when k > 2, when another number of grids is given than k, or when p(z) does not integrate to 1
 * within 1e-6 on the grids.
 */
export function marginalTable(
  encoder: GaussianEncoder,
  grids: readonly Grid[] = tableGrids(encoder),
): MarginalTable {
  const { dimensions: k, count, means, logVars, probabilities } = encoder;
  if (k > 2) {
    throw new RangeError(`a table serves 1 or 2 dimensions, but the encoder has ${k}: use the estimators`);
  }
  checkSameLength(grids, 'grids', { length: k }, "the encoder's mean");
  const widths = grids.map(({ low, high, n }) => cellWidth(low, high, n));
  const axes = grids.map(({ low, n }, d) =>
    Float64Array.from({ length: n }, (_, c) => low + (c + 0.5) * widths[d]!),
  );
  const columns = axes[1]?.length ?? 1;
  const values = new Float64Array(axes[0]!.length * columns);
  for (let i = 0; i < count; i++) {
    const bells = axes.map((axis, d) => bell(axis, means[i * k + d]!, logVars[i * k + d]!));
    const [first, second = { from: 0, heights: Float64Array.of(1) }] = bells as [Bell, Bell?];
    first.heights.forEach((height, r) => {
      const weight = probabilities[i]! * height;
      const start = (first.from + r) * columns + second.from;
      second.heights.forEach((other, c) => (values[start + c] = values[start + c]! + weight * other));
    });
  }
  const table = {
    dimensions: k,
    axes,
    values,
    volume: widths.reduce((product, width) => product * width, 1),
  };
  const mass = integrateTable(table, p => p);
  if (!(Math.abs(mass - 1) <= 1e-6)) {
    throw new RangeError(`p(z) integrates to ${mass} on the grid instead of 1: widen it, or use more cells`);
  }
  return table;
}

/**
 * low = min_i(mean_i - 9 sd_i), high = max_i(mean_i + 9 sd_i) and cells of half the smallest sd, for each dimension: coarser
 * than `encoderGrids`, for codes that are narrow and far apart.
 * @throws RangeError when a dimension would need more than 4000 cells.
 */
export function tableGrids({ means, logVars, dimensions: k, count }: GaussianEncoder): Grid[] {
  return Array.from({ length: k }, (_, d) => {
    const bells = Array.from({ length: count }, (__, i) => {
      return { mean: means[i * k + d]!, sd: Math.exp(logVars[i * k + d]! / 2) };
    });
    const low = bells.reduce((least, { mean, sd }) => Math.min(least, mean - 9 * sd), Infinity);
    const high = bells.reduce((most, { mean, sd }) => Math.max(most, mean + 9 * sd), -Infinity);
    const narrowest = bells.reduce((least, { sd }) => Math.min(least, sd), Infinity);
    const n = Math.ceil((2 * (high - low)) / narrowest);
    if (n > 4000) {
      throw new RangeError(
        `dimension ${d} needs ${n} cells from ${low} to ${high} for a smallest sd of ${narrowest}, more than 4000: use the estimators`,
      );
    }
    return { low, high, n };
  });
}

/** h(Z) = -integral p(z) ln p(z) dz, in nats, over a table's cells. */
export function tableEntropy(table: MarginalTable): number {
  return integrateTable(table, p => (p > 0 ? -p * Math.log(p) : 0));
}

/**
 * KL(p(z) || q(z)) = integral p(z) [ln p(z) - ln q(z)] dz, in nats, over a table's cells; q is any density, given as its
 * logarithm at `[k]`.
 * @throws RangeError where ln q(z) is NaN, or -Infinity where p(z) is not 0.
 */
export function tableGap(table: MarginalTable, logQ: (z: Float64Array) => number): number {
  checkFunction(logQ, 'logQ');
  const z = new Float64Array(table.dimensions);
  const columns = table.axes[1]?.length ?? 1;
  return integrateTable(table, (p, at) => {
    if (p < 1e-300) return 0;
    z[0] = table.axes[0]![Math.floor(at / columns)]!;
    if (table.dimensions === 2) z[1] = table.axes[1]![at % columns]!;
    const logarithm = logQ(z);
    if (!Number.isFinite(logarithm)) {
      throw new RangeError(
        `ln q is ${logarithm} at z = (${z.join(', ')}), where p is ${p}: choose a q that covers p`,
      );
    }
    return p * (Math.log(p) - logarithm);
  });
}

/** The rate of an encoder and all it is made of, in nats. */
export interface RateParts {
  /** R = E_x KL(p(z|x) || q(z)), from the closed form. */
  readonly rate: number;
  /** I(X;Z) = h(Z) - E_x h(Z|x). */
  readonly information: number;
  /** KL(p(z_k) || q(z_k)), `[k]`. */
  readonly marginalKl: number[];
  /** KL(p(z) || prod_k p(z_k)) = sum_k h(Z_k) - h(Z); 0 when the code's dimensions are independent. */
  readonly totalCorrelation: number;
}

/**
 * R = I(X;Z) + sum_k KL(p(z_k) || q(z_k)) + KL(p(z) || prod_k p(z_k)), in nats, for q(z) = prod_k q(z_k) and one or two
 * dimensions. Every term is computed by itself, so that the equality can be checked.
 *
 * q is N(0, I) unless given; the grids come from {@link tableGrids} unless given.
 * Source: Hoffman & Johnson 2016 and Chen et al. 2018, equation 2.
 * @throws RangeError as {@link marginalTable}.
 */
export function rateParts(
  encoder: GaussianEncoder,
  prior: DiagonalGaussian = standardPrior(encoder.dimensions),
  grids: readonly Grid[] = tableGrids(encoder),
): RateParts {
  const joint = tableEntropy(marginalTable(encoder, grids));
  let noise = 0;
  for (let i = 0; i < encoder.count; i++) {
    noise += encoder.probabilities[i]! * diagonalEntropy(component(encoder, i).logVar);
  }
  const alone = grids.map((grid, d) => marginalTable(oneDimension(encoder, d), [grid]));
  const marginalKl = alone.map((table, d) => {
    const [mean, logVar] = [prior.mean[d]!, prior.logVar[d]!];
    const constant = -0.5 * (logVar + Math.log(2 * Math.PI));
    return tableGap(table, ([z]) => constant - 0.5 * Math.exp(-logVar) * (z! - mean) ** 2);
  });
  return {
    rate: rate(encoder, prior),
    information: joint - noise,
    marginalKl,
    totalCorrelation: alone.reduce((sum, table) => sum + tableEntropy(table), 0) - joint,
  };
}

/**
 * The same parts for a linear Gaussian channel z = A x + sqrt(noise) eps, x ~ N(0, I), in closed form: with
 * C = A A^T + diag(noise), I = 1/2 [ln det C - sum_k ln noise_k], KL_k = 1/2 (C_kk - 1 - ln C_kk) and
 * TC = 1/2 [sum_k ln C_kk - ln det C], in nats, for q(z) = N(0, I).
 *
 * @param logDeterminant ln det C
 * @param variances `[k]`, the diagonal of C
 * @param noise `[k]`, the variances of the noise
 * @throws RangeError for a variance that is not positive, or NaN.
 */
export function gaussianRateParts(
  logDeterminant: number,
  variances: ArrayLike<number>,
  noise: ArrayLike<number>,
): RateParts {
  checkSameLength(noise, 'noise', variances, 'variances');
  checkFinite(logDeterminant, 'logDeterminant');
  for (let d = 0; d < checkVector(variances, 'variances').length; d++) {
    checkPositive(variances[d]!, `variances[${d}]`);
    checkPositive(noise[d]!, `noise[${d}]`);
  }
  const standard = standardPrior(1);
  const all = Array.from(variances);
  const logs = all.reduce((sum, v) => sum + Math.log(v), 0);
  const information = 0.5 * (logDeterminant - Array.from(noise).reduce((sum, v) => sum + Math.log(v), 0));
  const marginalKl = all.map(v => klDiagonal({ mean: [0], logVar: [Math.log(v)] }, standard));
  // E_x KL(N(A x, noise) || N(0, I)), term by term, without the other parts.
  const rate = 0.5 * all.reduce((sum, v, d) => sum + v - 1 - Math.log(noise[d]!), 0);
  return { rate, information, marginalKl, totalCorrelation: 0.5 * (logs - logDeterminant) };
}

interface Bell {
  /** The first cell. */
  readonly from: number;
  readonly heights: Float64Array;
}

/** N(z; mean, exp(logVar)) on the cells within 10 standard deviations; beyond, less than 1e-21 of the peak is left. */
function bell(axis: Float64Array, mean: number, logVar: number): Bell {
  const sd = Math.exp(logVar / 2);
  const step = axis.length > 1 ? axis[1]! - axis[0]! : 1;
  const place = (z: number) => Math.min(axis.length, Math.max(0, Math.ceil((z - axis[0]!) / step)));
  const from = place(mean - 10 * sd);
  const heights = axis
    .subarray(from, place(mean + 10 * sd))
    .map(z => Math.exp(-0.5 * ((z - mean) / sd) ** 2) / (sd * Math.sqrt(2 * Math.PI)));
  return { from, heights };
}

/** The encoder of z_d alone. */
function oneDimension(encoder: GaussianEncoder, d: number): GaussianEncoder {
  const { dimensions: k, probabilities, count } = encoder;
  const pick = (values: Float64Array) => Float64Array.from({ length: count }, (_, i) => values[i * k + d]!);
  const logVars = pick(encoder.logVars);
  return {
    count,
    dimensions: 1,
    means: pick(encoder.means),
    logVars,
    precisions: logVars.map(l => Math.exp(-l)),
    logPeaks: logVars.map(l => -0.5 * (l + Math.log(2 * Math.PI))),
    probabilities,
  };
}

function integrateTable(table: MarginalTable, f: (p: number, at: number) => number): number {
  let sum = 0;
  table.values.forEach((p, at) => (sum += f(p, at)));
  return sum * table.volume;
}
