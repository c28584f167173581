import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import {
  compiler,
  engineFile,
  esbuild,
  partsDone,
  put,
  putProgram,
  run,
  sitePackages,
  windows,
  workingClone,
  workingPython,
  writer,
} from '../support/set-up-clone';

const [packages, python, tensorflow, kernel, plotly, engine] = [
  'JavaScript packages',
  'Python environment',
  'TensorFlow native library',
  'TypeScript kernel for Jupyter',
  'plotly.js for the reports',
  'engine (WebAssembly)',
] as const;
const kernelFile = '.venv/share/jupyter/kernels/tslab/kernel.json';
const library = '.cache/tensorflow/2.12.0/libtensorflow_cc.so.2';
const tfjs = 'node_modules/@tensorflow/tfjs-node/lib';
const binding = `${tfjs}/napi-v8/tfjs_binding.node`;

describe('what is damaged is seen, named and made anew, and nothing else is', { skip: windows }, () => {
  const made = workingClone('damaged');
  const at = (file: string) => join(made.path, file);
  const remove = (file: string) => rmSync(at(file), { recursive: true });
  /** Other bytes of the same number, by someone who came later. */
  const garble = (file: string) => {
    writeFileSync(
      at(file),
      readFileSync(at(file)).map(byte => byte ^ 1),
    );
    utimesSync(at(file), new Date(), new Date(Date.now() + 5000));
  };
  const bundle = () =>
    `.cache/report/${readdirSync(at('.cache/report')).find(file => file.endsWith('.min.js')) ?? ''}`;

  test('the first time, and then all is right', async () => {
    const first = await run(made);
    assert.equal(first.code, 0, first.output);
    assert.deepEqual(partsDone(first.output), [packages, python, tensorflow, kernel, plotly, engine]);
    const again = await run(made);
    assert.equal(again.output.match(/already right/g)?.length, 6, again.output);
    assert.ok(!existsSync(at('.cache/setup.lock')) && !existsSync(at('.cache/tmp')));
  });

  // Both package folders, and what is made inside them, are made anew together.
  const cases: [what: string, damage: () => void, parts: string[], named: RegExp][] = [
    [
      'a package and a Python package deleted',
      () => [remove('node_modules/tslab'), remove(`${sitePackages}/papermill`)],
      [packages, python, tensorflow, kernel],
      /node_modules\/tslab is missing[^]*site-packages\/papermill is missing/,
    ],
    [
      'half of a package, and of a Python package',
      () => [remove('node_modules/tslab/dist'), remove(`${sitePackages}/nbformat/__init__.py`)],
      [packages, python, tensorflow, kernel],
      /tslab\/dist is missing[^]*nbformat is missing|tslab\/dist is missing[^]*nbformat\/__init__\.py is missing/,
    ],
    [
      'files cut short',
      () => [truncateSync(at('node_modules/tslab/dist/main.js'), 3), truncateSync(at(library), 3)],
      [packages, tensorflow],
      /tslab\/dist\/main\.js has another size/,
    ],
    [
      'garbled files of the same size',
      () => [garble('node_modules/tslab/dist/main.js'), garble(`${sitePackages}/papermill/__init__.py`)],
      [packages, python, tensorflow, kernel],
      /main\.js was changed after[^]*papermill\/__init__\.py was changed after/,
    ],
    [
      'the library of TensorFlow garbled, the engine and plotly.js cut short',
      () => [garble(library), truncateSync(at(engineFile), 4), truncateSync(at(bundle()), 2)],
      [tensorflow, plotly, engine],
      /libtensorflow_cc\.so\.2 was changed[^]*min\.js is not what was made[^]*text-cnn\.wasm is not what was made/,
    ],
    [
      'the binding deleted, engine and plotly.js garbled',
      () => [remove(binding), garble(engineFile), garble(bundle())],
      [tensorflow, plotly, engine],
      /napi-v8 is missing|tfjs_binding\.node is missing/,
    ],
    [
      'the binding emptied, the library deleted, folders where files were',
      () => {
        truncateSync(at(binding), 0);
        remove('.cache/tensorflow');
        for (const file of [engineFile, kernelFile]) {
          remove(file);
          mkdirSync(join(at(file), 'x'), { recursive: true });
        }
      },
      [tensorflow, kernel, engine],
      /tfjs_binding\.node has another size/,
    ],
    [
      'the whole environment and the whole cache',
      () => [remove('.venv'), remove('.cache')],
      [python, tensorflow, kernel, plotly, engine],
      /./,
    ],
  ];
  for (const [what, damage, parts, named] of cases) {
    test(what, async () => {
      damage();
      const { code, output } = await run(made);
      assert.equal(code, 0, output);
      assert.deepEqual(partsDone(output), parts, output);
      assert.match(output, named);
      assert.equal((await run(made)).output.match(/already right/g)?.length, 6);
    });
  }

  for (const texts of [
    ['', 'null', '{"facts":{},"trees":7,"contents":{}}', '[]', '7'],
    ['{"facts": {', '{"lock":"1"}', '', 'null', '{"facts":{},"trees":{"lib":[1]},"contents":{"lib":1}}'],
  ]) {
    test(`records that hold ${texts.join(' ')}`, async () => {
      const stamps = ['node_modules', '.venv', tfjs].map(each => `${each}/.ready.json`);
      for (const stamp of [...stamps, '.cache/engine/source.json', '.cache/report/plotly.json'])
        writeFileSync(at(stamp), texts.shift() ?? '');
      const { code, output } = await run(made);
      assert.equal(code, 0, output);
      assert.deepEqual(partsDone(output), [packages, python, tensorflow, kernel, plotly, engine]);
      assert.match(output, /its record node_modules\/\.ready\.json is damaged/);
    });
  }

  const other = (name: string, text: string) => {
    put(made, `other/${name}/version`, '3.12.0');
    return putProgram(made, `other/${name}/python3`, text);
  };
  const pythons: [what: string, link: () => string][] = [
    ['another version', () => other('newer', workingPython)],
    ['one that crashes', () => other('crashes', "process.kill(process.pid, 'SIGSEGV')")],
    ['one that hangs', () => other('hangs', 'setInterval(() => {}, 1000)')],
    ['nowhere', () => '/no/such/python3'],
  ];
  for (const [what, link] of pythons) {
    test(`.venv's Python leads to ${what}`, async () => {
      remove('.venv/bin/python3');
      symlinkSync(link(), at('.venv/bin/python3'));
      const { code, output } = await run(made);
      assert.equal(code, 0, output);
      assert.deepEqual(partsDone(output), [python, kernel], output);
      assert.match(output, /Python environment: .*python3? (is missing|has another size|was changed)/);
    });
  }

  test('the Python behind .venv is another one, or none that works: all files are as they were', async () => {
    put(made, 'tools/version', '3.12.1');
    assert.match((await run(made)).output, /its Python is 3\.12 now, and was 3\.11; making it anew/);
    assert.equal((await run(made)).output.match(/already right/g)?.length, 6);
    const base = made.env.PYTHON ?? '';
    putProgram(made, 'tools/python3', "console.error('no encodings'); process.exit(1)");
    made.env.PYTHON = other('later', workingPython);
    const { code, output } = await run(made);
    assert.equal(code, 0, output);
    assert.match(output, /its Python ended with code 1; making it anew/);
    made.env.PYTHON = base;
    assert.equal((await run(made)).output.match(/already right/g)?.length, 6);
  });
});

