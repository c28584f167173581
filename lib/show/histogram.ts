import { type AxisSpec, axisLayout, checkLogValue } from './axis';
import {
  checkNotEmpty,
  checkRange,
  checkSomeFinite,
  checkText,
  checkWhole,
  jointRange,
  type Numbers,
} from './checks';
import { Figure, type Trace } from './figure';
import { describeRange, describeXY, type LineSeries, lineTraces } from './line-series';
import { type Mark, markLayout } from './marks';
import { plotlyText } from './plotly-text';
import { baseLayout, colourOf, type HeadSpec, withOpacity } from './style';

export interface SampleSet {
  name: string;
  values: Numbers;
}

export interface HistogramSpec extends HeadSpec {
  x: AxisSpec;
  y?: AxisSpec;
  samples: readonly SampleSet[];
  /** Number of bins; without it Scott's rule decides, between 10 and 80. */
  bins?: number;
  /** Densities to compare with, drawn as lines. */
  curves?: readonly LineSeries[];
  marks?: readonly Mark[];
}

/**
 * Density in bin k = count_k / (n w), so that each sample set has area 1 and can be laid over a density curve.
 *
 * The bins are counted here and not in the page: a million samples cost no more than their bars. Bin width: D. W. Scott,
 * "On optimal and data-based histograms", Biometrika 66(3), 1979. @throws RangeError as checks say.
 */
export function histogram(spec: HistogramSpec): Figure {
  const { title, samples, curves = [], marks = [] } = spec;
  checkText(title, 'the title of the figure');
  checkNotEmpty(samples, `the list of samples of "${title}"`);
  for (const { name, values } of samples) {
    checkNotEmpty(values, `sample set "${checkText(name, 'the name of a sample set')}"`);
    checkSomeFinite(values, `sample set "${name}"`);
  }
  const range = rangeOf(spec);
  const count = checkBins(spec.bins ?? Math.max(...samples.map(one => scottBins(one.values, range))));
  const offset = samples.length;
  const lineSeries = curves.map(curve => ({ mode: 'lines' as const, ...curve }));
  return new Figure({
    title,
    data: [
      ...samples.map((one, index) => densityTrace(one, range, count, index)),
      ...lineSeries.flatMap((curve, index) => lineTraces(curve, index + offset)),
    ],
    layout: {
      ...baseLayout(
        spec,
        [...samples, ...curves].map(one => one.name),
      ),
      xaxis: axisLayout(spec.x, 'x'),
      yaxis: { ...axisLayout(spec.y ?? { label: 'density' }, 'y'), rangemode: 'tozero' },
      barmode: 'overlay',
      bargap: 0,
      ...markLayout(marks, range, { x: spec.x.log, y: spec.y?.log }),
    },
    summary: [
      ...samples.map(
        one => `${one.name}: ${one.values.length} samples, ${describeRange(one.values)}, ${count} bins`,
      ),
      ...curves.map(describeXY),
    ],
  });
}

/**
 * `[bins]` densities over [low, high]; samples outside it, and non-finite ones, count in n but in no bin.
 * @throws RangeError for no values, a range that does not go up, or more than 10,000 bins.
 */
export function binDensities(values: Numbers, [low, high]: [number, number], bins: number): Float64Array {
  checkNotEmpty(values, 'values');
  checkBins(bins);
  if (low !== high) checkRange([low, high], 'range');
  const width = binWidth([low, high], bins);
  const densities = new Float64Array(bins);
  const weight = 1 / (values.length * width);
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (!(value >= low && value <= high)) continue;
    const bin = Math.min(bins - 1, Math.floor((value - low) / width));
    densities[bin] = (densities[bin] as number) + weight;
  }
  return densities;
}

function densityTrace(sample: SampleSet, range: [number, number], bins: number, index: number): Trace {
  const width = binWidth(range, bins);
  return {
    type: 'bar',
    name: plotlyText(sample.name),
    legendgroup: sample.name,
    x: Array.from({ length: bins }, (_, k) => range[0] + (k + 0.5) * width),
    y: binDensities(sample.values, range, bins),
    width,
    marker: { color: withOpacity(colourOf(index), 0.45), line: { width: 0 } },
  };
}

function scottBins(values: Numbers, [low, high]: [number, number]): number {
  const finite = Array.from(values).filter(Number.isFinite);
  const mean = finite.reduce((sum, value) => sum + value, 0) / finite.length;
  const variance = finite.reduce((sum, value) => sum + (value - mean) ** 2, 0) / finite.length;
  const width = 3.49 * Math.sqrt(variance) * finite.length ** (-1 / 3);
  return width > 0 ? Math.min(80, Math.max(10, Math.ceil((high - low) / width))) : 10;
}

/** More would not be seen, and take memory and time. */
function checkBins(bins: number): number {
  return checkWhole(bins, 'bins', 1, 10_000);
}

/** The range given, or that of all samples. @throws RangeError when there is nothing to see in it. */
function rangeOf({ x, samples }: HistogramSpec): [number, number] {
  const found = jointRange(samples.map(one => one.values)) as [number, number];
  const range = x.range ?? found;
  if (x.range !== undefined) checkRange(range, 'the range of the x axis');
  const [low, high] = range;
  if (x.log) checkLogValue(low, 'x', 'bins begin at');
  for (const { name, values } of samples) {
    if (!Array.prototype.some.call(values, (value: number) => value >= low && value <= high))
      throw new RangeError(
        `no value of sample set "${name}" lies in the range [${low}, ${high}] of the x axis`,
      );
  }
  if (
    high - low === Infinity ||
    (high > low && high - low < 1e-10 * Math.max(Math.abs(low), Math.abs(high)))
  ) {
    throw new RangeError(
      `the values from ${low} to ${high} are too ${high - low === Infinity ? 'far apart' : 'close together'} for bins: subtract or divide first`,
    );
  }
  return range;
}

/** Equal values stand in a bin of width 1. */
function binWidth([low, high]: [number, number], bins: number): number {
  return high > low ? (high - low) / bins : 1;
}
