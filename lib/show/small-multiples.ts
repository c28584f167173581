import { describeValue } from './describe-value';
import { checkNotEmpty, checkText } from './checks';
import { Figure, type Layout, type Trace } from './figure';
import { plotlyText } from './plotly-text';
import { baseLayout, type HeadSpec } from './style';

export interface SmallMultiplesSpec extends HeadSpec {
  /** Figures made by the other helpers; each one's title stands over its panel. */
  panels: readonly Figure[];
  /** Panels across; as square as possible without it, and at most 3. */
  columns?: number;
}

type Options = Record<string, unknown>;
type Span = [number, number];

/**
 * Several figures in one, row by row; a series that appears in several panels has one entry in the legend. Maps that all
 * have one colour scale, with a fixed range, share one colour bar beside the panels.
 */
export function smallMultiples(spec: SmallMultiplesSpec): Figure {
  const { title, panels } = spec;
  checkText(title, 'the title of the figure');
  checkNotEmpty(panels, `the list of panels of "${title}"`);
  const columns = spec.columns ?? Math.min(3, Math.ceil(Math.sqrt(panels.length)));
  if (!Number.isInteger(columns) || columns < 1)
    throw new RangeError(`columns must be a whole number >= 1, not ${String(columns)}`);
  panels.forEach(checkPanel);
  const across = Math.min(columns, panels.length);
  const rows = Math.ceil(panels.length / across);
  const height = spec.height ?? 96 + 300 * rows;
  const named = new Set<string>();
  const shared = sharesColourBar(panels);
  const data: Trace[] = [];
  const axes: Layout = {};
  const shapes: Options[] = [];
  const annotations: Options[] = [];
  panels.forEach((panel, index) => {
    const bars = shared ? 'shared' : panels.some(hasColourBar) ? 'each' : 'none';
    const place = placeOf(index, across, rows, height, bars);
    const suffix = index === 0 ? '' : String(index + 1);
    const moved = panel.data.map(trace => moveTrace(trace, suffix, place, legendOnce(trace, panel, named)));
    data.push(...(shared ? moved.map(trace => shareColourBar(trace, index === 0)) : moved));
    axes[`xaxis${suffix}`] = {
      ...moveAxis(panel.layout.xaxis as Options, suffix),
      domain: place.x,
      anchor: `y${suffix}`,
    };
    axes[`yaxis${suffix}`] = {
      ...moveAxis(panel.layout.yaxis as Options, suffix),
      domain: place.y,
      anchor: `x${suffix}`,
    };
    shapes.push(...((panel.layout.shapes ?? []) as Options[]).map(item => moveRefs(item, suffix)));
    annotations.push(...((panel.layout.annotations ?? []) as Options[]).map(item => moveRefs(item, suffix)));
    annotations.push(panelTitle(panel.title, place));
  });
  const { barmode, bargap } = panels.find(panel => panel.layout.barmode !== undefined)?.layout ?? {};
  const head = baseLayout({ ...spec, height }, named.size > 1 ? [...named] : []);
  const { margin } = head;
  return new Figure({
    title,
    data,
    layout: {
      ...head,
      // Room for the titles of the first row, between the legend and the panels.
      margin: { ...margin, t: margin.t + 24 },
      legend: { ...(head.legend as Options), y: 1 + 26 / (height - margin.t - 82) },
      ...axes,
      shapes,
      annotations,
      hovermode: 'closest',
      ...(barmode !== undefined && { barmode, bargap }),
    },
    summary: panels.flatMap(panel => [panel.title, ...panel.summary.map(line => `  ${line}`)]),
  });
}

/** @throws RangeError for a panel that cannot be moved into another figure. */
function checkPanel(panel: Figure, i: number): void {
  const layout = (panel as Partial<Figure> | undefined)?.layout;
  if (layout?.xaxis === undefined || layout.yaxis === undefined) {
    throw new RangeError(
      `panels[${i}] is ${describeValue(panel, 60)}: a panel is a figure made by lines, bars, scatter, histogram, heatmap or imageGrid`,
    );
  }
  if (layout.xaxis2 !== undefined)
    throw new RangeError(`panels[${i}], "${panel.title}", is made of panels itself: pass its panels instead`);
}