test(
  'a part that is made from something is made again when that has changed, and others are not',
  { skip: windows },
  async () => {
    const made = workingClone('changed');
    assert.equal((await run(made)).code, 0);
    const changes: [change: () => void, parts: string[]][] = [
      [() => put(made, kernelFile, '{"argv": []}'), [kernel]],
      [() => put(made, 'lib/engine/assembly/index.ts', 'export const source = 2;'), [engine]],
      [
        () => {
          const npm = readFileSync(join(made.path, 'npm.cjs'), 'utf8');
          put(made, 'npm.cjs', npm.replaceAll('\\"1.0.0\\"', '\\"2.0.0\\"'));
          put(made, 'package-lock.json', `${readFileSync(join(made.path, 'package-lock.json'), 'utf8')}\n`);
        },
        [packages, tensorflow, plotly, engine],
      ],
      [
        () => {
          const lock = join(made.path, 'scripts/python/requirements.lock');
          writeFileSync(lock, `${readFileSync(lock, 'utf8')}\n`);
        },
        [python, kernel],
      ],
      [
        () => {
          const stamp = join(made.path, '.venv/.ready.json');
          writeFileSync(
            stamp,
            readFileSync(stamp, 'utf8').replace(`"root":"${made.path}"`, '"root":"/elsewhere"'),
          );
        },
        [python, kernel],
      ],
    ];
    for (const [change, parts] of changes) {
      change();
      const { code, output } = await run(made);
      assert.equal(code, 0, output);
      assert.deepEqual(partsDone(output), parts, output);
    }
  },
);

