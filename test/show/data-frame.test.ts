import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DataFrame, Series } from 'danfojs-node';
import { table } from '../../lib/show/data-frame';
import { loadDanfojs } from '../../lib/show/mended-frames';
import type { TableRecord } from '../../lib/show/table';

/** Two groups; the first has a gap, which is not 0. */
const scores = [
  { part: 'x', v: 1, w: 10 },
  { part: 'x', v: 4, w: 30 },
  { part: 'x', w: 20 },
  { part: 'y', v: 7, w: 5 },
];

describe('the names of columns', () => {
  const { DataFrame } = loadDanfojs();
  const members = new Set<string>([
    '$data',
    '$index',
    '$columns',
    '$dtypes',
    '$config',
    '$isSeries',
    '$dataIncolumnFormat',
  ]);
  for (
    let one: object | null = DataFrame.prototype;
    one !== null;
    one = Object.getPrototypeOf(one) as object | null
  )
    Object.getOwnPropertyNames(one).forEach(name => members.add(name));
  const taken = ['constructor', '__proto__'];

  it('may be those of any member of a frame, and the frame works', () => {
    assert.ok(members.size > 80 && members.has('index') && members.has('values') && members.has('columns'));
    for (const name of members) {
      if (taken.includes(name)) continue;
      const frame = table([
        { [name]: 5, a: 1 },
        { [name]: 7, a: 3 },
      ]);
      assert.deepEqual(frame.columns, [name, 'a'], name);
      assert.deepEqual(
        frame.values,
        [
          [5, 1],
          [7, 3],
        ],
        name,
      );
      assert.deepEqual(frame.shape, [2, 2], name);
      assert.deepEqual(frame.column(name).values, [5, 7], name);
      assert.deepEqual(
        frame.groupby([name]).mean().values,
        [
          [5, 1],
          [7, 3],
        ],
        name,
      );
      assert.deepEqual(frame.query(frame.column('a').gt(1)).values, [[7, 3]], name);
      assert.deepEqual(
        frame.sortValues('a', { ascending: false }).values,
        [
          [7, 3],
          [5, 1],
        ],
        name,
      );
      assert.equal(frame.describe().at('mean', name), 6, name);
    }
  });

  for (const name of ['', ' ', '1', 'a.b', 'ä', 'a b', '0']) {
    it(`may be ${JSON.stringify(name)}`, () => {
      const frame = table([{ [name]: 5, z: 1 }]);
      assert.deepEqual([...frame.columns].sort(), [name, 'z'].sort());
      assert.deepEqual(frame.column(name).values, [5]);
    });
  }

  for (const name of taken) {
    it(`are refused when one is ${name}`, () => {
      const records = [JSON.parse(`{"${name}": 1, "a": 2}`) as TableRecord];
      assert.throws(() => table(records), {
        name: 'RangeError',
        message: new RegExp(`a column of a DataFrame cannot be named "${name}".*name it otherwise$`),
      });
    });
  }

  it('still give the short form where it is free', () => {
    assert.deepEqual((table([{ rate: 1 }, { rate: 2 }])['rate'] as Series).values, [1, 2]);
  });
});

