import { proseBundle } from '../../lib/show/conclusion';
import { noticeBundle } from '../../lib/show/notice';
import { startProgress } from '../../lib/show/progress';
import { tableBundle } from '../../lib/show/table';
import { bars } from '../../lib/show/bars';
import type { Figure } from '../../lib/show/figure';
import { heatmap } from '../../lib/show/heatmap';
import { histogram } from '../../lib/show/histogram';
import { imageGrid } from '../../lib/show/image-grid';
import { lines } from '../../lib/show/lines';
import { say } from '../../lib/show/say';
import { scatter } from '../../lib/show/scatter';
import { smallMultiples } from '../../lib/show/small-multiples';
import { inCell } from '../show/kernel-double';

/** Texts that a program which reads data as markup, mathematics or a template shows as something else, or runs. */
export const hostileTexts = [
  '<script>alert("ran")</script>',
  '</script><script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg onload=alert(1)><a href="javascript:alert(1)">go</a>',
  '<a href="javascript:alert(1)">link</a>',
  '<a href="https://example.org/">link</a>',
  '<b>bold</b> <sub>low</sub> <br> <i>',
  '</style><style>*{display:none}</style>',
  '</td></tr></table></div></main>',
  '--><!-- <![CDATA[ ]]>',
  'between $5 and $10',
  '$x^2$ and $$y^2$$',
  '\\(z\\) and \\[w\\] and \\\\(v\\\\)',
  '\\begin{equation}a\\end{equation}',
  '$\\href{javascript:alert(1)}{x}$',
  '$\\style{position:fixed}{x}$ \\$6',
  '{{ 7 * 7 }} {% raw %} {# c #} ${7 * 7}',
  '&lt;b&gt; &amp; &#36;x&#36; &mu;',
  'line\u2028separator\u2029x',
  '\u202Eright to left',
  '`code` **bold** [link](javascript:alert(1)) | bar',
  '%7B%3Cb%3E "quoted" \'single\'',
  'w'.repeat(300),
];

/** A figure of each kind, with `text` wherever a text can stand. */
export function hostileFigures(text: string): Figure[] {
  const [x, y] = [
    [1, 2],
    [1, 2],
  ];
  const series = [
    { name: text, x, y, band: { lower: y, upper: y } },
    { name: `2 ${text}`, x, y },
  ];
  const axes = { title: text, subtitle: text, x: { label: text, unit: text }, y: { label: text } };
  const marks = [
    { axis: 'x' as const, value: 1, label: text },
    { axis: 'y' as const, value: 2, label: text },
  ];
  const coloured = [{ name: text, x, y, colour: { label: text, unit: text, values: y } }];
  const pictures = [0, 1, 2].map(() => new Float32Array(28 * 28).fill(0.5));
  const grid = [
    [0, 1],
    [1, 0],
  ];
  return [
    lines({ ...axes, series, marks }),
    scatter({ ...axes, series: coloured, outlines: series, marks }),
    bars({ ...axes, groups: [text, `2 ${text}`], series: [{ name: text, values: [1, 2] }] }),
    histogram({ ...axes, samples: [{ name: text, values: [1, 2, 3] }], curves: series }),
    heatmap({
      ...axes,
      x: { ...axes.x, values: x },
      y: { ...axes.y, values: y },
      z: { label: text },
      values: grid,
      points: series,
    }),
    imageGrid({
      title: text,
      rows: { label: text, names: [text, '', '', '', ''] },
      columns: { label: text, names: [text, '', ''] },
      images: [pictures, pictures, pictures, pictures, pictures],
    }),
    smallMultiples({ title: text, subtitle: text, panels: [lines({ ...axes, series })] }),
  ];
}

const code = (source: string, outputs: object[], tags: string[] = []) => ({
  cell_type: 'code',
  id: `cell-${Math.random().toString(36).slice(2, 10)}`,
  metadata: { tags },
  execution_count: 1,
  source,
  outputs,
});
const shown = (data: object, output_type = 'display_data') => ({
  output_type,
  metadata: {},
  data,
  ...(output_type === 'execute_result' && { execution_count: 1 }),
});

