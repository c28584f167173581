import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { script } from '../support/conversion';
import { type Cell, notebookNames, readCells } from '../support/notebooks';

interface Series {
  name: string;
  kind: string;
  x: (number | null)[];
  y: (number | null)[];
  low?: (number | null)[];
}
interface Panel {
  title: string;
  x: { title: string; log?: boolean; categories?: string[] };
  series: Series[];
  image?: string;
}
interface Record {
  question: string;
  keyResult: string;
  buildsOn: string[];
  keyFigure: string;
  sections: { at: string; title: string; body: string; kind: string }[];
  tables: { cell: string; caption: string; columns: string[]; rows: string[][] }[];
  figures: { cell: string; title: string; panels: Panel[] }[];
  notation: string;
}
let recordOf: (notebook: object) => Record;
let firstStatement: (markdown: string) => string;
let cleanRecord: (value: unknown) => Record | null;
before(async () => {
  ({ recordOf, firstStatement } = await script<{
    recordOf: typeof recordOf;
    firstStatement: typeof firstStatement;
  }>('report/record.mjs'));
  ({ cleanRecord } = await script<{ cleanRecord: typeof cleanRecord }>('report/record-read.mjs'));
});

const code = (id: string, tags: string[], ...data: object[]): object => ({
  cell_type: 'code',
  id,
  source: '',
  metadata: { tags },
  outputs: data.map(one => ({ output_type: 'display_data', data: one })),
});
const text = (id: string, source: string): object => ({ cell_type: 'markdown', id, source, metadata: {} });
const figure = 'application/vnd.plotly.v1+json';

describe('the key result', () => {
  test('is the first item of a list, else the first sentence', () => {
    for (const [markdown, expected] of [
      ['- At $p=0.1$ the rate\n  is 1.2 nats.\n- Another.', 'At $p=0.1$ the rate is 1.2 nats.'],
      ['In this run:\n\n1. the price brings them nearer;\n2. no', 'The price brings them nearer.'],
      ['The rate is 1.23 nats. Then more.', 'The rate is 1.23 nats.'],
      ['Is it $a. B$? No.', 'Is it $a. B$?'],
      ['One of Maas et al. has 0.3 of it\n\nNext', 'One of Maas et al. has 0.3 of it'],
      ['', ''],
    ] as const)
      assert.equal(firstStatement(markdown), expected);
  });

  test('is of the tagged cell alone; a notebook without one has none', () => {
    const said = { 'text/markdown': '- It is so.' };
    assert.equal(recordOf({ cells: [code('a', ['conclusion', 'key-result'], said)] }).keyResult, 'It is so.');
    assert.equal(recordOf({ cells: [code('a', ['conclusion'], said)] }).keyResult, '');
  });
});

describe('a record', () => {
  test('holds the question, what it builds on, prose by heading and equations by number', () => {
    const { question, buildsOn, sections } = recordOf({
      cells: [
        text(
          'a',
          '# Title\n\n**Question.** Why\nso?\n\n**Before you start.** See [01](01_a.ipynb) and [01](01_a.ipynb#x).',
        ),
        text(
          'b',
          '## Part\n\n<a id="eq-3-1"></a>\n\n$$R\\ge I. \\tag{3.1}$$\n\nBy [(3.1)](#eq-3-1) it **is**.',
        ),
      ],
    });
    assert.equal(question, 'Why so?');
    assert.deepEqual(buildsOn, ['01_a']);
    const [, prose, equation] = sections;
    assert.deepEqual([prose?.at, prose?.title], ['cell-id=b', 'Part']);
    assert.match(prose?.body ?? '', /By \(3\.1\) it is\.$/);
    assert.deepEqual(equation, { at: 'eq-3-1', title: '(3.1)', body: 'R\\ge I.', kind: 'equation' });
  });

  test('keeps curves with their intervals, axes and names, and one picture', () => {
    const plot = {
      data: [
        { type: 'bar', name: 'a &lt; <b>b</b>', x: ['p', 'q'], y: [1, 2], error_y: { array: [0.5, 0.25] } },
        {
          type: 'scatter',
          mode: 'lines',
          x: Array.from({ length: 900 }, (_, i) => i),
          y: Array(900).fill(NaN),
          xaxis: 'x2',
          yaxis: 'y2',
        },
        { type: 'heatmap', z: [[1]] },
      ],
      layout: { title: { text: '<b>T</b>' }, xaxis2: { type: 'log', title: { text: 'price' } } },
    };
    const picture = { data: [{ type: 'image', source: 'data:image/png;base64,AAAA' }], layout: {} };
    const record = recordOf({
      cells: [
        code('a', [], { [figure]: plot }),
        code('b', ['key-figure'], { [figure]: picture }),
        code('c', [], { [figure]: picture }),
      ],
    });
    const [first, second, third] = record.figures;
    assert.equal(first?.title, 'T');
    const [bars, curve] = first?.panels ?? [];
    assert.deepEqual(bars?.x.categories, ['p', 'q']);
    assert.equal(bars?.series[0]?.name, 'a < b');
    assert.deepEqual(bars?.series[0]?.low, [0.5, 1.75]);
    assert.deepEqual(
      [curve?.x.log, curve?.x.title, curve?.series[0]?.x.length, curve?.series[0]?.y[3]],
      [true, 'price', 240, null],
    );
    assert.equal(record.keyFigure, 'b');
    assert.ok(second?.panels[0]?.image && !third?.panels[0]?.image);
  });

  test('is read back as it was written, from every notebook as it is committed', () => {
    for (const name of notebookNames) {
      const cells: Cell[] = readCells(`notebooks/${name}.ipynb`);
      const record = recordOf({ cells });
      assert.deepEqual(cleanRecord(JSON.parse(JSON.stringify(record))), record, name);
      assert.ok(record.question.length > 20, `${name} has no question`);
      assert.ok(record.keyFigure !== '', `${name} has no picture`);
      assert.ok(
        record.sections.some(({ kind }) => kind === 'equation'),
        `${name} has no equation`,
      );
      for (const { caption, columns, rows } of record.tables)
        assert.ok(
          caption && rows.every(row => row.length === columns.length || row.length === 1),
          `${name}: ${caption}`,
        );
      assert.ok(JSON.stringify(record).length < 400_000, `${name}: ${JSON.stringify(record).length} bytes`);
    }
    assert.match(recordOf({ cells: readCells('notebooks/00_start_here.ipynb') }).notation, /\| Symbol \|/);
  });
});
