import { checkCount } from '../checks';
import type { Ring } from '../data/ring';
import { type Figure, heatmap, lines, type LineSeries, scatter, smallMultiples } from '../show';
import { studentInterval } from '../statistics/mean';
import type { RingField } from './ring-field';
import type { RingCheck, RingRuns } from './ring-gans';

/** The run (its place among the seeds) with the median distance at the last check; of two in the middle the farther one. */
export function medianRun({ runs }: RingRuns): number {
  const last = runs.map((run, s) => [run[run.length - 1]!.distance, s] as const);
  return last.sort(([a], [b]) => a - b)[Math.floor(last.length / 2)]![1];
}

/** The generated points of each arm's median run, over circles of three standard deviations around the ring's clouds. */
export function ringSamples(arms: readonly RingRuns[], ring: Ring, points = 400): Figure {
  checkCount(points, 'points');
  return smallMultiples({
    title: 'What each kind makes of the ring',
    subtitle: `The run with the median distance of each kind, ${points} points; circles: three standard deviations`,
    columns: 3,
    panels: arms.map(one => {
      const sample = one.samples[medianRun(one)]!.subarray(0, 2 * points);
      return scatter({
        title: one.arm.name,
        x: { label: 'x1', range: [-3, 3] },
        y: { label: 'x2', range: [-3, 3] },
        equalAxes: true,
        series: [{ name: 'generated', x: every(sample, 0), y: every(sample, 1), size: 3 }],
        outlines: circles(ring),
      });
    }),
  });
}

/** The field of each arm's median run: log odds of "real" as colour and contours, arrows where generated points are sent. */
export function ringFields(arms: readonly RingRuns[], ring: Ring): Figure {
  const fields = arms.map(one => one.fields[medianRun(one)]!);
  const reach = Math.max(...fields.map(({ logits }) => Math.max(...logits.flat().map(Math.abs))));
  // Beyond some nats the verdict is clear, and one steep corner would leave all else white.
  const ends = Math.min(6, Math.max(1e-6, reach));
  return smallMultiples({
    title: 'What the discriminator says, and where it sends the points',
    subtitle: `Log odds of "real" with the code at its mean, cut at ${ends.toFixed(1)} nats; arrows: direction of the gradient, all of one length`,
    columns: 2,
    height: 480,
    panels: arms.map((one, a) => fieldPanel(one.arm.name, fields[a]!, ring, ends)),
  });
}

function fieldPanel(title: string, { places, logits, arrows }: RingField, ring: Ring, ends: number): Figure {
  const unit = arrows.map(({ dx, dy }) => 0.35 / (Math.hypot(dx, dy) || Infinity));
  return heatmap({
    title,
    x: { label: 'x1', values: places, range: [-3, 3] },
    y: { label: 'x2', values: places, range: [-3, 3] },
    z: { label: 'log odds', unit: 'nats', range: [-ends, ends] },
    values: logits,
    scale: 'diverging',
    contours: true,
    equalAxes: true,
    points: [
      {
        name: 'centres of the clouds',
        x: ring.centres.map(([x]) => x),
        y: ring.centres.map(([, y]) => y),
        size: 7,
      },
    ],
    arrows: [
      {
        name: 'generated points',
        x: arrows.map(({ x }) => x),
        y: arrows.map(({ y }) => y),
        dx: arrows.map(({ dx }, i) => dx * unit[i]!),
        dy: arrows.map(({ dy }, i) => dy * unit[i]!),
      },
    ],
  });
}

/** A quantity of all runs against the steps: means over the seeds with 95% intervals; geometric ones when `log`. */
export function ringHistory(
  arms: readonly RingRuns[],
  { title, label, unit, log = false }: { title: string; label: string; unit?: string; log?: boolean },
  read: (check: RingCheck) => number,
): Figure {
  const into = (value: number) => (log ? Math.log(Math.max(value, 1e-12)) : value);
  const back = (value: number) => (log ? Math.exp(value) : value);
  const series = arms.map(({ arm, runs }): LineSeries => {
    const bands = runs[0]!.map((_, t) => studentInterval(runs.map(run => into(read(run[t]!)))));
    return {
      name: arm.name,
      x: runs[0]!.map(({ step }) => step),
      y: bands.map(({ value }) => back(value)),
      mode: 'lines',
      band: { lower: bands.map(({ low }) => back(low)), upper: bands.map(({ high }) => back(high)) },
    };
  });
  return lines({ title, x: { label: 'step' }, y: { label, unit, log }, series });
}

function circles({ centres, sd }: Ring): LineSeries[] {
  const turn = Array.from({ length: 25 }, (_, i) => (2 * Math.PI * i) / 24);
  return centres.map(([x, y]) => ({
    name: 'three sd around a cloud',
    x: turn.map(angle => x + 3 * sd * Math.cos(angle)),
    y: turn.map(angle => y + 3 * sd * Math.sin(angle)),
    mode: 'lines',
    colour: '#4d4d4d',
  }));
}

const every = (points: Float32Array, from: 0 | 1): number[] =>
  Array.from({ length: points.length / 2 }, (_, i) => points[2 * i + from]!);