test(
  'a program that fails halfway, or ends well and leaves no WebAssembly, leaves nothing that looks finished',
  { skip: windows },
  async () => {
    const made = workingClone('halfway');
    assert.equal((await run(made)).code, 0);
    const at = (file: string) => join(made.path, file);
    const engineText = readFileSync(at(engineFile), 'latin1');
    const fails = async (expected: RegExp) => {
      const { code, output } = await run(made);
      assert.equal(code, 1, output);
      assert.match(output, expected);
      const left = readdirSync(at('.cache'), { recursive: true, encoding: 'utf8' });
      assert.deepEqual(
        left.filter(file => file.includes('.partial')),
        [],
      );
    };
    const npm = readFileSync(at('npm.cjs'), 'utf8');
    const program = (file: string, text: string) => {
      const name = JSON.stringify(file.replace('node_modules/', ''));
      put(
        made,
        'npm.cjs',
        npm.replace(/\n$/, '') + `\nwrite('node_modules/' + ${name}, ${JSON.stringify(text)});`,
      );
      rmSync(at('node_modules'), { recursive: true });
    };
    rmSync(at('.cache/report'), { recursive: true });
    program(esbuild, writer('half', 1));
    await fails(/plotly\.js could not be minified[^]*To mend it: .*npm run setup/);
    program(compiler, writer('half', 1));
    put(made, 'lib/engine/assembly/index.ts', 'export const source = ;');
    await fails(
      /plotly\.js for the reports: done[^]*engine could not be compiled[^]*To mend it: .*build:engine/,
    );
    program(compiler, writer('\0asm'));
    await fails(
      /what it wrote \(4 bytes\) is no WebAssembly[^]*To mend it: rm -rf node_modules\/assemblyscript/,
    );
    assert.equal(readFileSync(at(engineFile), 'latin1'), engineText, 'the engine that is there stays');
    put(made, 'npm.cjs', npm);
    rmSync(at('node_modules'), { recursive: true });
    assert.deepEqual(partsDone((await run(made)).output), [packages, tensorflow, engine]);
  },
);

describe(
  'TensorFlow: a way that cannot be gone is named at once, with what mends it',
  { skip: windows },
  () => {
    const cases: [name: string, set: NodeJS.ProcessEnv, expected: RegExp, skip?: boolean][] = [
      ['unknown', { VIB_TENSORFLOW: 'pip' }, /VIB_TENSORFLOW is "pip"[^]*auto, official or pypi/],
      [
        'no-compiler',
        { CXX: '/no/such/g++' },
        /no C\+\+ compiler \(\/no\/such\/g\+\+\) was found[^]*To mend it: apt install g\+\+/,
        process.platform !== 'linux' || process.arch !== 'x64',
      ],
    ];
    for (const [name, set, expected, skip = false] of cases) {
      test(name, { skip }, async () => {
        const made = workingClone(name);
        Object.assign(made.env, set);
        const { code, output } = await run(made);
        assert.equal(code, 1, output);
        assert.match(output, expected);
      });
    }
  },
);
