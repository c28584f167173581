import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { describe, it } from 'node:test';
import { engineHost, DenseVib } from '../../lib/models';
import { TextCnnEngine } from '../../lib/engine';
import { Random } from '../../lib/random';
import { table } from '../../lib/show/data-frame';
import { jupyterDisplay } from '../../lib/show/display';
import { lines } from '../../lib/show/lines';
import { valueBundle } from '../../lib/show/value-bundle';
import { tf } from '../../lib/tf';

const text = (value: unknown): string => valueBundle(value)?.['text/plain'] ?? assert.fail('no bundle');

describe('the kernel', () => {
  const { bundleOf } = createRequire(__filename)('../../scripts/kernel/show-value.cjs') as {
    bundleOf: (value: unknown) => { data: Record<string, unknown>; metadata: object } | undefined;
  };

  it('shows what lib shows, of which it has a copy of its own', () => {
    assert.deepEqual(bundleOf([1, 2]), { data: { 'text/plain': '[ 1, 2 ]' }, metadata: {} });
    assert.equal(bundleOf(undefined), undefined);
    assert.equal(bundleOf(null), undefined);
    const frame = table([{ a: 1 }]);
    assert.deepEqual(bundleOf(frame)?.data, valueBundle(frame));
    const figure = line();
    assert.deepEqual(bundleOf(figure)?.data, figure.bundle());
  });
});

const line = () =>
  lines({
    title: 'A line',
    x: { label: 'x' },
    y: { label: 'y' },
    series: [{ name: 'a', x: [1, 2], y: [3, 4] }],
  });

describe('the bundle of a figure', () => {
  it('is the one that show() sends', () => {
    assert.deepEqual(valueBundle(line()), line().bundle());
    assert.deepEqual(Object.keys(line().bundle()), ['application/vnd.plotly.v1+json', 'text/plain']);
  });

  it('is one line inside another value', () => assert.equal(text([line()]), '[ Figure "A line" ]'));

  it('comes from any object that has the method, if it gives a bundle', () => {
    const bundle = { 'text/plain': 'mine', 'text/html': '<b>mine</b>' };
    assert.deepEqual(valueBundle({ [jupyterDisplay]: () => bundle }), bundle);
    assert.deepEqual(
      valueBundle({ [Symbol.for('Jupyter.display')]: () => ({ 'image/png': 'iVBO' }), a: 1 }),
      {
        'image/png': 'iVBO',
        'text/plain': text({ [Symbol.for('Jupyter.display')]: () => 1, a: 1 }),
      },
    );
    for (const bad of [
      () => {
        throw new Error('no');
      },
      () => 5,
      () => null,
      () => ({}),
      () => ({ nonsense: 1 }),
      () => Promise.resolve(bundle),
    ])
      assert.match(text({ [jupyterDisplay]: bad, a: 1 }), /./);
  });
});

describe('the bundle of a frame', () => {
  const many = table(Array.from({ length: 1000 }, (_, i) => ({ i, half: i / 2, text: '<b>&' })));

  it('is a table with index, columns, types and the number of rows that are left out', () => {
    const bundle = valueBundle(many);
    const shown = (bundle?.['text/plain'] ?? '').split('\n');
    assert.equal(shown[0], 'DataFrame, 1000 rows x 3 columns');
    assert.deepEqual(shown[1]?.trim().split(/\s+/), ['i', 'half', 'text']);
    assert.deepEqual(shown[2]?.trim().split(/\s+/), ['int32', 'float32', 'string']);
    assert.deepEqual(shown[4]?.trim().split(/\s+/), ['0', '0', '0', '<b>&']);
    assert.deepEqual(shown[23]?.trim().split(/\s+/), ['19', '19', '9.5', '<b>&']);
    assert.deepEqual(shown.slice(24), ['... 980 more rows']);
    const html = bundle?.['text/html'] ?? '';
    assert.match(html, /<td[^>]*>&lt;b&gt;&amp;<\/td>/);
    assert.doesNotMatch(html, /<b>/);
    assert.match(html, /\.\.\. 980 more rows/);
    assert.match(html, /<td[^>]*>float32<\/td>/);
  });

  it('keeps the names of rows, gaps and a wide frame legible', () => {
    const sorted = table([{ v: 2 }, { v: null }, { v: 1 }]).sortValues('v');
    assert.deepEqual(
      text(sorted)
        .split('\n')
        .slice(4)
        .map(row => row.trim().split(/\s+/)),
      [
        ['2', '1'],
        ['0', '2'],
        ['1', 'NaN'],
      ],
    );
    const wide = table([Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`c${i}`, i]))]);
    assert.match(text(wide), /\.\.\. 488 more columns$/);
    const long = valueBundle(table([{ t: 'x'.repeat(1e6) }]));
    assert.ok((long?.['text/html'] ?? '').length < 2000);
  });

  it('has a Series as one column', () => {
    assert.match(text(table([{ v: 1.5 }])['v']), /^Series, 1 row\n +v\n +float32\n-  -+\n0 +1\.5$/);
  });
});

