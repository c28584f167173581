import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { table } from '../../lib/show/data-frame';
import { showTable, tableBundle, type TableRecord } from '../../lib/show/table';
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

describe('the cells of a table', () => {
  const textOf = (value: unknown): string => {
    const lines = tableBundle([{ c: value }], { caption: 't' })['text/plain'].split('\n');
    return lines[3] ?? '';
  };
  const circular: Record<string, unknown> = { a: 1 };
  circular.self = circular;

  const readable: [string, unknown, string][] = [
    ['a typed array', new Float32Array([0, 0.1]), 'Float32Array(2) [ 0, 0.1 ]'],
    ['a function', function half() {}, '[Function: half]'],
    ['a class', class Gap extends Map {}, '[class Gap extends Map]'],
    ['a map', new Map([['a', 1]]), "Map(1) { 'a' => 1 }"],
    ['a set', new Set([1, 2]), 'Set(2) { 1, 2 }'],
    ['a date', new Date(0), '1970-01-01T00:00:00.000Z'],
    ['a date that is none', new Date(NaN), 'Invalid Date'],
    ['a bigint', 2n ** 70n, '1180591620717411303424'],
    ['a symbol', Symbol('s'), 'Symbol(s)'],
    ['a circular object', circular, '{ a: 1, self: [Circular] }'],
    ['a toJSON that throws', { toJSON: () => assert.fail() }, '{ toJSON: [Function: toJSON] }'],
    [
      'a getter that throws',
      Object.defineProperty({}, 'x', { get: () => assert.fail(), enumerable: true }),
      '{ x: [Getter] }',
    ],
    ['nested arrays', [[1, 2], [3]], '[ [ 1, 2 ], [ 3 ] ]'],
    [
      'an object without prototype',
      Object.assign(Object.create(null) as object, { a: 1 }),
      '[Object: null prototype] { a: 1 }',
    ],
    ['an error', new RangeError('too far'), 'RangeError: too far'],
    ['an expression', /a|b/g, '/a|b/g'],
    ['minus zero', -0, '0'],
    ['not a number', NaN, 'NaN'],
    ['infinity', -Infinity, '-infinity'],
    ['a text of two lines', 'a\nb | c', 'a b | c'],
  ];
  for (const [name, value, text] of readable) it(`tells ${name}`, () => assert.equal(textOf(value), text));

  it('cuts a long object, and no text', () => {
    assert.ok(textOf(Array.from({ length: 1e6 }, (_, i) => i)).length < 200);
    assert.match(textOf(Array.from({ length: 1000 }, () => 'x')), /^\[ 'x', .*\.\.\. 9\d\d more \]$/);
    assert.equal(textOf('x'.repeat(5000)).length, 5000);
  });

  it('replaces half a surrogate pair, which could not be saved', () => {
    const [sent] = inCell(() => showTable([{ a: '\ud83d' }], { caption: 'c' }));
    assert.match(sent?.data['text/plain'] ?? '', /\ufffd/);
    assert.doesNotMatch(JSON.stringify(sent), /\\ud83d/);
  });

  it('takes 200,000 rows', () => {
    const many = Array.from({ length: 200_000 }, (_, i) => ({ i }));
    assert.match(tableBundle(many, { caption: 'c' })['text/plain'], /\n199999$/);
  });
});

