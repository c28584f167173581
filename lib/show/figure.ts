import { type MimeBundle, showBundle } from './display';
import { escapeHtml } from './html';
import { type Plain, scriptJson, shortHash, toPlain } from './plain-json';
import { defaultHeight, plotlyConfig } from './style';

/** One series as Plotly takes it (https://plotly.com/javascript/reference). */
export interface Trace {
  type: string;
  name?: string;
  [option: string]: unknown;
}

export type Layout = Record<string, unknown>;

export interface FigureParts {
  title: string;
  data: Trace[];
  layout: Layout;
  /** What a reader without pictures is told: a line for each series. */
  summary: string[];
}

const withoutPlotly =
  'This figure needs Plotly: open the notebook in JupyterLab, or read the exported report, which carries it.';

/** A picture: an interactive plot in JupyterLab and in the exported report, a few honest lines in a terminal. */
export class Figure {
  readonly title: string;
  readonly data: Trace[];
  readonly layout: Layout;
  readonly summary: string[];

  constructor({ title, data, layout, summary }: FigureParts) {
    this.title = title;
    this.data = data;
    this.layout = layout;
    this.summary = summary;
  }

  /** Title, then one line for each series. */
  text(): string {
    return [this.title, ...this.summary.map(line => `  ${line}`)].join('\n');
  }

  /** The figure as Plotly's JSON, as HTML that draws with the page's own `Plotly`, and as text. */
  bundle(): MimeBundle {
    const plot = { data: toPlain(this.data), layout: toPlain(this.layout), config: toPlain(plotlyConfig) };
    return {
      'application/vnd.plotly.v1+json': plot,
      'text/html': figureHtml(plot, this.title, Number(this.layout.height ?? defaultHeight)),
      'text/plain': this.text(),
    };
  }

  /** Puts the figure under the running cell, or its text on standard output. */
  show(): void {
    showBundle(this.bundle());
  }
}

/**
 * The name is made from the content: the same run writes the same notebook. The script draws into its own neighbour, so a
 * figure shown twice on a page is drawn twice.
 */
function figureHtml(
  plot: Record<'data' | 'layout' | 'config', Plain>,
  title: string,
  height: number,
): string {
  const [data, layout, config] = [scriptJson(plot.data), scriptJson(plot.layout), scriptJson(plot.config)];
  const id = `vib-figure-${shortHash(data + layout)}`;
  return `<div id="${id}" class="vib-figure" role="img" aria-label="${escapeHtml(title)}" style="width:100%;height:${height}px"></div>
<script>(function () {
var script = document.currentScript, before = script && script.previousElementSibling;
var place = before && before.id === "${id}" ? before : document.getElementById("${id}");
if (typeof Plotly === "undefined") {
place.style.height = "auto";
place.textContent = ${JSON.stringify(withoutPlotly)};
} else Plotly.newPlot(place, ${data}, ${layout}, ${config});
})();</script>`;
}