function placeOf(
  index: number,
  across: number,
  rows: number,
  height: number,
  colourBars: 'none' | 'each' | 'shared',
): { x: Span; y: Span } {
  const gapX = across > 1 ? (colourBars === 'each' ? 0.16 : 0.1) : 0;
  const gapY = rows > 1 ? 104 / height : 0;
  const wide = (1 - gapX * (across - 1) - (colourBars === 'none' ? 0 : 0.06)) / across;
  const high = (1 - gapY * (rows - 1)) / rows;
  if (wide < 0.02)
    throw new RangeError(`columns is ${across}, which leaves the panels no width: choose fewer columns`);
  if (high < 0.02)
    throw new RangeError(
      `height is ${height} pixels, which leaves ${rows} rows of panels no room: make it larger`,
    );
  const left = (index % across) * (wide + gapX);
  const top = 1 - Math.floor(index / across) * (high + gapY);
  return { x: [left, left + wide], y: [Math.max(0, top - high), top] };
}

function legendOnce(trace: Trace, panel: Figure, named: Set<string>): boolean {
  const wanted =
    trace.name !== undefined &&
    trace.showlegend !== false &&
    (panel.layout.showlegend === true || trace.showlegend === true);
  if (!wanted || named.has(trace.name as string)) return false;
  named.add(trace.name as string);
  return true;
}

function moveTrace(trace: Trace, suffix: string, place: { x: Span; y: Span }, showlegend: boolean): Trace {
  const moved: Trace = { ...trace, xaxis: `x${suffix}`, yaxis: `y${suffix}` };
  // A map has a colour bar and no entry; a level line of it has one.
  const map = trace.type === 'image' || trace.type === 'heatmap' || trace.type === 'contour';
  if (!map || trace.showlegend === true) moved.showlegend = showlegend;
  if (trace.colorbar !== undefined) moved.colorbar = moveColourBar(trace.colorbar as Options, place);
  const marker = trace.marker as Options | undefined;
  if (marker?.colorbar !== undefined) {
    moved.marker = { ...marker, colorbar: moveColourBar(marker.colorbar as Options, place) };
  }
  return moved;
}

function moveColourBar(bar: Options, place: { x: Span; y: Span }): Options {
  const middle = (place.y[0] + place.y[1]) / 2;
  return {
    ...bar,
    x: place.x[1] + 0.005,
    xanchor: 'left',
    y: middle,
    len: place.y[1] - place.y[0],
    thickness: 10,
  };
}

function hasColourBar(panel: Figure): boolean {
  return panel.data.some(
    trace => trace.colorbar !== undefined || (trace.marker as Options | undefined)?.colorbar !== undefined,
  );
}

/** True when there are several panels, all maps of one quantity with one colour scale of a fixed range. */
function sharesColourBar(panels: readonly Figure[]): boolean {
  const scales = panels.map(({ data }) => {
    const [map, ...more] = data.filter(trace => trace.colorbar !== undefined);
    if (map === undefined || more.length > 0 || map.zmin === undefined) return undefined;
    const { title } = map.colorbar as Options;
    return JSON.stringify([map.colorscale, map.zmin, map.zmax, title]);
  });
  return panels.length > 1 && scales[0] !== undefined && scales.every(scale => scale === scales[0]);
}

/** The first map's colour bar serves all, at the right of the panels. */
function shareColourBar(trace: Trace, first: boolean): Trace {
  if (trace.colorbar === undefined) return trace;
  if (!first) return { ...trace, showscale: false };
  return { ...trace, colorbar: { ...(trace.colorbar as Options), x: 0.955, y: 0.5, len: 1 } };
}

function moveAxis(axis: Options, suffix: string): Options {
  return typeof axis.scaleanchor === 'string'
    ? { ...axis, scaleanchor: `${axis.scaleanchor}${suffix}` }
    : axis;
}

/** "x" -> "x2", "y domain" -> "y2 domain". */
function moveRefs(item: Options, suffix: string): Options {
  const move = (reference: unknown) => String(reference).replace(/^([xy])\b/, `$1${suffix}`);
  return { ...item, xref: move(item.xref), yref: move(item.yref) };
}

function panelTitle(text: string, place: { x: Span; y: Span }): Options {
  const corner = {
    xref: 'paper',
    x: place.x[0],
    xanchor: 'left',
    yref: 'paper',
    y: place.y[1],
    yanchor: 'bottom',
  };
  return {
    ...corner,
    text: `<b>${plotlyText(text)}</b>`,
    yshift: 4,
    showarrow: false,
    align: 'left',
    font: { size: 13 },
  };
}
