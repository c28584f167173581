import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { table } from '../../lib/show/data-frame';
import { showTable, tableBundle } from '../../lib/show/table';
import { inCell, inTerminal } from './kernel-double';

const rows = [
  { model: 'baseline', accuracy: 88.6412, seeds: 6 },
  { model: '<VIB> & co', accuracy: 88.9, rate: 12.3456789 },
];

describe('tableBundle', () => {
  it('escapes texts, captions and headings', () => {
    const html = tableBundle([{ '<a>': '"<b>&' }], { caption: '<c>' })['text/html'] as string;
    assert.match(html, /<caption[^>]*>&lt;c&gt;<\/caption>/);
    assert.match(html, /<th scope="col"[^>]*>&lt;a&gt;<\/th>/);
    assert.match(html, /<td[^>]*>&quot;&lt;b&gt;&amp;<\/td>/);
    assert.match(html, /^<table class="[^"]*\bmathjax_ignore\b/, 'a price is no formula');
  });

  it('aligns numbers right and texts left, in HTML and in text', () => {
    const bundle = tableBundle(rows, { caption: 'Accuracy', decimals: { accuracy: 2 } });
    assert.equal(
      bundle['text/plain'],
      [
        'Accuracy',
        'model       accuracy  seeds   rate',
        '----------  --------  -----  -----',
        'baseline       88.64      6',
        '<VIB> & co     88.90         12.35',
      ].join('\n'),
    );
    assert.match(bundle['text/html'] as string, /<td style="text-align:right[^>]*>88\.64</);
    assert.match(bundle['text/html'] as string, /<td style="text-align:left[^>]*>baseline</);
  });

  it('writes numbers with the digits asked for, and NaN as NaN', () => {
    const text = tableBundle([{ a: 0.123456, b: NaN, c: 1e-9, d: 0.1 }], { caption: 'c', digits: 3 })[
      'text/plain'
    ];
    assert.match(text, /0\.123 {2}NaN {2}1e-9 {2}0\.1$/);
  });

  it('refuses a table without caption or columns, and decimals for a column that is not there', () => {
    assert.throws(() => tableBundle(rows, { caption: ' ' }), /caption of the table is empty/);
    assert.throws(() => tableBundle([], { caption: 'none' }), /the table "none" is empty/);
    assert.throws(
      () => tableBundle(rows, { caption: 'c', decimals: { acuracy: 2 } }),
      /"acuracy", but the columns are model, accuracy/,
    );
  });

  it('shows in a cell, and as text in a terminal', () => {
    assert.deepEqual(
      inCell(() => showTable(rows, { caption: 'c' })).map(sent => sent.data),
      [tableBundle(rows, { caption: 'c' })],
    );
    assert.match(
      inTerminal(() => showTable(rows, { caption: 'c' })),
      /^c\nmodel/,
    );
  });

  it('takes a DataFrame by its shape; row names show when they say something', () => {
    const frame = { columns: ['a', 'b'], values: [[1, 'x']], index: [0] };
    assert.equal(tableBundle(frame, { caption: 'c' })['text/plain'], 'c\na  b\n-  -\n1  x');
    assert.equal(
      tableBundle({ ...frame, index: ['mean'] }, { caption: 'c' })['text/plain'],
      'c\n      a  b\n----  -  -\nmean  1  x',
    );
  });
});

describe('table', () => {
  it('does not load danfojs before it is called', () => {
    assert.equal(
      Object.keys(require.cache).some(path => path.includes('danfojs')),
      false,
    );
  });

  it('makes a DataFrame with the columns of all records', () => {
    const frame = table(rows);
    assert.deepEqual(frame.columns, ['model', 'accuracy', 'seeds', 'rate']);
    assert.deepEqual(frame.values, [
      ['baseline', 88.6412, 6, null],
      ['<VIB> & co', 88.9, null, 12.3456789],
    ]);
    assert.equal(
      tableBundle(frame, { caption: 'c' })['text/html'],
      tableBundle(rows, { caption: 'c' })['text/html'],
    );
  });

  it('refuses no records', () => {
    assert.throws(() => table([]), /list of records is empty/);
    assert.throws(() => table([{}]), /list of columns of the records is empty/);
  });
});
