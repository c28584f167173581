import assert from 'node:assert/strict';
import { appendFileSync, chmodSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { clone, compiler, esbuild, preparedClone, put, run, writer } from '../support/set-up-clone';

const kernel = '.venv/share/jupyter/kernels/tslab/kernel.json';
const bundleOf = (path: string): string => {
  const folder = join(path, '.cache', 'report');
  return readFileSync(join(folder, readdirSync(folder).find(file => file.endsWith('.min.js')) ?? ''), 'utf8');
};

describe('a part is made again when what it was made from has changed, and the others are not', () => {
  const made = preparedClone('changed');
  const { path } = made;

  test('the first time', async () => {
    const first = await run(made);
    assert.equal(first.code, 0, first.output);
    const again = await run(made);
    assert.equal(
      again.output.match(/already right/g)?.length,
      first.output.match(/already right|done/g)?.length,
    );
    const { argv } = JSON.parse(readFileSync(join(path, kernel), 'utf8')) as { argv: string[] };
    assert.deepEqual(argv.slice(0, 2), [process.execPath, join(path, 'scripts', 'kernel.cjs')]);
  });

  const changes: [what: string, part: string, change: () => void][] = [
    [
      'another package-lock.json',
      'JavaScript packages',
      () => appendFileSync(join(path, 'package-lock.json'), '\n'),
    ],
    [
      'a stamp that was cut short',
      'JavaScript packages',
      () => put(made, 'node_modules/.ready.json', '{"lock": "12'),
    ],
    [
      'the kernel file of another folder',
      'TypeScript kernel for Jupyter',
      () => put(made, kernel, '{"argv": []}'),
    ],
    [
      'another plotly.js',
      'plotly.js for the reports',
      () => put(made, 'node_modules/plotly.js-dist/package.json', '{"version": "2.0.0"}'),
    ],
    [
      'an edited source of the engine',
      'engine (WebAssembly)',
      () => put(made, 'lib/engine/assembly/index.ts', 'export const source = 2;'),
    ],
    [
      'another compiler of the engine',
      'engine (WebAssembly)',
      () => put(made, 'node_modules/assemblyscript/package.json', '{"version": "2.0.0"}'),
    ],
  ];
  for (const [what, part, change] of changes) {
    test(what, async () => {
      change();
      const { code, output } = await run(made);
      assert.equal(code, 0, output);
      assert.deepEqual(
        [...output.matchAll(/✓ (.*): done/g)].map(match => match[1]),
        [part],
        output,
      );
    });
  }

  test('a clone that was moved: Python needs a new environment', async () => {
    const stamp = join(path, '.venv', '.ready.json');
    const text = readFileSync(stamp, 'utf8');
    writeFileSync(stamp, JSON.stringify({ ...(JSON.parse(text) as object), root: '/elsewhere' }));
    assert.match((await run(made)).output, /Python 3\.10 or newer is needed/);
    writeFileSync(stamp, text);
    appendFileSync(join(path, 'scripts', 'python', 'requirements.lock'), '\n');
    assert.match((await run(made)).output, /Python 3\.10 or newer is needed/);
  });
});

test('a program that fails halfway leaves nothing that looks finished', async () => {
  const made = preparedClone('halfway');
  const fails = async (expected: RegExp) => {
    const { code, output } = await run(made);
    assert.equal(code, 1, output);
    assert.match(output, expected);
  };
  put(made, esbuild, writer('half', 1));
  await fails(/plotly\.js could not be minified[^]*To mend it:\n.*npm run setup/);
  put(made, esbuild, writer('whole'));
  put(made, compiler, writer('half', 1));
  await fails(
    /plotly\.js for the reports: done[^]*engine could not be compiled[^]*To mend it:\n.*build:engine/,
  );
  assert.equal(bundleOf(made.path), 'whole');
  put(made, compiler, writer('whole'));
  assert.match((await run(made)).output, /engine \(WebAssembly\): done/);
  const engine = () => readFileSync(join(made.path, '.cache', 'engine', 'text-cnn.wasm'), 'utf8');
  assert.equal(engine(), 'whole');
  put(made, 'lib/engine/assembly/index.ts', 'export const source = ;');
  put(made, compiler, writer('half', 1));
  await fails(/engine could not be compiled/);
  assert.equal(engine(), 'whole', 'the engine that is there stays');
});

test(
  'Python: an older one is named, and 3.10 is enough',
  { skip: process.platform === 'win32' },
  async () => {
    const made = clone('old-python', '');
    put(made, 'node_modules/.keep', '');
    const python = join(made.path, 'python');
    made.env.PYTHON = python;
    put(made, 'python', '#!/bin/sh\necho 3.9.18\n');
    chmodSync(python, 0o755);
    const { output } = await run(made);
    assert.match(
      output,
      /Python 3\.10 or newer is needed[^]*Only older ones were found: .*python is 3\.9\.18\./,
    );
    put(made, 'python', '#!/bin/sh\necho 3.10.0\n');
    assert.match((await run(made)).output, /creating \.venv with Python 3\.10\.0/);
  },
);

describe('TensorFlow: a way that cannot be gone is named at once, with what mends it', () => {
  const cases: [name: string, set: NodeJS.ProcessEnv, expected: RegExp, skip?: boolean][] = [
    ['unknown', { VIB_TENSORFLOW: 'pip' }, /VIB_TENSORFLOW is "pip"[^]*auto, official or pypi/],
    [
      'no-compiler',
      { VIB_TENSORFLOW: 'pypi', CXX: '/no/such/g++' },
      /no C\+\+ compiler \(\/no\/such\/g\+\+\) was found[^]*To mend it:\n.*apt install g\+\+/,
      process.platform !== 'linux' || process.arch !== 'x64',
    ],
  ];
  for (const [name, set, expected, skip = false] of cases) {
    test(name, { skip }, async () => {
      const made = preparedClone(name);
      // As it was when the library was of another machine.
      put(
        made,
        'node_modules/@tensorflow/tfjs-node/lib/.ready.json',
        JSON.stringify({ root: made.path, arch: 'vax' }),
      );
      Object.assign(made.env, set);
      const { code, output } = await run(made);
      assert.equal(code, 1, output);
      assert.match(output, expected);
    });
  }
});
