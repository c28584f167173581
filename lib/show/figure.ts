import { jupyterDisplay, type MimeBundle, showBundle } from './display';
import { toPlain } from './plain-json';
import { plotlyConfig } from './style';

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

  /**
   * The figure as Plotly's JSON, and as text for where no Plotly is (GitHub, a notebook's plain export). There is no HTML: a figure
   * in it would need a script.
   */
  bundle(): MimeBundle {
    const plot = { data: toPlain(this.data), layout: toPlain(this.layout), config: toPlain(plotlyConfig) };
    return { 'application/vnd.plotly.v1+json': plot, 'text/plain': this.text() };
  }

  /** The last value of a cell is drawn without `show()`. */
  [jupyterDisplay](): MimeBundle {
    return this.bundle();
  }

  /** Puts the figure under the running cell, or its text on standard output. */
  show(): void {
    showBundle(this.bundle());
  }
}
