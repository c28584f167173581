import assert from 'node:assert/strict';
import { mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import {
  clone,
  engineFile,
  put,
  run,
  sitePackages,
  windows,
  workingClone,
  type Clone,
} from '../support/set-up-clone';

const doctor = async (made: Clone) => {
  const result = await run(made, { script: 'doctor' });
  assert.doesNotMatch(result.output, /\n\s+at .*:\d+:\d+/, 'no stack');
  assert.ok(result.output.length < 8000, `${result.output.length} letters`);
  return result;
};

test('doctor starts in a clone where nothing is installed, changes nothing, and names each part', async () => {
  const made = clone('bare', '');
  const { code, output } = await doctor(made);
  assert.equal(code, 1, output);
  for (const part of ['JavaScript packages', 'Python environment', 'TensorFlow native library', 'engine'])
    assert.match(output, new RegExp(`✗ ${part}.*: not installed yet\\.\n +To mend it: npm run setup`));
  assert.match(
    output,
    /✗ Python 3\.10 or newer is needed\. No python3 was found on the PATH\.\n +To mend it: Install Python/,
  );
  assert.equal((await run(made)).code, 1);
  rmSync(join(made.path, 'scripts/python'), { recursive: true });
  rmSync(join(made.path, 'package-lock.json'));
  rmSync(join(made.path, 'lib'), { recursive: true });
  const less = await doctor(made);
  assert.equal(less.code, 1);
  assert.match(
    less.output,
    /✗ TensorFlow native library: .*tensorflow\.lock is missing|✗ .*not installed yet/,
  );
  assert.match(
    less.output,
    /✗ engine \(WebAssembly\): lib\/engine\/assembly is missing\.\n +To mend it: git checkout/,
  );
});

describe('the verdict follows from what was found', { skip: windows }, () => {
  const made = workingClone('doctor');
  const at = (file: string) => join(made.path, file);
  const long = 'var anError=1;'.repeat(20_000);

  test('nothing is wrong where all is right', async () => {
    assert.equal((await run(made)).code, 0);
    const { code, output } = await doctor(made);
    assert.equal(code, 0, output);
    assert.match(output, /\nNothing is wrong\.\n$/);
    assert.doesNotMatch(output, /missing|✗/);
  });

  const cases: [what: string, damage: () => void, expected: RegExp][] = [
    [
      'a package is missing',
      () => rmSync(at('node_modules/tslab'), { recursive: true }),
      /✗ JavaScript packages: node_modules\/tslab is missing\./,
    ],
    [
      'a Python package is missing',
      () => rmSync(at(`${sitePackages}/papermill`), { recursive: true }),
      /✗ Python environment: .*papermill is missing\./,
    ],
    [
      '.venv leads nowhere',
      () => {
        rmSync(at('.venv/bin/python3'));
        symlinkSync('/no/such/python', at('.venv/bin/python3'));
      },
      /✗ Python environment: .*python3 /,
    ],
    [
      'the engine is cut short',
      () => truncateSync(at(engineFile), 5),
      /✗ engine \(WebAssembly\): .*text-cnn\.wasm is not what was made\./,
    ],
    [
      'the library is cut short',
      () => truncateSync(at('.cache/tensorflow/2.12.0/libtensorflow_cc.so.2'), 3),
      /✗ TensorFlow native library: .*another size/,
    ],
    [
      'a record is damaged',
      () => writeFileSync(at('.venv/.ready.json'), '{'),
      /✗ Python environment: its record/,
    ],
    [
      'a folder is where a record was',
      () => {
        rmSync(at('.cache/engine/source.json'));
        mkdirSync(at('.cache/engine/source.json'));
      },
      /✗ engine \(WebAssembly\): its record/,
    ],
  ];
  for (const [what, damage, expected] of cases) {
    test(what, async () => {
      damage();
      const { code, output } = await doctor(made);
      assert.equal(code, 1, output);
      assert.match(output, expected);
      assert.match(output, /What is wrong\n/);
      assert.equal((await run(made)).code, 0, 'the set-up mends it');
    });
  }

  const broken: [what: string, text: string, expected: RegExp][] = [
    [
      'throws in a line of 240 kB',
      `${long} throw new Error('libstdc++.so.6 is too old');`,
      /TensorFlow does not load: libstdc\+\+\.so\.6 is too old\.\n/,
    ],
    ['cannot be parsed', `${long} let let = (;`, /TensorFlow does not load: .{1,200}\n/],
    ['crashes', "process.kill(process.pid, 'SIGSEGV')", /TensorFlow does not load: was ended by SIGSEGV\.\n/],
    ['ends without a word', 'process.exit(0)', /TensorFlow does not load: it ended without an answer\.\n/],
    [
      'fails outside of the call',
      `setTimeout(() => { ${long} throw new TypeError('x'.repeat(5000)) }); exports.tf = { getBackend() { return 'cpu'; }, scalar: () => ({ square: () => ({ arraySync: () => 9 }) }) };`,
      /TensorFlow does not load: 3 squared is 9 on backend cpu\.\n/,
    ],
  ];
  for (const [what, text, expected] of broken) {
    test(`what is there, and ${what}, is told in one line`, async () => {
      put(made, 'lib/tf.js', text);
      const { code, output } = await doctor(made);
      assert.equal(code, 1, output);
      assert.match(output, expected);
      assert.match(output, /To mend it: rm -rf node_modules \.cache\/tensorflow && npm run setup/);
    });
  }

  test('an archive that is not there, or is a folder', async () => {
    const archives: [path: string, expected: RegExp][] = [
      ['/no/such/archive.tar.gz', /archive\.tar\.gz, which does not exist\.\n.*unset VIB_IMDB/],
      ['scripts', /✗ VIB_IMDB names scripts, which is a folder\.\n.*aclImdb_v1\.tar\.gz/],
      [
        'package.json',
        /✗ VIB_IMDB names package\.json, which is a text file, .*\.\n {4}To mend it: What is needed is a gzipped tar/,
      ],
    ];
    for (const [VIB_IMDB, expected] of archives) {
      const { code, output } = await doctor({ ...made, env: { ...made.env, VIB_IMDB } });
      assert.equal(code, 1);
      assert.match(output, expected);
    }
    const { output } = await doctor({ ...made, env: { ...made.env, VIB_IMDB: 'synthetic' } });
    assert.doesNotMatch(output, /✗ VIB_IMDB/);
  });
});