describe('the text of a tensor', () => {
  it('has its type, shape and values', () => {
    assert.equal(
      text(
        tf.tensor2d([
          [1, 2.5],
          [1e-9, -0.1],
        ]),
      ),
      'Tensor float32 [2, 2]\n[[1, 2.5],\n [1e-9, -0.1]]',
    );
    assert.equal(text(tf.tensor1d([1, 2], 'int32')), 'Tensor int32 [2]\n[1, 2]');
    assert.equal(text(tf.tensor1d([true, false], 'bool')), 'Tensor bool [2]\n[true, false]');
    assert.equal(text(tf.tensor1d(['a', "b'"])), `Tensor string [2]\n['a', "b'"]`);
    assert.equal(text(tf.scalar(NaN)), 'Tensor float32 scalar\nNaN');
    assert.equal(text(tf.complex([1], [2])), 'Tensor complex64 [1]\n[[1, 2]]');
    assert.equal(text(tf.zeros([0, 3])), 'Tensor float32 [0, 3]');
    assert.equal(text(tf.variable(tf.ones([2]))), 'Variable float32 [2]\n[1, 1]');
    assert.equal(text({ a: tf.ones([2, 3]) }), '{ a: Tensor float32 [2, 3] }');
  });

  it('is short for a large one, and leaves no tensor behind', () => {
    const before = tf.memory().numTensors;
    const [large, huge, deep] = [tf.zeros([300, 400]), tf.zeros([2000, 1000]), tf.zeros([9, 9, 9, 9])];
    assert.match(text(large), /^Tensor float32 \[300, 400\]\n\[\[0, 0, 0, \.\.\., 0, 0, 0\],\n/);
    assert.equal(text(huge), `Tensor float32 [2000, 1000]\nfirst values: ${'0, '.repeat(10)}...`);
    assert.ok(text(deep).length <= 20_100);
    tf.dispose([large, huge, deep]);
    assert.equal(tf.memory().numTensors, before);
  });

  it('says that it is disposed', () => {
    const gone = tf.zeros([3]);
    gone.dispose();
    assert.equal(text(gone), 'Tensor float32 [3], disposed: its values are gone');
  });
});

describe('the text of a model', () => {
  it('is its class, parameters and options', () => {
    const model = new DenseVib({ lambda: 0.1, seed: 1 });
    const said =
      "DenseVib, 458 parameters\n  inputType='float32', inputWidth=2, latentSize=2, covariance='diagonal',\n  lambda=0.1, beta=0";
    assert.equal(text(model), said);
    assert.equal(text({ model }), '{ model: DenseVib, 458 parameters }');
    model.dispose();
    assert.match(text(model), /^DenseVib, disposed/);
  });

  it('is short for the engine', () => {
    const engine = new TextCnnEngine(
      { head: 'vib', seed: 7, words: 50, length: 10, filters: 4, threads: 1 },
      engineHost(),
    );
    assert.match(text(engine), /^TextCnnEngine, \d+ parameters\n {2}head='vib'.*words=50,\s+length=10, /s);
    assert.match(text(engine), /lambda=0\.1,\s+beta=0,\s+seed=7, steps=0$/);
    assert.ok(text(engine).length < 500);
  });

  it('names the layers of a tfjs model, and the options of an optimizer', () => {
    const model = tf.sequential({
      name: 'small',
      layers: [tf.layers.dense({ units: 3, inputShape: [2], name: 'first' })],
    });
    assert.equal(
      text(model),
      'Sequential "small", 1 layer, 9 parameters\n  Dense "first", 9 parameters, gives [ null, 3 ]',
    );
    assert.equal(
      text(tf.train.adam(0.01)),
      'AdamOptimizer\n  learningRate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-7',
    );
    assert.match(text(tf.layers.dense({ units: 1, name: 'd' })), /^Dense "d", not built yet/);
  });

  it('of another class has no insides of insides', () => {
    assert.match(text(new Random(1)), /^Random \{/);
    class Outer {
      size = 3;
      inner = new Random(2);
      list = [1, 2];
    }
    assert.equal(text(new Outer()), 'Outer { size: 3, inner: [Random], list: [ 1, 2 ] }');
  });
});

describe('the text of a promise', () => {
  it('is a hint to await it', async () => {
    assert.equal(text(new Promise(() => undefined)), 'a Promise that is pending: write `await` before it');
    assert.equal(
      text(Promise.resolve('x'.repeat(1e6))),
      'a Promise that is fulfilled: write `await` before it to have its value',
    );
    const rejected = Promise.reject(new RangeError('too far'));
    assert.equal(
      text(rejected),
      'a Promise that was rejected with RangeError: too far: write `await` before it, in a try block',
    );
    await assert.rejects(rejected);
    assert.match(text({ run: Promise.resolve(1) }), /^\{\s+run: a Promise that is fulfilled/);
  });

  it('leaves a rejection unhandled', async () => {
    const unhandled: unknown[] = [];
    const listen = (reason: unknown) => void unhandled.push(reason);
    process.on('unhandledRejection', listen);
    const others = process.rawListeners('unhandledRejection').filter(one => one !== listen);
    others.forEach(one => process.off('unhandledRejection', one as never));
    text(Promise.reject(new Error('nobody awaits')));
    await new Promise(done => setTimeout(done, 20));
    process.off('unhandledRejection', listen);
    others.forEach(one => process.on('unhandledRejection', one as never));
    assert.match(String(unhandled[0]), /nobody awaits/);
  });
});

describe('the text of other values', () => {
  const circular: Record<string, unknown> = { a: 1 };
  circular.self = circular;
  const nested = (depth: number): unknown => (depth === 0 ? 'end' : { in: nested(depth - 1) });
  const cases: [string, unknown, string][] = [
    ['a number', 0.1, '0.1'],
    ['minus zero', -0, '-0'],
    ['a bigint', 10n, '10n'],
    ['a symbol', Symbol('s'), 'Symbol(s)'],
    ['a truth value', false, 'false'],
    ['a short text', "it's", `"it's"`],
    ['an empty text', '', "''"],
    ['a text of two lines', 'a\nb', 'a\nb'],
    [
      'an unnamed function',
      (
        () => () =>
          1
      )(),
      '[Function (anonymous)]',
    ],
    ['a function that tslab named', { tsLastExpr: () => 1 }.tsLastExpr, '[Function (anonymous)]'],
    ['an async function', async function wait() {}, '[AsyncFunction: wait]'],
    ['a class', class A extends Map {}, '[class A extends Map]'],
    ['a date', new Date(0), '1970-01-01T00:00:00.000Z'],
    ['a date that is none', new Date(NaN), 'Invalid Date'],
    ['an expression', /a<b>/g, '/a<b>/g'],
    ['an error', new TypeError('wrong'), 'TypeError: wrong'],
    ['a map', new Map<unknown, unknown>([['a', { b: 1 }]]), "Map(1) { 'a' => { b: 1 } }"],
    ['a set', new Set([1]), 'Set(1) { 1 }'],
    ['a typed array', new Float32Array([0.1, 2, -0, NaN]), 'Float32Array(4) [ 0.1, 2, -0, NaN ]'],
    ['bigints of a typed array', new BigInt64Array(2), 'BigInt64Array(2) [ 0n, 0n ]'],
    ['a buffer', Buffer.from('ab'), 'Buffer(2) [ 97, 98 ]'],
    ['bytes', new ArrayBuffer(20), `ArrayBuffer(20) { ${'00 '.repeat(16)}... 4 more }`],
    ['a view of bytes', new DataView(new ArrayBuffer(2)), 'DataView(2) { 00 00 }'],
    ['a circular object', circular, '{ a: 1, self: [Circular] }'],
    ['a deep object', nested(2000), '{ in: { in: { in: [Object] } } }'],
    [
      'an object without prototype',
      Object.assign(Object.create(null) as object, { a: 1 }),
      '[Object: null prototype] { a: 1 }',
    ],
    [
      'a getter that throws',
      {
        get x() {
          throw new Error('no');
        },
      },
      '{ x: [Getter] }',
    ],
    [
      'a setter',
      {
        set x(_: number) {
          /* nothing */
        },
      },
      '{ x: [Setter] }',
    ],
    ['odd keys', { 'a-b': 1, [Symbol('k')]: 2 }, "{ 'a-b': 1, [Symbol(k)]: 2 }"],
    ['holes', [1, , , 2], '[ 1, <2 empty>, 2 ]'],
    ['a proxy', new Proxy({ a: 1 }, {}), '{ a: 1 }'],
    [
      'a proxy whose traps throw',
      new Proxy(
        {},
        {
          ownKeys: () => {
            throw new Error('no');
          },
        },
      ),
      '[Object that cannot be read]',
    ],
    ['a proxy that answers everything', new Proxy({}, { get: () => () => 1, has: () => true }), '{}'],
    ['an array without entries', [], '[]'],
    ['a boxed number', Object(5), '[Number: 5]'],
  ];
  for (const [name, value, said] of cases) it(`tells ${name}`, () => assert.equal(text(value), said));

  it('tells a revoked proxy and a timer', () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    assert.match(text(proxy), /cannot be read/);
    const timer = setTimeout(() => undefined, 1000);
    assert.equal(text(timer), 'Timeout of 1000 ms, waiting: clearTimeout stops it');
    clearTimeout(timer);
    assert.equal(text(timer), 'Timeout, over or cleared');
  });

  it('shows nothing of null and undefined', () => {
    assert.equal(valueBundle(null), undefined);
    assert.equal(valueBundle(undefined), undefined);
  });

  it('cuts a long text, and says how long it is', () => {
    const said = text('x'.repeat(200_000));
    assert.ok(said.length < 1600);
    assert.match(said, /\(200000 characters in all\)$/);
    assert.ok(text('line\n'.repeat(1000)).split('\n').length < 20);
    assert.match(text(['x'.repeat(5000)]), /\(5000 characters\)\s\]$/);
  });

  it('cuts a long array', () => {
    const said = text(Array.from({ length: 1e6 }, (_, i) => i));
    assert.match(said, /^\[\n +0, +1, /);
    assert.match(said, /\.\.\. 999900 more\n\]$/);
    assert.match(text(new Array(4e9)), /^\[ <100 empty>, \.\.\. 3999999900 more \]$/);
  });

  it('never says half a surrogate pair', () => {
    for (const value of [
      '\ud83d',
      `${'x'.repeat(1499)}\u{1f600}`,
      [`${'x'.repeat(999)}\u{1f600}y`],
      { '\udc00': 1 },
    ])
      assert.doesNotMatch(
        text(value),
        /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/,
      );
  });

  it('is never longer than 20,000 characters, and never throws', () => {
    const wide = (width: number, depth: number): unknown =>
      depth === 0
        ? 'y'.repeat(500)
        : Object.fromEntries(Array.from({ length: width }, (_, i) => [`k${i}`, wide(width, depth - 1)]));
    const hostile = [
      wide(30, 3),
      Object.fromEntries(Array.from({ length: 300_000 }, (_, i) => [`key${i}`, i])),
      Array.from({ length: 200 }, () => 'z'.repeat(10_000)),
      new Map(Array.from({ length: 1e5 }, (_, i) => [{ i }, 'w'.repeat(1000)])),
      Object.assign(() => 1, {
        toString: () => {
          throw new Error('no');
        },
      }),
      Object.defineProperty(() => 1, 'name', {
        get: () => {
          throw new Error('no');
        },
      }),
      Object.defineProperty(new Error('x'), 'message', {
        get: () => {
          throw new Error('no');
        },
      }),
      Object.assign(new Error('m'.repeat(1e6)), { name: 'n'.repeat(1e5) }),
      Symbol('s'.repeat(1e6)),
      10n ** 5000n,
      new (class {
        get [Symbol.toStringTag]() {
          throw new Error('no');
        }
      })(),
      Object.create({
        get ['constructor']() {
          throw new Error('no');
        },
      }),
      { shape: 5, dtype: 1, dataSync: 2, reshape: 3, slice: 4, dataId: 5 },
      { $isSeries: true, $dataIncolumnFormat: 1, columns: [], dtypes: [], index: [], values: [{}] },
      { variables: { length: 1e9 }, dispose: () => 1 },
      {
        then: () => {
          throw new Error('no');
        },
      },
      new Proxy([], {
        get: () => {
          throw new Error('no');
        },
      }),
      new Proxy(() => 1, {
        get: () => {
          throw new Error('no');
        },
        getPrototypeOf: () => {
          throw new Error('no');
        },
      }),
      globalThis,
      tf,
      process,
      require,
    ];
    for (const value of hostile) {
      const said = text(value);
      assert.ok(
        said.length > 0 && said.length <= 20_100,
        `${said.length} characters of ${said.slice(0, 60)}`,
      );
    }
  });
});