describe('a gap in a column', () => {
  const frame = table(scores);
  const grouped = frame.groupby(['part']);
  // By hand: x has v = 1, 4 and w = 10, 30, 20; y has v = 7 and w = 5.
  const expected: [string, unknown[][]][] = [
    [
      'mean',
      [
        ['x', 2.5, 20],
        ['y', 7, 5],
      ],
    ],
    [
      'sum',
      [
        ['x', 5, 60],
        ['y', 7, 5],
      ],
    ],
    [
      'count',
      [
        ['x', 2, 3],
        ['y', 1, 1],
      ],
    ],
    [
      'min',
      [
        ['x', 1, 10],
        ['y', 7, 5],
      ],
    ],
    [
      'max',
      [
        ['x', 4, 30],
        ['y', 7, 5],
      ],
    ],
    [
      'var',
      [
        ['x', 4.5, 100],
        ['y', NaN, NaN],
      ],
    ],
    [
      'std',
      [
        ['x', Math.sqrt(4.5), 10],
        ['y', NaN, NaN],
      ],
    ],
    [
      'cumSum',
      [
        ['x', 1, 10],
        ['x', 5, 40],
        ['x', NaN, 60],
        ['y', 7, 5],
      ],
    ],
    [
      'cumMax',
      [
        ['x', 1, 10],
        ['x', 4, 30],
        ['x', NaN, 30],
        ['y', 7, 5],
      ],
    ],
  ];
  for (const [name, values] of expected) {
    it(`is left out of ${name} of groups`, () => {
      const statistics = grouped as unknown as Record<string, () => DataFrame>;
      assert.deepEqual(statistics[name]?.call(grouped).values, values);
    });
  }

  it('is left out of several statistics at once, also of a derived frame', () => {
    const twice = frame
      .sortValues('w')
      .groupby(['part'])
      .agg({ v: ['median', 'mode'], w: 'mean' });
    assert.deepEqual(twice.columns, ['part', 'v_median', 'v_mode', 'w_mean']);
    assert.deepEqual(twice.values, [
      ['y', 7, 7, 5],
      ['x', 2.5, 1, 20],
    ]);
  });

  it('is left out of describe', () => {
    const about = frame.describe();
    assert.deepEqual(about.columns, ['v', 'w']);
    assert.deepEqual(about.index, ['count', 'mean', 'std', 'min', 'median', 'max', 'variance']);
    // v = 1, 4, 7: variance 9; w = 10, 30, 20, 5: mean 16.25, squares 39.0625 + 189.0625 + 14.0625 + 126.5625, over 3.
    const v = [3, 4, 3, 1, 4, 7, 9];
    const w = [4, 16.25, Math.sqrt(368.75 / 3), 5, 15, 30, 368.75 / 3];
    (about.values as number[][]).forEach((row, i) => {
      assert.ok(Math.abs((row[0] as number) - (v[i] as number)) < 1e-12, `v ${about.index[i]}`);
      assert.ok(Math.abs((row[1] as number) - (w[i] as number)) < 1e-12, `w ${about.index[i]}`);
    });
  });

  it('is not 0 in arithmetic and comparisons', () => {
    assert.deepEqual((frame.column('v').add(1) as { values: unknown }).values, [2, 5, NaN, 8]);
    assert.deepEqual(frame.query(frame.column('v').lt(3)).values, [['x', 1, 10]]);
    assert.deepEqual(table([{ a: 1, b: 2 }, { b: 4 }]).add(1).values, [
      [2, 3],
      [NaN, 5],
    ]);
  });

  it('comes last when sorted, up and down', () => {
    for (const [ascending, order] of [
      [true, [1, 4, 7, NaN]],
      [false, [7, 4, 1, NaN]],
    ] as const) {
      assert.deepEqual(frame.sortValues('v', { ascending }).column('v').values, order);
      assert.deepEqual((frame.column('v').sortValues({ ascending }) as { values: unknown }).values, order);
    }
    const texts = table([{ t: 'b' }, { t: null }, { t: 'A' }, { t: 'c' }]);
    assert.deepEqual(texts.sortValues('t').column('t').values, ['A', 'b', 'c', null]);
    const dates = [new Date(5), null, new Date(2)].map(day => ({ day }));
    assert.deepEqual(table(dates).sortValues('day').column('day').values, [new Date(2), new Date(5), null]);
  });

  it('may be a whole column, or come before the first number', () => {
    const late = table(Array.from({ length: 60 }, (_, i) => (i < 50 ? { g: 'a' } : { g: 'a', v: i })));
    assert.deepEqual(late.dtypes, ['string', 'float32']);
    assert.deepEqual(late.groupby(['g']).mean().values, [['a', 54.5]]);
    const none = table([
      { g: 'a', v: null },
      { g: 'a', v: undefined },
    ]);
    assert.deepEqual(none.groupby(['g']).mean().values, [['a', NaN]]);
    assert.deepEqual(none.groupby(['g']).sum().values, [['a', 0]]);
    assert.equal(none.describe().at('count', 'v'), 0);
  });

  it('is a group of its own among keys', () => {
    const keys = table([{ k: 'a', v: 1 }, { v: 2 }, { k: '', v: 4 }, { v: 8 }]);
    assert.deepEqual(keys.groupby(['k']).sum().values, [
      ['a', 1],
      [null, 10],
      ['', 4],
    ]);
  });

  it('stays a gap after a merge', () => {
    const { merge } = loadDanfojs();
    const both = merge({
      left: frame,
      right: table([
        { part: 'x', n: 2 },
        { part: 'z', n: 3 },
      ]),
      on: ['part'],
      how: 'outer',
    });
    assert.deepEqual(both.values, [
      ['x', 1, 10, 2],
      ['x', 4, 30, 2],
      ['x', NaN, 20, 2],
      ['y', 7, 5, NaN],
      ['z', NaN, NaN, 3],
    ]);
    assert.deepEqual(both.groupby(['part']).mean().column('n_mean').values, [2, NaN, 3]);
  });
});

