import { checkNumber } from './checks';
import { wrapWords } from './format';
import { plotlyText } from './plotly-text';

/** Distinct for colour-blind readers and in grey print: Okabe and Ito (2008) without yellow, then three of P. Tol's. */
export const palette = [
  '#0072b2',
  '#d55e00',
  '#009e73',
  '#cc79a7',
  '#e69f00',
  '#56b4e9',
  '#4d4d4d',
  '#882255',
  '#332288',
  '#999933',
] as const;

/** Of class 0 and class 1, the same in every figure. */
export const classColours = [palette[0], palette[1]] as const;

/** Marker shapes that go with the colours, so that colour never stands alone. */
const symbols = [
  'circle',
  'square',
  'diamond',
  'triangle-up',
  'cross',
  'x',
  'star',
  'triangle-down',
  'hexagon',
  'pentagon',
];

export const colours = {
  ink: '#222831',
  quiet: '#5c6670',
  grid: '#e6e9ec',
  frame: '#b8bfc6',
  paper: '#ffffff',
};

/** Light to dark in one hue: more ink is more. */
export const sequentialScale = [
  [0, '#f7fbff'],
  [0.2, '#d3e4f3'],
  [0.4, '#9ac8e0'],
  [0.6, '#4f9bcb'],
  [0.8, '#1c6cb1'],
  [1, '#08306b'],
];

/** For points: its lightest colour is still seen on white paper, unlike the other scales'. */
export const pointScale = 'Viridis';

/** Blue below the middle, vermilion above it, near-white at it. */
export const divergingScale = [
  [0, '#0b4f7d'],
  [0.25, '#5aa6d6'],
  [0.5, '#f7f7f5'],
  [0.75, '#ee9a62'],
  [1, '#a84300'],
];

export const fontFamily = '"Source Sans 3", "Segoe UI", "Helvetica Neue", Helvetica, Arial, sans-serif';
export const defaultHeight = 420;

/**
 * The options of every figure's `Plotly.newPlot`. Nothing in a figure leaves the page: no button that sends it to a cloud, and no
 * address to send it to. `$` in a label is a dollar.
 */
export const plotlyConfig = {
  responsive: true,
  displaylogo: false,
  typesetMath: false,
  showSendToCloud: false,
  plotlyServerURL: '',
  modeBarButtonsToRemove: ['select2d', 'lasso2d', 'autoScale2d', 'sendChartToCloud'],
};

/** The house colour of the series with this index; beyond the palette it starts again. */
export function colourOf(index: number): string {
  return palette[index % palette.length] as string;
}

/** The marker shape of the series with this index. */
export function symbolOf(index: number): string {
  return symbols[index % symbols.length] as string;
}

/** The strip that explains a colour scale. */
export function colourBar(title: string): Record<string, unknown> {
  const text = { text: plotlyText(title), side: 'right', font: { size: 13 } };
  return { title: text, tickfont: { size: 12 }, thickness: 14, outlinewidth: 0 };
}

/** `#rrggbb` with an opacity, as CSS. */
export function withOpacity(hex: string, opacity: number): string {
  const part = (start: number) => parseInt(hex.slice(start, start + 2), 16);
  return `rgba(${part(1)},${part(3)},${part(5)},${opacity})`;
}

export interface HeadSpec {
  title: string;
  /** A second line, smaller: what the bars mean, how many samples, the parameters. */
  subtitle?: string;
  /** In pixels. */
  height?: number;
}

/** What every figure's layout holds; the margin is in pixels. */
export interface BaseLayout extends Record<string, unknown> {
  height: number;
  margin: { l: number; r: number; t: number; b: number };
}

/** The layout that every figure starts from: fonts, colours, title, and a legend that never meets the title. */
export function baseLayout(head: HeadSpec, legendNames: readonly string[] = []): BaseLayout {
  if (head.height !== undefined) checkNumber(head.height, `height of "${head.title}" in pixels`, 50, 20_000);
  const titleLines = wrapWords(head.title, 66);
  const subtitleLines = head.subtitle === undefined ? [] : wrapWords(head.subtitle, 90);
  const headHeight = 22 + 22 * titleLines.length + 18 * subtitleLines.length;
  const legendRows = legendNames.length < 2 ? 0 : rowsOfLegend(legendNames);
  // A tall list of short names stands beside the plot; long names there would leave it no width.
  const beside = legendNames.length > 7 && legendNames.every(name => name.length <= 24);
  const subtitle = subtitleLines.map(
    line => `<br><span style="font-size:13px;color:${colours.quiet}">${plotlyText(line)}</span>`,
  );
  return {
    autosize: true,
    height: head.height ?? defaultHeight,
    paper_bgcolor: colours.paper,
    plot_bgcolor: colours.paper,
    font: { family: fontFamily, size: 13, color: colours.ink },
    title: {
      text: titleLines.map(line => `<b>${plotlyText(line)}</b>`).join('<br>') + subtitle.join(''),
      font: { size: 16 },
      x: 0,
      xref: 'paper',
      xanchor: 'left',
      y: 1,
      yref: 'container',
      yanchor: 'top',
      pad: { t: 14 },
    },
    margin: { l: 68, r: 28, t: headHeight + (beside ? 0 : 22 * legendRows), b: 58 },
    showlegend: legendRows > 0,
    legend: beside
      ? { x: 1.02, xanchor: 'left', y: 1, yanchor: 'top', font: { size: 12 } }
      : { orientation: 'h', x: 0, xanchor: 'left', y: 1, yanchor: 'bottom', font: { size: 12 } },
    // -1: a name in full, for a cut one could end inside `&lt;`.
    hoverlabel: { font: { family: fontFamily, size: 12 }, namelength: -1 },
  };
}

/** How many lines a flat legend takes on a page about 700 pixels wide. */
function rowsOfLegend(names: readonly string[]): number {
  return Math.ceil(names.reduce((width, name) => width + 46 + 6.4 * name.length, 0) / 620);
}