describe('the records of a table', () => {
  const refusals: [string, unknown, RegExp][] = [
    ['nothing', undefined, /made of an array of records or of a DataFrame, but it was given undefined/],
    ['a number', 5, /but it was given 5/],
    ['a map', new Map([[1, 2]]), /but it was given Map\(1\)/],
    ['null in a list', [{ a: 1 }, null], /record 1 is null: a record is an object/],
    ['a number in a list', [3], /record 0 is 3: a record is an object/],
    ['an array in a list', [[1, 2]], /record 0 is \[ 1, 2 \]: a record/],
    ['a text in a list', ['ab'], /record 0 is 'ab': a record/],
    ['a map in a list', [new Map()], /record 0 is Map\(0\) \{\}: a record/],
    ['a typed array in a list', [new Float32Array(1)], /record 0 is Float32Array/],

    ['a hole in a list', [{ a: 1 }, , { a: 2 }], /record 1 is undefined: a record/],
    ['a key that is a symbol', [{ [Symbol('k')]: 1, a: 2 }], /record 0 has the key Symbol\(k\)/],
    [
      'a getter that throws',
      [
        Object.defineProperty({}, 'x', {
          get: () => {
            throw new Error('gone');
          },
          enumerable: true,
        }),
      ],
      /column "x" of record 0 cannot be read: gone/,
    ],
    [
      'too short a row',
      { columns: ['a', 'b'], values: [[1, 2], [3]] },
      /row 1 of the table has 1 values, but there are 2 columns/,
    ],
    ['too long a row', { columns: ['a'], values: [[1, 2]] }, /row 0 of the table has 2 values/],
    [
      'too short an index',
      { columns: ['a'], values: [[1], [2]], index: ['x'] },
      /has 2 rows, but its index names 1/,
    ],
    ['no values', { columns: ['a'] }, /made of an array of records/],
  ];
  for (const [name, rows, message] of refusals) {
    it(`refuses ${name}`, () => {
      assert.throws(() => tableBundle(rows as TableRecord[], { caption: 'c' }), {
        name: 'RangeError',
        message,
      });
    });
  }

  it('has only the own keys of a record, whatever their names', () => {
    const records = [{ toString: 1, constructor: 2 }, { a: 3 }] as unknown as TableRecord[];
    const lines = tableBundle(records, { caption: 'c' })['text/plain'].split('\n');
    assert.deepEqual(
      lines.map(line => line.split(/\s+/).filter(Boolean)),
      [['c'], ['toString', 'constructor', 'a'], ['--------', '-----------', '-'], ['1', '2'], ['3']],
    );
    const proto = JSON.parse('[{"__proto__": 0.5}]') as TableRecord[];
    assert.match(tableBundle(proto, { caption: 'c' })['text/plain'], /__proto__\n-+\n +0\.5$/);
  });

  it('takes typed arrays as rows', () => {
    const frame = { columns: ['a', 'b'], values: [new Float64Array([1, 2])] };
    assert.match(tableBundle(frame, { caption: 'c' })['text/plain'], /1  2$/);
  });

  for (const bad of [-1, 101, NaN, 1.5, Infinity, '2' as unknown as number]) {
    it(`refuses ${String(bad)} digits or decimals`, () => {
      const records = [{ a: 0.5 }];
      assert.throws(
        () => tableBundle(records, { caption: 'c', digits: bad }),
        /^RangeError: digits must be a whole number/,
      );
      assert.throws(
        () => tableBundle(records, { caption: 'c', decimals: { a: bad } }),
        /^RangeError: decimals of the column "a" must be a whole number from 0 to 100/,
      );
    });
  }

  it('does not take what every object inherits for decimals', () => {
    const records = [{ constructor: 0.5, toString: 0.25 }] as unknown as TableRecord[];
    assert.match(tableBundle(records, { caption: 'c', decimals: {} })['text/plain'], /0\.5 +0\.25$/);
    assert.throws(
      () =>
        tableBundle([{ a: 1 }], {
          caption: 'c',
          decimals: JSON.parse('{"__proto__": 2}') as Record<string, number>,
        }),
      /decimals names the column "__proto__"/,
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
    // danfojs computes with null as with 0: a gap among numbers is NaN.
    assert.deepEqual(frame.values, [
      ['baseline', 88.6412, 6, NaN],
      ['<VIB> & co', 88.9, NaN, 12.3456789],
    ]);
    const full = rows.map(row => ({ model: row.model, accuracy: row.accuracy }));
    assert.equal(
      tableBundle(table(full), { caption: 'c' })['text/html'],
      tableBundle(full, { caption: 'c' })['text/html'],
    );
  });

  it('refuses no records', () => {
    assert.throws(() => table([]), /list of records is empty/);
    assert.throws(() => table([{}]), /list of columns of the records is empty/);
  });
});