describe('the type of a column', () => {
  const typeOf = (values: unknown[]) => table(values.map(v => ({ v }))).dtypes[0];
  const types: [string, unknown[], string][] = [
    ['whole numbers', [1, -2], 'int32'],
    ['whole numbers too large for 32 bits', [1, 2 ** 40], 'float32'],
    ['infinity', [1, Infinity], 'float32'],
    ['a fraction after many whole numbers', [...new Array<number>(100).fill(1), 0.5], 'float32'],
    ['a gap', [1, null], 'float32'],
    ['nothing', [null, undefined, NaN], 'float32'],
    ['texts that look like numbers', ['1', '2'], 'string'],
    ['empty texts', ['', ''], 'string'],
    ['a text after many numbers', [...new Array<number>(100).fill(1), 'x'], 'string'],
    ['truth values with a gap', [true, null], 'boolean'],
    ['truth values and numbers', [true, 1], 'string'],
    ['dates', [new Date(0), null], 'datetime'],
    ['bigints', [5n, 6n], 'int32'],
  ];
  for (const [name, values, type] of types)
    it(`of ${name} is ${type}`, () => assert.equal(typeOf(values), type));

  it('lets texts that look like numbers be grouped, and not be added', () => {
    const frame = table([
      { g: '1', v: '2' },
      { g: '1', v: '3' },
    ]);
    assert.deepEqual(frame.groupby(['g']).count().values, [['1', 2]]);
    assert.throws(
      () => frame.groupby(['g']).sum(),
      /groupby: "sum" of the column "v", which holds texts: choose columns of numbers/,
    );
  });

  it('has dates counted and compared in groups, and not added', () => {
    const [early, late] = [new Date(1), new Date(2)];
    const days = table([
      { g: 1, day: late },
      { g: 1, day: early },
    ]).groupby(['g']);
    assert.deepEqual(days.min().values, [[1, early]]);
    assert.deepEqual(days.max().values, [[1, late]]);
    assert.throws(() => days.mean(), /"mean" of dates: only numbers and truth values/);
  });

  it('has truth values counted as 0 and 1', () => {
    const right = table([{ right: true }, { right: false }, { right: true }, {}]);
    assert.equal(right.groupby(['right']).ngroups, 3);
    assert.ok(Math.abs((right.describe().at('mean', 'right') as number) - 2 / 3) < 1e-12);
    assert.deepEqual(
      table([{ g: 1, right: true }])
        .groupby(['g'])
        .sum().values,
      [[1, 1]],
    );
  });

  it('describes only what can be computed, or says why not', () => {
    const frame = table([{ name: 'a', day: new Date(0), v: 1 }]);
    assert.deepEqual(frame.describe().columns, ['v']);
    assert.throws(
      () => table([{ name: 'a' }]).describe(),
      /describe needs a column of numbers, but the columns are name \(string\)/,
    );
  });
});

