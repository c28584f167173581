import { checkNonNegative } from '../checks';
import { baseLayout, colours, Figure, formatNumber, palette } from '../show';

/**
 * x -> z -> y as an hourglass on its side: all of the input on the left, a neck at z that lets `budget` nats through, and what the
 * label gets on the right; below it, dashed, where the label comes from.
 *
 * @param options.budget beta, nats, >= 0: the neck's width grows with it, up to a fifth of the glass
 * @throws RangeError for a budget that is negative or not finite.
 */
export function hourglass({ budget }: { budget: number }): Figure {
  checkNonNegative(budget, 'budget');
  const title = 'The bottleneck as an hourglass';
  const neck = 0.03 + 0.17 * (budget / (1 + budget));
  const half = (t: number) => neck + (1 - neck) * Math.abs(t) ** 1.6 * (t < 0 ? 1 : 0.45);
  const along = Array.from({ length: 41 }, (_, i) => -1 + i / 20);
  const outline = {
    type: 'scatter',
    mode: 'lines',
    hoverinfo: 'skip',
    showlegend: false,
    x: [...along, ...along.slice().reverse()],
    y: [...along.map(half), ...along.slice().reverse().map(t => -half(t))], // prettier-ignore
    fill: 'toself',
    fillcolor: 'rgba(0,114,178,0.16)',
    line: { color: palette[0], width: 2 },
  };
  const text = (x: number, y: number, words: string, size = 14) => ({
    x,
    y,
    text: words,
    showarrow: false,
    font: { size, color: colours.ink },
  });
  const arrow = (from: number, to: number, y: number) => ({
    x: to,
    y,
    ax: from,
    ay: y,
    xref: 'x',
    yref: 'y',
    axref: 'x',
    ayref: 'y',
    text: '',
    showarrow: true,
    arrowhead: 3,
    arrowwidth: 2.4,
    arrowcolor: colours.ink,
  });
  const nats = `${formatNumber(budget, 3)} nats`;
  const hidden = { visible: false, fixedrange: true };
  return new Figure({
    title,
    data: [outline],
    layout: {
      ...baseLayout({
        title,
        subtitle: `Much may flow in; at most ${nats} pass z, and all that is said of y is made of them`,
        height: 340,
      }),
      xaxis: { ...hidden, range: [-1.25, 1.25] },
      yaxis: { ...hidden, range: [-1.75, 1.15] },
      hovermode: false,
      annotations: [
        text(-0.82, 0.12, '<b>x</b><br>the input'),
        text(0, neck + 0.3, `<b>z</b><br>at most ${nats}`),
        text(0.84, 0.12, '<b>y</b><br>the answer'),
        arrow(-0.58, -0.12, 0),
        arrow(0.12, 0.62, 0),
        text(-0.45, 0.44, 'encoder p(z|x)', 12),
        text(0.45, 0.44, 'classifier q(y|z)', 12),
        text(0, -1.6, 'the data link x and y; z sees x only', 12),
      ],
      shapes: [
        {
          type: 'path',
          path: 'M -0.82,-1.1 Q 0,-1.75 0.84,-0.6',
          line: { color: colours.quiet, width: 1.6, dash: 'dash' },
        },
      ],
    },
    summary: [
      `x -> z -> y: everything about the input flows in, at most ${nats} pass z, and y is said from these`,
    ],
  });
}
