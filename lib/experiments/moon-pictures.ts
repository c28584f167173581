import type { ToySet } from '../data';
import { linspace } from '../gaussian';
import type { DenseVib } from '../models';
import { reparameterizeFullTensor } from '../bottleneck';
import { Random } from '../random';
import { byClass, classColours, ellipse, type Figure, heatmap, type PointSeries, scatter } from '../show';
import { tf } from '../tf';
import { predictAll } from '../training';

/** The part of the plane that the maps of the moons show. */
const across = linspace(-1.8, 2.8, 47);
const up = linspace(-1.4, 1.8, 33);

type Eta = (u: number, v: number) => number;

/** p(y=1|x) over the plane with its level line at one half, and the first 200 points of a set, coloured by class. */
export function taskMap(eta: Eta, points: ToySet, title: string): Figure {
  const count = Math.min(200, points.size);
  const column = (d: number) => Array.from({ length: count }, (_, i) => points.inputs[2 * i + d]!);
  return heatmap({
    title,
    subtitle: `Colour: the exact probability of label 1; line: one half. Points: ${count} draws.`,
    x: { label: 'first input', values: across },
    y: { label: 'second input', values: up },
    z: { label: 'p(y=1|x)', range: [0, 1] },
    values: exactMap(eta),
    scale: 'classes',
    levels: [{ name: 'exact boundary', value: 0.5 }],
    points: inClassColours(column(0), column(1), points.labels.subarray(0, count)),
    equalAxes: true,
  });
}

/**
 * q(y=1|x) with z at its mean, over the plane, with its boundary (one half) and, dashed, the exact one.
 *
 * A network that says one half everywhere to four decimals has no boundary to draw.
 */
export async function decisionMap(network: DenseVib, eta: Eta, title: string): Promise<Figure> {
  const inputs = Float32Array.from(up.flatMap(v => across.flatMap(u => [u, v])));
  const labels = new Uint8Array(inputs.length / 2);
  const said = await predictAll(network, { inputs, labels }); // [n, 2]
  const values = up.map((_, r) => across.map((_, c) => said[2 * (r * across.length + c) + 1]!));
  const doubtful = values.flat().every(q => Math.abs(q - 0.5) < 5e-5);
  return heatmap({
    title,
    x: { label: 'x1', values: across },
    y: { label: 'x2', values: up },
    z: { label: 'q(y=1|x)', range: [0, 1] },
    values: short(values),
    scale: 'classes',
    levels: [
      ...(doubtful ? [] : [{ name: 'boundary of the network', value: 0.5, values: short(values) }]),
      { name: 'exact boundary', value: 0.5, values: exactMap(eta), dash: 'dot' as const },
    ],
  });
}

/**
 * One draw of z for each of the first points of a set, with the ellipses of p(z|x), two standard deviations out, of six
 * of them, and dashed the same of the prior.
 */
export function codeCloud(
  network: DenseVib,
  points: ToySet,
  { title, seed, count = 200 }: { title: string; seed: number; count?: number },
): Figure {
  const { z, centres, factors } = tf.tidy(() => {
    const { mean, cholesky } = network.latent(tf.tensor2d(points.inputs.slice(0, 2 * count), [count, 2]));
    const eps = tf.tensor2d(new Random(seed).normals(2 * count), [count, 2]);
    return {
      z: reparameterizeFullTensor(mean, cholesky, eps).arraySync() as [number, number][],
      centres: mean.arraySync() as [number, number][],
      factors: cholesky.arraySync() as unknown as [[number, number], [number, number]][],
    };
  });
  const posterior = (i: number) => {
    const [[a], [b, c]] = factors[i]!;
    const covariance = [[a * a, a * b], [a * b, b * b + c * c]] as [[number, number], [number, number]]; // prettier-ignore
    return ellipse({ name: 'two sd of p(z|x)', mean: centres[i]!, covariance, radius: 2, points: 32 });
  };
  const prior = ellipse({ name: 'two sd of q(z)', mean: [0, 0], sds: [1, 1], radius: 2, points: 48 });
  return scatter({
    title,
    x: { label: 'z1', range: [-4.5, 4.5] },
    y: { label: 'z2', range: [-4.5, 4.5] },
    series: inClassColours(
      z.map(([first]) => first),
      z.map(([, second]) => second),
      points.labels.subarray(0, count),
    ).map(one => ({ ...one, size: 4 })),
    outlines: [
      ...Array.from({ length: 6 }, (_, i) => posterior(i)),
      { ...prior, dash: 'dash' as const, colour: '#5c6670' },
    ],
    equalAxes: true,
  });
}

function exactMap(eta: Eta): number[][] {
  return short(up.map(v => across.map(u => eta(u, v))));
}

/** Four decimals: more is not seen, and every digit is stored with the figure. */
function short(map: number[][]): number[][] {
  return map.map(row => row.map(value => Number(value.toFixed(4))));
}

function inClassColours(x: number[], y: number[], labels: ArrayLike<number>): PointSeries[] {
  return byClass(x, y, labels, label => `y = ${label}`).map(one => ({
    ...one,
    paint: classColours[one.name === 'y = 0' ? 0 : 1],
  }));
}