/** What an author writes, and how many formulas it holds. */
export const prose = {
  formulas: 9,
  source: [
    '## Heading with $a_1$',
    'Inline $x_1 * y_1$ and **$z$**, \\$5 and \\$6, between $5 and $10, `$code$`. $\\href{javascript:alert(1)}{u}$',
    '$$\n\\sum_k |R_k| \\tag{1.1}\n$$',
    '| what | is |\n| --- | --- |\n| $p(z|x)$ | $\\|x\\|$ |',
    '<details open><summary>Raw $h$</summary>\n\n```ts\nconst price = `$5 and $10`;\n```\n\n</details>',
    '\\begin{align}\na &= b\n\\end{align}',
  ].join('\n\n'),
};

/** A notebook whose every output, and every line of code, is one of the hostile texts. */
export function hostileNotebook(texts = hostileTexts): object {
  const figures = texts.flatMap((text, i) => {
    // Every text in one kind of figure, and the worst ones in all.
    const all = hostileFigures(text);
    return i % 7 === 2 ? all : [all[i % all.length] as Figure];
  });
  const progress = inCell(() => startProgress(texts.join(' '), { now: () => 0 }).stop(texts.join(' ')));
  const rows = texts.map((text, i) => ({ [text]: text, [`column ${i}`]: i }));
  const stream = (name: string) => ({ output_type: 'stream', name, text: `${texts.join('\n')}\n` });
  const raw = `<div onclick="alert(1)"><script>alert(1)</script><img src=x onerror=alert(1)><a href="javas&#9;cript:alert(1)">go</a>
<iframe src="https://example.org"></iframe><form action="https://example.org"><button>b</button></form><base href="https://example.org/">
<style>*{display:none}</style><span class="report-math" data-math="inline">$x$</span><p style="background:url(https://example.org/a.png)">p</p>
<meta http-equiv="refresh" content="0;url=https://example.org"></div></div></div>`;
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec: { name: 'tslab', display_name: 'TypeScript', language: 'typescript' } },
    cells: [
      { cell_type: 'markdown', id: 'prose', metadata: {}, source: prose.source },
      code(`data = ${JSON.stringify('/home/someone/private/x$1$.tar.gz')};`, [], ['injected-parameters']),
      code(texts.map(text => `// ${text.replace(/\s/g, ' ')}`).join('\n'), [
        shown(noticeBundle('data', texts.join(' '), Object.fromEntries(texts.map(text => [text, text])))),
        shown(noticeBundle('warning', texts.join(' '), { [texts[0]!]: texts[1] })),
        shown(tableBundle(rows, { caption: texts.join(' ') })),
        shown(progress.at(-1)!.data),
        stream('stdout'),
        stream('stderr'),
        { output_type: 'error', ename: texts[0], evalue: texts[1], traceback: texts },
      ]),
      code(
        'figures',
        figures.map((figure, i) => shown(figure.bundle(), i === 0 ? 'execute_result' : undefined)),
      ),
      code(
        'conclude',
        texts.map(text => shown(proseBundle(say`It says ${text}, and $x^2$.`))),
        ['conclusion'],
      ),
      code('raw', [
        shown({ 'text/html': raw, 'text/plain': 'raw' }),
        shown({
          'application/vnd.plotly.v1+json': {
            data: [{ type: 'scatter', x: [1], y: [1], name: '<a href="javascript:alert(1)">$x$</a>' }],
            layout: {
              title: { text: '<a href="https://example.org" popup="1">go</a> between $5 and $10' },
              modebar: { add: ['sendChartToCloud'] },
            },
            config: {
              showSendToCloud: true,
              plotlyServerURL: 'https://example.org',
              modeBarButtons: [['sendChartToCloud', 'toImage']],
            },
          },
          'text/plain': `a figure of another hand, with ${texts[0]}`,
        }),
        shown({ 'text/markdown': texts.join('\n\n'), 'text/plain': 'raw' }),
        shown({ 'text/latex': '$x$ <script>alert(1)</script>', 'text/plain': 'raw' }),
        shown({
          'image/svg+xml':
            '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>',
        }),
        shown({ 'application/javascript': 'alert(1)', 'text/plain': 'no script' }),
        shown({ 'text/vnd.mermaid': '<script>alert(1)</script>', 'text/plain': 'no diagram' }),
        shown({ 'text/plain': texts.join('\n') }, 'execute_result'),
      ]),
    ],
  };
}