describe('groups', () => {
  it('are told apart by their values, not by their joined names', () => {
    const frame = table([
      { p: 'a-b', q: 'c', v: 1 },
      { p: 'a', q: 'b-c', v: 2 },
      { p: 'constructor', q: '__proto__', v: 4 },
      { p: 'toString', q: '', v: 8 },
    ]);
    assert.deepEqual(frame.groupby(['p', 'q']).sum().values, frame.values);
    const one = table([
      { k: '__proto__', v: 1 },
      { k: 'constructor', v: 2 },
      { k: '__proto__', v: 4 },
    ]);
    assert.deepEqual(one.groupby(['k']).sum().values, [
      ['__proto__', 5],
      ['constructor', 2],
    ]);
    const mixed = table([
      { k: 1, v: 1 },
      { k: '1', v: 2 },
    ]);
    assert.deepEqual(mixed.groupby(['k']).sum().values, [
      [1, 1],
      ['1', 2],
    ]);
    const days = table([
      { day: new Date(1), v: 1 },
      { day: new Date(2), v: 2 },
    ]);
    assert.equal(days.groupby(['day']).ngroups, 2);
  });

  it('are refused by an unknown column, and one that is not there', () => {
    const frame = table(scores);
    assert.throws(
      () => frame.groupby(['parts']),
      /groupby: there is no column "parts"; the columns are part, v, w/,
    );
    const grouped = frame.groupby(['part']);
    assert.throws(() => grouped.getGroup(['z']), /there is no group z; the groups are x; y/);
    assert.deepEqual(grouped.getGroup(['y']).values, [['y', 7, 5]]);
  });

  it('need a column to compute with', () => {
    const frame = table([{ k: 'a', t: 'b', v: 1 }]);
    assert.throws(
      () =>
        table([{ k: 'a' }])
          .groupby(['k'])
          .count(),
      /no column to compute "count" of, but only k/,
    );
    assert.throws(
      () => frame.groupby(['k']).mean(),
      /"mean" of the column "t", which holds texts.*groupby\(\['k'\]\)\.col/,
    );
    assert.deepEqual(frame.groupby(['k']).col(['v']).mean().values, [['a', 1]]);
  });

  it('can be applied to', () => {
    const sizes = table([
      { k: 'a-b', v: 1 },
      { k: 'a-b', v: 2 },
      { k: 'a', v: 3 },
    ])
      .groupby(['k'])
      .apply(rows => rows.head(1));
    assert.deepEqual(sizes.values, [
      ['a-b', 'a-b', 1],
      ['a', 'a', 3],
    ]);
  });
});

describe('query', () => {
  it('finds the rows after sorting, by place and not by name', () => {
    const sorted = table([
      { v: 3, t: 'c' },
      { v: 1, t: 'a' },
      { v: 2, t: 'b' },
    ]).sortValues('v');
    assert.deepEqual(sorted.query(sorted.column('v').gt(1)).values, [
      [2, 'b'],
      [3, 'c'],
    ]);
    assert.deepEqual(sorted.iloc({ rows: [false, true, true] }).index, [2, 0]);
    assert.deepEqual(sorted.query(sorted.column('v').gt(9)).shape, [0, 2]);
  });

  it('refuses a condition of another length, and none', () => {
    const frame = table(scores);
    assert.throws(() => frame.query([true, false]), /condition has 2 truth values, but there are 4 rows/);
    assert.throws(() => frame.query(undefined as never), /query needs a condition/);
  });

  it('finds named rows', () => {
    const about = table(scores).describe();
    assert.deepEqual(about.query(about.column('w').gt(29)).index, ['max', 'variance']);
  });
});

describe('table', () => {
  const refused: [string, unknown, RegExp][] = [
    ['an array', [1, 2], /column "c" of record 1 holds \[ 1, 2 \]; a DataFrame holds numbers, texts/],
    ['an object', { a: 1 }, /holds \{ a: 1 \}; a DataFrame/],
    ['a typed array', new Float32Array(2), /holds Float32Array\(2\) \[ 0, 0 \]; a DataFrame/],
    ['a function', () => 1, /holds \[Function.*\]; a DataFrame/],
    ['a symbol', Symbol('s'), /holds Symbol\(s\); a DataFrame/],
    ['a map', new Map(), /holds Map\(0\) \{\}; a DataFrame/],
    ['too large a bigint', 2n ** 60n + 1n, /holds 1152921504606846977n, which a number cannot hold exactly/],
    ['a date that is none', new Date(NaN), /holds Invalid Date: pass null where the date is not known/],
  ];
  for (const [name, value, message] of refused) {
    it(`refuses ${name} as a cell`, () => {
      assert.throws(() => table([{ c: null }, { c: value }]), { name: 'RangeError', message });
    });
  }

  it('copies: a later change of the records does not reach the frame', () => {
    const records = [{ a: 1 }];
    const frame = table(records);
    records[0] = { a: 2 };
    assert.deepEqual(frame.values, [[1]]);
  });
});
