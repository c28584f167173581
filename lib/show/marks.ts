import { checkLogValue } from './axis';
import { checkText } from './checks';
import { plotlyText } from './plotly-text';
import { colours } from './style';

/** A reference line across the plot: at x = value (upright) or y = value (level). */
export interface Mark {
  axis: 'x' | 'y';
  value: number;
  label: string;
}

export interface MarkLayout {
  shapes: Record<string, unknown>[];
  annotations: Record<string, unknown>[];
}

/** The shapes and labels of reference lines; labels of upright lines step down so that neighbours stay legible. */
export function markLayout(
  marks: readonly Mark[],
  xRange: [number, number] | null,
  log: { x?: boolean; y?: boolean } = {},
): MarkLayout {
  const shapes: MarkLayout['shapes'] = [];
  const annotations: MarkLayout['annotations'] = [];
  let upright = 0;
  for (const mark of marks) {
    checkText(mark.label, `the label of the reference line at ${mark.axis} = ${mark.value}`);
    if (!Number.isFinite(mark.value))
      throw new RangeError(`the reference line "${mark.label}" is at ${mark.value}`);
    const { value } = mark;
    if (log[mark.axis]) checkLogValue(value, mark.axis, `reference line "${mark.label}" is at`);
    const line = { color: colours.quiet, width: 1.4, dash: 'dash' };
    // Plotly wants the logarithm for a text on a log axis, and the value itself for a shape.
    const at = log[mark.axis] ? Math.log10(value) : value;
    const text = {
      text: plotlyText(mark.label),
      showarrow: false,
      bgcolor: 'rgba(255,255,255,0.8)',
      font: { size: 12, color: colours.quiet },
    };
    if (mark.axis === 'x') {
      const right = xRange !== null && value > middle(xRange, log.x ?? false);
      shapes.push({ type: 'line', xref: 'x', x0: value, x1: value, yref: 'y domain', y0: 0, y1: 1, line });
      annotations.push({
        ...text,
        xref: 'x',
        x: at,
        xanchor: right ? 'right' : 'left',
        xshift: right ? -4 : 4,
        yref: 'y domain',
        y: 1,
        yanchor: 'top',
        yshift: -2 - 19 * upright++,
      });
    } else {
      shapes.push({ type: 'line', xref: 'x domain', x0: 0, x1: 1, yref: 'y', y0: value, y1: value, line });
      annotations.push({
        ...text,
        xref: 'x domain',
        x: 1,
        xanchor: 'right',
        yref: 'y',
        y: at,
        yanchor: 'bottom',
        yshift: 1,
      });
    }
  }
  return { shapes, annotations };
}

function middle([low, high]: [number, number], log: boolean): number {
  return log ? Math.sqrt(low * high) : (low + high) / 2;
}
